package io.stravaai.store.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cancels statements that take too long, where the driver's own way to do so costs too much: PostgreSQL's wakes a thread for
 * each statement, which can take as long as to find a row. Here something wakes once a second, and only while statements run.
 * Thread-safe.
 */
final class Deadlines {

    private final Executor secondLater;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** @param secondLater runs what it is given about a second later */
    Deadlines(Executor secondLater) {
        this.secondLater = secondLater;
    }

    /** By the JDK's own timer, on threads that keep no JVM alive. */
    static Deadlines ofSystem() {
        return new Deadlines(CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Deadlines::start));
    }

    /**
     * On a thread of its own: all those of the common pool may be waiting for the very statements, and the timer's only one
     * must not wait for a server.
     */
    private static void start(Runnable tick) {
        Thread thread = new Thread(tick, "stravaai-deadlines");
        thread.setDaemon(true);
        thread.start();
    }

    /** To be called before the statement runs; ended when it has. */
    Running begin(Statement statement, int seconds) {
        // The first tick may be near.
        Running begun = new Running(statement, seconds + 1);
        running.add(begun);
        tickLater();
        return begun;
    }

    private void tickLater() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            secondLater.execute(this::tick);
        }
    }

    private void tick() {
        ticking.set(false);
        if (!running.isEmpty()) {
            tickLater();
            // Last, as it may have to wait for the server.
            running.forEach(Running::tick);
        }
    }

    /** A statement that runs. */
    final class Running {

        private final Statement statement;
        private final AtomicInteger secondsLeft;
        /** Whether it is decided how it ends. */
        private final AtomicBoolean decided = new AtomicBoolean();

        private final CountDownLatch cancelled = new CountDownLatch(1);

        private Running(Statement statement, int seconds) {
            this.statement = statement;
            this.secondsLeft = new AtomicInteger(seconds);
        }

        private void tick() {
            if (secondsLeft.decrementAndGet() != 0 || !decided.compareAndSet(false, true)) {
                return;
            }
            try {
                statement.cancel();
            } catch (SQLException e) {
                // As by the drivers' timers: whoever waits finds out by other means that the server is not there.
            } finally {
                cancelled.countDown();
            }
        }

        /** Waits for a cancellation that is under way, or it would hit what the connection runs next. */
        void end() {
            running.remove(this);
            if (!decided.compareAndSet(false, true)) {
                awaitCancelled();
            }
        }

        private void awaitCancelled() {
            boolean interrupted = false;
            while (true) {
                try {
                    cancelled.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
