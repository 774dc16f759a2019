package io.stravaai.internal.quota;

import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.time.Duration;
import java.time.Instant;

/**
 * When a number of reads will have been granted if each is asked for as soon as the quota allows, and nobody else asks.
 * Immutable.
 */
public final class QuotaForecast {

    /** A forecast so far ahead means never. */
    private static final long LONGEST_DAYS = 3_650_000;

    private static final long WINDOWS_A_DAY = QuotaWindow.DAY.length().dividedBy(QuotaWindow.QUARTER_HOUR.length());

    private final long requests;
    private final long windows;
    private final long days;
    private final Instant finishAt;

    private QuotaForecast(long requests, long windows, long days, Instant finishAt) {
        this.requests = requests;
        this.windows = windows;
        this.days = days;
        this.finishAt = finishAt;
    }

    /**
     * The forecast for a lane.
     *
     * @param snapshot of the windows that hold {@code now}; a limit that is not positive is unknown, and stands for the one
     *     that Strava documents
     * @param ceiling the lane's share of each limit: above 0 and at most 1
     * @param now by Strava's clock
     * @param requests at least 0
     */
    public static QuotaForecast of(QuotaSnapshot snapshot, double ceiling, Instant now, long requests) {
        if (!(ceiling > 0 && ceiling <= 1)) {
            throw new IllegalArgumentException("ceiling must be above 0 and at most 1: " + ceiling);
        }
        if (requests < 0) {
            throw new IllegalArgumentException("requests must not be negative: " + requests);
        }
        if (requests == 0) {
            return new QuotaForecast(0, 0, 0, now);
        }
        QuotaState defaults = QuotaState.initial(now);
        Budget quarter = Budget.of(snapshot, defaults, QuotaWindow.QUARTER_HOUR, ceiling);
        Budget day = Budget.of(snapshot, defaults, QuotaWindow.DAY, ceiling);
        Instant quarterEnd = QuotaWindow.QUARTER_HOUR.endOf(now);
        Instant dayEnd = QuotaWindow.DAY.endOf(now);

        long atOnce = Math.min(requests, Math.min(quarter.left, day.left));
        if (atOnce == requests) {
            return new QuotaForecast(requests, 1, 1, now);
        }
        long windowsLater = Duration.between(quarterEnd, dayEnd).dividedBy(QuotaWindow.QUARTER_HOUR.length());
        long today = Math.min(requests - atOnce, Math.min(day.left - atOnce, windowsLater * quarter.whole));
        long windows = (atOnce > 0 ? 1 : 0) + ceilDiv(today, quarter.whole);
        int daysToday = atOnce + today > 0 ? 1 : 0;
        long rest = requests - atOnce - today;
        if (rest == 0) {
            return new QuotaForecast(requests, windows, 1, startOfLast(today, quarter, quarterEnd));
        }

        long aDay = Math.min(day.whole, WINDOWS_A_DAY * quarter.whole);
        long fullDays = (rest - 1) / aDay;
        long lastDay = rest - fullDays * aDay;
        windows += fullDays * ceilDiv(aDay, quarter.whole) + ceilDiv(lastDay, quarter.whole);
        Instant finishAt = fullDays > LONGEST_DAYS
                ? Instant.MAX
                : startOfLast(lastDay, quarter, dayEnd.plus(Duration.ofDays(fullDays)));
        return new QuotaForecast(requests, windows, daysToday + fullDays + 1, finishAt);
    }

    public long requests() {
        return requests;
    }

    /** In how many quarter hours some are granted. */
    public long windows() {
        return windows;
    }

    /** On how many days, by UTC, some are granted. */
    public long days() {
        return days;
    }

    /** When the last is granted: at once, or at the start of a quarter hour. */
    public Instant finishAt() {
        return finishAt;
    }

    @Override
    public String toString() {
        return "QuotaForecast[" + requests + " requests in " + windows + " windows on " + days + " days until "
                + finishAt + "]";
    }

    private static Instant startOfLast(long requests, Budget quarter, Instant first) {
        return first.plus(QuotaWindow.QUARTER_HOUR.length().multipliedBy(ceilDiv(requests, quarter.whole) - 1));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    /** What a read may use of one window, which both buckets bound. */
    private record Budget(long whole, long left) {

        static Budget of(QuotaSnapshot snapshot, QuotaState defaults, QuotaWindow window, double ceiling) {
            long whole = Long.MAX_VALUE;
            long left = Long.MAX_VALUE;
            for (QuotaBucket bucket : QuotaBucket.values()) {
                QuotaSnapshot.Count count = snapshot.count(bucket, window);
                int limit = count.limit() > 0 ? count.limit() : defaults.limit(bucket, window);
                long allowed = LaneCeilings.requests(ceiling, limit);
                whole = Math.min(whole, allowed);
                left = Math.min(left, Math.max(0, allowed - count.used()));
            }
            return new Budget(whole, left);
        }
    }
}
