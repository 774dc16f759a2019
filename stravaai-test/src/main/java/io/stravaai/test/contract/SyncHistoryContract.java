package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    /**
     * A history without syncs; called before each test, and before what the subclass itself does {@code @BeforeEach}.
     * The contract closes nothing: a subclass closes {@code @AfterEach} what it has opened here and in the methods
     * below.
     */
    protected abstract SyncHistory createHistory();

    /**
     * Another instance on the syncs of the given history, as another process would have it. Itself if there is none;
     * what takes two is skipped then.
     */
    protected SyncHistory secondInstance(SyncHistory history) {
        return history;
    }

    /**
     * The syncs of the given history as they are found after a restart: the history is closed, and opened again. The
     * given one is not used any more. Itself if that cannot be had; what it is for is skipped then.
     */
    protected SyncHistory reopened(SyncHistory history) {
        return history;
    }

    /** A history whose database does not answer; empty if that cannot be had. */
    protected Optional<SyncHistory> unreachableHistory() {
        return Optional.empty();
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
        reopen();

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
    public void list_walkedWhileSyncsComeAndGo_losesAndRepeatsNoOther() {
        for (int minute = 1; minute <= 20; minute++) {
            history.record(sync(ATHLETE, minute % 3, NOON.plusSeconds(minute / 2 * 60L)));
        }
        List<StoredSync> expected = history.list(ATHLETE, 100);
        List<StoredSync> found = new ArrayList<>();
        List<StoredSync> page = history.list(ATHLETE, 4);
        for (int i = 1; !page.isEmpty() && found.size() <= expected.size(); i++) {
            found.addAll(page);
            StoredSync last = page.get(page.size() - 1);
            second.record(sync(ATHLETE, i, NOON.plusSeconds(100_000 + i)));
            if (i == 3) {
                assertEquals(3, second.prune(NOON.plusSeconds(100)), "the oldest are pruned under the walk");
            }
            page = second.list(ATHLETE, last, 4);
        }

        assertEquals(expected.subList(0, expected.size() - 3), found);
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
    public void texts_ofAnyKind_areOnlyData() {
        history.record(sync(OTHER, 1, NOON));
        List<StoredSync> expected = new ArrayList<>();
        for (String text : OddTexts.hostile()) {
            StoredSync sync = StoredSync.builder(ATHLETE, -expected.size(), NOON, NOON)
                    .failure(text)
                    .build();
            expected.add(sync);
            history.record(sync);
            second.record(sync);
        }
        reopen();
        assertEquals(expected, history.list(ATHLETE, 1000));
        history.purge(ATHLETE);
        for (String text : OddTexts.noText()) {
            history.record(StoredSync.builder(ATHLETE, 1, NOON, NOON)
                    .failure("before" + text)
                    .build());
            assertTrue(history.list(ATHLETE, 1).get(0).failure().orElse("").startsWith("before"), "the rest is kept");
            history.purge(ATHLETE);
        }
        assertEquals(List.of(sync(OTHER, 1, NOON)), history.list(OTHER, 10));
    }

    @Test
    public void dates_farAway_comeBack() {
        List<StoredSync> expected = new ArrayList<>();
        for (Instant date : FarTimes.KEPT) {
            expected.add(
                    0,
                    StoredSync.builder(ATHLETE, 1, date, date)
                            .reached(date)
                            .resumeAt(date)
                            .build());
            history.record(expected.get(0));
        }
        reopen();
        assertEquals(expected, second.list(ATHLETE, 100));
        assertEquals(0, history.prune(Instant.MIN));
        assertEquals(1, history.prune(FarTimes.KEPT.get(1)));
        assertEquals(expected.subList(0, expected.size() - 1), second.list(ATHLETE, 100));
        history.purge(ATHLETE);

        for (Instant date : FarTimes.BEYOND) {
            history.record(StoredSync.builder(ATHLETE, 1, NOON, date)
                    .reached(date)
                    .resumeAt(date)
                    .build());
            StoredSync found = history.list(ATHLETE, 1).get(0);
            FarTimes.assertSameOrNearestEnd(date, found.finishedAt());
            FarTimes.assertSameOrNearestEnd(date, found.reached().orElseThrow());
            FarTimes.assertSameOrNearestEnd(date, found.resumeAt().orElseThrow());
            assertEquals(1, history.prune(Instant.MAX));
        }
    }

    @Test
    public void record_startFinerThanAMicrosecond_isKeptOnceAndReadOnFrom() {
        StoredSync fine = sync(ATHLETE, 1, FarTimes.FINE);
        history.record(fine);
        second.record(fine);
        history.record(sync(ATHLETE, 1, FarTimes.FINE.minusSeconds(60)));

        List<StoredSync> found = history.list(ATHLETE, 10);
        assertEquals(2, found.size());
        FarTimes.assertClose(FarTimes.FINE, found.get(0).startedAt());
        assertEquals(List.of(found.get(1)), history.list(ATHLETE, fine, 10));
        assertEquals(List.of(found.get(1)), history.list(ATHLETE, found.get(0), 10));
    }

    @Test
    public void trouble_isThrownAndNotAnsweredAsEmpty() {
        Optional<SyncHistory> without = unreachableHistory();
        assumeTrue(without.isPresent(), "a history whose database does not answer cannot be had");
        SyncHistory unreachable = without.orElseThrow();

        assertThrows(StoreException.class, () -> unreachable.record(sync(ATHLETE, 1, NOON)));
        assertThrows(StoreException.class, () -> unreachable.list(ATHLETE, 1));
        assertThrows(StoreException.class, () -> unreachable.purge(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.prune(NOON));
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
        assumeFalse(Compared.isSame(second, history), "a second instance cannot be had");
        history.record(sync(ATHLETE, 1, NOON));
        second.record(sync(ATHLETE, 1, NOON));
        second.record(sync(ATHLETE, 2, NOON));

        assertEquals(List.of(sync(ATHLETE, 2, NOON), sync(ATHLETE, 1, NOON)), history.list(ATHLETE, 10));
        assertEquals(history.list(ATHLETE, 10), second.list(ATHLETE, 10));
    }

    @Test
    public void history_openedAgain_goesOnWithWhatWasThere() {
        history.record(sync(ATHLETE, 1, NOON));
        history.record(sync(ATHLETE, 2, NOON));
        history.record(sync(OTHER, 1, NOON));
        history.purge(OTHER);

        assumeTrue(reopen(), "a history that is opened again cannot be had");

        assertEquals(List.of(sync(ATHLETE, 2, NOON), sync(ATHLETE, 1, NOON)), history.list(ATHLETE, 10));
        assertEquals(List.of(), history.list(OTHER, 10));
        history.record(sync(ATHLETE, 1, NOON));
        assertEquals(2, history.prune(NOON.plusSeconds(1)));
    }

    @Test
    public void record_manyThreads_losesNothing() {
        Race.run("each sync is kept once, whoever records it too", thread -> () -> {
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

    /** Goes on with what is found after a restart; false if that cannot be had. */
    private boolean reopen() {
        SyncHistory before = history;
        history = reopened(before);
        if (Compared.isSame(history, before)) {
            return false;
        }
        second = secondInstance(history);
        return true;
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
