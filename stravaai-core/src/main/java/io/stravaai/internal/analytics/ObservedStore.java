package io.stravaai.internal.analytics;

import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.SyncCommit;
import java.util.function.Consumer;

/** A store that tells of each commit that was applied. One that throws may have been applied too, and is not told of. */
final class ObservedStore extends ForwardingActivityStore {

    private final Consumer<SyncCommit> committed;

    ObservedStore(ActivityStore store, Consumer<SyncCommit> committed) {
        super(store);
        this.committed = committed;
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        CommitResult result = super.commit(commit);
        if (result == CommitResult.COMMITTED) {
            committed.accept(commit);
        }
        return result;
    }
}
