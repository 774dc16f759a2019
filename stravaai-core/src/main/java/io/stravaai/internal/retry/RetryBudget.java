package io.stravaai.internal.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends repetitions, never first attempts, while most calls fail: each repetition takes from the budget and each success
 * gives back. Thread-safe.
 */
final class RetryBudget {

    private static final int CAPACITY = 100;
    private static final int COST = 5;

    private final AtomicInteger left = new AtomicInteger(CAPACITY);

    /** Takes the price of a repetition; false, with nothing taken, if there is not enough. */
    boolean take() {
        return left.getAndUpdate(tokens -> tokens < COST ? tokens : tokens - COST) >= COST;
    }

    /**
     * Gives back for a call that ended well.
     *
     * @param repeated whether it was repeated: then its last repetition is free, or else a little is gained
     */
    void giveBack(boolean repeated) {
        left.updateAndGet(tokens -> Math.min(CAPACITY, tokens + (repeated ? COST : 1)));
    }
}
