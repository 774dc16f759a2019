package io.stravaai;

import io.stravaai.model.AthleteId;
import io.stravaai.sync.BackgroundReport;
import java.time.Duration;

/**
 * Syncs the athletes that are due, of all that were ever enrolled or synced. Thread-safe.
 *
 * <p>It has no thread and no timer of its own. Let whatever schedules things in your application call {@link #run()},
 * about once a minute:
 *
 * <pre>{@code
 * ExecutorService workers = Executors.newFixedThreadPool(4);
 * BackgroundSync background = BackgroundSync.builder()
 *         .engine(engine)
 *         .store(stores.activities())
 *         .executor(workers)
 *         .build();
 * ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
 * timer.scheduleWithFixedDelay(background::run, 0, 1, TimeUnit.MINUTES);
 * ...
 * background.stop(Duration.ofSeconds(20)); // when the application ends, before the threads
 * timer.shutdown();
 * workers.shutdown();
 * }</pre>
 *
 * <p>On several nodes each may have one, on the same store: an athlete is claimed by one of them. If a node dies, another
 * takes its athletes over after the {@linkplain io.stravaai.sync.SyncPolicy#lease() lease}. When each athlete is due the engine decides, see
 * {@link io.stravaai.sync.SyncPolicy}; those who were enrolled together do not stay together.
 */
public interface BackgroundSync extends AutoCloseable {

    /** A builder; {@code engine}, {@code store} and {@code executor} are required. */
    static BackgroundSyncBuilder builder() {
        return new BackgroundSyncBuilder();
    }

    /**
     * Makes an athlete due now who has never been synced, was withdrawn, or had to consent. Does nothing
     * for any other, so it can be repeated. Asks the store only.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    void enroll(AthleteId athlete);

    /**
     * Lets the athlete not be due any more, until {@link #enroll}, on all nodes. A sync that is at work goes on to its end,
     * and the engine still syncs whom it is asked to. Can be repeated. Asks the store only.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    void withdraw(AthleteId athlete);

    /**
     * Syncs who is due, longest due first, and returns when all that were begun have ended. What fails is in the report:
     * neither an athlete, nor Strava, nor the store makes it throw, so that it can be handed to a scheduler that would not
     * go on after an exception. The only exception is {@link OutOfMemoryError}.
     *
     * <p>While another call of this object is at work, and after {@link #stop}, it returns at once with a report that says
     * so. An interrupt ends it as {@link #stop} would, with the flag set again; the next call works as usual.
     */
    BackgroundReport run();

    /**
     * Begins no further athlete, now and later, until {@link #resume}; those that are being synced end before their next request, and go on
     * where they stopped when somebody runs again. Can be repeated. Not to be called from a listener of the engine.
     *
     * @param wait how long to wait for those
     * @return whether all have ended; also false if the thread was interrupted, with the flag set again
     */
    boolean stop(Duration wait);

    /** Lets {@link #run} work again after {@link #stop}. Can be repeated. */
    void resume();

    /** As {@link #stop} with 30 seconds. */
    @Override
    void close();
}
