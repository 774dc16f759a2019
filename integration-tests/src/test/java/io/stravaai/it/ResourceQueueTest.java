package io.stravaai.it;

import static io.stravaai.store.ActivityResource.DETAIL;
import static io.stravaai.store.ActivityResource.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.Scope;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.ForwardingResourceStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeExchange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceQueueTest {

    private static final Instant OLD = Instant.parse("2025-05-01T06:00:00Z");
    private static final FakeAnswer NOT_FOUND =
            FakeAnswer.fault(404, "Resource Not Found", "Activity", "", "not found");

    private final World world =
            new World(server -> server.readLimits(5_000, 50_000).overallLimits(5_000, 50_000));
    private final AthleteId athlete = world.athlete.id();
    private final ResourceStore resources = InMemoryStores.resources();
    private final SyncEngine engine = engine(world.store, resources, DETAIL, STREAMS);

    @Test
    void details_and_streams_are_fetched_once_and_kept_byte_for_byte() {
        world.withHistory(60);

        SyncReport report = engine.sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.pendingResources()).isZero();
        int streams = 0;
        for (StoredActivity row : rows()) {
            DetailedActivity detail = world.client.activities().get(athlete, row.id());
            assertThat(json(row.id(), DETAIL)).isEqualTo(detail.rawJson());
            if (detail.manual().orElse(false)) {
                assertThat(status(row.id(), STREAMS)).isEqualTo(ResourceStatus.NONE);
            } else {
                StreamSet set = StravaJson.read(json(row.id(), STREAMS), StreamSet.class);
                assertThat(set.rawJson())
                        .isEqualTo(world.client
                                .streams()
                                .ofActivity(athlete, row.id(), set.types())
                                .rawJson());
                assertThat(set.types()).hasSizeGreaterThan(3);
                streams++;
            }
        }
        assertThat(report.fetched()).isEqualTo(60 + streams);
        assertThat(report.requests()).isEqualTo(world.listRequests() + 60 + streams);
        assertThat(report.toString()).contains("fetched " + (60 + streams), "pending 0");
        SyncReport again = engine.sync(athlete);
        assertThat(again.requests()).isEqualTo(1);
        assertThat(again.fetched()).isZero();
    }

    @Test
    void nothing_is_fetched_that_the_host_does_not_want() {
        world.withHistory(20);

        assertThat(world.engine.sync(athlete).requests()).isEqualTo(world.listRequests());
        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(resources.counts(athlete)).containsOnlyKeys(DETAIL);
        assertThat(paths()).noneMatch(path -> path.endsWith("/streams"));
        assertThatThrownBy(() -> SyncEngine.builder().resources(resources))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void databases_hold_the_queue_as_well(Databases databases, @TempDir Path folder) {
        DataSource database = Databases.dataSource(databases.newUrl(folder));
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        world.withHistory(25);
        ActivityId late = upload("Late", World.START.minusSeconds(60));
        world.strava.answerAt(streamsPath(late), NOT_FOUND);

        SyncReport report =
                engine(stores.activities(), stores.resources(), DETAIL, STREAMS).sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.pendingResources()).isEqualTo(1);
        assertThat(stores.resources().counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 26));
        assertThat(stores.activities().syncState(athlete).orElseThrow().nextDueAt())
                .contains(world.clock.instant().plus(Duration.ofMinutes(5)));
    }

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

    @Test
    void work_is_queued_before_its_rows_are_stored_so_that_a_crash_between_loses_none() {
        List<ActivityId> ids = uploads(5);
        ActivityStore crashing = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                if (commit.changed().isEmpty()) {
                    return super.commit(commit);
                }
                throw new StoreException("The database is gone", true, null);
            }
        };
        assertThatThrownBy(() -> engine(crashing, resources, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);
        assertThat(rows()).isEmpty();
        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.QUEUED, 5));

        SyncReport report = engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(report.fetched()).isEqualTo(5);
        assertThat(ids).allMatch(id -> world.strava.requests(detailPath(id)) == 1);
    }

    @Test
    void work_for_a_row_that_never_came_ends_without_a_request() {
        ActivityId id = upload("Gone soon", World.START.minusSeconds(3600));
        ActivityStore crashing = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                if (commit.changed().isEmpty()) {
                    return super.commit(commit);
                }
                throw new StoreException("The database is gone", true, null);
            }
        };
        assertThatThrownBy(() -> engine(crashing, resources, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);
        world.athlete.delete(id);
        uploads(1);

        assertThat(engine.sync(athlete).status()).isEqualTo(Status.COMPLETE);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.QUEUED);
        syncUntilNothingIsPending(Duration.ofDays(3));

        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.NONE);
        assertThat(world.strava.requests(detailPath(id))).isZero();
    }

    @Test
    void when_the_quota_ends_the_rest_is_fetched_in_later_windows_and_nothing_twice() {
        World small = new World(server -> server.readLimits(12, 1000));
        for (int i = 0; i < 30; i++) {
            small.athlete.upload(activity("Ride " + i, OLD.plusSeconds(i * 86_400L)));
        }
        ResourceStore queue = InMemoryStores.resources();
        SyncEngine limited = SyncEngine.builder()
                .client(small.client)
                .store(small.store)
                .clock(small.clock)
                .resources(queue, DETAIL)
                .build();

        SyncReport report = limited.sync(small.athlete.id());
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.resumeAt())
                .as("when what others did not need is released")
                .contains(Instant.parse("2026-03-01T12:13:00Z"));
        assertThat(report.inserted()).isEqualTo(30);
        assertThat(report.fetched()).isPositive();
        assertThat(report.pendingResources()).isEqualTo(30 - report.fetched());
        int fetched = report.fetched();
        for (int window = 0; window < 20 && report.status() == Status.PARTIAL; window++) {
            small.clock.set(report.resumeAt().orElseThrow());
            report = limited.sync(small.athlete.id());
            fetched += report.fetched();
        }

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(fetched).isEqualTo(30);
        assertThat(small.strava.exchanges()).noneMatch(exchange -> exchange.status() == 429);
        assertThat(queue.counts(small.athlete.id())).isEqualTo(Map.of(DETAIL, Map.of(ResourceStatus.DONE, 30)));
    }

    @Test
    void a_sync_of_few_requests_or_that_is_stopped_leaves_the_rest_for_later() {
        uploads(10);

        SyncReport few = engine.sync(athlete, SyncOptions.defaults().withMaxRequests(8));
        AtomicInteger asked = new AtomicInteger();
        SyncReport stopped = engine.sync(athlete, SyncOptions.defaults().withStop(() -> asked.incrementAndGet() > 4));
        SyncReport rest = engine.sync(athlete);

        assertThat(few.status()).isEqualTo(Status.PARTIAL);
        assertThat(few.requests()).isEqualTo(8);
        assertThat(few.fetched() + few.pendingResources()).isEqualTo(20);
        assertThat(stopped.status()).isEqualTo(Status.PARTIAL);
        assertThat(stopped.resumeAt()).contains(world.clock.instant());
        assertThat(stopped.fetched()).isPositive();
        assertThat(rest.status()).isEqualTo(Status.COMPLETE);
        assertThat(few.fetched() + stopped.fetched() + rest.fetched()).isEqualTo(20);
    }

    @Test
    void the_newest_activities_are_fetched_first() {
        world.withHistory(40);
        engine(world.store, resources, DETAIL)
                .sync(athlete, SyncOptions.defaults().withMaxRequests(25));
        ActivityId latest = upload("Latest", World.START.minusSeconds(1));

        engine(world.store, resources, DETAIL).sync(athlete);

        List<String> expected =
                new ArrayList<>(rows().stream().map(row -> detailPath(row.id())).toList());
        List<String> fetched =
                paths().stream().filter(path -> !path.equals(World.LIST)).toList();
        assertThat(expected.remove(0)).isEqualTo(detailPath(latest));
        int first = fetched.indexOf(detailPath(latest));
        assertThat(first).isBetween(20, 25);
        expected.add(first, detailPath(latest));
        assertThat(fetched).isEqualTo(expected);
    }

    @Test
    void kudos_and_comments_fetch_nothing_again() {
        List<ActivityId> ids = uploads(5);
        engine.sync(athlete);
        String raw = world.store.find(athlete, ids.get(0)).orElseThrow().rawJson();
        world.athlete.put(raw.replace("\"kudos_count\":0", "\"kudos_count\":17")
                .replace("\"achievement_count\":0", "\"achievement_count\":3")
                .replace("\"pr_count\":0", "\"pr_count\":1")
                .replace("\"athlete_count\":1", "\"athlete_count\":4"));
        world.athlete.comment(ids.get(1), "Ann", "Well done");

        SyncReport report = engine.sync(athlete);

        assertThat(report.updated()).isEqualTo(2);
        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.pendingResources()).isZero();
    }

    @Test
    void a_new_name_fetches_the_detail_again_and_not_the_streams() {
        List<ActivityId> ids = uploads(5);
        engine.sync(athlete);
        world.athlete.rename(ids.get(2), "Renamed");

        SyncReport report = engine.sync(athlete);

        assertThat(report.fetched()).isEqualTo(1);
        assertThat(StravaJson.read(json(ids.get(2), DETAIL), DetailedActivity.class)
                        .name())
                .contains("Renamed");
        assertThat(world.strava.requests(streamsPath(ids.get(2)))).isEqualTo(1);
    }

    @Test
    void a_track_that_was_cut_fetches_both_again() {
        ActivityId id = upload("Ride", OLD);
        engine.sync(athlete);
        String before = json(id, STREAMS);
        String raw = world.store.find(athlete, id).orElseThrow().rawJson();
        world.athlete.put(raw.replaceFirst("\"distance\":[0-9.]+", "\"distance\":7000.0"));

        SyncReport report = engine.sync(athlete);

        assertThat(report.fetched()).isEqualTo(2);
        assertThat(json(id, STREAMS)).isNotEqualTo(before);
    }

    @Test
    void what_was_fetched_stays_until_there_is_something_newer() {
        ActivityId id = upload("Old name", OLD);
        engine.sync(athlete);
        String before = json(id, DETAIL);
        world.athlete.rename(id, "New name");
        world.strava.answerAt(detailPath(id), FakeAnswer.json(500, "{}"));

        engine.sync(athlete);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.FAILED);
        assertThat(json(id, DETAIL)).isEqualTo(before);
        assertThat(resource(id, DETAIL).observedAt()).contains(World.START);

        world.strava.answerAt(detailPath(id), FakeAnswer.real());
        world.clock.advance(Duration.ofMinutes(30));
        engine.sync(athlete);
        assertThat(json(id, DETAIL)).contains("New name");
    }

    @Test
    void activities_stored_before_are_fetched_too() {
        uploads(450);
        world.engine.sync(athlete);

        SyncReport details = engine(world.store, resources, DETAIL).sync(athlete);
        SyncReport streams = engine.sync(athlete);

        assertThat(details.fetched()).isEqualTo(450);
        assertThat(details.status()).isEqualTo(Status.COMPLETE);
        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 450));
        assertThat(streams.fetched()).isEqualTo(450);
        assertThat(resources.counts(athlete).get(STREAMS)).isEqualTo(Map.of(ResourceStatus.DONE, 450));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_search_for_what_was_stored_before_that_is_cut_short_is_taken_up_again(int enqueues) {
        uploads(1200);
        world.engine.sync(athlete);
        AtomicInteger left = new AtomicInteger(enqueues);
        ResourceStore crashing = new ForwardingResourceStore(resources) {
            @Override
            public void enqueue(Collection<StoredResource> queued) {
                if (left.getAndDecrement() == 0) {
                    throw new StoreException("The database is gone", true, null);
                }
                super.enqueue(queued);
            }
        };
        assertThatThrownBy(() -> engine(world.store, crashing, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);

        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 1200));
    }

    @Test
    void a_queue_that_was_lost_is_filled_again() {
        uploads(300);
        engine.sync(athlete);
        resources.purge(athlete);

        engine.sync(athlete);

        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 300));
    }

    @Test
    void an_activity_without_a_start_that_was_stored_before_is_fetched_too() {
        world.athlete.putBroken("{\"id\":777,\"name\":\"x\",\"start_date\":null}", OLD);
        world.engine.sync(athlete);
        assertThat(rows()).hasSize(1);
        world.strava.answerAt(detailPath(ActivityId.of(777)), FakeAnswer.json(200, "{\"id\":777}"));

        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(json(ActivityId.of(777), DETAIL)).isEqualTo("{\"id\":777}");
    }

    @Test
    void a_fetch_that_began_before_an_edit_never_hides_it() {
        ActivityId id = upload("Old name", OLD);
        AtomicBoolean once = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(detailPath(id)) && once.compareAndSet(false, true)) {
                // Another node sees the edit, and fetches the detail, while our answer is on its way.
                world.athlete.rename(id, "New name");
                engine.sync(athlete);
            }
        });

        engine.sync(athlete);

        assertThat(json(id, DETAIL)).contains("New name");
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
    }

    @Test
    void an_edit_that_is_listed_while_the_detail_is_fetched_fetches_it_again() {
        ActivityId id = upload("Old name", OLD);
        AtomicBoolean once = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(detailPath(id)) && once.compareAndSet(false, true)) {
                world.athlete.rename(id, "New name");
                engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
            }
        });

        SyncReport report = engine.sync(athlete);

        assertThat(json(id, DETAIL)).contains("New name");
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.fetched()).isEqualTo(2);
    }

    @Test
    void two_engines_at_once_cost_requests_and_never_wrong_data() {
        List<ActivityId> ids = uploads(30);
        AtomicInteger depth = new AtomicInteger();
        SyncEngine other = engine(world.store, resources, DETAIL, STREAMS);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().startsWith("/api/v3/activities/") && depth.incrementAndGet() == 7) {
                other.sync(athlete, SyncOptions.defaults().withMaxRequests(20));
            }
        });

        SyncReport report = engine.sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(resources.counts(athlete))
                .isEqualTo(Map.of(
                        DETAIL, Map.of(ResourceStatus.DONE, 30),
                        STREAMS, Map.of(ResourceStatus.DONE, 30)));
        assertThat(ids)
                .allMatch(id -> json(id, DETAIL)
                        .equals(world.client.activities().get(athlete, id).rawJson()));
    }

    @Test
    void a_store_that_never_lets_a_fetch_in_is_not_fetched_for_for_ever() {
        uploads(8);
        ResourceStore contended = new ForwardingResourceStore(resources) {
            @Override
            public boolean replace(StoredResource next) {
                return false;
            }
        };

        SyncReport report = engine(world.store, contended, DETAIL).sync(athlete);

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.requests()).isLessThan(8);
        assertThat(report.fetched()).isZero();
    }

    @Test
    void a_deleted_activity_is_not_fetched_any_more() {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        uploads(2);
        world.strava.answerAt(streamsPath(id), NOT_FOUND);
        engine.sync(athlete);
        world.athlete.delete(id);
        world.clock.advance(Duration.ofMinutes(16));

        assertThat(engine.sync(athlete).deleted()).isEqualTo(1);
        int asked = world.strava.requests(streamsPath(id));
        syncUntilNothingIsPending(Duration.ofDays(5));

        assertThat(world.strava.requests(streamsPath(id))).isEqualTo(asked);
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NONE);
    }

    @Test
    void an_activity_that_comes_back_is_fetched_again() {
        ActivityId id = upload("Hidden for a time", World.START.minusSeconds(3600));
        uploads(2);
        engine.sync(athlete);
        String raw = world.store.find(athlete, id).orElseThrow().rawJson();
        world.athlete.delete(id);
        world.clock.advance(Duration.ofHours(1));
        assertThat(engine.sync(athlete).deleted()).isEqualTo(1);
        world.athlete.put(raw);

        SyncReport report = engine.sync(athlete);

        assertThat(report.restored()).isEqualTo(1);
        assertThat(report.fetched()).isEqualTo(2);
    }

    @Test
    void a_purge_during_a_sync_leaves_nothing_in_the_queue() {
        world.withHistory(600);
        AtomicInteger pages = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (pages.incrementAndGet() == 2) {
                world.store.purge(athlete);
                resources.purge(athlete);
            }
        });

        assertThatThrownBy(() -> engine.sync(athlete)).hasMessageContaining("purged");

        assertThat(resources.counts(athlete)).isEmpty();
    }

    @Test
    void a_purge_while_details_are_fetched_is_not_undone() {
        uploads(10);
        AtomicInteger details = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().startsWith("/api/v3/activities/") && details.incrementAndGet() == 4) {
                world.store.purge(athlete);
                resources.purge(athlete);
            }
        });

        engine.sync(athlete);

        assertThat(resources.counts(athlete)).isEmpty();
        assertThat(details.get()).isEqualTo(4);
    }

    @Test
    void a_look_at_the_newest_queues_what_is_new_and_leaves_the_fetching_to_the_next_sync() {
        upload("New", World.START.minusSeconds(60));

        SyncReport look = engine.sync(athlete, SyncOptions.defaults().withNewestOnly());

        assertThat(look.requests()).isEqualTo(1);
        assertThat(look.status()).isEqualTo(Status.COMPLETE);
        assertThat(look.pendingResources()).isEqualTo(2);
        assertThat(state().nextDueAt()).contains(World.START);
        assertThat(engine.sync(athlete).fetched()).isEqualTo(2);
    }

    @Test
    void among_many_that_wait_the_one_that_is_due_first_says_when_the_next_sync_is() {
        Instant first = World.START.plus(Duration.ofMinutes(5));
        List<StoredResource> waiting = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            // The newest are due last.
            Instant due = i == 0 ? first : World.START.plus(Duration.ofMinutes(60 + i / 10));
            waiting.add(StoredResource.builder(athlete, ActivityId.of(i + 1), DETAIL, due)
                    .startDate(OLD.plusSeconds(i * 3_600L))
                    .build());
        }
        resources.enqueue(waiting);

        engine.sync(athlete);

        assertThat(state().nextDueAt()).contains(first);
    }

    @Test
    void resources_are_fetched_behind_everybody_else_unless_the_caller_looks_on() {
        World small = new World(server -> server.readLimits(10, 1000));
        for (int i = 0; i < 12; i++) {
            small.athlete.upload(activity("Ride " + i, OLD.plusSeconds(i * 86_400L)));
        }
        SyncEngine limited = SyncEngine.builder()
                .client(small.client)
                .store(small.store)
                .clock(small.clock)
                .resources(InMemoryStores.resources(), DETAIL)
                .build();

        int backfill = limited.sync(small.athlete.id()).requests();
        int interactive = limited.sync(
                        small.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE))
                .requests();

        assertThat(backfill).isEqualTo(7);
        assertThat(interactive).isEqualTo(3);
    }

    private SyncEngine engine(ActivityStore store, ResourceStore queue, ActivityResource... wanted) {
        return SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .resources(queue, wanted)
                .build();
    }

    /** Syncs whenever the athlete is due, as a schedule would. */
    private void syncUntilNothingIsPending(Duration limit) {
        Instant end = world.clock.instant().plus(limit);
        SyncReport report = engine.sync(athlete);
        while (report.pendingResources() > 0
                && state().nextDueAt().orElseThrow().isBefore(end)) {
            Instant due = state().nextDueAt().orElseThrow();
            if (due.isAfter(world.clock.instant())) {
                world.clock.set(due);
            }
            report = engine.sync(athlete);
        }
    }

    private List<Duration> askedAt(String path) {
        return world.strava.exchanges().stream()
                .filter(exchange -> exchange.path().equals(path))
                .map(exchange -> Duration.between(World.START, exchange.at()))
                .toList();
    }

    private List<String> paths() {
        return world.strava.exchanges().stream().map(FakeExchange::path).toList();
    }

    private List<ActivityId> uploads(int count) {
        List<ActivityId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(upload("Ride " + i, OLD.plusSeconds(i * 3_600L)));
        }
        return ids;
    }

    private ActivityId upload(String name, Instant start) {
        return world.athlete.upload(activity(name, start));
    }

    private static FakeActivity activity(String name, Instant start) {
        return FakeActivity.builder()
                .name(name)
                .startDate(start)
                .roundTrack(51.47, 0.01)
                .build();
    }

    private static String detailPath(ActivityId id) {
        return "/api/v3/activities/" + id;
    }

    private static String streamsPath(ActivityId id) {
        return detailPath(id) + "/streams";
    }

    /** Newest first. */
    private List<StoredActivity> rows() {
        return world.store.list(ActivityQuery.of(athlete).limit(10_000));
    }

    private SyncState state() {
        return world.store.syncState(athlete).orElseThrow();
    }

    private StoredResource resource(ActivityId id, ActivityResource resource) {
        return resources.find(athlete, id, resource).orElseThrow();
    }

    private ResourceStatus status(ActivityId id, ActivityResource resource) {
        return resource(id, resource).status();
    }

    private String json(ActivityId id, ActivityResource resource) {
        return resource(id, resource).rawJson().orElseThrow();
    }
}
