package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncHistory;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncPolicy;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every sync of an engine shares.
 *
 * @param history null if nobody wants to look back
 */
public record SyncParts(
        StravaClient client,
        ActivityStore store,
        SyncPolicy policy,
        Clock clock,
        RandomGenerator random,
        StravaListener listener,
        WantedResources resources,
        @Nullable SyncHistory history) {

    /** The same parts for a sync that writes here, and has no other effect. */
    SyncParts comparingWith(ActivityStore comparison) {
        return new SyncParts(
                client, comparison, policy, clock, random, new StravaListener() {}, WantedResources.none(), null);
    }

    /** The commit that leads from a state to the next one and changes nothing else. */
    SyncCommit successor(SyncState state, SyncState.Builder next) {
        return successor(state, next, List.of(), List.of(), List.of());
    }

    /**
     * The commit that leads from a state to the next one, whose version it gives. Whoever was withdrawn stays so, whenever
     * the sync would have been due.
     */
    SyncCommit successor(
            SyncState state,
            SyncState.Builder next,
            List<StoredActivity> changed,
            List<QuarantinedActivity> quarantined,
            List<ContentHash> released) {
        if (state.isWithdrawn()) {
            next.nextDueAt(SyncState.NEVER);
        }
        // The first version is drawn, so that it was not used before a purge.
        return state.version() == 0
                ? SyncCommit.first(
                        next.version(random.nextLong(1, Long.MAX_VALUE / 2)).build(), changed, quarantined, released)
                : SyncCommit.of(next.version(state.version() + 1).build(), changed, quarantined, released);
    }
}
