package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.SyncEngine;
import io.stravaai.model.ActivityId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.Coverage;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.sync.VerifyReport;
import io.stravaai.test.FakeActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Older history is listed again, a page at a time; and the modes in which a sync can be asked for. */
class RelistTest {

    private static final Duration POLL = Duration.ofHours(6);

    @Test
    void late_uploads_edits_and_deletions_of_any_age_are_seen_within_the_period() {
        World world = new World().withHistory(1500);
        world.engine.sync(world.athlete.id());
        ActivityId late = world.athlete.upload(activity(Instant.parse("2019-07-01T06:00:00Z")));
        ActivityId first = world.athlete.upload(activity(Instant.parse("2011-07-01T06:00:00Z")));
        List<StoredActivity> rows =
                world.store.list(ActivityQuery.of(world.athlete.id()).limit(1500));
        for (int place = 250; place < 1500; place += 125) {
            world.athlete.rename(rows.get(place).id(), "Renamed");
            world.athlete.delete(rows.get(place + 7).id());
        }

        poll(world, Duration.ofDays(30).plus(POLL));

        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
        assertThat(world.store.find(world.athlete.id(), first)).isPresent();
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void the_requests_are_spread_over_the_period_and_hardly_more_than_the_pages() {
        World world = new World().withHistory(5000);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE));
        world.clock.advance(Duration.ofDays(60));
        poll(world, Duration.ofDays(60));
        int before = world.listRequests();

        List<Integer> perSync = poll(world, Duration.ofDays(30));

        assertThat(perSync).hasSize(120).allMatch(requests -> requests <= 4);
        assertThat(world.listRequests() - before)
                .as("120 looks at the newest, 24 older pages, and one to see the end")
                .isLessThanOrEqualTo(120 + 24 + 2);
    }

    @Test
    void no_part_of_the_history_gets_older_than_the_period_and_a_poll() {
        World world = new World().withHistory(1500);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE));
        for (int i = 0; i < 200; i++) {
            world.clock.advance(POLL);
            if (i % 3 == 0) {
                world.athlete.upload(activity(world.clock.instant().minusSeconds(4000)));
            }
            world.engine.sync(world.athlete.id());
            Coverage coverage = state(world).coverage();
            assertThat(coverage.isComplete()).isTrue();
            assertThat(coverage.intervals())
                    .hasSizeLessThan(14)
                    .allSatisfy(interval -> assertThat(Duration.between(interval.listedAt(), world.clock.instant()))
                            .isLessThanOrEqualTo(Duration.ofDays(30).plus(POLL)));
        }
    }

    @Test
    void the_period_is_the_hosts_choice() {
        World world = new World().withHistory(700);
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .policy(SyncPolicy.defaults().withRelistPeriod(Duration.ofDays(2)))
                .build();
        engine.sync(world.athlete.id());
        ActivityId late = world.athlete.upload(activity(Instant.parse("2019-07-01T06:00:00Z")));

        for (int i = 0; i < 9; i++) {
            world.clock.advance(POLL);
            engine.sync(world.athlete.id());
        }

        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @Test
    void without_spare_quota_nothing_is_listed_again_and_the_sync_is_complete_all_the_same() {
        World world = new World(server -> server.readLimits(10, 1000)).withHistory(900);
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofDays(40));
        world.strava.useQuota(7);
        SyncOptions poll = SyncOptions.defaults();

        // The first list tells of the foreign use: eight of ten are used, and history may use seven.
        SyncReport report = world.engine.sync(world.athlete.id(), poll);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.requests()).isEqualTo(1);
    }

    @Test
    void a_range_is_listed_again_and_nothing_else() {
        World world = new World().withHistory(2000);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE));
        world.clock.advance(POLL);
        Instant from = Instant.parse("2021-01-01T00:00:00Z");
        Instant to = Instant.parse("2021-02-01T00:00:00Z");
        ActivityId within = world.athlete.upload(activity(Instant.parse("2021-01-15T06:00:00Z")));
        world.athlete.upload(activity(Instant.parse("2019-01-15T06:00:00Z")));
        int before = world.listRequests();

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withRange(from, to));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.inserted()).isEqualTo(1);
        assertThat(world.store.find(world.athlete.id(), within)).isPresent();
        assertThat(world.listRequests() - before).isEqualTo(1);
    }

    @Test
    void a_range_may_come_before_all_else() {
        World world = new World().withHistory(2000);
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        Instant to = Instant.parse("2021-12-31T00:00:00Z");

        SyncReport range =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withRange(from, to));
        List<StoredActivity> rows =
                world.store.list(ActivityQuery.of(world.athlete.id()).limit(3000));
        SyncReport rest = world.engine.sync(world.athlete.id());

        assertThat(range.status()).isEqualTo(Status.COMPLETE);
        assertThat(rows)
                .hasSizeLessThan(1000)
                .allMatch(row -> !row.startDate().orElseThrow().isAfter(to));
        assertThat(rest.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_range_that_is_cut_short_is_finished_by_a_later_sync() {
        World world = new World().withHistory(2000);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE));
        world.clock.advance(POLL);
        ActivityId late = world.athlete.upload(activity(Instant.parse("2019-01-15T06:00:00Z")));
        SyncOptions range = SyncOptions.defaults()
                .withRange(Instant.parse("2019-01-01T00:00:00Z"), Instant.parse("2024-01-01T00:00:00Z"))
                .withMaxRequests(2);

        SyncReport cut = world.engine.sync(world.athlete.id(), range);
        world.engine.sync(world.athlete.id());

        assertThat(cut.status()).isEqualTo(Status.PARTIAL);
        assertThat(cut.requests()).isEqualTo(2);
        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @Test
    void the_newest_only_costs_one_request_and_leaves_history_to_a_later_sync() {
        World world = new World().withHistory(700);

        SyncReport newest =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withNewestOnly());

        assertThat(newest.requests()).isEqualTo(1);
        assertThat(newest.inserted()).isEqualTo(200);
        assertThat(newest.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(500);
    }

    @Test
    void a_sync_is_ended_between_two_requests_and_goes_on_later() {
        World world = new World().withHistory(900);
        SyncReport stopped =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withStop(() -> world.listRequests() == 2));

        assertThat(stopped.status()).isEqualTo(Status.PARTIAL);
        assertThat(stopped.requests()).isEqualTo(2);
        assertThat(stopped.resumeAt()).contains(world.clock.instant());
        assertThat(world.engine.sync(world.athlete.id()).status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_paused_backfill_leaves_the_newest_and_goes_on_where_it_stopped() {
        World world = new World().withHistory(900);
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxRequests(2));
        world.engine.pauseBackfill(world.athlete.id());
        world.clock.advance(POLL);
        int before = world.listRequests();

        SyncReport paused = world.engine.sync(world.athlete.id());
        assertThat(paused.requests()).isEqualTo(1);
        assertThat(world.storedRaw()).hasSize(399);

        world.engine.resumeBackfill(world.athlete.id());
        assertThat(world.store.due(world.clock.instant(), 1)).containsExactly(world.athlete.id());
        world.engine.sync(world.athlete.id());
        assertThat(world.storedRaw()).hasSize(900);
        assertThat(world.listRequests() - before)
                .as("the newest twice, three pages, and one to see the end")
                .isEqualTo(2 + 3 + 1);
    }

    @Test
    void a_pause_is_noticed_by_a_sync_that_is_under_way() {
        World world = new World().withHistory(900);
        world.strava.onAnswer(exchange -> {
            if (world.listRequests() == 2) {
                world.engine.pauseBackfill(world.athlete.id());
            }
        });

        world.engine.sync(world.athlete.id());

        assertThat(world.storedRaw()).hasSizeLessThan(900);
        assertThat(state(world).isBackfillPaused()).isTrue();
    }

    @Test
    void the_next_sync_is_due_within_the_interval_after_success_at_the_reset_after_quota_and_later_after_failures() {
        World world = new World(server -> server.readLimits(3, 1000)).withHistory(900);
        SyncReport partial = world.engine.sync(world.athlete.id());
        assertThat(state(world).nextDueAt().orElseThrow())
                .isBetween(
                        partial.resumeAt().orElseThrow(),
                        partial.resumeAt().orElseThrow().plusSeconds(60));

        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofDays(1)));
        assertThat(Duration.between(
                        world.clock.instant(), state(world).nextDueAt().orElseThrow()))
                .isBetween(Duration.ofMinutes(36), Duration.ofMinutes(396));

        List<Duration> waits = new ArrayList<>();
        world.strava.setActive(false);
        for (int failure = 1; failure <= 3; failure++) {
            world.clock.advance(POLL);
            try {
                world.engine.sync(world.athlete.id());
            } catch (RuntimeException expected) {
                waits.add(Duration.between(
                        world.clock.instant(), state(world).nextDueAt().orElseThrow()));
            }
            assertThat(state(world).failures()).isEqualTo(failure);
            assertThat(state(world).lastFailure()).contains("AppInactiveException");
        }
        assertThat(waits).isSorted().doesNotHaveDuplicates();

        world.strava.setActive(true);
        world.clock.advance(POLL);
        world.engine.sync(world.athlete.id());
        assertThat(state(world).failures()).isZero();
        assertThat(state(world).lastFailure()).isEmpty();
    }

    @Test
    void what_is_new_does_not_wait_until_there_is_quota_for_history() {
        World world = new World(server -> server.readLimits(100, 20)).withHistory(9000);
        SyncReport partial = world.engine.sync(world.athlete.id());
        assertThat(partial.resumeAt().orElseThrow()).isAfter(World.START.plus(Duration.ofHours(10)));

        Instant due = state(world).nextDueAt().orElseThrow();

        assertThat(Duration.between(world.clock.instant(), due))
                .isBetween(Duration.ofMinutes(36), Duration.ofMinutes(396));
        ActivityId fresh = world.athlete.upload(activity(world.clock.instant().minusSeconds(60)));
        world.clock.advance(Duration.between(world.clock.instant(), due));
        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(1);
        assertThat(world.store.find(world.athlete.id(), fresh)).isPresent();
    }

    @Test
    void a_verification_finds_every_difference_and_changes_nothing() {
        World world = new World().withHistory(900);
        world.engine.sync(world.athlete.id());
        world.clock.advance(POLL);
        List<StoredActivity> rows =
                world.store.list(ActivityQuery.of(world.athlete.id()).limit(900));
        SyncState before = state(world);
        assertThat(world.engine.verify(world.athlete.id()).isConsistent()).isTrue();
        ActivityId late = world.athlete.upload(activity(Instant.parse("2019-01-15T06:00:00Z")));
        world.athlete.rename(rows.get(500).id(), "Renamed");
        world.athlete.delete(rows.get(700).id());

        VerifyReport report = world.engine.verify(world.athlete.id());

        assertThat(report.isComplete()).isTrue();
        assertThat(report.isConsistent()).isFalse();
        assertThat(report.missing()).containsExactly(late);
        assertThat(report.changed()).containsExactly(rows.get(500).id());
        assertThat(report.deleted()).containsExactly(rows.get(700).id());
        assertThat(state(world)).isEqualTo(before);
        assertThat(world.store.find(world.athlete.id(), late)).isEmpty();

        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory());
        assertThat(world.engine.verify(world.athlete.id()).isConsistent()).isTrue();
    }

    private static List<Integer> poll(World world, Duration time) {
        List<Integer> requests = new ArrayList<>();
        for (long i = 0; i < time.dividedBy(POLL); i++) {
            world.clock.advance(POLL);
            requests.add(world.engine.sync(world.athlete.id()).requests());
        }
        return requests;
    }

    private static SyncState state(World world) {
        return world.store.syncState(world.athlete.id()).orElseThrow();
    }

    private static FakeActivity activity(Instant start) {
        return FakeActivity.builder().startDate(start).build();
    }
}
