package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said at the start if something is not as it must be. */
class MongoSchemaTest {

    private TestMongo mongo;
    private MongoDatabase database;

    @BeforeEach
    void connect() {
        mongo = TestMongo.inProcess();
        database = mongo.database();
    }

    @AfterEach
    void drop() throws Exception {
        mongo.close();
    }

    @Test
    void open_emptyDatabase_namesCollectionIndexAndWayOut() {
        assertThatThrownBy(() -> MongoStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll(
                        "stravaai_head",
                        "stravaai_head_due",
                        "MongoSchema.ensureIndexes(database)",
                        "db.stravaai_head.createIndex({next_due_at: 1, _id: 1}, {name: \"stravaai_head_due\"})");
        assertThat(database.listCollectionNames()).isEmpty();
    }

    @Test
    void ensureIndexes_twice_isDoneOnce() {
        MongoSchema.ensureIndexes(database);
        MongoSchema.ensureIndexes(database);

        MongoStores.open(database);
        assertThat(database.getCollection("stravaai_schema").countDocuments()).isOne();
    }

    @Test
    void open_withoutOneIndex_namesIt() {
        MongoSchema.ensureIndexes(database);
        database.getCollection("stravaai_resource").dropIndex("stravaai_resource_due");

        assertThatThrownBy(() -> MongoStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("stravaai_resource", "stravaai_resource_due");

        MongoSchema.ensureIndexes(database);
        MongoStores.open(database);
    }

    @Test
    void indexOfTheNameWithOtherFields_isRefusedAndStays() {
        database.getCollection("stravaai_activity")
                .createIndex(new Document("name", 1), new IndexOptions().name("stravaai_activity_newest"));

        assertThatThrownBy(() -> MongoSchema.ensureIndexes(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContainingAll("stravaai_activity_newest", "stravaai_activity", "Drop it");
        assertThat(database.getCollection("stravaai_activity").listIndexes())
                .anySatisfy(index -> assertThat(index.get("key")).isEqualTo(new Document("name", 1)));
    }

    @Test
    void otherVersion_isRefused() {
        MongoSchema.ensureIndexes(database);
        database.getCollection("stravaai_schema").updateOne(new Document(), Updates.set("version", 2L));

        assertThatThrownBy(() -> MongoStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> MongoSchema.ensureIndexes(database)).isInstanceOf(SchemaException.class);
    }

    @Test
    void withoutVersion_isRefusedWithTheWayOut() {
        MongoSchema.ensureIndexes(database);
        database.getCollection("stravaai_schema").deleteMany(new Document());

        assertThatThrownBy(() -> MongoStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("db.stravaai_schema.insertOne");
    }

    @Test
    void serverTooOld_isSaidSo() {
        MongoServer old = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_3_6));
        try (MongoClient client = MongoClients.create(old.bindAndGetConnectionString())) {
            assertThatThrownBy(() -> MongoStores.open(client.getDatabase("strava")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("too old");
        } finally {
            old.shutdownNow();
        }
    }

    @Test
    void script_hasACommandForEachIndex() {
        assertThat(MongoSchema.script().lines())
                .hasSize(10)
                .allSatisfy(line -> assertThat(line).startsWith("db.stravaai_"))
                .contains("db.stravaai_activity.createIndex({athlete_id: 1, generation: 1, start_date: -1,"
                        + " activity_id: -1}, {name: \"stravaai_activity_newest\"})");
    }
}
