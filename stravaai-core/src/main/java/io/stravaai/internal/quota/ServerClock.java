package io.stravaai.internal.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Strava's clock, as far as it is known from the {@code Date} of its answers: never ahead of it, so that a window is not
 * taken as ended while Strava still counts in it. Before the first answer it is the local clock.
 */
final class ServerClock {

    /** Answers are this much apart by their way and by being cut to whole seconds; more means that a clock was set. */
    private static final Duration JITTER = Duration.ofSeconds(5);

    /** A server whose clock is off by more does not mean it as the time. */
    private static final Duration PLAUSIBLE = Duration.ofDays(1);

    private final Clock local;
    private final AtomicReference<@Nullable Duration> ahead = new AtomicReference<>();

    ServerClock(Clock local) {
        this.local = local;
    }

    Instant instant() {
        Duration offset = ahead.get();
        return offset == null ? local.instant() : local.instant().plus(offset);
    }

    boolean isPlausible(Instant serverTime) {
        return Duration.between(local.instant(), serverTime).abs().compareTo(PLAUSIBLE) <= 0;
    }

    /** An answer that arrived now was sent at this time. The largest lead seen is the closest: it had the shortest way. */
    void learn(Instant serverTime) {
        if (isPlausible(serverTime)) {
            Duration sample = Duration.between(local.instant(), serverTime);
            ahead.accumulateAndGet(
                    sample,
                    (known, latest) -> known == null
                                    || latest == null
                                    || latest.compareTo(known) > 0
                                    || known.minus(latest).compareTo(JITTER) > 0
                            ? latest
                            : known);
        }
    }
}
