package io.stravaai;

import io.stravaai.internal.sync.BackgroundParts;
import io.stravaai.internal.sync.DefaultBackgroundSync;
import io.stravaai.store.ActivityStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link BackgroundSync}: {@code engine}, {@code store} and {@code executor} are required. Not thread-safe. */
public final class BackgroundSyncBuilder {

    private @Nullable SyncEngine engine;
    private @Nullable ActivityStore store;
    private @Nullable Executor executor;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private int maxConcurrent = 4;
    private int maxAthletesPerRun = 500;

    BackgroundSyncBuilder() {}

    /** What syncs an athlete. Required. */
    public BackgroundSyncBuilder engine(SyncEngine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
        return this;
    }

    /** Where the engine keeps activities, and when athletes are due. Required. */
    public BackgroundSyncBuilder store(ActivityStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Whose threads sync; it is never shut down. {@code Runnable::run} syncs one athlete after the other on the thread that
     * runs. An executor that rejects loses nobody: fewer athletes are synced at once, or the run ends. Required.
     */
    public BackgroundSyncBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    public BackgroundSyncBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Where versions of new states come from. MUST be safe for many threads. */
    public BackgroundSyncBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * How many athletes are handed to the executor at once; 4 by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public BackgroundSyncBuilder maxConcurrent(int maxConcurrent) {
        this.maxConcurrent = positive("maxConcurrent", maxConcurrent);
        return this;
    }

    /**
     * How many athletes one run begins at most; 500 by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public BackgroundSyncBuilder maxAthletesPerRun(int maxAthletesPerRun) {
        this.maxAthletesPerRun = positive("maxAthletesPerRun", maxAthletesPerRun);
        return this;
    }

    /**
     * Builds it. Starts and reads nothing.
     *
     * @throws IllegalArgumentException if a value is missing; the message names it
     */
    public BackgroundSync build() {
        if (engine == null || store == null || executor == null) {
            String missing = engine == null ? "engine" : store == null ? "store" : "executor";
            throw new IllegalArgumentException("BackgroundSync.builder() needs " + missing);
        }
        return new DefaultBackgroundSync(
                new BackgroundParts(engine, store, executor, clock, random, maxConcurrent, maxAthletesPerRun));
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }
}
