package io.stravaai.test.contract;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gap between a check and what follows it: whoever is in it waits a moment for others. */
final class Window {

    private final CyclicBarrier barrier;

    Window() {
        this(2);
    }

    /** For so many threads. */
    Window(int threads) {
        barrier = new CyclicBarrier(threads);
    }

    void pass() {
        try {
            barrier.await(20, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            // Alone: nothing to wait for.
            barrier.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
