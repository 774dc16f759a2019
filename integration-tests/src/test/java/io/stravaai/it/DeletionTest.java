package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing from a list is asked for by id, and only a 404 about the activity makes it deleted. */
class DeletionTest {

    @Test
    void an_activity_that_is_gone_is_marked_deleted_with_time_and_reason_and_keeps_its_json() {
        World world = synced(300);
        StoredActivity gone = newest(world, 3);
        world.athlete.delete(gone.id());

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.deleted()).isEqualTo(1);
        assertThat(report.requests()).isEqualTo(2);
        StoredActivity row = world.store.find(world.athlete.id(), gone.id()).orElseThrow();
        assertThat(row.deletedAt()).contains(world.clock.instant());
        assertThat(row.deletionReason()).contains(DeletionReason.DELETED);
        assertThat(row.rawJson()).isEqualTo(gone.rawJson());
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
        assertThat(world.engine.sync(world.athlete.id()).requests())
                .as("it is not asked for again")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 199})
    void the_newest_and_the_oldest_on_the_page_are_noticed_too(int place) {
        World world = synced(500);
        StoredActivity gone = newest(world, place);
        world.athlete.delete(gone.id());

        world.engine.sync(world.athlete.id());

        assertThat(isDeleted(world, gone.id())).isTrue();
    }

    @Test
    void of_several_in_the_oldest_second_of_a_history_one_may_go() {
        World world = new World();
        Instant oldest = Instant.parse("2024-05-01T08:00:00Z");
        ActivityId gone = world.athlete.upload(activity(oldest));
        world.athlete.upload(activity(oldest));
        world.athlete.upload(activity(Instant.parse("2025-05-01T08:00:00Z")));
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofDays(31));
        world.athlete.delete(gone);

        world.engine.sync(world.athlete.id());

        assertThat(isDeleted(world, gone)).isTrue();
    }

    @Test
    void a_single_activity_and_a_whole_history_may_go() {
        World one = synced(1);
        one.athlete.delete(newest(one, 0).id());
        assertThat(one.engine.sync(one.athlete.id()).deleted()).isEqualTo(1);
        assertThat(one.storedRaw()).isEmpty();

        World all = synced(230);
        rows(all, 230).forEach(row -> all.athlete.delete(row.id()));
        SyncOptions patient = SyncOptions.defaults().withLane(Lane.INTERACTIVE).withMaxWait(Duration.ofDays(1));
        int deleted = all.engine.sync(all.athlete.id(), patient).deleted();
        assertThat(deleted).as("no page takes all of the quota").isEqualTo(200);
        assertThat(all.engine.sync(all.athlete.id(), patient).deleted()).isEqualTo(30);
        assertThat(all.storedRaw()).isEmpty();
    }

    @Test
    void a_history_that_comes_after_everything_was_deleted_is_walked_whole() {
        World world = synced(10);
        rows(world, 10).forEach(row -> world.athlete.delete(row.id()));
        world.engine.sync(world.athlete.id());
        world.withHistory(700);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(700);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 404})
    void an_answer_that_does_not_say_that_the_activity_is_gone_deletes_nothing(int status) {
        World world = synced(50);
        StoredActivity missing = newest(world, 7);
        world.strava.answerNext(FakeAnswer.json(200, without(world, missing)));
        for (int attempt = 0; attempt < 3; attempt++) {
            // The 404 is one of an edge: it says nothing of an activity.
            world.strava.answerNext(FakeAnswer.json(status, "{\"message\":\"no\"}"));
        }

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.deleted()).isZero();
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(isDeleted(world, missing.id())).isFalse();
    }

    @Test
    void a_list_that_lacks_an_activity_which_is_there_deletes_nothing() {
        World world = synced(50);
        StoredActivity missing = newest(world, 7);
        world.strava.answerNext(FakeAnswer.json(200, without(world, missing)));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.deleted()).isZero();
    }

    @Test
    void many_missing_are_looked_for_a_second_time_before_anybody_is_asked() {
        World world = synced(150);
        world.strava.answerNext(FakeAnswer.json(200, "[]"));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.deleted()).isZero();
        assertThat(world.strava.exchanges())
                .filteredOn(exchange -> exchange.method().equals("GET"))
                .allMatch(exchange -> exchange.path().equals(World.LIST));
    }

    @Test
    void without_quota_to_ask_the_rest_waits_and_what_is_proved_is_stored() {
        World world = synced(60);
        rows(world, 15).forEach(row -> world.athlete.delete(row.id()));
        world.clock.set(Instant.parse("2026-03-01T14:00:00Z"));
        world.strava.useQuota(80);
        // The limiter learns of the foreign use with the list, and then leaves the poll five requests.
        SyncReport first = world.engine.sync(world.athlete.id());

        assertThat(first.status()).isEqualTo(Status.PARTIAL);
        assertThat(first.deleted()).isBetween(1, 14);
        world.clock.set(first.resumeAt().orElseThrow());
        SyncReport second = world.engine.sync(world.athlete.id());
        assertThat(second.status()).isEqualTo(Status.COMPLETE);
        assertThat(first.deleted() + second.deleted()).isEqualTo(15);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void an_activity_that_came_a_moment_ago_is_not_taken_for_deleted() {
        World world = synced(5);
        ActivityId fresh = world.athlete.upload(activity(World.START));
        world.engine.sync(world.athlete.id());
        world.athlete.delete(fresh);

        assertThat(world.engine.sync(world.athlete.id()).deleted()).isZero();
        world.clock.advance(Duration.ofMinutes(15));
        assertThat(world.engine.sync(world.athlete.id()).deleted()).isEqualTo(1);
    }

    @Test
    void an_activity_that_comes_back_lives_again() {
        World world = synced(30);
        StoredActivity row = newest(world, 4);
        world.athlete.delete(row.id());
        world.engine.sync(world.athlete.id());
        world.athlete.put(row.rawJson());

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.restored()).isEqualTo(1);
        assertThat(report.inserted()).isZero();
        StoredActivity again = world.store.find(world.athlete.id(), row.id()).orElseThrow();
        assertThat(again.deletedAt()).isEmpty();
        assertThat(again.deletionReason()).isEmpty();
    }

    @Test
    void an_activity_whose_start_moved_is_found_where_it_is_now() {
        World world = synced(900);
        StoredActivity row = newest(world, 10);
        Instant old = newest(world, 600).startDate().orElseThrow().plusSeconds(5);
        world.athlete.put(row.rawJson().replace(row.startDate().orElseThrow().toString(), old.toString()));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.deleted()).isZero();
        assertThat(report.updated()).isEqualTo(1);
        assertThat(world.store.find(world.athlete.id(), row.id()).orElseThrow().startDate())
                .contains(old);
        assertThat(report.requests())
                .as("the list, the activity, the list there")
                .isEqualTo(3);
    }

    @Test
    void a_private_activity_is_not_taken_for_deleted_when_the_grant_is_narrowed() {
        World world = new World().withHistory(40);
        List<ActivityId> hidden = hide(world, 3);
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofHours(6));
        grant(world, Set.of(Scope.READ, Scope.ACTIVITY_READ));

        SyncReport narrowed = world.engine.sync(world.athlete.id());

        assertThat(narrowed.deleted()).isZero();
        hidden.forEach(id -> assertThat(isDeleted(world, id)).isFalse());
    }

    @Test
    void a_private_activity_is_not_taken_for_deleted_when_the_grant_is_narrowed_during_a_sync() {
        World world = new World().withHistory(300);
        ActivityId old = rows(synced(world), 300).get(250).id();
        world.athlete.hide(old);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory());
        world.clock.advance(Duration.ofHours(6));
        int before = world.listRequests();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(World.LIST) && world.listRequests() == before + 1) {
                grant(world, Set.of(Scope.READ, Scope.ACTIVITY_READ));
            }
        });

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory());

        assertThat(world.listRequests()).isGreaterThan(before + 1);
        assertThat(report.deleted()).isZero();
        assertThat(isDeleted(world, old)).isFalse();
    }

    @Test
    void history_is_listed_again_when_scopes_that_were_unknown_turn_out_to_be_wide() {
        World world = new World().withHistory(450);
        TokenGrant grant = world.athlete.grant();
        world.tokens.put(
                world.athlete.id(),
                TokenGrant.of(grant.accessToken(), grant.refreshToken(), grant.expiresAt(), Set.of()));
        ActivityId old = rows(synced(world), 440).get(430).id();
        world.athlete.hide(old);
        world.clock.advance(Duration.ofHours(6));
        grant(world, Set.of(Scope.READ, Scope.ACTIVITY_READ, Scope.ACTIVITY_READ_ALL));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.requests()).as("the whole history is listed again").isGreaterThanOrEqualTo(3);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void with_a_narrow_grant_an_activity_that_was_hidden_counts_as_deleted_or_hidden_and_comes_back_with_a_wider_one() {
        World world = new World().withHistory(450);
        grant(world, Set.of(Scope.READ, Scope.ACTIVITY_READ));
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofHours(6));
        ActivityId hidden = newest(world, 20).id();
        world.athlete.hide(hidden);
        world.engine.sync(world.athlete.id());
        assertThat(world.store.find(world.athlete.id(), hidden).orElseThrow().deletionReason())
                .contains(DeletionReason.DELETED_OR_HIDDEN);
        ActivityId old = rows(world, 440).get(430).id();
        world.athlete.hide(old);

        world.clock.advance(Duration.ofHours(6));
        grant(world, Set.of(Scope.READ, Scope.ACTIVITY_READ, Scope.ACTIVITY_READ_ALL));
        SyncReport wider = world.engine.sync(world.athlete.id());

        assertThat(wider.restored()).isEqualTo(1);
        assertThat(wider.requests()).as("the whole history is listed again").isGreaterThanOrEqualTo(3);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_failure_while_asking_loses_no_question() {
        World world = synced(700);
        StoredActivity gone = newest(world, 500);
        world.athlete.delete(gone.id());
        AtomicBoolean disconnected = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().endsWith(gone.id().toString()) && disconnected.compareAndSet(false, true)) {
                world.tokens.delete(world.athlete.id());
            }
        });
        StoredActivity other = newest(world, 480);
        world.athlete.delete(other.id());

        assertThatThrownBy(() -> world.engine.sync(
                        world.athlete.id(), SyncOptions.defaults().withFullHistory()))
                .isInstanceOf(StravaAiException.class)
                .isNotInstanceOf(StoreException.class);
        world.tokens.put(world.athlete.id(), world.athlete.grant());
        world.engine.sync(world.athlete.id());

        assertThat(isDeleted(world, gone.id())).isTrue();
        assertThat(isDeleted(world, other.id())).isTrue();
    }

    private static List<ActivityId> hide(World world, int count) {
        List<ActivityId> ids = IntStream.range(0, count)
                .mapToObj(i -> world.athlete.upload(activity(World.START.minusSeconds(100L + i))))
                .toList();
        ids.forEach(world.athlete::hide);
        return ids;
    }

    private static void grant(World world, Set<Scope> scopes) {
        world.athlete.grantOnly(scopes);
        world.tokens.put(world.athlete.id(), world.athlete.grant());
    }

    private static World synced(int activities) {
        return synced(new World().withHistory(activities));
    }

    private static World synced(World world) {
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofHours(6));
        return world;
    }

    private static List<StoredActivity> rows(World world, int count) {
        return world.store.list(ActivityQuery.of(world.athlete.id()).limit(count));
    }

    private static StoredActivity newest(World world, int place) {
        return rows(world, place + 1).get(place);
    }

    private static boolean isDeleted(World world, ActivityId id) {
        return world.store
                .find(world.athlete.id(), id)
                .orElseThrow()
                .deletedAt()
                .isPresent();
    }

    private static String without(World world, StoredActivity row) {
        return world.athlete.rawActivities().stream()
                .filter(json -> !json.equals(row.rawJson()))
                .limit(200)
                .toList()
                .toString();
    }

    private static FakeActivity activity(Instant start) {
        return FakeActivity.builder().startDate(start).build();
    }
}
