package io.stravaai.quota;

import java.time.Instant;

/** The answer of a {@link RateLimiter}. */
public sealed interface Permit {

    /**
     * One request may be sent now.
     *
     * @param kind what was asked for
     * @param at when it was granted, by the limiter's clock
     */
    record Granted(RequestKind kind, Instant at) implements Permit {}

    /**
     * No request may be sent before this instant.
     *
     * @param at by the clock of whoever asks: the end of Strava's window that is used up, or an earlier moment at which what
     *     was kept for others may be given to whoever asks again
     */
    record NotBefore(Instant at) implements Permit {}
}
