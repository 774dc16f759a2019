package io.stravaai.internal.sync;

import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.client.CallOptions;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.CommitResult;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.util.OptionalInt;
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
    public BackfillEstimate estimate(AthleteId athlete) {
        SyncState state = parts.store().syncState(athlete).orElseGet(() -> SyncState.initial(athlete));
        if (!state.coverage().isComplete() && state.expectedActivities().isEmpty()) {
            OptionalInt total = totals(athlete);
            if (total.isPresent()) {
                change(athlete, next -> next.expectedActivities(total.getAsInt()));
                state = parts.store().syncState(athlete).orElse(state);
            }
        }
        return Estimates.of(parts, state, 0, 0);
    }

    private OptionalInt totals(AthleteId athlete) {
        try {
            return Estimates.total(parts.client()
                    .athletes()
                    .stats(athlete, CallOptions.defaults().withLane(Lane.BACKFILL)));
        } catch (NotFoundException | ForbiddenException | EndpointRetiredException e) {
            return OptionalInt.empty();
        }
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
