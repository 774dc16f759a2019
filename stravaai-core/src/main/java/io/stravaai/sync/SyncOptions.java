package io.stravaai.sync;

import io.stravaai.quota.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one sync is run. Immutable. */
public final class SyncOptions {

    private static final SyncOptions DEFAULT = new SyncOptions(Duration.ZERO, false, null);

    private final Duration maxWait;
    private final boolean fullHistory;
    private final @Nullable Lane lane;

    private SyncOptions(Duration maxWait, boolean fullHistory, @Nullable Lane lane) {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative: " + maxWait);
        }
        this.maxWait = Objects.requireNonNull(maxWait, "maxWait");
        this.fullHistory = fullHistory;
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
        return new SyncOptions(maxWait, fullHistory, lane);
    }

    /** Makes all requests in this lane, for instance {@link Lane#INTERACTIVE} while a person looks on. */
    public SyncOptions withLane(Lane lane) {
        return new SyncOptions(maxWait, fullHistory, Objects.requireNonNull(lane, "lane"));
    }

    /**
     * Walks the whole history again, whatever was listed before: finds old activities that came late, were edited, or
     * became visible with a wider grant. Costs a request for each 200 activities. If it is cut short, any later sync
     * continues it.
     */
    public SyncOptions withFullHistory() {
        return new SyncOptions(maxWait, true, lane);
    }

    /** Whether the whole history is walked again. */
    public boolean fullHistory() {
        return fullHistory;
    }

    public Duration maxWait() {
        return maxWait;
    }

    /** The lane of all requests; empty for the default lanes. */
    public Optional<Lane> lane() {
        return Optional.ofNullable(lane);
    }
}
