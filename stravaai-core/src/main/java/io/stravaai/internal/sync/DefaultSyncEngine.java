package io.stravaai.internal.sync;

import io.stravaai.SyncEngine;
import io.stravaai.client.CallOptions;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.CommitResult;
import io.stravaai.store.SyncState;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Runs syncs; all state of one is in its {@link SyncRun}. */
public final class DefaultSyncEngine implements SyncEngine {

    private static final SyncOptions FOR_AN_OPENED_APP =
            SyncOptions.defaults().withNewestOnly().withLane(Lane.INTERACTIVE);

    private final SyncParts parts;
    private final Journal journal;
    private final SharedSyncs shared = new SharedSyncs();

    public DefaultSyncEngine(SyncParts parts) {
        this.parts = parts;
        this.journal = new Journal(parts.history(), parts.random());
    }

    @Override
    public SyncReport sync(AthleteId athlete, SyncOptions options) {
        SyncRun run = new SyncRun(parts, athlete, options);
        SyncReport report;
        try {
            report = run.run();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            journal.record(() -> run.failed(e));
            throw e;
        }
        journal.record(() -> report);
        return report;
    }

    @Override
    public Optional<SyncReport> syncIfStale(AthleteId athlete, Duration maxAge) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative: " + maxAge);
        }
        while (!isFresh(athlete, maxAge)) {
            // Looked at once more, since a sync may have ended in between; then each caller judges its age alone.
            Optional<SyncReport> report = shared.join(
                    athlete,
                    () -> isFresh(athlete, maxAge) ? Optional.empty() : Optional.of(sync(athlete, FOR_AN_OPENED_APP)));
            if (report.isPresent()) {
                return report;
            }
        }
        return Optional.empty();
    }

    private boolean isFresh(AthleteId athlete, Duration maxAge) {
        Instant listed = parts.store()
                .syncState(athlete)
                .flatMap(SyncState::newestListedAt)
                .orElse(null);
        if (listed == null) {
            return false;
        }
        Duration age = Duration.between(listed, parts.clock().instant());
        return !age.isNegative() && age.compareTo(maxAge) <= 0;
    }

    @Override
    public SyncPolicy policy() {
        return parts.policy();
    }

    @Override
    public AthleteStatus status(AthleteId athlete) {
        SyncState state = parts.store().syncState(athlete).orElseGet(() -> SyncState.initial(athlete));
        return AthleteStatus.of(
                state,
                parts.store().quarantined(athlete).size(),
                state.lastFailure().filter(Schedule::needsConsent).isPresent(),
                parts.clock().instant());
    }

    @Override
    public VerifyReport verify(AthleteId athlete, SyncOptions options) {
        ComparingStore comparison = new ComparingStore(parts.store(), athlete);
        SyncOptions all = options.mode() == SyncOptions.Mode.RANGE ? options : options.withFullHistory();
        return comparison.report(new SyncRun(parts.comparingWith(comparison), athlete, all).run());
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
        return Estimates.of(parts, state);
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
