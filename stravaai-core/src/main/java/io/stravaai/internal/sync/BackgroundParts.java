package io.stravaai.internal.sync;

import io.stravaai.SyncEngine;
import io.stravaai.store.ActivityStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What every run of a background sync shares. */
public record BackgroundParts(
        SyncEngine engine,
        ActivityStore store,
        Executor executor,
        Clock clock,
        RandomGenerator random,
        int maxConcurrent,
        int maxAthletesPerRun) {}
