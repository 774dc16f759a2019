package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.store.ActivityStore;
import io.stravaai.sync.SyncPolicy;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What every sync of an engine shares. */
public record SyncParts(
        StravaClient client,
        ActivityStore store,
        SyncPolicy policy,
        Clock clock,
        RandomGenerator random,
        StravaListener listener,
        WantedResources resources) {}
