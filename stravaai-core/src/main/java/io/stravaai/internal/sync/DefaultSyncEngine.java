package io.stravaai.internal.sync;

import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.util.function.UnaryOperator;

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

    @Override
    public VerifyReport verify(AthleteId athlete, SyncOptions options) {
        ComparingStore comparison = new ComparingStore(parts.store(), athlete);
        SyncOptions all = options.mode() == SyncOptions.Mode.RANGE ? options : options.withFullHistory();
        return comparison.report(new SyncRun(parts.with(comparison).with(StravaListener.NONE), athlete, all).run());
    }

    @Override
    public void pauseBackfill(AthleteId athlete) {
        change(athlete, state -> state.backfillPaused(true));
    }

    @Override
    public void resumeBackfill(AthleteId athlete) {
        change(
                athlete,
                state -> state.backfillPaused(false).nextDueAt(parts.clock().instant()));
    }

    private void change(AthleteId athlete, UnaryOperator<SyncState.Builder> change) {
        CommitResult result;
        do {
            SyncState state = parts.store().syncState(athlete).orElseGet(() -> SyncState.initial(athlete));
            result = parts.store().commit(parts.successor(state, change.apply(state.toBuilder())));
        } while (result == CommitResult.CONFLICT);
    }
}
