package io.stravaai.store.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.stravaai.error.SchemaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The collections and indexes of {@link MongoStores}. They are created only by {@link #ensureIndexes}, or by hand. */
public final class MongoSchema {

    private static final int VERSION = 1;
    private static final String VERSIONS = "stravaai_schema";
    private static final BsonString VERSION_ID = new BsonString("version");

    /** All collections, with the indexes beside that of {@code _id}. */
    private static final List<Collection> COLLECTIONS = List.of(
            // The order in which athletes take their turns.
            new Collection("stravaai_head", new Index("stravaai_head_due", "next_due_at", "_id")),
            // The order in which activities are listed.
            new Collection(
                    "stravaai_activity",
                    new Index("stravaai_activity_newest", "athlete_id", "generation", "-start_date", "-activity_id")),
            new Collection("stravaai_quarantine", new Index("stravaai_quarantine_athlete", "athlete_id", "generation")),
            new Collection(
                    "stravaai_activity_piece",
                    new Index("stravaai_activity_piece_athlete", "athlete_id", "generation")),
            new Collection("stravaai_resource_head"),
            new Collection(
                    "stravaai_resource",
                    // The order in which resources are fetched; those that wait stand together.
                    new Index(
                            "stravaai_resource_due",
                            "athlete_id",
                            "generation",
                            "waits",
                            "-start_date",
                            "-activity_id",
                            "resource"),
                    // Whether there are some, and how many, must not read the JSON.
                    new Index(
                            "stravaai_resource_status",
                            "athlete_id",
                            "generation",
                            "resource",
                            "activity_id",
                            "status")),
            new Collection(
                    "stravaai_resource_piece",
                    new Index("stravaai_resource_piece_athlete", "athlete_id", "generation")),
            new Collection(
                    MongoSyncHistory.COLLECTION,
                    new Index("stravaai_sync_run_latest", "athlete_id", "-started_at", "-run_id"),
                    // What is old is removed for all athletes at once.
                    new Index("stravaai_sync_run_oldest", "started_at")),
            new Collection(MongoTokenStore.COLLECTION),
            new Collection(MongoQuotaLedger.COLLECTION));

    private MongoSchema() {}

    /**
     * Creates the indexes that are missing, and the collections with them. Several processes may do so at once. On a
     * collection with much data the server builds an index for a while.
     *
     * @throws SchemaException if an index of such a name has other fields, or the collections are of another version; they
     *     stay untouched
     */
    public static void ensureIndexes(MongoDatabase database) {
        Database ours = new Database(database);
        Optional<Long> version = version(ours);
        version.ifPresent(MongoSchema::verifyVersion);
        for (Collection collection : COLLECTIONS) {
            Map<String, BsonDocument> present = indexes(ours, collection.name);
            for (Index index : collection.indexes) {
                BsonDocument keys = present.get(index.name);
                if (keys == null) {
                    create(ours, collection, index);
                } else {
                    verify(collection, index, keys);
                }
            }
        }
        if (version.isEmpty()) {
            writeVersion(ours);
        }
        verify(database);
    }

    /**
     * Checks that all indexes are there, and that the collections may be written.
     *
     * @throws SchemaException naming the collection and the index that is missing or has other fields, and the way out
     * @throws io.stravaai.error.StoreException if the database cannot be reached, is of a version that the driver does not
     *     know, or may not be written by its user
     */
    public static void verify(MongoDatabase database) {
        Database ours = new Database(database);
        verifyCollations(ours);
        for (Collection collection : COLLECTIONS) {
            Map<String, BsonDocument> present = indexes(ours, collection.name);
            for (Index index : collection.indexes) {
                BsonDocument keys = present.get(index.name);
                if (keys == null) {
                    throw new SchemaException("The collection " + collection.name + " has no index " + index.name
                            + ". Call MongoSchema.ensureIndexes(database) once, or run "
                            + index.command(collection.name));
                }
                verify(collection, index, keys);
            }
        }
        long version = version(ours)
                .orElseThrow(
                        () -> new SchemaException("The collection " + VERSIONS + " has no document of the version, so"
                                + " it is unknown which collections these are. Call MongoSchema.ensureIndexes(database) once, or"
                                + " run " + versionCommand()));
        verifyVersion(version);
        verifyWritable(ours);
    }

    /** The commands that create all this, one a line, for {@code mongosh}. */
    public static String script() {
        return COLLECTIONS.stream()
                        .flatMap(collection -> collection.indexes.stream().map(index -> index.command(collection.name)))
                        .collect(Collectors.joining("\n"))
                + "\n" + versionCommand() + "\n";
    }

    private static String versionCommand() {
        return "db." + VERSIONS + ".insertOne({_id: \"version\", version: NumberLong(" + VERSION + ")})";
    }

    private static void create(Database database, Collection collection, Index index) {
        Database.run("create the index " + index.name, () -> {
            try {
                return database.collection(collection.name)
                        .createIndex(index.keys(), new IndexOptions().name(index.name));
            } catch (MongoCommandException e) {
                // Another process may have been first.
                if (!indexes(database, collection.name).containsKey(index.name)) {
                    throw e;
                }
                return index.name;
            }
        });
    }

    private static void verify(Collection collection, Index index, BsonDocument keys) {
        if (!index.has(keys)) {
            throw new SchemaException("The index " + index.name + " of the collection " + collection.name
                    + " has other fields than StravaAI needs. Drop it, and run " + index.command(collection.name));
        }
    }

    private static void verifyVersion(long version) {
        if (version != VERSION) {
            throw new SchemaException("The collection " + VERSIONS + " says version " + version
                    + ", and this version of StravaAI uses " + VERSION + ". Use the StravaAI that the collections were"
                    + " made for, or another database");
        }
    }

    private static Optional<Long> version(Database database) {
        return Database.run(
                "read the collection " + VERSIONS,
                () -> Optional.ofNullable(database.collection(VERSIONS)
                                .find(Filter.id(VERSION_ID))
                                .first())
                        .map(found -> Values.longOf(found, "version")));
    }

    private static void writeVersion(Database database) {
        Database.run("write the collection " + VERSIONS, () -> {
            try {
                database.collection(VERSIONS)
                        .insertOne(Filter.id(VERSION_ID).append("version", Values.number(VERSION)));
            } catch (MongoException e) {
                // Another process was first.
                if (!Failures.duplicate(e)) {
                    throw e;
                }
            }
            return true;
        });
    }

    /** A collation would make ids and hashes equal that differ in case. */
    private static void verifyCollations(Database database) {
        Database.run("list the collections", () -> {
            for (BsonDocument found : database.mongo().listCollections(BsonDocument.class)) {
                String name = Values.textOf(found, "name");
                BsonValue options = found.get("options");
                if (COLLECTIONS.stream().anyMatch(collection -> collection.name.equals(name))
                        && options != null
                        && options.isDocument()
                        && Values.has(options.asDocument(), "collation")) {
                    throw new SchemaException("The collection " + name + " has a collation, which would take different"
                            + " texts for the same. Create it anew without one");
                }
            }
            return true;
        });
    }

    /** An update of nothing needs the same privilege as one of something. */
    private static void verifyWritable(Database database) {
        BsonDocument nothing = Filter.id(new BsonString("stravaai: no such document"));
        BsonDocument update = Filter.set(new BsonDocument("version", Values.number(VERSION)));
        for (Collection collection : COLLECTIONS) {
            Database.run(
                    "write the collection " + collection.name,
                    () -> database.collection(collection.name).updateOne(nothing, update));
        }
    }

    /** The keys of the collection's indexes, by name. */
    private static Map<String, BsonDocument> indexes(Database database, String name) {
        return Database.run("list the indexes of the collection " + name, () -> {
            Map<String, BsonDocument> indexes = new HashMap<>();
            MongoCollection<BsonDocument> collection = database.collection(name);
            try {
                for (BsonDocument index : collection.listIndexes(BsonDocument.class)) {
                    indexes.put(Values.textOf(index, "name"), index.getDocument("key"));
                }
            } catch (MongoCommandException e) {
                // Some servers say so where others answer nothing.
                if (!Failures.unknown(e)) {
                    throw e;
                }
            }
            return indexes;
        });
    }

    private record Collection(String name, List<Index> indexes) {

        Collection(String name, Index... indexes) {
            this(name, List.of(indexes));
        }
    }

    /** @param fields ascending, or descending where they begin with a minus */
    private record Index(String name, List<String> fields) {

        Index(String name, String... fields) {
            this(name, List.of(fields));
        }

        BsonDocument keys() {
            BsonDocument keys = new BsonDocument();
            for (String field : fields) {
                keys.append(nameOf(field), new BsonInt32(direction(field)));
            }
            return keys;
        }

        boolean has(BsonDocument keys) {
            return List.copyOf(keys.keySet())
                            .equals(fields.stream().map(Index::nameOf).toList())
                    && fields.stream()
                            .allMatch(field -> keys.isNumber(nameOf(field))
                                    && Values.intOf(keys, nameOf(field)) == direction(field));
        }

        String command(String collection) {
            return "db." + collection + ".createIndex({"
                    + fields.stream()
                            .map(field -> nameOf(field) + ": " + direction(field))
                            .collect(Collectors.joining(", "))
                    + "}, {name: \"" + name + "\"})";
        }

        private static int direction(String field) {
            return field.startsWith("-") ? -1 : 1;
        }

        private static String nameOf(String field) {
            return field.startsWith("-") ? field.substring(1) : field;
        }
    }
}
