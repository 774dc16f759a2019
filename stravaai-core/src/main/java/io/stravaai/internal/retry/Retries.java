package io.stravaai.internal.retry;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.quota.Lane;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.time.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A {@link RetryPolicy} at work: Resilience4j decides, our own {@link Sleeper} waits. */
public final class Retries {

    private static final int INTERACTIVE_ATTEMPTS = 2;

    private final Retry retry;
    private final Retry interactive;
    private final Sleeper sleeper;
    private final @Nullable RetryBudget budget;

    private Retries(RetryPolicy policy, Sleeper sleeper, RandomGenerator random, @Nullable RetryBudget budget) {
        this.sleeper = sleeper;
        this.budget = budget;
        this.retry = retry(policy, random);
        this.interactive = retry(policy.withMaxAttempts(Math.min(policy.maxAttempts(), INTERACTIVE_ATTEMPTS)), random);
    }

    private static Retry retry(RetryPolicy policy, RandomGenerator random) {
        return Retry.of(
                "strava",
                RetryConfig.custom()
                        .maxAttempts(policy.maxAttempts())
                        .intervalFunction(attempt -> delayMillis(policy, attempt, random))
                        .retryOnException(Retries::isWorthRepeating)
                        .build());
    }

    /** The policy for calls of the API, with one budget for all of them. */
    public static Retries ofCalls(RetryPolicy policy, Sleeper sleeper, RandomGenerator random) {
        return new Retries(policy, sleeper, random, new RetryBudget());
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
                random,
                null);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** What only time brings, a window, a deadline that has passed, a host that recovers, no repetition brings nearer. */
    private static boolean isWorthRepeating(Throwable failure) {
        return failure instanceof StravaAiException e
                && e.retryable()
                && !(e instanceof QuotaExceededException)
                && !(e instanceof DeadlineExceededException)
                && !(e instanceof StravaUnavailableException);
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

    /** The attempts of one call; where a person waits, they are fewer. */
    public Attempts begin(Lane lane) {
        return new Attempts((lane == Lane.INTERACTIVE ? interactive : retry).asyncContext());
    }

    /** The attempts of one call. Not thread-safe. */
    public final class Attempts {

        private final Retry.AsyncContext<Object> context;
        private boolean repeated;

        private Attempts(Retry.AsyncContext<Object> context) {
            this.context = context;
        }

        /** How long to wait for the next attempt; throws the failure if there is to be none. */
        public Duration delayAfter(StravaAiException failure) {
            long delay = context.onError(failure);
            if (delay < 0 || (budget != null && !budget.take())) {
                throw failure;
            }
            repeated = true;
            return Duration.ofMillis(delay);
        }

        /** The call has ended well. */
        public void succeeded() {
            if (budget != null) {
                budget.giveBack(repeated);
            }
        }

        /**
         * Waits until the next attempt may be made, or throws the failure if there is to be none.
         *
         * @throws CallInterruptedException if the thread is interrupted
         */
        public void waitAfter(StravaAiException failure) {
            Duration delay = delayAfter(failure);
            Pause.take(sleeper, delay, "Waiting to repeat a call was interrupted");
        }
    }
}
