package io.stravaai.it;

import static io.stravaai.store.ActivityResource.DETAIL;
import static io.stravaai.store.ActivityResource.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.Scope;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.model.ActivityId;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.StoredResource;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from what Strava answers about details and streams. */
class ResourceAnswersTest extends WithResources {

    @ParameterizedTest
    @ValueSource(strings = {"404", "{}", "[]"})
    void streams_that_appear_minutes_later_are_fetched_then(String answer) {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        world.strava.answerAt(streamsPath(id), answer.equals("404") ? NOT_FOUND : FakeAnswer.json(200, answer));

        SyncReport first = engine.sync(athlete);

        assertThat(first.status()).isEqualTo(Status.COMPLETE);
        assertThat(first.fetched()).isEqualTo(1);
        assertThat(first.pendingResources()).isEqualTo(1);
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NOT_YET);
        Instant due = World.START.plus(Duration.ofMinutes(5));
        assertThat(state().nextDueAt()).contains(due);
        world.strava.answerAt(streamsPath(id), FakeAnswer.real());
        world.clock.set(due.minusSeconds(1));
        assertThat(engine.sync(athlete).fetched()).isZero();
        assertThat(state().nextDueAt()).contains(due);
        world.clock.set(due);
        assertThat(engine.sync(athlete).fetched()).isEqualTo(1);
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.DONE);
        assertThat(state().nextDueAt().orElseThrow()).isAfter(due.plus(Duration.ofMinutes(30)));
    }

    @Test
    void streams_that_never_appear_are_given_up_after_days_of_asking() {
        ActivityId id = upload("Without", World.START.minusSeconds(3600));
        world.strava.answerAt(streamsPath(id), NOT_FOUND);

        syncUntilNothingIsPending(Duration.ofDays(10));

        assertThat(askedAt(streamsPath(id)))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(80),
                        Duration.ofMinutes(320),
                        Duration.ofMinutes(1040),
                        Duration.ofMinutes(2480),
                        Duration.ofMinutes(3920));
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NONE);
    }

    @Test
    void what_was_queued_long_ago_is_not_given_up_at_the_first_answer() {
        ActivityId id = upload("Without", World.START.minusSeconds(3600));
        engine(world.store, resources, DETAIL, STREAMS)
                .sync(athlete, SyncOptions.defaults().withNewestOnly());
        world.strava.answerAt(streamsPath(id), NOT_FOUND);
        world.strava.answerAt(detailPath(id), NOT_FOUND);
        world.clock.advance(Duration.ofDays(30));

        engine.sync(athlete);

        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NOT_YET);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.NOT_YET);
    }

    @Test
    void what_only_its_athlete_sees_waits_for_a_grant_that_sees_it_too() {
        ActivityId id = world.athlete.upload(FakeActivity.builder()
                .startDate(World.START.minusSeconds(3600))
                .visibility("only_me")
                .build());
        engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
        consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));
        for (int day = 0; day < 5; day++) {
            world.clock.advance(Duration.ofDays(1));
            assertThat(engine.sync(athlete).pendingResources()).isEqualTo(2);
        }
        assertThat(world.strava.requests(detailPath(id))).isZero();

        consent(Set.of(Scope.READ, Scope.ACTIVITY_READ_ALL));
        world.clock.advance(Duration.ofDays(1));
        engine.sync(athlete);

        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.DONE);
    }

    private void consent(Set<Scope> scopes) {
        String code = world.athlete.consent(scopes);
        world.client
                .oauth()
                .exchange(AuthorizationCallback.parse(
                        URI.create("http://localhost/?state=s&code=" + code + "&scope=" + Scope.format(scopes)), "s"));
    }

    @Test
    void a_detail_that_is_not_there_yet_is_asked_for_again_and_then_left_to_the_list() {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        world.strava.answerAt(detailPath(id), NOT_FOUND);

        engine.sync(athlete);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.NOT_YET);
        syncUntilNothingIsPending(Duration.ofDays(1));

        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.NONE);
        assertThat(askedAt(detailPath(id))).hasSize(5).last().isEqualTo(Duration.ofMinutes(320));
        assertThat(world.store.find(athlete, id).orElseThrow().deletedAt()).isEmpty();
    }

    @Test
    void a_404_that_does_not_speak_of_an_activity_says_nothing_about_a_detail() {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
        world.clock.advance(Duration.ofDays(3));
        world.strava.answerAt(detailPath(id), FakeAnswer.html(404, "<html>edge</html>"));

        engine.sync(athlete);

        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.FAILED);
    }

    @Test
    void an_activity_entered_by_hand_has_no_streams_and_costs_no_request_for_them() {
        ActivityId id = world.athlete.upload(FakeActivity.builder()
                .startDate(World.START.minusSeconds(60))
                .manual(true)
                .build());

        SyncReport report = engine.sync(athlete);

        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NONE);
        assertThat(world.strava.requests(streamsPath(id))).isZero();
        assertThat(report.fetched()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_activity_that_strava_can_never_answer_does_not_stop_the_others(boolean answers) {
        List<ActivityId> ids = uploads(10);
        ActivityId poison = ids.get(3);
        world.strava.answerAt(
                detailPath(poison),
                answers ? FakeAnswer.json(500, "{\"message\":\"error\"}") : FakeAnswer.connectionReset());

        SyncReport report = engine.sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.fetched()).isEqualTo(19);
        assertThat(report.pendingResources()).isEqualTo(1);
        StoredResource failed = resource(poison, DETAIL);
        assertThat(failed.status()).isEqualTo(ResourceStatus.FAILED);
        assertThat(failed.failure()).contains(answers ? "ServerErrorException" : "StravaIoException");
        assertThat(failed.attempts()).isEqualTo(1);
    }

    @Test
    void what_fails_is_tried_five_times_in_a_day_and_then_weekly() {
        ActivityId id = upload("Poison", World.START.minusSeconds(3600));
        world.strava.answerAt(detailPath(id), FakeAnswer.json(200, "{\"id\":\"\"}"));

        syncUntilNothingIsPending(Duration.ofDays(16));

        List<Duration> asked = askedAt(detailPath(id));
        assertThat(asked)
                .startsWith(
                        Duration.ZERO,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(75),
                        Duration.ofMinutes(315),
                        Duration.ofMinutes(1395),
                        Duration.ofMinutes(1395).plusDays(7))
                .hasSize(7);
        world.strava.answerAt(detailPath(id), FakeAnswer.real());
        world.clock.advance(Duration.ofDays(7));
        engine.sync(athlete);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
        assertThat(resource(id, DETAIL).failure()).isEmpty();
    }

    @Test
    void what_another_version_could_not_read_is_tried_at_once() {
        ActivityId id = upload("Unheard of", World.START.minusSeconds(3600));
        world.strava.answerAt(detailPath(id), FakeAnswer.json(200, "{\"id\":\"\"}"));
        engine.sync(athlete);
        world.strava.answerAt(detailPath(id), FakeAnswer.real());
        assertThat(engine.sync(athlete).fetched()).isZero();
        StoredResource failed = resource(id, DETAIL);
        assertThat(resources.replace(failed.toBuilder()
                        .attempts(failed.attempts(), "0.0.0", failed.failure().orElseThrow())
                        .build()))
                .isTrue();

        assertThat(engine.sync(athlete).fetched()).isEqualTo(1);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
    }

    @Test
    void an_activity_that_is_forbidden_is_no_activity_without_details() {
        List<ActivityId> ids = uploads(3);
        world.strava.answerAt(
                detailPath(ids.get(1)), FakeAnswer.json(403, "{\"message\":\"Forbidden\",\"errors\":[]}"));

        SyncReport report = engine.sync(athlete);

        assertThat(report.fetched()).isEqualTo(5);
        assertThat(status(ids.get(1), DETAIL)).isEqualTo(ResourceStatus.FAILED);
    }

    @Test
    void when_one_after_the_other_fails_the_rest_waits() {
        List<ActivityId> ids = uploads(12);
        ids.forEach(id -> world.strava.answerAt(streamsPath(id), FakeAnswer.json(200, "7")));

        SyncReport report = engine(world.store, resources, STREAMS).sync(athlete);

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.resumeAt()).contains(world.clock.instant().plus(Duration.ofMinutes(15)));
        assertThat(resources.counts(athlete).get(STREAMS))
                .isEqualTo(Map.of(ResourceStatus.FAILED, 5, ResourceStatus.QUEUED, 7));
    }

    @Test
    void a_missing_scope_fails_the_sync_and_settles_nothing() {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        world.strava.answerAt(
                streamsPath(id),
                FakeAnswer.fault(401, "Authorization Error", "AccessToken", "activity:read_permission", "missing"));

        assertThatThrownBy(() -> engine.sync(athlete)).isInstanceOf(ScopeMissingException.class);

        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.QUEUED);
        assertThat(resource(id, STREAMS).attempts()).isZero();
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
        assertThat(state().lastFailure()).contains("ScopeMissingException");
    }
}
