package io.stravaai.internal.analytics;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that tells of each commit that was applied. One that throws may have been applied too, and is not told of. */
final class ObservedStore implements ActivityStore {

    private final ActivityStore store;
    private final Consumer<SyncCommit> committed;

    ObservedStore(ActivityStore store, Consumer<SyncCommit> committed) {
        this.store = store;
        this.committed = committed;
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        CommitResult result = store.commit(commit);
        if (result == CommitResult.COMMITTED) {
            committed.accept(commit);
        }
        return result;
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return store.syncState(athlete);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        return store.known(query);
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return store.find(athlete, activity);
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return store.list(query);
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        return store.due(now, limit);
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        return store.quarantined(athlete);
    }

    @Override
    public void purge(AthleteId athlete) {
        store.purge(athlete);
    }
}
