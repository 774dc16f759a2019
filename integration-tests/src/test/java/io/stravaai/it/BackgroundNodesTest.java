package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.BackgroundSync;
import io.stravaai.SyncEngine;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.SyncReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes that sync the same athletes. */
@Timeout(60)
class BackgroundNodesTest extends WithThreads {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void several_nodes_at_once_sync_each_athlete_once(long seed) throws Exception {
        Fleet fleet = new Fleet(120).enrolled();
        // A first sync has two pages, the second of which shows that the history has ended.
        Map<AthleteId, AtomicInteger> syncs = new ConcurrentHashMap<>();
        fleet.store.beforeKnown = athlete ->
                syncs.computeIfAbsent(athlete, id -> new AtomicInteger()).incrementAndGet();
        int nodes = 3;
        List<BackgroundSync> backgrounds = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            backgrounds.add(
                    fleet.builder(pool(3)).random(new Random(seed * 10 + node)).build());
        }

        assertThat(syncedTogether(backgrounds)).containsExactlyInAnyOrderElementsOf(fleet.ids);
        assertThat(syncs.values()).allSatisfy(count -> assertThat(count).hasValue(2));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void several_nodes_on_one_database_sync_each_athlete_once(Databases kind, @TempDir Path folder) throws Exception {
        DataSource database = Databases.dataSource(kind.newUrl(folder));
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        Fleet fleet = new Fleet(stores.activities(), 40).enrolled();
        List<BackgroundSync> backgrounds = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            JdbcStores own = JdbcStores.open(database);
            backgrounds.add(BackgroundSync.builder()
                    .engine(SyncEngine.builder()
                            .client(fleet.world.client)
                            .store(own.activities())
                            .history(own.history())
                            .clock(fleet.world.clock)
                            .build())
                    .store(own.activities())
                    .executor(pool(2))
                    .clock(fleet.world.clock)
                    .build());
        }

        assertThat(syncedTogether(backgrounds)).containsExactlyInAnyOrderElementsOf(fleet.ids);
        for (AthleteId athlete : fleet.ids) {
            assertThat(stores.history().list(athlete, 10)).singleElement().matches(StoredSync::isComplete);
        }
    }

    @Test
    void whoever_is_claimed_by_another_node_is_skipped() {
        Fleet fleet = new Fleet(3).enrolled();
        AthleteId taken = fleet.ids.get(1);
        HookedStore slow = new HookedStore(fleet.world.store);
        slow.beforeCommit = commit -> {
            if (commit.athlete().equals(taken)) {
                // Between the look and the claim of this node.
                slow.beforeCommit = other -> {};
                SyncState state = fleet.state(taken);
                fleet.world.store.commit(SyncCommit.of(
                        state.next().nextDueAt(World.START.plus(Fleet.LEASE)).build(),
                        List.of(),
                        List.of(),
                        List.of()));
            }
        };

        BackgroundReport report =
                fleet.builder(Runnable::run).store(slow).build().run();

        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.reports())
                .extracting(SyncReport::athlete)
                .containsExactly(fleet.ids.get(0), fleet.ids.get(2));
        assertThat(fleet.state(taken).nextDueAt()).contains(World.START.plus(Fleet.LEASE));
    }

    @Test
    void whoever_a_dead_node_had_claimed_is_taken_over_after_the_lease() {
        Fleet fleet = new Fleet(1).enrolled();
        AthleteId athlete = fleet.ids.get(0);
        // The node dies when it has claimed: its executor never runs anything, and it is never heard of again.
        SyncState state = fleet.state(athlete);
        fleet.world.store.commit(SyncCommit.of(
                state.next().nextDueAt(World.START.plus(Fleet.LEASE)).build(), List.of(), List.of(), List.of()));
        BackgroundSync other = fleet.background(Runnable::run);

        fleet.world.clock.advance(Fleet.LEASE.minusSeconds(1));
        assertThat(other.run().reports()).isEmpty();
        fleet.world.clock.advance(Duration.ofSeconds(1));
        assertThat(other.run().reports()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_history_that_was_being_walked_when_its_node_died_is_taken_over_after_the_lease(int pages) {
        Fleet fleet = new Fleet(0);
        AthleteId athlete = fleet.add(1100);
        fleet.dueAt(athlete, World.START);
        AtomicInteger commits = new AtomicInteger();
        fleet.store.beforeCommit = commit -> {
            if (commits.incrementAndGet() > pages) {
                throw new StoreException("The node is dead", false, null);
            }
        };
        fleet.background(Runnable::run).run();
        fleet.store.beforeCommit = commit -> {};

        fleet.world.clock.advance(Fleet.LEASE.minusSeconds(1));
        assertThat(fleet.due()).isEmpty();
        fleet.world.clock.advance(Duration.ofSeconds(1));
        fleet.background(Runnable::run).run();

        assertThat(World.storedRaw(fleet.world.store, athlete)).hasSize(1100);
        assertThat(fleet.state(athlete).nextDueAt().orElseThrow())
                .isAfter(fleet.world.clock.instant().plus(Fleet.LEASE));
    }

    /** Whom nodes sync, without a failure, that all run at the same time; in no order. */
    private List<AthleteId> syncedTogether(List<BackgroundSync> nodes) throws Exception {
        CyclicBarrier start = new CyclicBarrier(nodes.size());
        ExecutorService runners = pool(nodes.size());
        List<Future<BackgroundReport>> runs = new ArrayList<>();
        for (BackgroundSync node : nodes) {
            runs.add(runners.submit(() -> {
                start.await();
                return node.run();
            }));
        }
        List<AthleteId> synced = new ArrayList<>();
        for (Future<BackgroundReport> run : runs) {
            assertThat(run.get().failures()).isEmpty();
            run.get().reports().forEach(report -> synced.add(report.athlete()));
        }
        return synced;
    }
}
