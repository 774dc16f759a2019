package io.stravaai.sync;

import io.stravaai.quota.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How one sync is run. Immutable.
 *
 * <p>By default a sync is incremental: it lists the newest activities, goes on with what has never been listed, and reads
 * a little of the older history again when that is due.
 */
public final class SyncOptions {

    /** What is listed. */
    public enum Mode {
        /** The newest activities, what has never been listed, and what is due to be listed again. */
        INCREMENTAL,
        /** The newest page and nothing else: one request, unless activities have gone. */
        NEWEST_ONLY,
        /** The whole history again. */
        FULL_HISTORY,
        /** A range of start times again. */
        RANGE
    }

    private static final SyncOptions DEFAULT =
            new SyncOptions(Mode.INCREMENTAL, null, null, null, Duration.ZERO, null, null, () -> false);

    private final Mode mode;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final @Nullable Duration newestMaxAge;
    private final Duration maxWait;
    private final @Nullable Lane lane;
    private final @Nullable Integer maxRequests;
    private final BooleanSupplier stop;

    private SyncOptions(
            Mode mode,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Duration newestMaxAge,
            Duration maxWait,
            @Nullable Lane lane,
            @Nullable Integer maxRequests,
            BooleanSupplier stop) {
        this.mode = mode;
        this.from = from;
        this.to = to;
        this.newestMaxAge = newestMaxAge;
        this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
        this.lane = lane;
        this.maxRequests = maxRequests;
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /** Incremental; does not wait for quota; polls in {@link Lane#POLL} and fills history in {@link Lane#BACKFILL}. */
    public static SyncOptions defaults() {
        return DEFAULT;
    }

    /**
     * Waits, on the calling thread, for windows with quota that open within this time after the sync began. A sync that
     * would have to wait longer ends at once as partial.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SyncOptions withMaxWait(Duration maxWait) {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative: " + maxWait);
        }
        return new SyncOptions(mode, from, to, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    /** Makes all requests in this lane, for instance {@link Lane#INTERACTIVE} while a person looks on. */
    public SyncOptions withLane(Lane lane) {
        return new SyncOptions(
                mode, from, to, newestMaxAge, maxWait, Objects.requireNonNull(lane, "lane"), maxRequests, stop);
    }

    /**
     * Walks the whole history again at once, whatever was listed before and when. Costs a request for each 200
     * activities. If it is cut short, any later incremental sync continues it.
     */
    public SyncOptions withFullHistory() {
        return new SyncOptions(Mode.FULL_HISTORY, null, null, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    /**
     * Lists what began within this range, again if need be, and nothing else. If it is cut short, any later incremental
     * sync continues it.
     *
     * @param from the earliest start
     * @param to the latest start
     * @throws IllegalArgumentException if they are in the wrong order
     */
    public SyncOptions withRange(Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The range ends before it begins: " + from + " to " + to);
        }
        return new SyncOptions(Mode.RANGE, from, to, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    /** Lists the newest 200 activities and nothing else: the cheapest look, for an app that was opened. */
    public SyncOptions withNewestOnly() {
        return new SyncOptions(Mode.NEWEST_ONLY, null, null, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    /**
     * Lists the newest activities only if no sync has listed them for at least this long. For a sync that goes on with history, or
     * with details and streams, between two turns: {@code BackgroundSync} does so. With {@link #withNewestOnly()} it may then
     * make no request at all. By default each sync lists them.
     *
     * <p>While a sync walks history it lists them again each quarter hour, or each {@code maxAge} if that is longer. A full
     * history begins with them in any case, and a date range never lists them.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SyncOptions withNewestMaxAge(Duration maxAge) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative: " + maxAge);
        }
        return new SyncOptions(mode, from, to, maxAge, maxWait, lane, maxRequests, stop);
    }

    /**
     * Lists no further page after so many requests; the sync then ends as partial. What a page lacks is still asked for
     * by id, and repetitions after failures come on top.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SyncOptions withMaxRequests(int maxRequests) {
        if (maxRequests < 1) {
            throw new IllegalArgumentException("maxRequests must be positive: " + maxRequests);
        }
        return new SyncOptions(mode, from, to, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    /** Ends the sync as partial, before its next request, when this answers true. Asked on the thread that syncs. */
    public SyncOptions withStop(BooleanSupplier stop) {
        return new SyncOptions(mode, from, to, newestMaxAge, maxWait, lane, maxRequests, stop);
    }

    public Mode mode() {
        return mode;
    }

    /** The earliest start of the range; empty unless the mode is {@link Mode#RANGE}. */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /** The latest start of the range; empty unless the mode is {@link Mode#RANGE}. */
    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    /** How old the list of the newest activities may be; empty if it is to be made in any case. */
    public Optional<Duration> newestMaxAge() {
        return Optional.ofNullable(newestMaxAge);
    }

    public Duration maxWait() {
        return maxWait;
    }

    /** The lane of all requests; empty for the default lanes. */
    public Optional<Lane> lane() {
        return Optional.ofNullable(lane);
    }

    /** The most requests; empty for no limit. */
    public OptionalInt maxRequests() {
        return maxRequests == null ? OptionalInt.empty() : OptionalInt.of(maxRequests);
    }

    /** Whether the sync is to end now. */
    public boolean isStopped() {
        return stop.getAsBoolean();
    }
}
