package io.stravaai.internal.sync;

import io.stravaai.error.AppInactiveException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.Coverage;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an athlete's next sync is due. Each athlete has a fixed place within the interval, found from the id, so that those
 * who were synced at the same time do not stay together.
 */
final class Schedule {

    /** Failures that last until the athlete consents again; that may also happen without anybody telling us. */
    private static final Set<String> NEED_CONSENT = Set.of(
            GrantRevokedException.class.getSimpleName(),
            NoGrantException.class.getSimpleName(),
            ScopeMissingException.class.getSimpleName());

    private static final Duration CONSENT_PROBE = Duration.ofDays(1);
    private static final Duration FIRST_DELAY = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 10;

    /** A sync closer to the last one than this part of the interval waits for the next place. */
    private static final int TOO_CLOSE = 10;

    private final SyncPolicy policy;

    Schedule(SyncPolicy policy) {
        this.policy = policy;
    }

    /**
     * The athlete's next place, at most 1.1 intervals away.
     *
     * @param listed what has been listed of the athlete's history, which ends with the newest activity
     */
    Instant afterSuccess(AthleteId athlete, Coverage listed, Instant now) {
        long interval = Math.max(1, policy.interval(idle(listed, now)).toMillis());
        long place = Math.floorMod(mixed(athlete), interval);
        long earliest = now.toEpochMilli() + interval / TOO_CLOSE;
        long wait = Math.floorMod(place - earliest, interval);
        return Instant.ofEpochMilli(earliest + wait);
    }

    /**
     * How old the list of the newest activities may be in a sync that comes before the athlete's regular turn; empty if they
     * were never listed, or the last sync failed.
     */
    Optional<Duration> newestMaxAge(SyncState state) {
        if (state.failures() > 0) {
            return Optional.empty();
        }
        // Turns are cut to milliseconds, so one may seem to lie before the listing.
        return state.newestListedAt().map(listed -> {
            Duration age = Duration.between(listed, afterSuccess(state.athlete(), state.coverage(), listed));
            return age.isNegative() ? Duration.ZERO : age;
        });
    }

    /** When there is quota again, within the minute that follows. */
    Instant afterQuota(AthleteId athlete, Instant resumeAt) {
        return resumeAt.plusMillis(Math.floorMod(mixed(athlete), 60_000L));
    }

    /**
     * Later from failure to failure, up to the interval; when the athlete has to consent, once a day.
     *
     * @param failures how many there were in a row, this one included
     */
    Instant afterFailure(AthleteId athlete, Instant now, int failures, Throwable failure) {
        if (needsConsent(kind(failure))) {
            return now.plus(CONSENT_PROBE);
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration longest = failure instanceof AppInactiveException ? Duration.ofHours(1) : policy.longestInterval();
        Duration bounded = delay.compareTo(longest) < 0 ? delay : longest;
        long spread = Math.floorMod(mixed(athlete), Math.max(1, bounded.toMillis() / TOO_CLOSE));
        return now.plus(bounded).plusMillis(spread);
    }

    /** When somebody else may take over from whoever begins, or stores a page, now. */
    Instant leaseEnds(Instant now) {
        return now.plus(policy.lease());
    }

    private static @Nullable Duration idle(Coverage listed, Instant now) {
        List<Coverage.Interval> intervals = listed.intervals();
        return intervals.isEmpty()
                ? null
                : Duration.between(intervals.get(intervals.size() - 1).to(), now);
    }

    static String kind(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    static boolean needsConsent(String failure) {
        return NEED_CONSENT.contains(failure);
    }

    /** Ids are dense; a multiplication spreads them evenly (Fibonacci hashing). */
    private static long mixed(AthleteId athlete) {
        return (athlete.value() * 0x9E3779B97F4A7C15L) >>> 1;
    }
}
