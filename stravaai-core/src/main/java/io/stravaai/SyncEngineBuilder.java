package io.stravaai;

import io.stravaai.internal.client.SafeListener;
import io.stravaai.internal.sync.DefaultSyncEngine;
import io.stravaai.internal.sync.SyncParts;
import io.stravaai.internal.sync.WantedResources;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.SyncPolicy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SyncEngine}: {@code client} and {@code store} are required. Not thread-safe. */
public final class SyncEngineBuilder {

    private @Nullable StravaClient client;
    private @Nullable ActivityStore store;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private final List<StravaListener> listeners = new ArrayList<>();
    private SyncPolicy policy = SyncPolicy.defaults();
    private WantedResources resources = WantedResources.none();
    private @Nullable SyncHistory history;

    SyncEngineBuilder() {}

    /** Where activities come from. Required. */
    public SyncEngineBuilder client(StravaClient client) {
        this.client = Objects.requireNonNull(client, "client");
        return this;
    }

    /** Where activities go. Required. */
    public SyncEngineBuilder store(ActivityStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * What is to be fetched of each activity beside the list, and where it goes; nothing by default. Each costs a request
     * for each activity, once, and again when the activity has changed in a way that concerns it; the newest activities
     * come first, and the requests stand behind those for lists. Activities that are stored already are fetched too.
     *
     * @param wanted at least one
     * @throws IllegalArgumentException if nothing is wanted
     */
    public SyncEngineBuilder resources(ResourceStore store, ActivityResource... wanted) {
        if (wanted.length == 0) {
            throw new IllegalArgumentException("Name what is to be fetched, such as ActivityResource.STREAMS");
        }
        this.resources = new WantedResources(Objects.requireNonNull(store, "store"), EnumSet.copyOf(List.of(wanted)));
        return this;
    }

    /** How often is synced, and how often listed again; {@link SyncPolicy#defaults()} by default. */
    public SyncEngineBuilder policy(SyncPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    public SyncEngineBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Where versions of new states and ids of syncs come from. MUST be safe for many threads. */
    public SyncEngineBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /** Is told, besides others, of each page that is stored; waits for quota are told by the client, to its own listeners. */
    public SyncEngineBuilder listener(StravaListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Is told of each sync that has ended, however it did. A history that fails is logged and fails no sync. None by default. */
    public SyncEngineBuilder history(SyncHistory history) {
        this.history = Objects.requireNonNull(history, "history");
        return this;
    }

    /**
     * Builds the engine. Sends and reads nothing.
     *
     * @throws IllegalArgumentException if a value is missing; the message names it
     */
    public SyncEngine build() {
        if (client == null || store == null) {
            throw new IllegalArgumentException("SyncEngine.builder() needs " + (client == null ? "client" : "store"));
        }
        return new DefaultSyncEngine(
                new SyncParts(client, store, policy, clock, random, new SafeListener(listeners), resources, history));
    }
}
