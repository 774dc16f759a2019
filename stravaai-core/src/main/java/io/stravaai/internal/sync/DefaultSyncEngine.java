package io.stravaai.internal.sync;

import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;

/** Runs syncs; all state of one is in its {@link SyncRun}. */
public final class DefaultSyncEngine implements SyncEngine {

    private final SyncParts parts;

    public DefaultSyncEngine(SyncParts parts) {
        this.parts = parts;
    }

    @Override
    public SyncReport sync(AthleteId athlete, SyncOptions options) {
        return new SyncRun(parts, athlete, options).run();
    }
}
