package io.stravaai.internal.quota;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the athletes of one lane take turns in a quarter hour. Thread-safe.
 *
 * <p>An athlete who asks has a claim to an equal share of what the lane can still give, until it has not asked for a
 * while. Whoever is below the share is served; whoever has reached it gets only what no claim of others needs. So an
 * athlete alone has the whole lane. One who was refused has its claim from the start of the window that it was told to
 * come back in, and the longer it goes without any request, the sooner it comes when not all can be served.
 *
 * <p>Only the athletes of this node are known, and at most {@value #MOST} of them; others are served behind those who wait.
 */
final class FairShares {

    static final int MOST = 10_000;

    /** In so short a rest of a window nothing is kept for those who do not come. */
    static final Duration LAST_MINUTES = Duration.ofMinutes(2);

    /** How long a claim lasts in that rest. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_REFUSAL = Duration.ofHours(25);

    private final Duration servedPatience;
    private final Duration refusedPatience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AthleteId, Claim> claims = new HashMap<>();
    private Instant start = Instant.MIN;
    private Instant end = Instant.MIN;

    /**
     * @param servedPatience how long one who was served is expected to ask again
     * @param refusedPatience how long one who was refused is waited for
     */
    FairShares(Duration servedPatience, Duration refusedPatience) {
        this.servedPatience = servedPatience;
        this.refusedPatience = refusedPatience;
    }

    /**
     * When it is the athlete's turn: {@code now}, or when so many claims of others have lapsed; null if that is not before
     * the window ends.
     *
     * @param windowStart the start of the quarter hour that is charged
     * @param left how many requests the lane may still use in it; positive
     */
    @Nullable
    Instant turn(AthleteId athlete, long left, Instant now, Instant windowStart) {
        lock.lock();
        try {
            moveTo(windowStart);
            Claim own = claims.getOrDefault(athlete, new Claim());
            if (isServed(own, left, now)) {
                return now;
            }
            List<Instant> lapses = claims.values().stream()
                    .filter(claim -> claim != own && isLive(claim, now))
                    .map(this::lapse)
                    .filter(end::isAfter)
                    .sorted()
                    .toList();
            // With each claim that lapses there is more room, so the first lapse that suffices can be bisected.
            int low = 0;
            int high = lapses.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isServed(own, left, lapses.get(middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low < lapses.size() ? lapses.get(low) : null;
        } finally {
            lock.unlock();
        }
    }

    void served(AthleteId athlete, Instant now, Instant windowStart) {
        lock.lock();
        try {
            moveTo(windowStart);
            Claim claim = claim(athlete);
            claim.got++;
            claim.seen = now;
            claim.comesBack = null;
            claim.waitsSince = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param comesBack what the athlete was told
     */
    void refused(AthleteId athlete, Instant now, Instant windowStart, Instant comesBack) {
        lock.lock();
        try {
            moveTo(windowStart);
            Claim claim = claim(athlete);
            // Who sleeps beyond the window needs nothing more of it.
            claim.seen = comesBack.isAfter(now) && comesBack.isBefore(end) ? comesBack : now;
            claim.comesBack = comesBack;
            if (claim.got == 0 && claim.waitsSince == null) {
                claim.waitsSince = start;
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many athletes are expected to come back for what they were refused. */
    long waiting(Instant now, Instant windowStart) {
        lock.lock();
        try {
            moveTo(windowStart);
            return claims.values().stream()
                    .filter(claim -> isWaiting(claim, now))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** When the first of those is no longer expected; {@code latest} if that is later. */
    Instant firstGivesUp(Instant now, Instant windowStart, Instant latest) {
        lock.lock();
        try {
            moveTo(windowStart);
            return claims.values().stream()
                    .filter(claim -> isWaiting(claim, now))
                    .map(this::lapse)
                    .filter(latest::isAfter)
                    .min(Instant::compareTo)
                    .orElse(latest);
        } finally {
            lock.unlock();
        }
    }

    /** How many athletes are remembered. */
    int size() {
        lock.lock();
        try {
            return claims.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isServed(Claim own, long left, Instant at) {
        long share = share(own, left, at);
        if (own.got > share) {
            return false;
        }
        long ahead = 0;
        for (Claim other : claims.values()) {
            if (other != own && other.got < share && isLive(other, at) && (own.got == share || isOlder(other, own))) {
                ahead += share - other.got;
            }
        }
        return left > ahead;
    }

    /**
     * What each would have in the end if what is left went to those with least. Those who have more already, as they were
     * alone before, do not count.
     */
    private long share(Claim own, long left, Instant at) {
        long share = Long.MAX_VALUE;
        while (true) {
            long pool = left;
            int athletes = 0;
            if (own.got <= share) {
                pool += own.got;
                athletes++;
            }
            for (Claim other : claims.values()) {
                if (other != own && other.got <= share && isLive(other, at)) {
                    pool += other.got;
                    athletes++;
                }
            }
            long next = athletes == 0 ? share : pool / athletes;
            if (next >= share) {
                return Math.max(1, share);
            }
            share = next;
        }
    }

    private static boolean isOlder(Claim claim, Claim than) {
        return claim.waitsSince != null && (than.waitsSince == null || claim.waitsSince.isBefore(than.waitsSince));
    }

    private boolean isWaiting(Claim claim, Instant at) {
        return claim.comesBack != null && claim.comesBack.isBefore(end) && isLive(claim, at);
    }

    private boolean isLive(Claim claim, Instant at) {
        return claim.seen != null && at.isBefore(lapse(claim));
    }

    private Instant lapse(Claim claim) {
        Instant seen = claim.seen == null ? start : claim.seen;
        Instant lapse = seen.plus(claim.comesBack == null ? servedPatience : refusedPatience);
        Instant released = end.minus(LAST_MINUTES);
        Instant latest = (seen.isAfter(released) ? seen : released).plus(LAST_PATIENCE);
        return lapse.isBefore(latest) ? lapse : latest;
    }

    private Claim claim(AthleteId athlete) {
        Claim known = claims.get(athlete);
        if (known != null) {
            return known;
        }
        Claim claim = new Claim();
        if (claims.size() < MOST) {
            claims.put(athlete, claim);
        }
        return claim;
    }

    /** Of the window before, those are remembered who were refused. */
    private void moveTo(Instant windowStart) {
        if (windowStart.equals(start)) {
            return;
        }
        start = windowStart;
        end = QuotaWindow.QUARTER_HOUR.endOf(windowStart);
        Instant oldest = start.minus(QuotaWindow.QUARTER_HOUR.length());
        Instant latest = start.plus(LONGEST_REFUSAL);
        claims.values()
                .removeIf(claim ->
                        claim.comesBack == null || claim.comesBack.isBefore(oldest) || claim.comesBack.isAfter(latest));
        for (Claim claim : claims.values()) {
            claim.got = 0;
            claim.seen = claim.expectedFrom(start, end);
        }
    }

    /** What is known of an athlete in the current window. Guarded by the lock. */
    private static final class Claim {

        private long got;

        /** When the athlete last asked, or is expected; null if not in this window. */
        private @Nullable Instant seen;

        /** Null if the last request was granted. */
        private @Nullable Instant comesBack;

        /** The start of the window in which the athlete was refused, since when it got nothing. */
        private @Nullable Instant waitsSince;

        private @Nullable Instant expectedFrom(Instant start, Instant end) {
            if (comesBack == null || !comesBack.isBefore(end)) {
                return null;
            }
            return comesBack.isBefore(start) ? start : comesBack;
        }
    }
}
