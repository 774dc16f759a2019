package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stravaai.error.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs the same step in many threads that start together. */
final class Race {

    static final int THREADS = 16;

    private static final long TIMEOUT_SECONDS = 120;

    private Race() {}

    /**
     * What each of {@link #THREADS} threads answered, by number. Fails if one of them failed.
     *
     * @param rule what a store does where threads meet, to be said if it throws instead
     */
    static <T> List<T> run(String rule, IntFunction<Callable<T>> steps) {
        List<Callable<T>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            all.add(steps.apply(thread));
        }
        return run(rule, all);
    }

    /** What each step answered, in order; as {@link #run(String, IntFunction)}. */
    static <T> List<T> run(String rule, List<Callable<T>> steps) {
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        try {
            CyclicBarrier start = new CyclicBarrier(steps.size());
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> step : steps) {
                futures.add(threads.submit(() -> {
                    start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                    return step.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            Throwable failure = e.getCause();
            throw new AssertionError(
                    failure instanceof StoreException
                            ? "Where threads meet, " + rule + "; the store threw " + failure
                            : "A thread failed: " + failure,
                    failure);
        } catch (TimeoutException e) {
            throw new AssertionError("A thread did not end within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The number of the only thread whose answer is true. Fails if there is none, or more than one. */
    static int onlyWinner(List<Boolean> won) {
        assertEquals(1, won.stream().filter(w -> w).count(), "threads that won: " + won);
        return won.indexOf(true);
    }
}
