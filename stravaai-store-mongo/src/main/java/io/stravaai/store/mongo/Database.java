package io.stravaai.store.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.stravaai.error.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * The host's database, read at the primary and written to a majority. What a majority has survives a failover, and only that
 * is read. Thread-safe.
 */
final class Database {

    /** How long a command may take, if the host has set no limit of its own. */
    private static final long TIMEOUT_SECONDS = 60;

    private final MongoDatabase database;

    Database(MongoDatabase host) {
        MongoDatabase durable = host.withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry());
        this.database = host.getTimeout(TimeUnit.MILLISECONDS) == null
                ? durable.withTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                : durable;
    }

    MongoDatabase mongo() {
        return database;
    }

    MongoCollection<BsonDocument> collection(String name) {
        return database.getCollection(name, BsonDocument.class);
    }

    /** The same collection for documents that are bytes already. */
    MongoCollection<RawBsonDocument> raw(String name) {
        return database.getCollection(name, RawBsonDocument.class);
    }

    /**
     * Runs what talks to the server.
     *
     * @param action what is being done, as it follows "Cannot"
     */
    static <T> T run(String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException e) {
            throw Failures.of(action, e);
        } catch (BSONException e) {
            throw new StoreException("Cannot " + action + ": a document cannot be written or read as BSON", false, e);
        } catch (IllegalStateException e) {
            throw new StoreException("Cannot " + action + ": the MongoClient is closed", false, e);
        }
    }
}
