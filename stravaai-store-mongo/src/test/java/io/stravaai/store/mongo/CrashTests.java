package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Processes that die, or stand still, at each write of a commit: another instance sees all of it or nothing, and completes it.
 * The pieces are so small that each way to write them occurs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashTests {

    private static final int PIECE_SIZE = 1500;
    private static final int ROWS = 6;
    private static final long NEW = 100;
    private static final Instant OBSERVED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant START = Instant.parse("2026-11-19T06:30:00Z");
    private static final int MOST_WRITES = 60;

    /** How long a driver looks for a server that is dead. */
    private static final long PATIENCE = 1000;

    private final AtomicInteger athletes = new AtomicInteger(1000);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestMongo mongo;

    abstract TestMongo connect();

    @BeforeAll
    void createCollections() {
        mongo = connect();
        MongoSchema.ensureIndexes(mongo.database());
    }

    @AfterAll
    void drop() throws Exception {
        threads.shutdownNow();
        if (mongo != null) {
            mongo.close();
        }
    }

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
            Wire.Gate gate = new Wire.Gate();
            Future<?> late = hold(held, gate, stores -> stores.resources().enqueue(queued(athlete)));
            if (!reached(gate, late)) {
                break;
            }
            // It completes what it meets, and then fetches.
            healthy().resources().counts(athlete);
            StoredResource fetched = fetched(athlete, "{\"fetched\":1}");
            assertThat(healthy().resources().replace(fetched)).isTrue();
            gate.open();
            late.get();
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

    /** Those who know the head from before, and must not trust it; one row is new, so that a half can be seen. */
    @Test
    void commit_heldAtEachWrite_isSeenWholeOrNotAtAllByEachWayToRead() throws Exception {
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
                SyncCommit next = withNewRow(generation(athlete, 2));
                Wire.Gate gate = new Wire.Gate();
                Future<?> late = hold(held, gate, stores -> stores.activities().commit(next));
                if (!reached(gate, late)) {
                    break;
                }
                long seen = way.apply(reader, athlete);
                assertThat(version(reader, athlete)).isGreaterThanOrEqualTo(seen);
                gate.open();
                late.get();
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

    private static SyncCommit withNewRow(SyncCommit commit) {
        List<StoredActivity> rows = new ArrayList<>(commit.changed());
        StoredActivity first = rows.get(0);
        rows.add(StoredActivity.builder(commit.athlete(), ActivityId.of(NEW), first.rawJson(), first.observedAt())
                .name(first.name().orElseThrow())
                .startDate(START)
                .build());
        return SyncCommit.of(commit.next(), rows, commit.quarantined(), commit.released());
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

    /** Holds the commit of this generation at each write in turn, while something else happens. */
    private void atEachWriteHeld(long generation, Consumer<AthleteId> meanwhile, Consumer<AthleteId> check)
            throws Exception {
        for (int held = 1; ; held++) {
            assertThat(held).isLessThan(MOST_WRITES);
            AthleteId athlete = newAthlete();
            for (long version = 1; version < generation; version++) {
                healthy().activities().commit(generation(athlete, version));
            }
            Wire.Gate gate = new Wire.Gate();
            Future<?> late = hold(held, gate, stores -> stores.activities().commit(generation(athlete, generation)));
            if (!reached(gate, late)) {
                assertThat(held).as("writes that were held").isGreaterThan(1);
                return;
            }
            meanwhile.accept(athlete);
            gate.open();
            late.get();
            check.accept(athlete);
            assertThat(pending("stravaai_head")).isZero();
            healthy().activities().purge(athlete);
            assertNothingStored(athlete);
            mongo.disconnect();
        }
    }

    private Future<?> hold(int held, Wire.Gate gate, Consumer<MongoStores> action) {
        Wire wire = mongo.wire();
        AtomicInteger writes = new AtomicInteger();
        wire.beforeWrite(write -> {
            if (writes.incrementAndGet() == held) {
                gate.pass();
            }
            return true;
        });
        MongoStores stores = over(wire);
        return threads.submit(() -> {
            try {
                action.accept(stores);
            } finally {
                // Whoever waits for the write that never came learns that there was none.
                gate.end();
            }
        });
    }

    private static boolean reached(Wire.Gate gate, Future<?> late) throws InterruptedException, ExecutionException {
        if (gate.awaitReached()) {
            return true;
        }
        late.get();
        return false;
    }

    private void assertGeneration0Or1(AthleteId athlete) {
        ActivityStore store = healthy().activities();
        long version = version(store, athlete);
        if (version == 0) {
            assertThat(store.list(ActivityQuery.of(athlete).includeDeleted())).isEmpty();
            assertThat(store.find(athlete, ActivityId.of(1))).isEmpty();
            assertThat(store.quarantined(athlete)).isEmpty();
            assertThat(store.commit(generation(athlete, 1))).isEqualTo(CommitResult.COMMITTED);
        }
        assertGeneration(store, athlete, 1);
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

    private static void assertGeneration(ActivityStore store, AthleteId athlete, long version) {
        String name = Long.toString(version);
        List<StoredActivity> rows = store.list(ActivityQuery.of(athlete));
        assertThat(rows).hasSize(ROWS).allSatisfy(row -> {
            assertThat(row.name()).contains(name);
            assertThat(row.contentHash()).isEqualTo(ContentHash.of(row.rawJson()));
        });
        assertThat(version(store, athlete)).isEqualTo(version);
        assertThat(store.find(athlete, ActivityId.of(2)).flatMap(StoredActivity::name))
                .contains(name);
        assertThat(store.known(KnownQuery.of(athlete, List.of(ActivityId.of(1))).orStartedBetween(START, START)))
                .hasSize(ROWS)
                .extracting(KnownActivity::observedAt)
                .containsOnly(OBSERVED.plusSeconds(version));
        assertThat(store.quarantined(athlete))
                .extracting(entry -> new String(entry.bytes(), StandardCharsets.UTF_8).substring(0, 2))
                .containsExactly("{" + version, "{x");
    }

    private static long version(ActivityStore store, AthleteId athlete) {
        return store.syncState(athlete).map(SyncState::version).orElse(0L);
    }

    private void assertNothingStored(AthleteId athlete) {
        for (String collection : TestMongo.COLLECTIONS) {
            Document mine = new Document(
                    "$or", List.of(new Document("_id", athlete.value()), new Document("athlete_id", athlete.value())));
            assertThat(mongo.database().getCollection(collection).countDocuments(mine))
                    .as("documents in %s", collection)
                    .isZero();
        }
    }

    private long pending(String heads) {
        return mongo.database()
                .getCollection(heads)
                .countDocuments(new Document("pending", new Document("$exists", true)));
    }

    private MongoStores healthy() {
        return stores(mongo.database());
    }

    private MongoStores over(Wire wire) {
        return stores(mongo.over(wire));
    }

    private static MongoStores stores(MongoDatabase database) {
        return new MongoStores(new Database(database), false, PIECE_SIZE);
    }

    private AthleteId newAthlete() {
        return AthleteId.of(athletes.incrementAndGet());
    }

    /** Rows, some of them large, and two entries in quarantine; the one of the generation before is released. */
    private static SyncCommit generation(AthleteId athlete, long version) {
        List<StoredActivity> rows = LongStream.rangeClosed(1, ROWS)
                .mapToObj(id -> StoredActivity.builder(
                                athlete,
                                ActivityId.of(id),
                                json("version " + version + " of " + id, id % 3 == 0 ? 2 * PIECE_SIZE : 900),
                                OBSERVED.plusSeconds(version))
                        .name(Long.toString(version))
                        .startDate(START)
                        .build())
                .toList();
        return SyncCommit.of(
                SyncState.builder(athlete, version).build(),
                rows,
                List.of(
                        quarantined(athlete, "{" + version + "y".repeat(PIECE_SIZE)),
                        quarantined(athlete, "{x").tried((int) version, null, "")),
                List.of(ContentHash.of("{" + (version - 1) + "y".repeat(PIECE_SIZE))));
    }

    private static QuarantinedActivity quarantined(AthleteId athlete, String text) {
        return QuarantinedActivity.of(
                athlete,
                text.getBytes(StandardCharsets.UTF_8),
                "reason",
                OBSERVED.plusSeconds(text.equals("{x") ? 1 : 0),
                null);
    }

    private static List<StoredResource> queued(AthleteId athlete) {
        return LongStream.rangeClosed(1, ROWS)
                .mapToObj(id -> StoredResource.builder(athlete, ActivityId.of(id), ActivityResource.DETAIL, OBSERVED)
                        .build())
                .toList();
    }

    private StoredResource fetched(AthleteId athlete, String json) {
        return resource(healthy().resources(), athlete).toBuilder()
                .status(ResourceStatus.DONE, null)
                .content(json, OBSERVED)
                .build();
    }

    private static StoredResource resource(ResourceStore store, AthleteId athlete) {
        return store.find(athlete, ActivityId.of(1), ActivityResource.DETAIL).orElseThrow();
    }

    /** Text that cannot be compressed, so that what is pending does not fit either. */
    private static String json(String name, int length) {
        Random letters = new Random(name.hashCode());
        StringBuilder text = new StringBuilder("{\"name\":\"" + name + "\",\"x\":\"");
        letters.ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
        return text.append("\"}").toString();
    }
}
