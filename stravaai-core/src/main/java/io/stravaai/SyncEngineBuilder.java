package io.stravaai;

import io.stravaai.internal.client.SafeListener;
import io.stravaai.internal.sync.DefaultSyncEngine;
import io.stravaai.internal.sync.SyncParts;
import io.stravaai.store.ActivityStore;
import io.stravaai.sync.SyncPolicy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SyncEngine}: {@code client} and {@code store} are required. Not thread-safe. */
public final class SyncEngineBuilder {

    private @Nullable StravaClient client;
    private @Nullable ActivityStore store;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private StravaListener listener = StravaListener.NONE;
    private SyncPolicy policy = SyncPolicy.defaults();

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

    /** How often is synced, and how often listed again; {@link SyncPolicy#defaults()} by default. */
    public SyncEngineBuilder policy(SyncPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    public SyncEngineBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Where versions of new states come from. MUST be safe for many threads. */
    public SyncEngineBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /** Is told of each page that is stored; waits for quota are told by the client, to its own listener. */
    public SyncEngineBuilder listener(StravaListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
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
        return new DefaultSyncEngine(new SyncParts(client, store, policy, clock, random, new SafeListener(listener)));
    }
}
