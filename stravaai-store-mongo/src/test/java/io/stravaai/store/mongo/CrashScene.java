package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
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
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What is needed to disturb commits at each of their writes. Pieces are so small, and so few rows a page to insert ahead, that
 * each way to write occurs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashScene {

    static final int PIECE_SIZE = 1500;
    static final int ROWS = 6;
    static final Instant OBSERVED = Instant.parse("2026-11-20T10:00:00Z");
    static final Instant START = Instant.parse("2026-11-19T06:30:00Z");
    static final int MOST_WRITES = 60;

    private final AtomicInteger athletes = new AtomicInteger(1000);
    final ExecutorService threads = Executors.newCachedThreadPool();
    TestMongo mongo;

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

    void assertGeneration0Or1(AthleteId athlete) {
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

    static void assertGeneration(ActivityStore store, AthleteId athlete, long version) {
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

    static long version(ActivityStore store, AthleteId athlete) {
        return store.syncState(athlete).map(SyncState::version).orElse(0L);
    }

    void assertNothingStored(AthleteId athlete) {
        for (String collection : TestMongo.COLLECTIONS) {
            Document mine = new Document(
                    "$or", List.of(new Document("_id", athlete.value()), new Document("athlete_id", athlete.value())));
            assertThat(mongo.database().getCollection(collection).countDocuments(mine))
                    .as("documents in %s", collection)
                    .isZero();
        }
    }

    long pending(String heads) {
        return mongo.database()
                .getCollection(heads)
                .countDocuments(new Document("pending", new Document("$exists", true)));
    }

    MongoStores healthy() {
        return stores(mongo.database());
    }

    MongoStores over(Wire wire) {
        return stores(mongo.over(wire));
    }

    static MongoStores stores(MongoDatabase database) {
        return new MongoStores(new Database(database), false, new Sizes(PIECE_SIZE, 3));
    }

    AthleteId newAthlete() {
        return AthleteId.of(athletes.incrementAndGet());
    }

    /** Rows, some of them large, and two entries in quarantine; the one of the generation before is released. */
    static SyncCommit generation(AthleteId athlete, long version) {
        return SyncCommit.of(
                SyncState.builder(athlete, version).build(),
                rows(athlete, version, 0),
                List.of(
                        quarantined(athlete, "{" + version + "y".repeat(PIECE_SIZE)),
                        quarantined(athlete, "{x").tried((int) version, null, "")),
                List.of(ContentHash.of("{" + (version - 1) + "y".repeat(PIECE_SIZE))));
    }

    /** Rows whose ids follow this one, and whose name is the version. */
    static List<StoredActivity> rows(AthleteId athlete, long version, long after) {
        return LongStream.rangeClosed(after + 1, after + ROWS)
                .mapToObj(id -> StoredActivity.builder(
                                athlete,
                                ActivityId.of(id),
                                json("version " + version + " of " + id, id % 3 == 0 ? 2 * PIECE_SIZE : 900),
                                OBSERVED.plusSeconds(version))
                        .name(Long.toString(version))
                        .startDate(START)
                        .build())
                .toList();
    }

    static QuarantinedActivity quarantined(AthleteId athlete, String text) {
        return QuarantinedActivity.of(
                athlete,
                text.getBytes(StandardCharsets.UTF_8),
                "reason",
                OBSERVED.plusSeconds(text.equals("{x") ? 1 : 0),
                null);
    }

    static List<StoredResource> queued(AthleteId athlete) {
        return LongStream.rangeClosed(1, ROWS)
                .mapToObj(id -> StoredResource.builder(athlete, ActivityId.of(id), ActivityResource.DETAIL, OBSERVED)
                        .build())
                .toList();
    }

    StoredResource fetched(AthleteId athlete, String json) {
        return resource(healthy().resources(), athlete).toBuilder()
                .status(ResourceStatus.DONE, null)
                .content(json, OBSERVED)
                .build();
    }

    static StoredResource resource(ResourceStore store, AthleteId athlete) {
        return store.find(athlete, ActivityId.of(1), ActivityResource.DETAIL).orElseThrow();
    }

    /** Text that cannot be compressed, so that what is pending does not fit either. */
    static String json(String name, int length) {
        Random letters = new Random(name.hashCode());
        StringBuilder text = new StringBuilder("{\"name\":\"" + name + "\",\"x\":\"");
        letters.ints(length, 'a', 'z' + 1).forEach(text::appendCodePoint);
        return text.append("\"}").toString();
    }
}
