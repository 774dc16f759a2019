package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.SyncEngine;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncHistoryTest {

    private final SyncHistory history = InMemoryStores.history();

    @Test
    void every_sync_is_kept_with_what_it_did_the_latest_first() {
        World world = new World(server -> server.readLimits(4, 1000)).withHistory(700);
        HookedStore store = new HookedStore(world.store);
        SyncEngine engine = engine(world, store, history);
        AthleteId athlete = world.athlete.id();

        SyncReport partial = engine.sync(athlete);
        world.clock.advance(Duration.ofMinutes(15));
        store.beforeKnown = any -> {
            throw new IllegalStateException("bug");
        };
        assertThatThrownBy(() -> engine.sync(athlete)).isInstanceOf(IllegalStateException.class);
        store.beforeKnown = any -> {};
        world.clock.advance(Duration.ofMinutes(15));
        world.tokens.delete(athlete);
        assertThatThrownBy(() -> engine.sync(athlete)).isInstanceOf(NoGrantException.class);
        world.tokens.put(athlete, world.athlete.grant());
        world.clock.advance(Duration.ofMinutes(15));
        engine.sync(athlete);
        world.clock.advance(Duration.ofMinutes(15));
        SyncReport complete = engine.sync(athlete);

        List<StoredSync> kept = history.list(athlete, 10);
        assertThat(kept).hasSize(5).extracting(StoredSync::id).doesNotHaveDuplicates();
        assertIs(kept.get(4), partial);
        assertThat(kept.get(4).resumeAt()).isEqualTo(partial.resumeAt()).isPresent();
        assertThat(kept.get(3).failure()).contains("IllegalStateException");
        assertThat(kept.get(3).requests()).isEqualTo(1);
        assertThat(kept.get(2).failure()).contains("NoGrantException");
        assertThat(kept.get(2).startedAt()).isEqualTo(World.START.plus(Duration.ofMinutes(30)));
        assertIs(kept.get(0), complete);
        assertThat(kept)
                .extracting(StoredSync::isComplete)
                .containsExactly(true, kept.get(1).isComplete(), false, false, false);
    }

    @Test
    void a_sync_for_an_opened_app_is_kept_too() {
        World world = new World().withHistory(3);
        SyncEngine engine = engine(world, world.store, history);

        engine.syncIfStale(world.athlete.id(), Duration.ofHours(1));
        engine.syncIfStale(world.athlete.id(), Duration.ofHours(1));

        assertThat(history.list(world.athlete.id(), 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_history_that_fails_fails_no_sync_and_hides_no_failure(boolean error) {
        World world = new World().withHistory(3);
        HookedStore store = new HookedStore(world.store);
        SyncEngine engine = engine(world, store, new Failing(error));

        assertThat(engine.sync(world.athlete.id()).inserted()).isEqualTo(3);

        StoreException gone = new StoreException("gone", true, null);
        store.beforeKnown = any -> {
            throw gone;
        };
        assertThatThrownBy(() -> engine.sync(world.athlete.id())).isSameAs(gone);
    }

    private static void assertIs(StoredSync kept, SyncReport report) {
        assertThat(kept.athlete()).isEqualTo(report.athlete());
        assertThat(kept.startedAt()).isEqualTo(report.startedAt());
        assertThat(kept.finishedAt()).isEqualTo(report.finishedAt());
        assertThat(kept.inserted()).isEqualTo(report.inserted());
        assertThat(kept.unchanged()).isEqualTo(report.unchanged());
        assertThat(kept.requests()).isEqualTo(report.requests()).isPositive();
        assertThat(kept.fetched()).isEqualTo(report.fetched());
        assertThat(kept.pendingResources()).isEqualTo(report.pendingResources());
        assertThat(kept.reached()).isEqualTo(report.reached()).isPresent();
        assertThat(kept.failure()).isEmpty();
    }

    private static SyncEngine engine(World world, ActivityStore store, SyncHistory history) {
        return SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .random(new Random(5))
                .history(history)
                .build();
    }

    private record Failing(boolean error) implements SyncHistory {

        @Override
        public void record(StoredSync sync) {
            if (error) {
                throw new NoClassDefFoundError("a/B");
            }
            throw new StoreException("The history is gone", true, null);
        }

        @Override
        public List<StoredSync> list(AthleteId athlete, StoredSync after, int limit) {
            return List.of();
        }

        @Override
        public void purge(AthleteId athlete) {}

        @Override
        public int prune(Instant before) {
            return 0;
        }
    }
}
