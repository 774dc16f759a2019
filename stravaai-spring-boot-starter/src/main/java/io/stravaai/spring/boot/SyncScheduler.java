package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the rounds run while the application does: from each start to the next stop, which waits until pages that came are stored.
 */
final class SyncScheduler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);

    /** When no sync is at work any more, a look has nothing to do but to give the lock back. */
    private static final Duration LOOK_ENDS = Duration.ofSeconds(5);

    private final BackgroundRounds rounds;
    private final BackgroundSync background;
    private final SyncThreads threads;
    private final Duration shutdownTimeout;

    private final ReentrantLock looking = new ReentrantLock();

    private volatile boolean running;

    /** How often it was started: looks that were still at work when it was stopped are followed by no others. */
    private final AtomicInteger starts = new AtomicInteger();

    private volatile @Nullable Future<?> next;

    SyncScheduler(BackgroundRounds rounds, BackgroundSync background, SyncThreads threads, Duration shutdownTimeout) {
        this.rounds = rounds;
        this.background = background;
        this.threads = threads;
        this.shutdownTimeout = shutdownTimeout;
    }

    @Override
    public void start() {
        background.resume();
        int start = starts.incrementAndGet();
        running = true;
        lookAfter(rounds.first(), start);
    }

    private void lookAfter(Duration delay, int start) {
        next = threads.timer().schedule(() -> look(start), Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void look(int start) {
        Duration delay = BackgroundRounds.LONGEST_DELAY;
        looking.lock();
        try {
            if (running && start == starts.get()) {
                delay = rounds.look();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The background sync could not look who is due", e);
        } finally {
            looking.unlock();
        }
        try {
            if (running && start == starts.get()) {
                lookAfter(delay, start);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The application ends");
        }
    }

    @Override
    public void stop() {
        running = false;
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        if (!background.stop(shutdownTimeout) || !hasLooked()) {
            LOG.warn("Syncs were still at work after {}; they go on where they stopped", shutdownTimeout);
        }
    }

    /** Waits until the lock is given back, for which the threads are needed. */
    private boolean hasLooked() {
        try {
            if (!looking.tryLock(LOOK_ENDS.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            looking.unlock();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
