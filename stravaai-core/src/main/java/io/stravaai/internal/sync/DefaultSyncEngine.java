package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Runs syncs; all state of one is in its {@link SyncRun}. */
public final class DefaultSyncEngine implements SyncEngine {

    private final StravaClient client;
    private final ActivityStore store;
    private final Clock clock;
    private final RandomGenerator random;
    private final StravaListener listener;

    public DefaultSyncEngine(
            StravaClient client, ActivityStore store, Clock clock, RandomGenerator random, StravaListener listener) {
        this.client = client;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
    }

    @Override
    public SyncReport sync(AthleteId athlete, SyncOptions options) {
        return new SyncRun(client, store, clock, random, listener, athlete, options).run();
    }
}
