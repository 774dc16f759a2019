package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.SyncPolicy;
import java.time.Clock;
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
        @Nullable SyncHistory history) {}
