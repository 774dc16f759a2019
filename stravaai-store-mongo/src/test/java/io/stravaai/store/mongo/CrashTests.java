package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Processes that die at each write: another instance sees all of it or nothing, and completes it.
 */
abstract class CrashTests extends CrashScene {

    /** How long a driver looks for a server that is dead. */
    private static final long PATIENCE = 1000;

    @Test
    void firstCommit_cutAtEachWrite_isThereWholeOrNotAtAll() throws Exception {
        atEachWrite(
                (athlete, stores) -> {},
                (stores, athlete) -> stores.activities().commit(generation(athlete, 1)),
                this::assertGeneration0Or1);
    }

    @Test
    void laterCommit_cutAtEachWrite_isThereWholeOrNotAtAll() throws Exception {
        atEachWrite(
                (athlete, stores) -> assertThat(stores.activities().commit(generation(athlete, 1)))
                        .isEqualTo(CommitResult.COMMITTED),
                (stores, athlete) -> stores.activities().commit(generation(athlete, 2)),
                this::assertGeneration1Or2);
    }

    /** Two pages, since the second one is written by an instance that has met new rows only. */
    @Test
    void pagesOfNewRows_cutAtEachWrite_areThereWholeOrNotAtAll() throws Exception {
        atEachWrite(
                (athlete, stores) -> stores.activities().commit(generation(athlete, 1)),
                (stores, athlete) -> {
                    assertThat(stores.activities().commit(newRows(athlete, 2))).isEqualTo(CommitResult.COMMITTED);
                    assertThat(stores.activities().commit(newRows(athlete, 3))).isEqualTo(CommitResult.COMMITTED);
                },
                athlete -> {
                    ActivityStore store = healthy().activities();
                    for (long next = assertPagesOfNewRows(store, athlete) + 1; next <= 3; next++) {
                        assertThat(store.commit(newRows(athlete, next))).isEqualTo(CommitResult.COMMITTED);
                        assertThat(assertPagesOfNewRows(store, athlete)).isEqualTo(next);
                    }
                });
    }

    @Test
    void newRowsOfADeadProcess_areReplacedByThoseOfOthersInOtherPages() throws Exception {
        atEachWrite(
                (athlete, stores) -> stores.activities().commit(generation(athlete, 1)),
                (stores, athlete) -> stores.activities().commit(newRows(athlete, 2)),
                athlete -> {
                    ActivityStore store = healthy().activities();
                    if (version(store, athlete) == 1) {
                        assertThat(store.commit(SyncCommit.of(
                                        SyncState.builder(athlete, 2).build(), List.of(), List.of(), List.of())))
                                .isEqualTo(CommitResult.COMMITTED);
                        assertThat(store.list(ActivityQuery.of(athlete))).hasSize(ROWS);
                        SyncCommit again = newRows(athlete, 2);
                        assertThat(store.commit(SyncCommit.of(
                                        SyncState.builder(athlete, 3).build(), again.changed(), List.of(), List.of())))
                                .isEqualTo(CommitResult.COMMITTED);
                    }
                    assertThat(store.list(ActivityQuery.of(athlete)))
                            .hasSize(2 * ROWS)
                            .filteredOn(row -> row.id().value() > ROWS)
                            .extracting(row -> row.name().orElseThrow())
                            .containsOnly("2");
                });
    }

    private static SyncCommit newRows(AthleteId athlete, long version) {
        return SyncCommit.of(
                SyncState.builder(athlete, version).build(),
                rows(athlete, version, version * 100),
                List.of(),
                List.of());
    }

    /** Those of the versions up to the one that is stored, and no others; which is answered. */
    private static long assertPagesOfNewRows(ActivityStore store, AthleteId athlete) {
        List<StoredActivity> rows = store.list(ActivityQuery.of(athlete));
        long version = version(store, athlete);
        assertThat(rows)
                .hasSize((int) version * ROWS)
                .allSatisfy(row -> assertThat(Long.parseLong(row.name().orElseThrow()))
                        .isEqualTo(row.id().value() < 100 ? 1 : row.id().value() / 100));
        for (long page = 2; page <= 3; page++) {
            ActivityId first = ActivityId.of(page * 100 + 1);
            assertThat(store.find(athlete, first).isPresent()).isEqualTo(page <= version);
            assertThat(store.known(KnownQuery.of(athlete, List.of(first)))).hasSize(page <= version ? 1 : 0);
        }
        return version;
    }

    @Test
    void queueing_cutAtEachWrite_isThereWholeOrNotAtAll() throws Exception {
        atEachWrite(
                (athlete, stores) -> {}, (stores, athlete) -> stores.resources().enqueue(queued(athlete)), athlete -> {
                    int due = healthy()
                            .resources()
                            .due(ResourceQuery.of(athlete, OBSERVED))
                            .size();
                    assertThat(due).isIn(0, ROWS);
                    healthy().resources().enqueue(queued(athlete));
                    assertThat(healthy().resources().counts(athlete))
                            .isEqualTo(Map.of(ActivityResource.DETAIL, Map.of(ResourceStatus.QUEUED, ROWS)));
                });
    }

    @Test
    void largeJson_cutAtEachWrite_isReplacedOrNot() throws Exception {
        String before = json("before", 3 * PIECE_SIZE);
        String after = json("after", 2 * PIECE_SIZE);
        atEachWrite(
                (athlete, stores) -> {
                    stores.resources().enqueue(queued(athlete));
                    assertThat(stores.resources().replace(fetched(athlete, before)))
                            .isTrue();
                },
                (stores, athlete) -> stores.resources().replace(fetched(athlete, after)),
                athlete -> assertThat(resource(healthy().resources(), athlete)
                                .rawJson()
                                .orElseThrow())
                        .isIn(before, after));
    }

    @Test
    void purge_cutAtEachWrite_leavesAllOrNothingToBeSeen() throws Exception {
        atEachWrite(
                (athlete, stores) -> stores.activities().commit(generation(athlete, 1)),
                (stores, athlete) -> stores.activities().purge(athlete),
                this::assertGeneration0Or1);
    }

    @Test
    void purge_cutAtEachWrite_isCompletedByTheNextOne() throws Exception {
        atEachWrite(
                (athlete, stores) -> stores.activities().commit(generation(athlete, 1)),
                (stores, athlete) -> stores.activities().purge(athlete),
                athlete -> {});
    }

    @Test
    void purge_cutAtEachWrite_isCompletedByThatOfAnotherLife() throws Exception {
        atEachWrite(
                (athlete, stores) -> stores.activities().commit(generation(athlete, 1)),
                (stores, athlete) -> stores.activities().purge(athlete),
                athlete -> {
                    ActivityStore store = healthy().activities();
                    if (version(store, athlete) == 0) {
                        assertThat(store.commit(newRows(athlete, 1))).isEqualTo(CommitResult.COMMITTED);
                        assertThat(store.list(ActivityQuery.of(athlete))).hasSize(ROWS);
                    }
                });
    }

    /** Breaks the network at each write in turn, before it and after it, until the action needs no more writes. */
    private void atEachWrite(
            BiConsumer<AthleteId, MongoStores> before,
            BiConsumer<MongoStores, AthleteId> action,
            Consumer<AthleteId> check)
            throws Exception {
        for (boolean seen : new boolean[] {false, true}) {
            int cut = 1;
            while (true) {
                assertThat(cut).isLessThan(MOST_WRITES);
                AthleteId athlete = newAthlete();
                before.accept(athlete, healthy());
                Wire wire = mongo.wire();
                AtomicInteger writes = new AtomicInteger();
                int last = cut;
                wire.beforeWrite(
                        write -> writes.incrementAndGet() < last || (seen && writes.get() == last) || die(wire));
                wire.afterWrite(write -> writes.get() < last || die(wire));
                boolean died = dies(() -> action.accept(stores(mongo.over(wire, PATIENCE)), athlete));
                wire.die();
                check.accept(athlete);
                assertThat(pending("stravaai_head")).isZero();
                healthy().activities().purge(athlete);
                healthy().resources().purge(athlete);
                assertNothingStored(athlete);
                mongo.disconnect();
                if (!died) {
                    break;
                }
                cut++;
            }
            assertThat(cut).as("writes that were cut").isGreaterThan(1);
        }
    }

    private static boolean die(Wire wire) {
        wire.die();
        return false;
    }

    private static boolean dies(Runnable action) {
        try {
            action.run();
            return false;
        } catch (StoreException e) {
            assertThat(e.retryable()).isTrue();
            return true;
        }
    }

    private void assertGeneration1Or2(AthleteId athlete) {
        // By each way to read, as each must complete it by itself.
        List<Long> seen = new ArrayList<>();
        ActivityStore finder = healthy().activities();
        seen.add(Long.parseLong(finder.find(athlete, ActivityId.of(athlete.value() % ROWS + 1))
                .orElseThrow()
                .name()
                .orElseThrow()));
        if (seen.get(0) == 1) {
            // It may be decided, and nobody knows yet.
            seen.set(0, version(finder, athlete));
        }
        assertGeneration(healthy().activities(), athlete, seen.get(0));
        if (seen.get(0) == 1) {
            assertThat(finder.commit(generation(athlete, 2))).isEqualTo(CommitResult.COMMITTED);
            assertGeneration(healthy().activities(), athlete, 2);
        }
    }
}
