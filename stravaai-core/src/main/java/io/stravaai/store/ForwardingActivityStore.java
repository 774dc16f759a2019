package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Passes every call on to another store. A subclass overrides what it wants to change or to know of. As thread-safe as the
 * other store.
 */
public abstract class ForwardingActivityStore implements ActivityStore {

    private final ActivityStore store;

    /** Passes on to this store. */
    protected ForwardingActivityStore(ActivityStore store) {
        this.store = Objects.requireNonNull(store, "store");
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
