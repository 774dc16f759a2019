package io.stravaai.retry;

import java.time.Duration;

/**
 * How often and how far apart a call is repeated after trouble that passes: a server error, a broken connection, an
 * answer that cannot be read. Immutable.
 *
 * <p>The wait before repetition n is drawn evenly from nothing to {@code min(maxDelay, baseDelay * 2^(n-1))}. Each
 * repetition takes a permit from the {@link io.stravaai.quota.RateLimiter} like any call. 429 is never repeated within
 * its window.
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
