package io.stravaai.sync;

import java.time.Duration;
import java.util.Objects;

/** What a {@link io.stravaai.SyncEngine} does by itself, for all athletes alike. Immutable. */
public final class SyncPolicy {

    private static final SyncPolicy DEFAULT = new SyncPolicy(Duration.ofHours(6), Duration.ofDays(30));

    private final Duration interval;
    private final Duration relistPeriod;

    private SyncPolicy(Duration interval, Duration relistPeriod) {
        this.interval = positive("interval", interval);
        this.relistPeriod = positive("relistPeriod", relistPeriod);
    }

    /** A sync every six hours; all of the history listed again within 30 days. */
    public static SyncPolicy defaults() {
        return DEFAULT;
    }

    /** How long after a sync the next one of the athlete is due. */
    public SyncPolicy withInterval(Duration interval) {
        return new SyncPolicy(interval, relistPeriod);
    }

    /**
     * Within what time all of the history is listed again, a page at a time: how late an edit or a deletion may be seen
     * that is older than the newest 200 activities. An athlete with n activities costs about n / 200 requests in this
     * time.
     */
    public SyncPolicy withRelistPeriod(Duration relistPeriod) {
        return new SyncPolicy(interval, relistPeriod);
    }

    public Duration interval() {
        return interval;
    }

    public Duration relistPeriod() {
        return relistPeriod;
    }

    private static Duration positive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
        return duration;
    }
}
