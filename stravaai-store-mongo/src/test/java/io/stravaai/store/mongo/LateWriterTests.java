package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Processes that stand still at each write of a commit, and go on when others have gone further. */
abstract class LateWriterTests extends CrashScene {

    private static final long NEW = 100;

    /** Whatever is done meanwhile by others, a commit that goes on late changes nothing of it. */
    @Test
    void commit_heldAtEachWriteWhileOthersCommit_changesNothingOfTheirs() throws Exception {
        atEachWriteHeld(
                2,
                athlete -> {
                    ActivityStore others = healthy().activities();
                    long version = version(others, athlete);
                    for (long next = version + 1; next <= 4; next++) {
                        assertThat(others.commit(generation(athlete, next))).isEqualTo(CommitResult.COMMITTED);
                    }
                },
                athlete -> assertGeneration(healthy().activities(), athlete, 4));
    }

    @Test
    void firstCommit_heldAtEachWriteWhileOthersCommit_changesNothingOfTheirs() throws Exception {
        atEachWriteHeld(
                1,
                athlete -> {
                    ActivityStore others = healthy().activities();
                    for (long next = version(others, athlete) + 1; next <= 3; next++) {
                        assertThat(others.commit(generation(athlete, next))).isEqualTo(CommitResult.COMMITTED);
                    }
                },
                athlete -> assertGeneration(healthy().activities(), athlete, 3));
    }

    /** Among them is the moment at which one has removed a row and not yet inserted it again, and the other inserts it. */
    @Test
    void smallCommit_heldAtEachWriteBesideTheNextOneHeldAtEachOfItsOwn_changesNothingOfIt() throws Exception {
        atEachPairHeld(athlete -> oneRow(athlete, 2), (athlete, late, hold) -> {
            // Whoever asks completes what is decided.
            long found = version(healthy().activities(), athlete);
            Held next = hold.hold(stores -> stores.activities().commit(oneRow(athlete, found + 1)));
            late.end();
            next.end();
            long last = version(healthy().activities(), athlete);
            assertThat(last).isEqualTo(found + 1);
            assertThat(healthy().activities().list(ActivityQuery.of(athlete)))
                    .extracting(row -> row.name().orElseThrow())
                    .containsExactly(Long.toString(last));
        });
    }

    /** Among them is the moment at which one finds a row in its place, and the other removes it before that one does. */
    @Test
    void smallCommitWithANewRow_heldAtEachWriteBesideWhoeverCompletesItHeldAtEachOfItsOwn_leavesNoRowOut()
            throws Exception {
        atEachPairHeld(athlete -> withNewRow(oneRow(athlete, 2), 0), (athlete, late, hold) -> {
            Held other = hold.hold(stores -> stores.activities().syncState(athlete));
            late.end();
            assertThat(healthy().activities().list(ActivityQuery.of(athlete)))
                    .extracting(row -> row.name().orElseThrow())
                    .containsExactly("2", "2");
            other.end();
        });
    }

    /** What happens while a commit stands still at one of its writes. */
    private interface Meanwhile {

        /** @param hold lets another process begin something, and stand still at one of its writes */
        void happens(AthleteId athlete, Held late, Hold hold) throws Exception;
    }

    private interface Hold {

        Held hold(Consumer<MongoStores> action) throws Exception;
    }

    /** A process that stands still at a write, if it came so far. */
    private record Held(Wire.Gate gate, Future<?> process, boolean isHeld) {

        void end() throws Exception {
            gate.open();
            process.get();
        }
    }

    private void atEachPairHeld(Function<AthleteId, SyncCommit> commit, Meanwhile meanwhile) throws Exception {
        AtomicBoolean heldFirst = new AtomicBoolean(true);
        for (int first = 1; heldFirst.get(); first++) {
            AtomicBoolean heldSecond = new AtomicBoolean(true);
            for (int second = 1; heldSecond.get(); second++) {
                assertThat(second).isLessThan(MOST_WRITES);
                AthleteId athlete = newAthlete();
                healthy().activities().commit(oneRow(athlete, 1));
                Held late = held(first, stores -> stores.activities().commit(commit.apply(athlete)));
                heldFirst.set(late.isHeld());
                int write = second;
                meanwhile.happens(athlete, late, action -> {
                    Held other = held(write, action);
                    heldSecond.set(other.isHeld());
                    return other;
                });
                mongo.disconnect();
            }
        }
    }

    private static SyncCommit oneRow(AthleteId athlete, long version) {
        StoredActivity row = StoredActivity.builder(athlete, ActivityId.of(1), "{}", OBSERVED)
                .name(Long.toString(version))
                .startDate(START)
                .build();
        return SyncCommit.of(SyncState.builder(athlete, version).build(), List.of(row), List.of(), List.of());
    }

    @Test
    void commit_heldAtEachWriteWhileAnotherPurges_leavesNothingBehind() throws Exception {
        atEachWriteHeld(2, athlete -> healthy().activities().purge(athlete), athlete -> {
            assertThat(version(healthy().activities(), athlete)).isZero();
            assertNothingStored(athlete);
        });
    }

    @Test
    void firstCommit_heldAtEachWriteWhileAnotherPurges_isThereWholeOrNotAtAll() throws Exception {
        atEachWriteHeld(1, athlete -> healthy().activities().purge(athlete), this::assertGeneration0Or1);
    }

    @Test
    void commit_heldAtEachWriteWhileAnotherLifeBegins_changesNothingOfIt() throws Exception {
        atEachWriteHeld(
                2,
                athlete -> {
                    healthy().activities().purge(athlete);
                    for (long version = 1; version <= 3; version++) {
                        assertThat(healthy().activities().commit(generation(athlete, version)))
                                .isEqualTo(CommitResult.COMMITTED);
                    }
                },
                athlete -> assertGeneration(healthy().activities(), athlete, 3));
    }

    @Test
    void queueing_heldAtEachWriteWhileOthersFetch_doesNotTakeItBack() throws Exception {
        for (int held = 1; ; held++) {
            AthleteId athlete = newAthlete();
            healthy().resources().enqueue(queued(athlete));
            Held late = held(held, stores -> stores.resources().enqueue(queued(athlete)));
            if (!late.isHeld()) {
                break;
            }
            // It completes what it meets, and then fetches.
            healthy().resources().counts(athlete);
            StoredResource fetched = fetched(athlete, "{\"fetched\":1}");
            assertThat(healthy().resources().replace(fetched)).isTrue();
            late.end();
            StoredResource found = resource(healthy().resources(), athlete);
            assertThat(found.rawJson()).contains("{\"fetched\":1}");
            assertThat(healthy().resources().counts(athlete).get(ActivityResource.DETAIL).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(ROWS);
            assertThat(pending("stravaai_resource_head")).isZero();
            mongo.disconnect();
        }
    }

    @Test
    void commit_heldAtEachWrite_isSeenWholeOrNotAtAllByEachWayToRead() throws Exception {
        assertSeenWholeOrNotAtAll(commit -> withNewRow(commit, commit.changed().size()));
    }

    @Test
    void commitThatBeginsWithANewRow_heldAtEachWrite_isSeenWholeOrNotAtAllByEachWayToRead() throws Exception {
        assertSeenWholeOrNotAtAll(commit -> withNewRow(commit, 0));
    }

    /** By those who know the head from before, and must not trust it; one row is new, so that a half can be seen. */
    private void assertSeenWholeOrNotAtAll(UnaryOperator<SyncCommit> withNewRow) throws Exception {
        List<BiFunction<ActivityStore, AthleteId, Long>> ways = List.of(
                (store, athlete) -> oneOf(store.list(ActivityQuery.of(athlete)).stream()
                        .map(row -> Long.parseLong(row.name().orElseThrow()))),
                (store, athlete) ->
                        oneOf(store
                                .known(KnownQuery.of(athlete, List.of(ActivityId.of(1)))
                                        .orStartedBetween(START, START))
                                .stream()
                                .map(row -> row.observedAt().getEpochSecond() - OBSERVED.getEpochSecond())),
                (store, athlete) -> {
                    // The new one first: whoever shows it has to show the others.
                    boolean there = store.find(athlete, ActivityId.of(NEW)).isPresent();
                    String name = store.find(athlete, ActivityId.of(1))
                            .orElseThrow()
                            .name()
                            .orElseThrow();
                    assertThat(name).isIn("2", there ? "2" : "1");
                    return Long.parseLong(name);
                });
        for (BiFunction<ActivityStore, AthleteId, Long> way : ways) {
            for (int held = 1; ; held++) {
                AthleteId athlete = newAthlete();
                ActivityStore reader = healthy().activities();
                assertThat(reader.commit(generation(athlete, 1))).isEqualTo(CommitResult.COMMITTED);
                assertThat(way.apply(reader, athlete)).isEqualTo(1);
                SyncCommit next = withNewRow.apply(generation(athlete, 2));
                Held late = held(held, stores -> stores.activities().commit(next));
                if (!late.isHeld()) {
                    break;
                }
                long seen = way.apply(reader, athlete);
                assertThat(version(reader, athlete)).isGreaterThanOrEqualTo(seen);
                late.end();
                assertThat(way.apply(reader, athlete)).isEqualTo(2);
                mongo.disconnect();
            }
        }
    }

    private static long oneOf(Stream<Long> versions) {
        List<Long> distinct = versions.distinct().toList();
        assertThat(distinct).as("commits that are seen at once").hasSize(1);
        return distinct.get(0);
    }

    private static SyncCommit withNewRow(SyncCommit commit, int place) {
        List<StoredActivity> rows = new ArrayList<>(commit.changed());
        StoredActivity first = rows.get(0);
        rows.add(
                place,
                StoredActivity.builder(commit.athlete(), ActivityId.of(NEW), first.rawJson(), first.observedAt())
                        .name(first.name().orElseThrow())
                        .startDate(START)
                        .build());
        return SyncCommit.of(commit.next(), rows, commit.quarantined(), commit.released());
    }

    /** Holds the commit of this generation at each write in turn, while something else happens. */
    private void atEachWriteHeld(long generation, Consumer<AthleteId> meanwhile, Consumer<AthleteId> check)
            throws Exception {
        for (int held = 1; ; held++) {
            assertThat(held).isLessThan(MOST_WRITES);
            AthleteId athlete = newAthlete();
            for (long version = 1; version < generation; version++) {
                healthy().activities().commit(generation(athlete, version));
            }
            Held late = held(held, stores -> stores.activities().commit(generation(athlete, generation)));
            if (!late.isHeld()) {
                assertThat(held).as("writes that were held").isGreaterThan(1);
                return;
            }
            meanwhile.accept(athlete);
            late.end();
            check.accept(athlete);
            assertThat(pending("stravaai_head")).isZero();
            healthy().activities().purge(athlete);
            assertNothingStored(athlete);
            mongo.disconnect();
        }
    }

    private Held held(int write, Consumer<MongoStores> action) throws Exception {
        Wire.Gate gate = new Wire.Gate();
        Wire wire = mongo.wire();
        AtomicInteger writes = new AtomicInteger();
        wire.beforeWrite(any -> {
            if (writes.incrementAndGet() == write) {
                gate.pass();
            }
            return true;
        });
        MongoStores stores = over(wire);
        Future<?> process = threads.submit(() -> {
            try {
                action.accept(stores);
            } finally {
                // Whoever waits for the write that never came learns that there was none.
                gate.end();
            }
        });
        boolean isHeld = gate.awaitReached();
        if (!isHeld) {
            process.get();
        }
        return new Held(gate, process, isHeld);
    }
}
