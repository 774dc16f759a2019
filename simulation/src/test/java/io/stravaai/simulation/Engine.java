package io.stravaai.simulation;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.store.ActivityStore;
import java.time.Clock;
import java.util.SplittableRandom;

/** What the engine under test promises, and how it is built. */
final class Engine {

    /** Whether deletions are found, and all of the history is listed again from time to time. */
    static final boolean FINDS_DELETIONS = false;

    private Engine() {}

    static SyncEngine build(
            StravaClient client, ActivityStore store, Clock clock, SplittableRandom random, Swarm swarm) {
        return SyncEngine.builder()
                .client(client)
                .store(store)
                .clock(clock)
                .random(random)
                .build();
    }
}
