package io.stravaai.internal.retry;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.StravaAiException;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.time.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A {@link RetryPolicy} at work: Resilience4j decides, our own {@link Sleeper} waits. */
public final class Retries {

    private final Retry retry;
    private final Sleeper sleeper;

    public Retries(RetryPolicy policy, Sleeper sleeper, RandomGenerator random) {
        this.sleeper = sleeper;
        this.retry = Retry.of(
                "strava",
                RetryConfig.custom()
                        .maxAttempts(policy.maxAttempts())
                        .intervalFunction(attempt -> delayMillis(policy, attempt, random))
                        .retryOnException(Retries::isWorthRepeating)
                        .build());
    }

    /**
     * The policy for refreshes: few and near one another, so that the process is done before another takes its claim
     * over.
     */
    public static Retries ofTokens(RetryPolicy policy, Sleeper sleeper, RandomGenerator random) {
        Duration baseDelay = min(policy.baseDelay(), Duration.ofSeconds(1));
        return new Retries(
                policy.withMaxAttempts(Math.min(policy.maxAttempts(), 2))
                        .withDelays(baseDelay, min(policy.maxDelay(), Duration.ofSeconds(2))),
                sleeper,
                random);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** More quota comes only with the next window, and no repetition brings it nearer. */
    private static boolean isWorthRepeating(Throwable failure) {
        return failure instanceof StravaAiException e && e.retryable() && !(e instanceof QuotaExceededException);
    }

    private static long delayMillis(RetryPolicy policy, int attempt, RandomGenerator random) {
        long cap = policy.maxDelay().toMillis();
        long delay = policy.baseDelay().toMillis();
        for (int i = 1; i < attempt && delay < cap; i++) {
            delay *= 2;
        }
        return random.nextLong(Math.min(delay, cap) + 1);
    }

    /** The attempts of one call. */
    public Attempts begin() {
        return new Attempts(retry.asyncContext());
    }

    /** The attempts of one call. Not thread-safe. */
    public final class Attempts {

        private final Retry.AsyncContext<Object> context;

        private Attempts(Retry.AsyncContext<Object> context) {
            this.context = context;
        }

        /** How long to wait for the next attempt; throws the failure if there is to be none. */
        public Duration delayAfter(StravaAiException failure) {
            long delay = context.onError(failure);
            if (delay < 0) {
                throw failure;
            }
            return Duration.ofMillis(delay);
        }

        /**
         * Waits until the next attempt may be made, or throws the failure if there is to be none.
         *
         * @throws CallInterruptedException if the thread is interrupted
         */
        public void waitAfter(StravaAiException failure) {
            Duration delay = delayAfter(failure);
            try {
                sleeper.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallInterruptedException("Waiting to repeat a call was interrupted", e);
            }
        }
    }
}
