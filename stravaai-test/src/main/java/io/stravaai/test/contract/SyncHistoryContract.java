package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SyncHistory} must do. */
public abstract class SyncHistoryContract {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final AthleteId OTHER = AthleteId.of(134816);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int ROUNDS = 20;

    private SyncHistory history;
    private SyncHistory second;

    protected SyncHistoryContract() {}

    /** A history without syncs; called before each test. */
    protected abstract SyncHistory createHistory();

    /** Another instance on the syncs of the given history, as another process would have it; itself if there is none. */
    protected SyncHistory secondInstance(SyncHistory history) {
        return history;
    }

    @BeforeEach
    final void createHistories() {
        history = createHistory();
        second = secondInstance(history);
    }

    @Test
    public void list_nothingRecorded_isEmpty() {
        assertEquals(List.of(), history.list(ATHLETE, 10));
        assertEquals(List.of(), history.list(ATHLETE, sync(ATHLETE, 1, NOON), 10));
    }

    @Test
    public void record_everyPart_comesBack() {
        Instant odd = Instant.parse("2026-11-20T12:00:00.123456Z");
        StoredSync full = StoredSync.builder(ATHLETE, Long.MAX_VALUE, odd, odd.plusMillis(7))
                .inserted(1)
                .updated(2)
                .unchanged(3)
                .deleted(4)
                .restored(5)
                .quarantined(6)
                .fetched(7)
                .pendingResources(8)
                .requests(Integer.MAX_VALUE)
                .reached(Instant.parse("0001-01-01T00:00:00Z"))
                .resumeAt(Instant.parse("2033-03-13T00:00:00Z"))
                .failure("StoreException")
                .build();
        StoredSync bare = sync(ATHLETE, -5, NOON.minusSeconds(1));

        history.record(full);
        history.record(bare);

        assertEquals(List.of(full, bare), history.list(ATHLETE, 10));
    }

    @Test
    public void record_again_changesNothing() {
        history.record(sync(ATHLETE, 1, NOON));

        history.record(sync(ATHLETE, 1, NOON));
        history.record(StoredSync.builder(ATHLETE, 1, NOON, NOON.plusSeconds(1))
                .failure("StoreException")
                .build());

        assertEquals(List.of(sync(ATHLETE, 1, NOON)), history.list(ATHLETE, 10));
    }

    @Test
    public void record_sameStartAndIdOfAnotherAthlete_isAnotherSync() {
        history.record(sync(ATHLETE, 1, NOON));
        history.record(sync(OTHER, 1, NOON));

        assertEquals(List.of(sync(ATHLETE, 1, NOON)), history.list(ATHLETE, 10));
        assertEquals(List.of(sync(OTHER, 1, NOON)), history.list(OTHER, 10));
    }

    @Test
    public void list_pageByPage_keepsTheOrderThroughTies() {
        List<StoredSync> expected = new ArrayList<>();
        for (int minute = 10; minute > 0; minute--) {
            for (int id = 3; id > -2; id--) {
                expected.add(sync(ATHLETE, id, NOON.plusSeconds(minute * 60L)));
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            // In an order of its own: 17 and the count have no common divisor.
            history.record(expected.get(i * 17 % expected.size()));
            history.record(sync(OTHER, i, NOON.plusSeconds(i * 30L)));
        }

        List<StoredSync> found = new ArrayList<>();
        List<StoredSync> page = history.list(ATHLETE, 7);
        while (!page.isEmpty()) {
            found.addAll(page);
            page = history.list(ATHLETE, page.get(page.size() - 1), 7);
        }

        assertEquals(expected, found);
    }

    @Test
    public void list_afterASyncThatIsNotKept_beginsBehindItsPlace() {
        history.record(sync(ATHLETE, 1, NOON));
        history.record(sync(ATHLETE, 2, NOON.plusSeconds(60)));

        assertEquals(
                List.of(sync(ATHLETE, 1, NOON)), history.list(ATHLETE, sync(ATHLETE, 9, NOON.plusSeconds(30)), 10));
    }

    @Test
    public void list_limit_isKept() {
        history.record(sync(ATHLETE, 1, NOON));
        history.record(sync(ATHLETE, 2, NOON));

        assertEquals(List.of(sync(ATHLETE, 2, NOON)), history.list(ATHLETE, 1));
        assertEquals(List.of(), history.list(ATHLETE, 0));
        assertThrows(IllegalArgumentException.class, () -> history.list(ATHLETE, -1));
    }

    @Test
    public void purge_removesThatAthleteAndIsIdempotent() {
        history.record(sync(ATHLETE, 1, NOON));
        history.record(sync(ATHLETE, 2, NOON));
        history.record(sync(OTHER, 1, NOON));

        history.purge(ATHLETE);
        history.purge(ATHLETE);

        assertEquals(List.of(), history.list(ATHLETE, 10));
        assertEquals(List.of(sync(OTHER, 1, NOON)), history.list(OTHER, 10));
    }

    @Test
    public void prune_removesWhatBeganBeforeOfAllAthletes() {
        for (AthleteId athlete : List.of(ATHLETE, OTHER)) {
            history.record(sync(athlete, 1, NOON.minusSeconds(1)));
            history.record(sync(athlete, 2, NOON));
            history.record(sync(athlete, 3, NOON.plusSeconds(1)));
        }

        assertEquals(2, history.prune(NOON));
        assertEquals(0, history.prune(NOON));

        for (AthleteId athlete : List.of(ATHLETE, OTHER)) {
            assertEquals(
                    List.of(sync(athlete, 3, NOON.plusSeconds(1)), sync(athlete, 2, NOON)), history.list(athlete, 10));
        }
    }

    @Test
    public void secondInstance_seesTheSameSyncs() {
        history.record(sync(ATHLETE, 1, NOON));
        second.record(sync(ATHLETE, 1, NOON));
        second.record(sync(ATHLETE, 2, NOON));

        assertEquals(List.of(sync(ATHLETE, 2, NOON), sync(ATHLETE, 1, NOON)), history.list(ATHLETE, 10));
        assertEquals(history.list(ATHLETE, 10), second.list(ATHLETE, 10));
    }

    @Test
    public void record_manyThreads_losesNothing() {
        Race.run(thread -> () -> {
            for (int i = 0; i < ROUNDS; i++) {
                // Each sync is recorded by two threads.
                instance(thread).record(sync(ATHLETE, i * (long) Race.THREADS + thread / 2, NOON));
            }
            return true;
        });

        Set<StoredSync> expected = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (int thread = 0; thread < Race.THREADS; thread++) {
                expected.add(sync(ATHLETE, i * (long) Race.THREADS + thread / 2, NOON));
            }
        }
        List<StoredSync> found = history.list(ATHLETE, 10_000);
        assertEquals(expected.size(), found.size());
        assertEquals(expected, Set.copyOf(found));
    }

    private SyncHistory instance(int thread) {
        return thread % 2 == 0 ? history : second;
    }

    private static StoredSync sync(AthleteId athlete, long id, Instant startedAt) {
        return StoredSync.builder(athlete, id, startedAt, startedAt.plusSeconds(3))
                .inserted(3)
                .requests(2)
                .build();
    }
}
