package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RequestKind;
import io.stravaai.store.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A virtual day of an application, second by second, with a server that counts what arrives. */
class FairnessOfADayTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    /** A list page for each 200 of 20,000 activities, and details and streams of each: more than a day allows all five. */
    private static final int BACKFILL = 100 + 2 * 20_000;

    /** The limits of a larger application: a call of a person each minute is more than a new one is allowed a day. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void five_backfills_share_a_day_and_nobody_else_waits_for_them(long seed) {
        Day day = new Day(seed, 600, 30_000);
        day.backfills(5);
        day.polls(50, Duration.ofMinutes(15));
        day.interactive(Duration.ofMinutes(1));

        day.pass();

        day.report();
        assertThat(day.interactiveRefused).as("seed %d", seed).isZero();
        assertThat(day.interactiveGranted).isEqualTo(1440);
        assertThat(day.longestPollWait).as("seed %d", seed).isLessThanOrEqualTo(Duration.ofMinutes(30));
        assertThat(day.polled).isGreaterThanOrEqualTo(50 * 95);
        assertThat(jain(day.backfilled.values())).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
        assertThat(day.dayCounted).isBetween(21_000, 30_000);
    }

    /** All polls at once, while five backfills have taken what theirs are allowed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_new_application_is_fair_with_its_thousand_requests_a_day(long seed) {
        Day day = new Day(seed, 100, 1_000);
        day.backfills(5);
        day.pollsAt(50, MIDNIGHT.plus(Duration.ofMinutes(65)));
        day.interactive(Duration.ofMinutes(30));

        day.pass();

        day.report();
        assertThat(day.interactiveRefused).as("seed %d", seed).isZero();
        assertThat(day.interactiveGranted).isEqualTo(48);
        assertThat(day.polled).isEqualTo(50);
        assertThat(day.longestPollWait).as("seed %d", seed).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(30));
        assertThat(jain(day.backfilled.values())).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void an_athlete_alone_gets_what_the_lane_may_use() {
        Day day = new Day(1, 100, 1_000);
        day.backfills(1);

        day.pass();

        day.report();
        assertThat(day.windowCounted.get(MIDNIGHT.plus(Duration.ofMinutes(15)))).isBetween(70, 96);
        // 700, and in the last two minutes of the day what nobody needed.
        assertThat(day.backfilled.get(AthleteId.of(1))).isBetween(700, 796);
    }

    /** 1 if all have the same, 1/n if one has all. */
    private static double jain(Iterable<Integer> shares) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int share : shares) {
            sum += share;
            squares += (double) share * share;
            n++;
        }
        return sum * sum / (n * squares);
    }

    private static final class Day {

        private final long seed;
        private final Random random;
        private final int limit;
        private final int dayLimit;
        private final MovableClock clock = new MovableClock(MIDNIGHT);
        private final StravaRateLimiter limiter = new StravaRateLimiter(InMemoryStores.quotaLedger(), "app", clock);
        private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparing(Event::at));

        private final Map<Instant, Integer> windowCounted = new HashMap<>();
        private int dayCounted;
        private final Map<AthleteId, Integer> backfilled = new HashMap<>();
        private int polled;
        private Duration longestPollWait = Duration.ZERO;
        private int interactiveGranted;
        private int interactiveRefused;

        private record Event(Instant at, Runnable what) {}

        Day(long seed, int limit, int dayLimit) {
            this.seed = seed;
            this.random = new Random(seed);
            this.limit = limit;
            this.dayLimit = dayLimit;
            at(MIDNIGHT, () -> settled((Permit.Granted) acquire(Lane.INTERACTIVE, AthleteId.of(9_999))));
        }

        /** The first is the fastest by far: it sends up to five requests a second, the last one in two seconds. */
        void backfills(int athletes) {
            for (int i = 1; i <= athletes; i++) {
                AthleteId athlete = AthleteId.of(i);
                backfilled.put(athlete, 0);
                Duration pace = Duration.ofMillis(i == 1 ? 200 : 400L * i);
                at(MIDNIGHT.plusSeconds(1), () -> backfill(athlete, pace));
            }
        }

        private void backfill(AthleteId athlete, Duration pace) {
            if (backfilled.get(athlete) >= BACKFILL) {
                return;
            }
            Instant now = clock.instant();
            Permit permit = acquire(Lane.BACKFILL, athlete);
            if (permit instanceof Permit.Granted granted) {
                backfilled.merge(athlete, 1, Integer::sum);
                sent(granted);
                at(now.plus(pace), () -> backfill(athlete, pace));
            } else {
                at(wakeUp(permit, pace), () -> backfill(athlete, pace));
            }
        }

        void polls(int athletes, Duration period) {
            for (int i = 0; i < athletes; i++) {
                AthleteId athlete = AthleteId.of(100 + i);
                Instant first = MIDNIGHT.plusSeconds(2 + random.nextInt((int) period.toSeconds() - 2));
                for (Instant at = first; at.isBefore(end()); at = at.plus(period)) {
                    Instant due = at;
                    at(due, () -> poll(athlete, due));
                }
            }
        }

        void pollsAt(int athletes, Instant due) {
            for (int i = 0; i < athletes; i++) {
                AthleteId athlete = AthleteId.of(100 + i);
                at(due, () -> poll(athlete, due));
            }
        }

        private void poll(AthleteId athlete, Instant due) {
            Permit permit = acquire(Lane.POLL, athlete);
            if (permit instanceof Permit.Granted granted) {
                polled++;
                Duration wait = Duration.between(due, clock.instant());
                longestPollWait = wait.compareTo(longestPollWait) > 0 ? wait : longestPollWait;
                sent(granted);
            } else {
                at(wakeUp(permit, Duration.ofSeconds(5)), () -> poll(athlete, due));
            }
        }

        void interactive(Duration period) {
            for (Instant at = MIDNIGHT.plusSeconds(30); at.isBefore(end()); at = at.plus(period)) {
                AthleteId athlete = AthleteId.of(1_000 + random.nextInt(20));
                at(at, () -> {
                    if (acquire(Lane.INTERACTIVE, athlete) instanceof Permit.Granted granted) {
                        interactiveGranted++;
                        sent(granted);
                    } else {
                        interactiveRefused++;
                    }
                });
            }
        }

        /** Nobody wakes up to the second, the fastest does soonest. */
        private Instant wakeUp(Permit permit, Duration within) {
            Instant told = ((Permit.NotBefore) permit).at();
            Instant soonest = clock.instant().plusSeconds(1);
            return (told.isBefore(soonest) ? soonest : told).plusMillis(random.nextInt((int) within.toMillis()));
        }

        private Permit acquire(Lane lane, AthleteId athlete) {
            return limiter.acquire(RequestKind.READ, lane, athlete);
        }

        /** Up to 10 seconds later the server counts the request. */
        private void sent(Permit.Granted granted) {
            at(clock.instant().plusMillis(50 + random.nextInt(10_000)), () -> settled(granted));
        }

        private void settled(Permit.Granted granted) {
            Instant now = clock.instant();
            if (!now.isBefore(end())) {
                return;
            }
            int counted = windowCounted.merge(QuotaWindow.QUARTER_HOUR.startOf(now), 1, Integer::sum);
            dayCounted++;
            assertThat(counted).as("seed %d at %s", seed, now).isLessThanOrEqualTo(limit);
            assertThat(dayCounted).as("seed %d at %s", seed, now).isLessThanOrEqualTo(dayLimit);
            limiter.settle(
                    granted,
                    QuotaReading.builder()
                            .serverTime(Instant.ofEpochSecond(now.getEpochSecond()))
                            .limit(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, limit)
                            .limit(QuotaBucket.READ, QuotaWindow.DAY, dayLimit)
                            .limit(QuotaBucket.OVERALL, QuotaWindow.QUARTER_HOUR, 2 * limit)
                            .limit(QuotaBucket.OVERALL, QuotaWindow.DAY, 2 * dayLimit)
                            .usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, counted)
                            .usage(QuotaBucket.READ, QuotaWindow.DAY, dayCounted)
                            .build());
        }

        private void at(Instant at, Runnable what) {
            events.add(new Event(at, what));
        }

        private static Instant end() {
            return MIDNIGHT.plus(Duration.ofDays(1));
        }

        void pass() {
            while (!events.isEmpty() && events.element().at().isBefore(end())) {
                Event event = events.remove();
                clock.set(event.at());
                event.what().run();
            }
        }

        void report() {
            System.out.printf(
                    "Seed %d, limit %d/%d: backfills %s jain %.4f; %d polls, longest wait %s; interactive %d, refused %d;"
                            + " counted %d, most in a window %d%n",
                    seed,
                    limit,
                    dayLimit,
                    backfilled,
                    jain(backfilled.values()),
                    polled,
                    longestPollWait,
                    interactiveGranted,
                    interactiveRefused,
                    dayCounted,
                    windowCounted.values().stream().max(Integer::compare).orElse(0));
        }
    }
}
