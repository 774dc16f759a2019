package io.stravaai.retry;

import java.time.Duration;

/**
 * How often and how far apart a call is repeated after trouble that passes: a server error, a broken connection, an
 * answer that is cut off or no JSON. Immutable.
 *
 * <p>The wait before repetition n is drawn evenly from nothing to {@code min(maxDelay, baseDelay * 2^(n-1))}. Each
 * repetition takes a permit from the {@link io.stravaai.quota.RateLimiter} like any call. What further holds:
 *
 * <ul>
 *   <li>A call of {@link io.stravaai.quota.Lane#INTERACTIVE}, which is what calls are by default, is repeated at most
 *       once: a person waits.
 *   <li>GET and PUT are repeated. POST and DELETE are only if Strava cannot have seen the request.
 *   <li>Whatever its method, a call whose token was refused is sent once more with a refreshed one, and one that got a
 *       429 again in the next window if its {@code maxQuotaWait} allows. Neither counts here. 429 is never repeated
 *       within its window.
 *   <li>Repetitions of all calls of a client share a budget: 100, of which each takes 5. A call that ends well gives 5
 *       back if it was repeated, or else 1. When too little is left, a failure is thrown at once.
 *   <li>When five requests in a row fail, or half of those of the last minute if they are twenty or more, by a server
 *       error, an HTML page of the edge, an answer that is no JSON, or a connection that fails after it was made, nothing is sent for 30 seconds: the
 *       failure is thrown at once, and calls throw {@link io.stravaai.error.StravaUnavailableException}. Then one
 *       request looks whether the trouble is over. Other errors, quota, interrupts and deadlines do not count.
 * </ul>
 *
 * <p>Requests for tokens are repeated at most once, after at most two seconds, and have neither budget nor pause.
 */
public final class RetryPolicy {

    private static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(20));

    private final int maxAttempts;
    private final Duration baseDelay;
    private final Duration maxDelay;

    private RetryPolicy(int maxAttempts, Duration baseDelay, Duration maxDelay) {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1: " + maxAttempts);
        }
        if (baseDelay.isNegative() || baseDelay.isZero() || maxDelay.compareTo(baseDelay) < 0) {
            throw new IllegalArgumentException(
                    "Delays must be positive and baseDelay at most maxDelay: " + baseDelay + ", " + maxDelay);
        }
        this.maxAttempts = maxAttempts;
        this.baseDelay = baseDelay;
        this.maxDelay = maxDelay;
    }

    /** Three attempts in all, one second and twenty. */
    public static RetryPolicy defaults() {
        return DEFAULT;
    }

    /** One attempt. */
    public static RetryPolicy never() {
        return DEFAULT.withMaxAttempts(1);
    }

    /** The same policy with so many attempts in all, the first included. */
    public RetryPolicy withMaxAttempts(int maxAttempts) {
        return new RetryPolicy(maxAttempts, baseDelay, maxDelay);
    }

    /** The same policy with these delays. */
    public RetryPolicy withDelays(Duration baseDelay, Duration maxDelay) {
        return new RetryPolicy(maxAttempts, baseDelay, maxDelay);
    }

    /** Attempts in all, the first included. */
    public int maxAttempts() {
        return maxAttempts;
    }

    public Duration baseDelay() {
        return baseDelay;
    }

    public Duration maxDelay() {
        return maxDelay;
    }

    @Override
    public String toString() {
        return "RetryPolicy[" + maxAttempts + " attempts, " + baseDelay + " to " + maxDelay + "]";
    }
}
