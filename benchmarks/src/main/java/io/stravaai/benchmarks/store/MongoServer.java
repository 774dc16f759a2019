package io.stravaai.benchmarks.store;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** MongoDB, or what speaks its protocol; each tables a database of its own. */
final class MongoServer implements Server {

    private static final String VARIABLE = "STRAVAAI_TEST_MONGODB_URI";

    private final ConnectionString server;
    private final MongoClient client;
    private final List<String> databases = new ArrayList<>();

    private MongoServer(String uri) {
        this.server = new ConnectionString(uri);
        this.client = MongoClients.create(server);
    }

    /** The server that the variable names. */
    static MongoServer connect() throws NoServerException {
        return new MongoServer(NoServerException.variable(
                VARIABLE, "mongodb://localhost:27017/ is that of a MongoDB on this machine"));
    }

    @Override
    public String name() {
        BsonDocument info = client.getDatabase("admin")
                .runCommand(new BsonDocument("buildInfo", new BsonInt32(1)), BsonDocument.class);
        return "MongoDB " + info.getString("version").getValue();
    }

    @Override
    public Tables tables(String name) {
        String database = "stravaai_benchmark_" + ProcessHandle.current().pid() + "_" + name;
        databases.add(database);
        return new MongoTables(server, database);
    }

    @Override
    public void close() {
        databases.forEach(database -> client.getDatabase(database).drop());
        client.close();
    }
}
