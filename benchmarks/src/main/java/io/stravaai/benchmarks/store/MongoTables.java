package io.stravaai.benchmarks.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.mongo.MongoSchema;
import io.stravaai.store.mongo.MongoStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonWriterSettings;

/** Collections of {@link MongoStores}. */
final class MongoTables implements Tables {

    private static final JsonWriterSettings LINES =
            JsonWriterSettings.builder().indent(true).build();

    /** What a plan says of each of its steps, in MongoDB's words and in those of PostgreSQL, on which DocumentDB stands. */
    private static final List<String> STEPS = List.of(
            "\"stage\"", "\"indexName\"", "\"Node Type\"", "\"Index Name\"", "\"Relation Name\"", "\"Order By\"");

    private final ConnectionString server;
    private final MongoClient client;
    private final MongoDatabase database;
    private final ActivityStore store;
    private final Floor floor;

    MongoTables(ConnectionString server, String name) {
        this.server = server;
        this.client = MongoClients.create(server);
        this.database = client.getDatabase(name);
        MongoSchema.ensureIndexes(database);
        this.store = MongoStores.open(database).activities();
        this.floor = new MongoFloor(database);
    }

    @Override
    public ActivityStore store() {
        return store;
    }

    @Override
    public Floor floor() {
        return floor;
    }

    @Override
    public List<String> plan(Consumer<ActivityStore> call) {
        List<BsonDocument> commands = new ArrayList<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                commands.add(event.getCommand().clone());
            }
        };
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(server)
                .addCommandListener(listener)
                .build();
        try (MongoClient listening = MongoClients.create(settings)) {
            ActivityStore explained =
                    MongoStores.open(listening.getDatabase(database.getName())).activities();
            commands.clear();
            call.accept(explained);
        }
        return commands.stream().flatMap(this::explain).toList();
    }

    private Stream<String> explain(BsonDocument command) {
        String kind = command.getFirstKey();
        BsonValue collection = Objects.requireNonNull(command.get(kind));
        if (!collection.isString() || !collection.asString().getValue().equals("stravaai_activity")) {
            return Stream.of();
        }
        BsonDocument query = new BsonDocument();
        if (kind.equals("delete")) {
            // DocumentDB explains only what reads; what a delete removes it finds in the same way.
            query.append("find", collection)
                    .append(
                            "filter",
                            command.getArray("deletes").get(0).asDocument().get("q"));
        } else if (kind.equals("find") || kind.equals("aggregate")) {
            query.putAll(command);
            // What the driver has added for the server.
            query.keySet().removeAll(List.of("lsid", "$db", "txnNumber", "$clusterTime", "readConcern", "maxTimeMS"));
        } else {
            return Stream.of();
        }
        BsonDocument plan = database.runCommand(
                        new BsonDocument("explain", query).append("verbosity", new BsonString("queryPlanner")),
                        BsonDocument.class)
                .getDocument("queryPlanner");
        String text = plan.isString("pg") ? plan.getString("pg").getValue() : plan.toJson(LINES);
        return Stream.concat(
                Stream.of(kind + " stravaai_activity"),
                text.lines().map(String::strip).filter(line -> STEPS.stream().anyMatch(line::startsWith)));
    }

    @Override
    public boolean isFullScan(String line) {
        return line.contains("COLLSCAN") || line.contains("\"Seq Scan\"");
    }

    @Override
    public void settle() {
        // The server does it by itself, and no command of the protocol makes it.
    }

    @Override
    public void close() {
        client.close();
    }
}
