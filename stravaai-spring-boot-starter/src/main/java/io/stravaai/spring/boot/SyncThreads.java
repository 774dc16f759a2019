package io.stravaai.spring.boot;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of the background sync. None of them is a bean of its own: Spring Boot would take an executor or scheduler of
 * ours for the application's.
 */
final class SyncThreads implements AutoCloseable {

    private static final int VIRTUAL_SINCE = 21;

    private final ScheduledExecutorService timer;
    private final Executor workers;

    private SyncThreads(ScheduledExecutorService timer, Executor workers) {
        this.timer = timer;
        this.workers = workers;
    }

    /**
     * Threads that are made when they are first needed. An application that does nothing but sync lives as long as they do.
     *
     * @param virtual whether workers are virtual threads, if Java has them
     */
    static SyncThreads create(int workers, boolean virtual) {
        // One is at work with a round while the other keeps the lock alive.
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, threads("stravaai-timer-"));
        return new SyncThreads(
                timer,
                virtual && Runtime.version().feature() >= VIRTUAL_SINCE
                        ? new VirtualThreadTaskExecutor("stravaai-sync-")
                        : Executors.newFixedThreadPool(workers, threads("stravaai-sync-")));
    }

    private static ThreadFactory threads(String prefix) {
        return new CustomizableThreadFactory(prefix);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs a sync. This is no Executor, or Spring Boot would leave out the application's. */
    void execute(Runnable sync) {
        workers.execute(sync);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (workers instanceof ExecutorService pool) {
            pool.shutdownNow();
        }
    }
}
