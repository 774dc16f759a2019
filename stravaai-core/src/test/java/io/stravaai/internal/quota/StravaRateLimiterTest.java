package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RequestKind;
import io.stravaai.store.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StravaRateLimiterTest {

    private static final AthleteId ATHLETE = AthleteId.of(1);
    private static final AthleteId OTHER = AthleteId.of(2);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:03:00Z"));
    private final QuotaLedger ledger = InMemoryStores.quotaLedger();
    private final StravaRateLimiter limiter = new StravaRateLimiter(ledger, "app", clock);

    @Test
    void before_strava_said_anything_its_documented_limits_hold() {
        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(100);
        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
    }

    @Test
    void a_new_window_brings_new_quota_until_the_day_is_used_up() {
        for (int window = 0; window < 10; window++) {
            assertThat(grants(Lane.INTERACTIVE)).isEqualTo(100);
            clock.set(Instant.parse("2026-03-01T12:15:00Z").plus(Duration.ofMinutes(15L * window)));
        }
        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-02T00:00:00Z")));
        clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.Granted.class);
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void each_lane_ends_at_its_ceiling(Lane lane) {
        assertThat(grants(lane)).isEqualTo((int) Math.ceil(100 * lane.ceiling()));
    }

    @Test
    void a_host_chooses_the_ceilings() {
        StravaRateLimiter chosen =
                new StravaRateLimiter(ledger, "app", clock, LaneCeilings.of(Map.of(Lane.BACKFILL, 0.07)));

        assertThat(grants(chosen, Lane.BACKFILL)).isEqualTo(7);
        assertThat(grants(chosen, Lane.POLL)).isEqualTo(85 - 7);
    }

    @Test
    void in_the_last_two_minutes_a_reserve_that_was_not_needed_is_released_but_for_what_two_minutes_need() {
        grants(Lane.BACKFILL);
        assertThat(acquire(Lane.BACKFILL)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:13:00Z")));

        clock.set(Instant.parse("2026-03-01T12:12:59.999Z"));
        assertThat(grants(Lane.BACKFILL)).isZero();
        clock.set(Instant.parse("2026-03-01T12:13:00Z"));
        assertThat(grants(Lane.BACKFILL)).isEqualTo(26);
        assertThat(acquire(Lane.BACKFILL)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
        assertThat(grants(Lane.POLL)).isEqualTo(2);
        assertThat(grants(Lane.WEBHOOK)).isEqualTo(1);
        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(1);
    }

    @Test
    void where_a_request_would_be_charged_twice_no_reserve_is_released() {
        grants(Lane.BACKFILL);

        clock.set(Instant.parse("2026-03-01T12:14:45Z"));
        assertThat(acquire(Lane.BACKFILL)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
    }

    @Test
    void what_the_first_lane_leaves_is_never_released() {
        StravaRateLimiter chosen = new StravaRateLimiter(
                ledger,
                "app",
                clock,
                LaneCeilings.of(Map.of(Lane.INTERACTIVE, 0.5, Lane.WEBHOOK, 0.5, Lane.POLL, 0.5, Lane.BACKFILL, 0.2)));
        clock.set(Instant.parse("2026-03-01T12:13:00Z"));

        assertThat(grants(chosen, Lane.BACKFILL)).isEqualTo(46);
        assertThat(grants(chosen, Lane.INTERACTIVE)).isEqualTo(4);
    }

    @Test
    void the_reserve_of_a_day_is_released_in_its_last_two_minutes() {
        settle(reading().usage(QuotaBucket.READ, QuotaWindow.DAY, 850).build());

        assertThat(acquire(Lane.BACKFILL)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T23:58:00Z")));
        clock.set(Instant.parse("2026-03-01T23:58:00Z"));
        // A quarter hour's limit bounds it: 100, less what two minutes need.
        assertThat(grants(Lane.BACKFILL)).isEqualTo(96);
    }

    @Test
    void athletes_of_a_lane_take_turns() {
        for (int i = 0; i < 10; i++) {
            acquire(Lane.BACKFILL, OTHER);
            acquire(Lane.BACKFILL, ATHLETE);
        }
        assertThat(grants(Lane.BACKFILL)).isEqualTo(25);
        assertThat(acquire(Lane.BACKFILL)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:04:00Z")));

        // The other does not go on, so what it left is free.
        clock.set(Instant.parse("2026-03-01T12:04:00Z"));
        assertThat(grants(Lane.BACKFILL)).isEqualTo(25);
    }

    @Test
    void a_person_is_not_refused_for_the_sake_of_somebody_who_does_not_wait() {
        acquire(Lane.INTERACTIVE, OTHER);

        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(99);
    }

    @Test
    void who_waits_in_a_lane_before_is_served_before_history() {
        grants(Lane.POLL);
        for (int i = 0; i < 40; i++) {
            assertThat(acquire(Lane.POLL, AthleteId.of(100 + i))).isInstanceOf(Permit.NotBefore.class);
        }

        clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(grants(Lane.BACKFILL, OTHER)).isEqualTo(85 - 41);
        assertThat(acquire(Lane.BACKFILL, OTHER))
                .isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:22:30Z")));
        for (int i = 0; i < 40; i++) {
            assertThat(acquire(Lane.POLL, AthleteId.of(100 + i))).isInstanceOf(Permit.Granted.class);
        }
    }

    @Test
    void who_was_to_wait_for_a_poll_and_did_not_come_holds_history_back_for_half_a_window() {
        grants(Lane.POLL);
        for (int i = 0; i < 40; i++) {
            acquire(Lane.POLL, AthleteId.of(100 + i));
        }

        clock.set(Instant.parse("2026-03-01T12:22:30Z"));
        assertThat(grants(Lane.BACKFILL, OTHER)).isEqualTo(70);
    }

    @Test
    void a_ceiling_never_closes_a_lane_of_an_unused_window() {
        settle(reading().limit(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 1).build());
        clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(grants(Lane.BACKFILL)).isEqualTo(1);
    }

    @Test
    void uploads_are_not_charged_to_the_read_bucket() {
        grants(Lane.INTERACTIVE);

        assertThat(limiter.acquire(RequestKind.UPLOAD, Lane.INTERACTIVE, ATHLETE))
                .isInstanceOf(Permit.Granted.class);
    }

    @Test
    void limits_and_usage_follow_the_headers_up_and_down() {
        settle(reading()
                .limit(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 300)
                .limit(QuotaBucket.OVERALL, QuotaWindow.QUARTER_HOUR, 600)
                .usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 290)
                .build());
        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(10);

        clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        settle(reading().limit(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 5).build());
        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(4);
    }

    @Test
    void usage_that_an_overtaken_answer_tells_does_not_lower_the_count() {
        settle(reading().usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 90).build());
        settle(reading().usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 40).build());

        assertThat(used()).isEqualTo(91);
    }

    @Test
    void usage_of_a_window_that_has_ended_is_not_counted_in_the_next() {
        Permit.Granted permit = (Permit.Granted) acquire(Lane.INTERACTIVE);
        clock.set(Instant.parse("2026-03-01T12:15:01Z"));
        limiter.settle(
                permit,
                QuotaReading.builder()
                        .serverTime(Instant.parse("2026-03-01T12:14:59Z"))
                        .usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 95)
                        .build());
        clock.set(Instant.parse("2026-03-01T12:15:03Z"));

        assertThat(used()).isZero();
    }

    @Test
    void a_429_stops_every_node_until_the_window_ends() {
        StravaRateLimiter otherNode = new StravaRateLimiter(ledger, "app", clock);
        settle(reading().limitExceeded(true).build());

        assertThat(otherNode.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE))
                .isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
        clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(otherNode.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE))
                .isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_429_with_the_day_used_up_stops_until_midnight_utc() {
        settle(reading()
                .limitExceeded(true)
                .limit(QuotaBucket.READ, QuotaWindow.DAY, 1000)
                .usage(QuotaBucket.READ, QuotaWindow.DAY, 1001)
                .build());

        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    void a_429_to_an_upload_stops_for_a_quarter_hour_although_the_reads_of_the_day_are_used_up() {
        Permit.Granted upload = (Permit.Granted) limiter.acquire(RequestKind.UPLOAD, Lane.INTERACTIVE, ATHLETE);
        limiter.settle(
                upload,
                reading()
                        .limitExceeded(true)
                        .usage(QuotaBucket.READ, QuotaWindow.DAY, 1000)
                        .build());

        assertThat(limiter.acquire(RequestKind.UPLOAD, Lane.INTERACTIVE, ATHLETE))
                .isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    void a_429_to_a_read_for_which_the_reads_are_used_up_does_not_stop_uploads() {
        settle(reading()
                .limitExceeded(true)
                .usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 100)
                .build());

        assertThat(limiter.acquire(RequestKind.UPLOAD, Lane.INTERACTIVE, ATHLETE))
                .isInstanceOf(Permit.Granted.class);
        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.NotBefore.class);
    }

    @Test
    void a_request_near_the_end_of_a_window_is_charged_to_both() {
        clock.set(Instant.parse("2026-03-01T12:14:50Z"));
        for (int i = 0; i < 60; i++) {
            acquire(Lane.INTERACTIVE);
        }
        clock.set(Instant.parse("2026-03-01T12:15:00Z"));

        assertThat(grants(Lane.INTERACTIVE)).isEqualTo(40);
    }

    @Test
    void a_permit_that_was_not_used_is_given_back_to_the_windows_it_was_charged_to() {
        clock.set(Instant.parse("2026-03-01T12:14:50Z"));
        Permit.Granted first = (Permit.Granted) acquire(Lane.INTERACTIVE);
        Permit.Granted second = (Permit.Granted) acquire(Lane.INTERACTIVE);
        limiter.release(first);
        assertThat(used()).isEqualTo(1);
        clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(used()).isEqualTo(1);
        limiter.release(second);
        assertThat(used()).isZero();
    }

    @Test
    void a_permit_given_back_does_not_open_a_window_that_strava_calls_full() {
        Permit.Granted unused = (Permit.Granted) acquire(Lane.INTERACTIVE);
        settle(reading().usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 100).build());

        limiter.release(unused);

        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.NotBefore.class);
    }

    @Test
    void a_window_ends_by_stravas_clock_not_by_ours() {
        // Ours is 40 seconds ahead.
        settle(QuotaReading.builder()
                .serverTime(clock.instant().minusSeconds(40))
                .limitExceeded(true)
                .build());
        clock.set(Instant.parse("2026-03-01T12:15:39Z"));
        assertThat(acquire(Lane.INTERACTIVE))
                .as("by our clock")
                .isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:40Z")));
        clock.set(Instant.parse("2026-03-01T12:15:40Z"));
        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_server_whose_date_is_of_another_year_does_not_move_our_windows() {
        settle(QuotaReading.builder()
                .serverTime(Instant.parse("2025-10-20T21:30:42Z"))
                .limitExceeded(true)
                .build());

        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(new Permit.NotBefore(Instant.parse("2026-03-01T12:15:00Z")));
    }

    @Test
    void a_node_whose_clock_is_months_ahead_does_not_stop_the_others() {
        MovableClock wrong = new MovableClock(clock.instant().plus(Duration.ofDays(90)));
        StravaRateLimiter mistaken = new StravaRateLimiter(ledger, "app", wrong);
        Permit.Granted permit = (Permit.Granted) mistaken.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE);
        mistaken.settle(
                permit,
                QuotaReading.builder()
                        .serverTime(clock.instant())
                        .limitExceeded(true)
                        .build());

        for (int hour = 0; hour < 30; hour++) {
            for (int i = 0; i < 10; i++) {
                assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.Granted.class);
            }
            clock.set(clock.instant().plus(Duration.ofHours(1)));
        }
    }

    @Test
    void a_node_whose_clock_is_a_day_ahead_does_not_stop_those_that_strava_has_told_the_time() {
        settle(reading().build());
        MovableClock wrong = new MovableClock(clock.instant().plus(Duration.ofHours(24)));
        StravaRateLimiter mistaken = new StravaRateLimiter(ledger, "app", wrong);
        Permit.Granted permit = (Permit.Granted) mistaken.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE);
        mistaken.settle(
                permit,
                QuotaReading.builder()
                        .limitExceeded(true)
                        .usage(QuotaBucket.READ, QuotaWindow.DAY, 1000)
                        .build());

        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void a_node_whose_clock_is_behind_forgets_nothing_for_the_others() {
        StravaRateLimiter behind = new StravaRateLimiter(
                ledger, "app", new MovableClock(clock.instant().minus(Duration.ofHours(13))));
        settle(reading().usage(QuotaBucket.READ, QuotaWindow.DAY, 1000).build());
        Permit refused = acquire(Lane.INTERACTIVE);

        behind.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE);

        assertThat(acquire(Lane.INTERACTIVE)).isEqualTo(refused).isInstanceOf(Permit.NotBefore.class);
    }

    @Test
    void a_node_whose_clock_is_a_little_behind_lifts_no_block() {
        clock.set(Instant.parse("2026-03-02T00:02:00Z"));
        StravaRateLimiter behind = new StravaRateLimiter(
                ledger, "app", new MovableClock(clock.instant().minus(Duration.ofMinutes(21))));
        settle(reading().limitExceeded(true).build());

        behind.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE);

        assertThat(acquire(Lane.INTERACTIVE)).isInstanceOf(Permit.NotBefore.class);
    }

    @Test
    void threads_together_get_no_more_than_the_limit() throws Exception {
        int threads = 16;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                StravaRateLimiter node = new StravaRateLimiter(ledger, "app", clock);
                results.add(pool.submit(() -> {
                    barrier.await();
                    int granted = 0;
                    while (node.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE) instanceof Permit.Granted) {
                        granted++;
                    }
                    return granted;
                }));
            }
            int granted = 0;
            for (Future<Integer> result : results) {
                granted += result.get();
            }
            assertThat(granted).isEqualTo(100);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The server counts each request when it arrives, up to 15 seconds after the permit, in windows of its own clock. */
    @Test
    void the_server_never_counts_more_than_its_limit() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Duration skew = Duration.ofMillis(random.nextInt(600_000) - 300_000);
            MovableClock ours = new MovableClock(Instant.parse("2026-03-01T23:10:00Z"));
            StravaRateLimiter node = new StravaRateLimiter(InMemoryStores.quotaLedger(), "app", ours);
            Map<Instant, Integer> counted = new HashMap<>();
            boolean first = true;
            while (ours.instant().isBefore(Instant.parse("2026-03-02T01:10:00Z"))) {
                if (node.acquire(RequestKind.READ, Lane.INTERACTIVE, ATHLETE) instanceof Permit.Granted permit) {
                    Instant sent = ours.instant();
                    Duration way = Duration.ofMillis(random.nextInt(first ? 100 : 14_000));
                    Instant arrived = sent.plus(way).plus(skew);
                    int count = counted.merge(QuotaWindow.QUARTER_HOUR.startOf(arrived), 1, Integer::sum);
                    assertThat(count).as("seed %d at %s", seed, arrived).isLessThanOrEqualTo(100);
                    // Many requests are under way at once, so the clock moves on less than each takes.
                    ours.set(first ? sent.plus(way) : sent.plusMillis(random.nextInt(3_000)));
                    Instant date = ours.instant().plus(skew).minusMillis(random.nextInt(200));
                    node.settle(
                            permit,
                            QuotaReading.builder()
                                    .serverTime(Instant.ofEpochSecond(date.getEpochSecond()))
                                    .build());
                    first = false;
                } else {
                    ours.set(ours.instant().plusMillis(500 + random.nextInt(20_000)));
                }
            }
        }
    }

    private Permit acquire(Lane lane) {
        return acquire(lane, ATHLETE);
    }

    private Permit acquire(Lane lane, AthleteId athlete) {
        return limiter.acquire(RequestKind.READ, lane, athlete);
    }

    private int grants(Lane lane) {
        return grants(lane, ATHLETE);
    }

    private int grants(Lane lane, AthleteId athlete) {
        return grants(limiter, lane, athlete);
    }

    private static int grants(StravaRateLimiter limiter, Lane lane) {
        return grants(limiter, lane, ATHLETE);
    }

    private static int grants(StravaRateLimiter limiter, Lane lane, AthleteId athlete) {
        int granted = 0;
        while (limiter.acquire(RequestKind.READ, lane, athlete) instanceof Permit.Granted) {
            granted++;
        }
        return granted;
    }

    private void settle(QuotaReading reading) {
        limiter.settle((Permit.Granted) acquire(Lane.INTERACTIVE), reading);
    }

    private QuotaReading.Builder reading() {
        return QuotaReading.builder().serverTime(clock.instant());
    }

    private int used() {
        QuotaSnapshot snapshot = limiter.snapshot();
        return snapshot.count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR).used();
    }
}
