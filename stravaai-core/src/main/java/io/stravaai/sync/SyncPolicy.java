package io.stravaai.sync;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link io.stravaai.SyncEngine} does by itself, for all athletes alike. Immutable. */
public final class SyncPolicy {

    /** Longer than anybody waits, and short enough to reckon with. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final SyncPolicy DEFAULT =
            new SyncPolicy(Duration.ofHours(6), Duration.ofHours(6), Duration.ofDays(30), Duration.ofMinutes(15));

    /** A sync for each eighth of the time that an athlete has been idle finds the next activity early enough. */
    private static final int TURNS_PER_IDLE_TIME = 8;

    private final Duration shortestInterval;
    private final Duration longestInterval;
    private final Duration relistPeriod;
    private final Duration lease;

    private SyncPolicy(Duration shortestInterval, Duration longestInterval, Duration relistPeriod, Duration lease) {
        this.shortestInterval = checked("interval", shortestInterval);
        this.longestInterval = checked("interval", longestInterval);
        this.relistPeriod = checked("relistPeriod", relistPeriod);
        this.lease = checked("lease", lease);
        if (shortestInterval.compareTo(longestInterval) > 0) {
            throw new IllegalArgumentException("The shortest interval, " + shortestInterval
                    + ", must not be longer than the longest, " + longestInterval);
        }
    }

    /** A sync every six hours; all of the history listed again within 30 days; a quarter of an hour for a claim. */
    public static SyncPolicy defaults() {
        return DEFAULT;
    }

    /**
     * How long after a sync the next one of the athlete is due.
     *
     * @throws IllegalArgumentException if it is not positive or longer than ten years
     */
    public SyncPolicy withInterval(Duration interval) {
        return withInterval(interval, interval);
    }

    /**
     * An interval that follows how active an athlete is: the shortest one, doubled as long as it is no more than an eighth
     * of the time since the start of the athlete's newest activity and no more than the longest one. With an hour and a
     * day, who was out today is due every hour, who rested for two days every four hours, for a week every sixteen, and who
     * has done nothing for eleven days, or never did, once a day.
     *
     * @throws IllegalArgumentException if one is not positive or longer than ten years, or the shortest is longer than the longest
     */
    public SyncPolicy withInterval(Duration shortest, Duration longest) {
        return new SyncPolicy(shortest, longest, relistPeriod, lease);
    }

    /**
     * Within what time all of the history is listed again, a page at a time: how late an edit or a deletion may be seen
     * that is older than the newest 200 activities. An athlete with n activities costs about n / 200 requests in this
     * time.
     *
     * @throws IllegalArgumentException if it is not positive or longer than ten years
     */
    public SyncPolicy withRelistPeriod(Duration relistPeriod) {
        return new SyncPolicy(shortestInterval, longestInterval, relistPeriod, lease);
    }

    /**
     * How long an athlete is left to the node that has begun to sync them, from each page that it stores; after that it
     * counts as dead, and another one takes over. If it was only slow, requests are sent twice; nothing wrong is stored.
     * Some minutes are plenty, since a page takes a few seconds unless Strava is in trouble.
     *
     * @throws IllegalArgumentException if it is not positive or longer than ten years
     */
    public SyncPolicy withLease(Duration lease) {
        return new SyncPolicy(shortestInterval, longestInterval, relistPeriod, lease);
    }

    /**
     * How long after a sync the next one is due.
     *
     * @param idle since the start of the athlete's newest activity; null if there is none
     */
    public Duration interval(@Nullable Duration idle) {
        if (idle == null) {
            return longestInterval;
        }
        Duration wanted = idle.dividedBy(TURNS_PER_IDLE_TIME);
        Duration interval = shortestInterval;
        while (interval.compareTo(longestInterval) < 0
                && interval.multipliedBy(2).compareTo(wanted) <= 0) {
            interval = interval.multipliedBy(2);
        }
        return interval.compareTo(longestInterval) < 0 ? interval : longestInterval;
    }

    /** The interval of an athlete who is active. */
    public Duration shortestInterval() {
        return shortestInterval;
    }

    /** The interval of an athlete who has long been idle; the same as the shortest unless it follows activity. */
    public Duration longestInterval() {
        return longestInterval;
    }

    public Duration relistPeriod() {
        return relistPeriod;
    }

    public Duration lease() {
        return lease;
    }

    private static Duration checked(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must not be longer than ten years: " + duration);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
        return duration;
    }
}
