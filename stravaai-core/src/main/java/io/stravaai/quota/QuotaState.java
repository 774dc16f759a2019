package io.stravaai.quota;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row of a {@link QuotaLedger}: what all nodes of an application together know of its quota. Immutable.
 *
 * <p>For each bucket and window it holds the limit, what is charged to the current window, and what is already charged
 * to the next one (requests sent so close to the end of a window that Strava may count them in either).
 */
public final class QuotaState {

    private static final int CELLS = 4;

    private final Instant quarterHourStart;
    private final Instant dayStart;
    private final @Nullable Instant blockedUntil;
    private final int[] limits;
    private final int[] used;
    private final int[] usedNext;

    private QuotaState(
            Instant quarterHourStart,
            Instant dayStart,
            @Nullable Instant blockedUntil,
            int[] limits,
            int[] used,
            int[] usedNext) {
        this.quarterHourStart = Objects.requireNonNull(quarterHourStart, "quarterHourStart");
        this.dayStart = Objects.requireNonNull(dayStart, "dayStart");
        this.blockedUntil = blockedUntil;
        this.limits = limits;
        this.used = used;
        this.usedNext = usedNext;
    }

    /**
     * Nothing used in the windows that hold this instant, and the limits that Strava documents for a new application:
     * 200 requests a quarter hour and 2,000 a day, of which 100 and 1,000 reads.
     */
    public static QuotaState initial(Instant now) {
        return new QuotaState(
                        QuotaWindow.QUARTER_HOUR.startOf(now),
                        QuotaWindow.DAY.startOf(now),
                        null,
                        new int[CELLS],
                        new int[CELLS],
                        new int[CELLS])
                .withLimit(QuotaBucket.OVERALL, QuotaWindow.QUARTER_HOUR, 200)
                .withLimit(QuotaBucket.OVERALL, QuotaWindow.DAY, 2000)
                .withLimit(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR, 100)
                .withLimit(QuotaBucket.READ, QuotaWindow.DAY, 1000);
    }

    /** When the current window of this kind began, by Strava's clock. */
    public Instant windowStart(QuotaWindow window) {
        return window == QuotaWindow.DAY ? dayStart : quarterHourStart;
    }

    /** Until when no request may be sent, whatever the counts say. */
    public Optional<Instant> blockedUntil() {
        return Optional.ofNullable(blockedUntil);
    }

    public int limit(QuotaBucket bucket, QuotaWindow window) {
        return limits[cell(bucket, window)];
    }

    /** Charged to the current window. */
    public int used(QuotaBucket bucket, QuotaWindow window) {
        return used[cell(bucket, window)];
    }

    /** Charged to the window after the current one. */
    public int usedNext(QuotaBucket bucket, QuotaWindow window) {
        return usedNext[cell(bucket, window)];
    }

    /** The same state with this kind's current window beginning at {@code start}. */
    public QuotaState withWindowStart(QuotaWindow window, Instant start) {
        return window == QuotaWindow.DAY
                ? new QuotaState(quarterHourStart, start, blockedUntil, limits, used, usedNext)
                : new QuotaState(start, dayStart, blockedUntil, limits, used, usedNext);
    }

    public QuotaState withBlockedUntil(@Nullable Instant blockedUntil) {
        return new QuotaState(quarterHourStart, dayStart, blockedUntil, limits, used, usedNext);
    }

    public QuotaState withLimit(QuotaBucket bucket, QuotaWindow window, int limit) {
        return new QuotaState(
                quarterHourStart, dayStart, blockedUntil, set(limits, bucket, window, limit), used, usedNext);
    }

    public QuotaState withUsed(QuotaBucket bucket, QuotaWindow window, int used) {
        return new QuotaState(
                quarterHourStart, dayStart, blockedUntil, limits, set(this.used, bucket, window, used), usedNext);
    }

    public QuotaState withUsedNext(QuotaBucket bucket, QuotaWindow window, int usedNext) {
        return new QuotaState(
                quarterHourStart, dayStart, blockedUntil, limits, used, set(this.usedNext, bucket, window, usedNext));
    }

    private static int[] set(int[] numbers, QuotaBucket bucket, QuotaWindow window, int number) {
        int[] copy = numbers.clone();
        copy[cell(bucket, window)] = number;
        return copy;
    }

    private static int cell(QuotaBucket bucket, QuotaWindow window) {
        return (bucket == QuotaBucket.READ ? 2 : 0) + (window == QuotaWindow.DAY ? 1 : 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuotaState that
                && quarterHourStart.equals(that.quarterHourStart)
                && dayStart.equals(that.dayStart)
                && Objects.equals(blockedUntil, that.blockedUntil)
                && Arrays.equals(limits, that.limits)
                && Arrays.equals(used, that.used)
                && Arrays.equals(usedNext, that.usedNext);
    }

    @Override
    public int hashCode() {
        return Objects.hash(quarterHourStart, dayStart, blockedUntil, Arrays.hashCode(used));
    }

    @Override
    public String toString() {
        return "QuotaState[" + quarterHourStart + ", blocked until " + blockedUntil + ", limits "
                + Arrays.toString(limits) + ", used " + Arrays.toString(used) + ", next " + Arrays.toString(usedNext)
                + "]";
    }
}
