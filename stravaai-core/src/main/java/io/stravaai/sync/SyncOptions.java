package io.stravaai.sync;

import io.stravaai.quota.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one sync is run. Immutable. */
public final class SyncOptions {

    private static final SyncOptions DEFAULT = new SyncOptions(Duration.ZERO, null);

    private final Duration maxWait;
    private final @Nullable Lane lane;

    private SyncOptions(Duration maxWait, @Nullable Lane lane) {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative: " + maxWait);
        }
        this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
        this.lane = lane;
    }

    /** Does not wait for quota; polls in {@link Lane#POLL} and fills history in {@link Lane#BACKFILL}. */
    public static SyncOptions defaults() {
        return DEFAULT;
    }

    /**
     * Waits, on the calling thread, for windows with quota that open within this time after the sync began. A sync that
     * would have to wait longer ends at once as partial.
     */
    public SyncOptions withMaxWait(Duration maxWait) {
        return new SyncOptions(maxWait, lane);
    }

    /** Makes all requests in this lane, for instance {@link Lane#INTERACTIVE} while a person looks on. */
    public SyncOptions withLane(Lane lane) {
        return new SyncOptions(maxWait, Objects.requireNonNull(lane, "lane"));
    }

    public Duration maxWait() {
        return maxWait;
    }

    /** The lane of all requests; empty for the default lanes. */
    public Optional<Lane> lane() {
        return Optional.ofNullable(lane);
    }
}
