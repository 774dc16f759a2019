package io.stravaai.it;

import io.stravaai.BackgroundSync;
import io.stravaai.BackgroundSyncBuilder;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** A world with many athletes, and a store in which an engine can be held. */
final class Fleet {

    /** How long a claim lasts by default. */
    static final Duration LEASE = Duration.ofMinutes(15);

    final World world;
    final HookedStore store;
    final SyncEngine engine;
    final List<AthleteId> ids = new ArrayList<>();

    Fleet(int athletes) {
        this(athletes, server -> server.readLimits(10_000, 100_000));
    }

    Fleet(int athletes, UnaryOperator<FakeStrava.Builder> server) {
        this(athletes, server, 3);
    }

    Fleet(int athletes, UnaryOperator<FakeStrava.Builder> server, int activities) {
        this(InMemoryStores.activities(), athletes, server, activities);
    }

    Fleet(ActivityStore activities, int athletes) {
        this(activities, athletes, server -> server.readLimits(10_000, 100_000), 3);
    }

    private Fleet(ActivityStore base, int athletes, UnaryOperator<FakeStrava.Builder> server, int activities) {
        this.world = new World(builder -> server.apply(builder.overallLimits(100_000, 1_000_000)), base);
        this.store = new HookedStore(world.store);
        this.engine = SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .random(new Random(5))
                .build();
        for (int i = 0; i < athletes; i++) {
            add(activities);
        }
    }

    AthleteId add(int activities) {
        FakeAthlete athlete = world.strava.addAthlete();
        if (activities > 0) {
            athlete.generateHistory(Instant.parse("2018-02-03T00:00:00Z"), World.START.minusSeconds(3600), activities);
        }
        world.tokens.put(athlete.id(), athlete.grant());
        ids.add(athlete.id());
        return athlete.id();
    }

    Fleet enrolled() {
        BackgroundSync background = background(Runnable::run);
        ids.forEach(background::enroll);
        return this;
    }

    BackgroundSyncBuilder builder(Executor executor) {
        return BackgroundSync.builder()
                .engine(engine)
                .store(store)
                .executor(executor)
                .clock(world.clock)
                .random(new Random(3));
    }

    BackgroundSync background(Executor executor) {
        return builder(executor).build();
    }

    void dueAt(AthleteId athlete, Instant due) {
        world.store.commit(SyncCommit.first(
                SyncState.builder(athlete, 1).nextDueAt(due).build(), List.of(), List.of(), List.of()));
    }

    SyncState state(AthleteId athlete) {
        return world.store.syncState(athlete).orElseThrow();
    }

    List<AthleteId> due() {
        return world.store.due(world.clock.instant(), 10_000);
    }

    /** A run in each of so many windows, late enough in it for what was put off to its beginning. */
    void runInWindows(int windows) {
        for (int window = 0; window < windows; window++) {
            background(Runnable::run).run();
            world.clock.advance(Duration.ofMinutes(15));
        }
    }

    int newestPages() {
        return (int) world.strava.exchanges().stream()
                .filter(exchange ->
                        exchange.path().equals(World.LIST) && !exchange.query().containsKey("before"))
                .count();
    }

    List<AthleteId> synced() {
        return ids.stream()
                .filter(athlete -> state(athlete).newestListedAt().isPresent())
                .toList();
    }

    /** Throws from where nothing checked may be thrown. */
    static void raise(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
