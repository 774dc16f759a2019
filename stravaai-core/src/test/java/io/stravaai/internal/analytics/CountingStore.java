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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what is read. */
final class CountingStore implements ActivityStore {

    private final ActivityStore store;
    int reads;
    int found;
    int compared;

    CountingStore(ActivityStore store) {
        this.store = store;
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return store.syncState(athlete);
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        return store.commit(commit);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        reads++;
        compared++;
        return store.known(query);
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        reads++;
        found++;
        return store.find(athlete, activity);
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        reads++;
        return new ArrayList<>(store.list(query));
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
