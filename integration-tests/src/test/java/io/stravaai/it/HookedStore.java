package io.stravaai.it;

import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that calls back before it does what it is told; what the call throws, the store throws. */
final class HookedStore extends ForwardingActivityStore {

    volatile Consumer<AthleteId> beforeSyncState = athlete -> {};

    /** In the middle of each page of a sync, and never for a claim. */
    volatile Consumer<AthleteId> beforeKnown = athlete -> {};

    volatile Consumer<SyncCommit> beforeCommit = commit -> {};
    volatile Runnable beforeDue = () -> {};

    HookedStore(ActivityStore store) {
        super(store);
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        beforeSyncState.accept(athlete);
        return super.syncState(athlete);
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        beforeCommit.accept(commit);
        return super.commit(commit);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        beforeKnown.accept(query.athlete());
        return super.known(query);
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        beforeDue.run();
        return super.due(now, limit);
    }
}
