package io.stravaai.internal.sync;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the commits of a sync and, instead of writing them, notes what they would have changed in the store. Of one sync;
 * not thread-safe.
 */
final class ComparingStore implements ActivityStore {

    private final ActivityStore store;
    private final Set<ActivityId> missing = new LinkedHashSet<>();
    private final Set<ActivityId> changed = new LinkedHashSet<>();
    private final Set<ActivityId> deleted = new LinkedHashSet<>();
    private SyncState state;

    ComparingStore(ActivityStore store, AthleteId athlete) {
        this.store = store;
        this.state = SyncState.initial(athlete);
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return state.version() == 0 ? Optional.empty() : Optional.of(state);
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        List<ActivityId> ids = commit.changed().stream().map(StoredActivity::id).toList();
        Set<ActivityId> live = new LinkedHashSet<>();
        for (KnownActivity known : store.known(KnownQuery.of(commit.athlete(), ids))) {
            if (!known.isDeleted()) {
                live.add(known.id());
            }
        }
        for (StoredActivity row : commit.changed()) {
            if (row.deletedAt().isPresent()) {
                deleted.add(row.id());
            } else if (live.contains(row.id())) {
                changed.add(row.id());
            } else {
                missing.add(row.id());
            }
        }
        state = commit.next();
        return CommitResult.COMMITTED;
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        return store.known(query);
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return store.list(query);
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        return List.of();
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        return store.quarantined(athlete);
    }

    @Override
    public void purge(AthleteId athlete) {
        throw new UnsupportedOperationException("A comparison changes nothing");
    }

    VerifyReport report(SyncReport listing) {
        return VerifyReport.of(listing, List.copyOf(missing), List.copyOf(changed), List.copyOf(deleted));
    }
}
