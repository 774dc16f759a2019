package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.BackgroundSyncBuilder;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackgroundSyncTest extends WithThreads {

    @Test
    void everybody_who_is_due_is_synced_longest_due_first() {
        Fleet fleet = new Fleet(40);
        List<AthleteId> order = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AthleteId athlete = fleet.ids.get(i * 17 % 40);
            fleet.dueAt(athlete, World.START.minusSeconds(40 - i));
            order.add(athlete);
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.reports()).extracting(SyncReport::athlete).containsExactlyElementsOf(order);
        assertThat(report.reports()).extracting(SyncReport::inserted).containsOnly(3);
        assertThat(report.failures()).isEmpty();
        assertThat(fleet.due()).isEmpty();
    }

    @Test
    void whoever_is_not_due_is_left_alone_until_then() {
        Fleet fleet = new Fleet(2);
        fleet.dueAt(fleet.ids.get(0), World.START.plusSeconds(60));

        BackgroundSync background = fleet.background(Runnable::run);
        assertThat(background.run().reports()).isEmpty();
        assertThat(fleet.world.listRequests()).isZero();
        fleet.world.clock.advance(Duration.ofSeconds(60));

        assertThat(background.run().reports()).extracting(SyncReport::athlete).containsExactly(fleet.ids.get(0));
    }

    @Test
    void a_synced_athlete_is_due_again_within_the_interval_and_not_before() {
        Fleet fleet = new Fleet(1).enrolled();
        BackgroundSync background = fleet.background(Runnable::run);
        background.run();
        Instant due = fleet.state(fleet.ids.get(0)).nextDueAt().orElseThrow();

        assertThat(due)
                .isAfter(World.START)
                .isBeforeOrEqualTo(World.START.plus(
                        SyncPolicy.defaults().longestInterval().multipliedBy(11).dividedBy(10)));
        assertThat(background.run().reports()).isEmpty();
        fleet.world.clock.set(due);
        assertThat(background.run().reports()).hasSize(1);
    }

    @Test
    void enrolling_makes_a_new_athlete_due_at_once_and_disturbs_no_other() {
        Fleet fleet = new Fleet(3);
        BackgroundSync background = fleet.background(Runnable::run);
        AthleteId fresh = fleet.ids.get(0);
        AthleteId scheduled = fleet.ids.get(1);
        AthleteId dormant = fleet.ids.get(2);
        fleet.dueAt(scheduled, World.START.plusSeconds(3600));
        fleet.dueAt(dormant, null);

        background.enroll(fresh);
        SyncState first = fleet.state(fresh);
        background.enroll(fresh);
        background.enroll(scheduled);
        background.enroll(dormant);

        assertThat(first.version()).isGreaterThan(1000);
        assertThat(fleet.state(fresh)).isEqualTo(first);
        assertThat(fleet.state(scheduled).nextDueAt()).contains(World.START.plusSeconds(3600));
        assertThat(fleet.due()).containsExactlyInAnyOrder(fresh, dormant);
    }

    @Test
    void an_athlete_who_consented_anew_is_due_at_once_when_enrolled() {
        Fleet fleet = new Fleet(1).enrolled();
        BackgroundSync background = fleet.background(Runnable::run);
        AthleteId athlete = fleet.ids.get(0);
        fleet.world.tokens.delete(athlete);
        assertThat(background.run().failures()).containsOnlyKeys(athlete);
        assertThat(fleet.due()).isEmpty();
        fleet.world.tokens.put(
                athlete, fleet.world.strava.athlete(athlete).orElseThrow().grant());

        background.enroll(athlete);

        assertThat(background.run().reports()).hasSize(1);
        assertThat(fleet.state(athlete).failures()).isZero();
    }

    @Test
    void a_failure_of_any_kind_stops_no_other() {
        Fleet fleet = new Fleet(30).enrolled();
        Map<AthleteId, Throwable> thrown = new HashMap<>();
        thrown.put(fleet.ids.get(0), new IllegalStateException("bug"));
        thrown.put(fleet.ids.get(7), new StoreException("gone", true, null));
        thrown.put(fleet.ids.get(19), new NoClassDefFoundError("a/B"));
        thrown.put(fleet.ids.get(29), new StackOverflowError());
        fleet.store.beforeKnown = athlete -> Fleet.raise(thrown.get(athlete));

        BackgroundReport report = fleet.background(pool(4)).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.failures()).containsExactlyInAnyOrderEntriesOf(thrown);
        assertThat(report.reports()).hasSize(26);
        assertThat(fleet.due()).isEmpty();
        for (AthleteId athlete : thrown.keySet()) {
            assertThat(fleet.state(athlete).failures()).isEqualTo(1);
            assertThat(fleet.state(athlete).lastFailure())
                    .contains(thrown.get(athlete).getClass().getSimpleName());
            assertThat(fleet.state(athlete).nextDueAt().orElseThrow())
                    .isBetween(World.START.plus(Duration.ofMinutes(5)), World.START.plus(Duration.ofMinutes(6)));
        }
    }

    @Test
    void an_athlete_whose_state_cannot_be_read_does_not_stand_before_the_others() {
        Fleet fleet = new Fleet(60).enrolled();
        Set<AthleteId> broken = Set.copyOf(fleet.ids.subList(0, 40));
        fleet.store.beforeSyncState = athlete -> {
            if (broken.contains(athlete)) {
                throw new IllegalArgumentException("Not a coverage");
            }
        };

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.failures().keySet()).isEqualTo(broken);
        assertThat(report.reports())
                .extracting(SyncReport::athlete)
                .containsExactlyInAnyOrderElementsOf(fleet.ids.subList(40, 60));
    }

    @Test
    void a_store_that_can_only_be_read_ends_the_run_at_once() {
        Fleet fleet = new Fleet(60).enrolled();
        fleet.store.beforeCommit = commit -> Fleet.raise(new StoreException("The disk is full", true, null));

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.FAILED);
        assertThat(report.failure().orElseThrow()).hasMessage("The disk is full");
        assertThat(report.failures()).hasSizeLessThan(20);
    }

    @Test
    void a_store_that_fails_ends_the_run_in_its_report_and_the_next_run_goes_on() {
        Fleet fleet = new Fleet(3).enrolled();
        StoreException gone = new StoreException("gone", true, null);
        fleet.store.beforeDue = () -> Fleet.raise(gone);
        BackgroundSync background = fleet.background(Runnable::run);

        BackgroundReport report = background.run();

        assertThat(report.end()).isEqualTo(End.FAILED);
        assertThat(report.failure()).contains(gone);
        fleet.store.beforeDue = () -> {};
        assertThat(background.run().reports()).hasSize(3);
    }

    @Test
    void a_store_that_fails_when_a_sync_has_ended_makes_no_failure_of_it() {
        Fleet fleet = new Fleet(0, server -> server.readLimits(100, 10_000));
        fleet.dueAt(fleet.add(20_000), World.START);
        fleet.store.beforeSyncState = athlete -> {
            if (fleet.world.listRequests() > 0) {
                throw new StoreException("gone", true, null);
            }
        };

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.reports()).hasSize(1);
        assertThat(report.reports().get(0).resumeAt()).isPresent();
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void without_quota_for_polls_nobody_else_is_begun_and_the_rest_stays_due() {
        // A poll may use 85 of 100, and history 70 of them.
        Fleet fleet = new Fleet(200, server -> server.readLimits(100, 10_000)).enrolled();

        BackgroundReport report = fleet.background(Runnable::run).run();

        // Two minutes before the window ends, what others did not need is released.
        Instant next = World.START.plus(Duration.ofMinutes(10));
        assertThat(report.end()).isEqualTo(End.QUOTA);
        assertThat(report.resumeAt()).contains(next);
        assertThat(fleet.world.listRequests()).isEqualTo(85);
        List<AthleteId> begun =
                report.reports().stream().map(SyncReport::athlete).toList();
        for (AthleteId athlete : fleet.ids) {
            if (!begun.contains(athlete)) {
                assertThat(fleet.state(athlete).nextDueAt()).contains(World.START);
            }
        }
        assertThat(fleet.due()).hasSize(200 - begun.size());

        for (int window = 0; window < 5; window++) {
            fleet.world.clock.set(next.plus(Duration.ofMinutes(15L * window + 1)));
            fleet.background(Runnable::run).run();
        }
        assertThat(fleet.synced()).hasSize(200);
        assertThat(fleet.due()).isEmpty();
    }

    @Test
    void what_strava_refuses_ends_the_run_though_the_count_says_otherwise() {
        Fleet fleet = new Fleet(20).enrolled();
        fleet.world.strava.answerNext(FakeAnswer.json(429, "{\"message\":\"Rate Limit Exceeded\"}"));

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.QUOTA);
        assertThat(report.reports()).hasSize(1);
        assertThat(fleet.due()).hasSize(19);
    }

    @Test
    void history_that_has_used_up_its_share_of_the_quota_does_not_keep_others_from_being_polled() {
        Fleet fleet = new Fleet(0, server -> server.readLimits(100, 10_000));
        AthleteId old = fleet.add(20_000);
        fleet.dueAt(old, World.START.minusSeconds(1));
        for (int i = 0; i < 10; i++) {
            fleet.dueAt(fleet.add(3), World.START);
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.reports()).hasSize(11);
        assertThat(report.reports().get(0).resumeAt()).isPresent();
        assertThat(fleet.state(old).nextDueAt().orElseThrow())
                .isBetween(World.START.plus(Duration.ofMinutes(10)), World.START.plus(Duration.ofMinutes(11)));
    }

    @Test
    void history_that_goes_on_in_the_next_window_does_not_list_the_newest_again_before_their_turn() {
        // 70 of 100 for history in a window.
        Fleet fleet = new Fleet(60, server -> server.readLimits(100, 10_000), 1_000).enrolled();

        fleet.runInWindows(4);

        // Few have their next turn within the hour.
        assertThat(fleet.synced()).hasSize(60);
        assertThat(fleet.newestPages()).isBetween(60, 70);
        assertThat(fleet.world.listRequests()).isGreaterThan(250);

        Instant later = World.START.plus(Duration.ofHours(7));
        fleet.world.clock.set(later);
        fleet.runInWindows(4);
        assertThat(fleet.ids)
                .allSatisfy(athlete -> assertThat(fleet.state(athlete).newestListedAt())
                        .hasValueSatisfying(
                                listed -> assertThat(listed).isAfter(World.START.plus(Duration.ofHours(1)))));
        assertThat(fleet.ids)
                .allSatisfy(athlete ->
                        assertThat(fleet.state(athlete).coverage().isComplete()).isTrue());
    }

    @Test
    void while_strava_is_in_trouble_the_rest_waits() {
        Fleet fleet = new Fleet(50).enrolled();
        for (int i = 0; i < 200; i++) {
            fleet.world.strava.answerNext(FakeAnswer.json(503, "{\"message\":\"down\"}"));
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.STRAVA);
        assertThat(report.failure()).containsInstanceOf(StravaUnavailableException.class);
        assertThat(report.resumeAt()).isPresent();
        assertThat(report.failures()).hasSizeLessThan(10);
        assertThat(fleet.due()).hasSize(50 - report.failures().size());
    }

    @Test
    void an_application_that_strava_has_barred_begins_nobody_else() {
        Fleet fleet = new Fleet(50).enrolled();
        fleet.world.strava.setActive(false);

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.STRAVA);
        assertThat(report.failures()).hasSize(1);
        assertThat(fleet.due()).hasSize(49);
    }

    @Test
    void one_run_begins_no_more_than_it_may() {
        Fleet fleet = new Fleet(25).enrolled();
        BackgroundSync background =
                fleet.builder(Runnable::run).maxAthletesPerRun(10).build();

        assertThat(background.run().end()).isEqualTo(End.LIMIT);
        assertThat(fleet.synced()).hasSize(10);
        assertThat(background.run().reports()).hasSize(10);
        assertThat(background.run().reports()).hasSize(5);
        assertThat(background.run().end()).isEqualTo(End.DONE);
        assertThat(fleet.synced()).hasSize(25);
    }

    @Test
    void two_thousand_who_were_synced_at_once_are_spread_over_the_interval() {
        Fleet fleet = new Fleet(2000, server -> server.readLimits(100_000, 1_000_000), 0).enrolled();
        BackgroundSync background =
                fleet.builder(Runnable::run).maxAthletesPerRun(2000).build();
        background.run();

        int minutes = (int) SyncPolicy.defaults().longestInterval().toMinutes();
        int[] perMinute = new int[minutes];
        for (AthleteId athlete : fleet.ids) {
            long minute = Duration.between(
                            World.START, fleet.state(athlete).nextDueAt().orElseThrow())
                    .toMinutes();
            perMinute[(int) (minute % minutes)]++;
        }

        int busiest = Arrays.stream(perMinute).max().orElseThrow();
        System.out.printf("2,000 athletes: the busiest minute has %d, the mean is %.1f%n", busiest, 2000.0 / minutes);
        assertThat(busiest).isLessThanOrEqualTo((int) (3 * 2000.0 / minutes));

        // And so they stay: nobody is asked for more often, and no minute has more work.
        int before = fleet.world.listRequests();
        for (int minute = 0; minute < minutes * 11 / 10 + 1; minute++) {
            fleet.world.clock.advance(Duration.ofMinutes(1));
            assertThat(background.run().reports()).hasSizeLessThanOrEqualTo(busiest + 3);
        }
        assertThat(fleet.world.listRequests() - before).isBetween(2000, 2300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "store", "executor"})
    void a_part_that_is_missing_is_named(String missing) {
        Fleet fleet = new Fleet(0);
        BackgroundSyncBuilder builder = BackgroundSync.builder();
        if (!missing.equals("engine")) {
            builder.engine(fleet.engine);
        }
        if (!missing.equals("store")) {
            builder.store(fleet.store);
        }
        if (!missing.equals("executor")) {
            builder.executor(Runnable::run);
        }

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing);
    }
}
