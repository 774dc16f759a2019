package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaSnapshot.Count;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RequestKind;
import io.stravaai.store.InMemoryStores;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QuotaForecastTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:03:00Z");

    @Test
    void what_is_left_now_is_granted_at_once() {
        assertForecast(QuotaForecast.of(read(10, 10), 0.70, NOON, 60), 60, 1, 1, NOON);
    }

    @Test
    void one_request_more_waits_for_the_next_window() {
        assertForecast(QuotaForecast.of(read(10, 10), 0.70, NOON, 61), 61, 2, 1, Instant.parse("2026-03-01T12:15:00Z"));
    }

    @Test
    void at_the_start_of_a_window_the_whole_window_is_ahead() {
        Instant start = Instant.parse("2026-03-01T12:15:00Z");
        assertForecast(QuotaForecast.of(read(0, 0), 0.70, start, 71), 71, 2, 1, Instant.parse("2026-03-01T12:30:00Z"));
    }

    @Test
    void a_window_that_is_used_up_beyond_the_ceiling_is_not_touched() {
        assertForecast(QuotaForecast.of(read(95, 95), 0.70, NOON, 70), 70, 1, 1, Instant.parse("2026-03-01T12:15:00Z"));
    }

    @Test
    void a_day_that_is_used_up_is_not_touched() {
        assertForecast(QuotaForecast.of(read(0, 1000), 0.70, NOON, 1), 1, 1, 1, Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    void a_day_that_ends_after_its_last_window_goes_on_with_the_next() {
        Instant last = Instant.parse("2026-03-01T23:50:00Z");
        assertForecast(QuotaForecast.of(read(0, 0), 0.70, last, 141), 141, 3, 2, Instant.parse("2026-03-02T00:15:00Z"));
    }

    @Test
    void a_day_bounds_what_its_windows_would_allow() {
        // 50 are left of the day's 700: all in this window.
        assertForecast(QuotaForecast.of(read(0, 650), 0.70, NOON, 51), 51, 2, 2, Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    void twenty_thousand_requests_at_seven_hundred_a_day_take_twenty_nine_days() {
        // 28 days of 10 windows, and 400 in 6 windows of the last.
        assertForecast(
                QuotaForecast.of(read(0, 0), 0.70, MIDNIGHT, 20_000),
                20_000,
                286,
                29,
                Instant.parse("2026-03-29T01:15:00Z"));
    }

    @Test
    void windows_bound_a_day_whose_limit_is_large() {
        QuotaSnapshot snapshot = snapshot(new Count(0, 1), new Count(0, 1000), new Count(0, 1), new Count(0, 1000));
        assertForecast(QuotaForecast.of(snapshot, 1.0, MIDNIGHT, 97), 97, 97, 2, Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    void the_overall_quota_bounds_reads_too() {
        QuotaSnapshot snapshot =
                snapshot(new Count(150, 200), new Count(150, 2000), new Count(0, 1000), new Count(0, 9000));
        assertForecast(QuotaForecast.of(snapshot, 1.0, NOON, 51), 51, 2, 1, Instant.parse("2026-03-01T12:15:00Z"));
    }

    @Test
    void limits_that_are_unknown_are_the_documented_ones() {
        Count unknown = new Count(0, 0);
        assertForecast(
                QuotaForecast.of(snapshot(unknown, unknown, unknown, unknown), 0.70, MIDNIGHT, 701),
                701,
                11,
                2,
                Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    void nothing_needs_nothing() {
        assertForecast(QuotaForecast.of(read(100, 1000), 0.70, NOON, 0), 0, 0, 0, NOON);
    }

    @Test
    void more_than_can_ever_be_granted_is_no_error() {
        QuotaForecast forecast = QuotaForecast.of(read(0, 0), 0.70, NOON, Long.MAX_VALUE);

        assertThat(forecast.finishAt()).isEqualTo(Instant.MAX);
        assertThat(forecast.days()).isGreaterThan(1_000_000);
        assertThat(forecast.windows()).isPositive();
    }

    @Test
    void numbers_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> QuotaForecast.of(read(0, 0), 0, NOON, 1)).hasMessageContaining("ceiling");
        assertThatThrownBy(() -> QuotaForecast.of(read(0, 0), 1.1, NOON, 1)).hasMessageContaining("ceiling");
        assertThatThrownBy(() -> QuotaForecast.of(read(0, 0), Double.NaN, NOON, 1))
                .hasMessageContaining("ceiling");
        assertThatThrownBy(() -> QuotaForecast.of(read(0, 0), 1, NOON, -1)).hasMessageContaining("requests");
    }

    /** Without its releases, which a forecast does not count on: the limiter is asked only at the start of windows. */
    @Test
    void the_limiter_grants_what_was_forecast() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            MovableClock clock = new MovableClock(MIDNIGHT.plusSeconds(random.nextInt(86_400)));
            if (!clock.instant()
                    .isBefore(QuotaWindow.QUARTER_HOUR.endOf(clock.instant()).minusSeconds(120))) {
                continue;
            }
            double ceiling = (1 + random.nextInt(85)) / 100.0;
            StravaRateLimiter limiter = new StravaRateLimiter(
                    InMemoryStores.quotaLedger(), "app", clock, LaneCeilings.of(Map.of(Lane.BACKFILL, ceiling)));
            for (int i = random.nextInt(100); i > 0; i--) {
                limiter.acquire(RequestKind.READ, Lane.INTERACTIVE, AthleteId.of(1));
            }
            int requests = 1 + random.nextInt(3000);
            QuotaForecast forecast = QuotaForecast.of(limiter.snapshot(), ceiling, clock.instant(), requests);

            TreeSet<Instant> windows = new TreeSet<>();
            TreeSet<Instant> days = new TreeSet<>();
            for (int granted = 0; granted < requests; ) {
                if (limiter.acquire(RequestKind.READ, Lane.BACKFILL, AthleteId.of(1)) instanceof Permit.Granted) {
                    windows.add(QuotaWindow.QUARTER_HOUR.startOf(clock.instant()));
                    days.add(QuotaWindow.DAY.startOf(clock.instant()));
                    granted++;
                } else {
                    clock.set(QuotaWindow.QUARTER_HOUR.endOf(clock.instant()));
                }
            }
            assertThat(forecast.finishAt()).as("seed %d", seed).isEqualTo(clock.instant());
            assertThat(forecast.windows()).as("seed %d", seed).isEqualTo(windows.size());
            assertThat(forecast.days()).as("seed %d", seed).isEqualTo(days.size());
        }
    }

    private static void assertForecast(
            QuotaForecast forecast, long requests, long windows, long days, Instant finishAt) {
        assertThat(forecast.requests()).isEqualTo(requests);
        assertThat(forecast.windows()).as("windows").isEqualTo(windows);
        assertThat(forecast.days()).as("days").isEqualTo(days);
        assertThat(forecast.finishAt()).isEqualTo(finishAt);
    }

    /** A new application, which has read so often. */
    private static QuotaSnapshot read(int quarterHour, int day) {
        return snapshot(
                new Count(quarterHour, 200), new Count(day, 2000), new Count(quarterHour, 100), new Count(day, 1000));
    }

    private static QuotaSnapshot snapshot(
            Count overallQuarterHour, Count overallDay, Count readQuarterHour, Count readDay) {
        return QuotaSnapshot.of(Map.of(
                QuotaBucket.OVERALL,
                Map.of(QuotaWindow.QUARTER_HOUR, overallQuarterHour, QuotaWindow.DAY, overallDay),
                QuotaBucket.READ,
                Map.of(QuotaWindow.QUARTER_HOUR, readQuarterHour, QuotaWindow.DAY, readDay)));
    }
}
