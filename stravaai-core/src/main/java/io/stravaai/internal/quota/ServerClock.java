package io.stravaai.internal.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Strava's clock, as far as it is known from the {@code Date} of its answers: not ahead of it, so that a window is not
 * taken as ended while Strava still counts in it. It is the local clock until an answer contradicts that. Thread-safe.
 */
final class ServerClock {

    /** A {@code Date} is cut to whole seconds. */
    private static final Duration CUT = Duration.ofSeconds(1);

    /** A server whose clock is off by more does not mean it as the time. */
    private static final Duration PLAUSIBLE = Duration.ofDays(1);

    private final Clock local;
    private final AtomicReference<Duration> lead = new AtomicReference<>(Duration.ZERO);
    private volatile boolean known;

    ServerClock(Clock local) {
        this.local = local;
    }

    Instant instant() {
        return local.instant().plus(lead.get());
    }

    /** When it is by the local clock, if this one shows that instant. */
    Instant local(Instant instant) {
        return instant.minus(lead.get());
    }

    /** Whether an answer has told the time yet. */
    boolean isKnown() {
        return known;
    }

    boolean isPlausible(Instant serverTime) {
        return Duration.between(local.instant(), serverTime).abs().compareTo(PLAUSIBLE) <= 0;
    }

    /**
     * An answer that arrived now bears this time. The largest of the leads that answers prove is the closest: that one had
     * the shortest way. It stays until an answer proves it too large; one that was long on its way proves nothing.
     *
     * @param sentAfter a time by this clock at which the request was not sent yet
     */
    void learn(Instant serverTime, Instant sentAfter) {
        if (!isPlausible(serverTime)) {
            return;
        }
        Duration least = Duration.between(local.instant(), serverTime);
        lead.updateAndGet(before -> {
            Duration most = Duration.between(sentAfter.minus(before), serverTime.plus(CUT));
            return before.compareTo(least) < 0 || before.compareTo(most) > 0 ? least : before;
        });
        known = true;
    }
}
