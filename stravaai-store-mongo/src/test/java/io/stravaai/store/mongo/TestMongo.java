package io.stravaai.store.mongo;

import static org.junit.jupiter.api.Assumptions.abort;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonString;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * A database of its own on a server: the one in this JVM, the deployment that {@code STRAVAAI_TEST_MONGODB_URI} names, or one
 * that Docker starts. It is dropped at the end.
 */
final class TestMongo implements Closeable {

    static final List<String> COLLECTIONS = List.of(
            "stravaai_head",
            "stravaai_activity",
            "stravaai_quarantine",
            "stravaai_activity_piece",
            "stravaai_resource_head",
            "stravaai_resource",
            "stravaai_resource_piece",
            "stravaai_sync_run",
            "stravaai_token",
            "stravaai_quota");

    private static final BsonString NONE = new BsonString("");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ConnectionString server;
    private final String name = "stravaai_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    private final MongoClient client;
    private final List<Closeable> opened = new ArrayList<>();

    private TestMongo(ConnectionString server) {
        this.server = server;
        this.client = MongoClients.create(server);
    }

    static TestMongo inProcess() {
        return new TestMongo(new ConnectionString("mongodb://" + Holder.ADDRESS));
    }

    /** The deployment that is named, else MongoDB in a container; where there is neither, the test is skipped. */
    static TestMongo deployment() {
        String named = System.getenv("STRAVAAI_TEST_MONGODB_URI");
        String uri = named == null || named.isBlank() ? Container.URI : named;
        return uri == null
                ? abort("STRAVAAI_TEST_MONGODB_URI names no deployment, and no Docker starts one, so none was tested")
                : new TestMongo(new ConnectionString(uri));
    }

    MongoDatabase database() {
        return client.getDatabase(name);
    }

    /** The same database through a client of its own, as another process has it. */
    MongoDatabase otherClient() {
        MongoClient other = MongoClients.create(server);
        opened.add(other);
        return other.getDatabase(name);
    }

    /** The same database through a client of its own, which does this before each find in the collection. */
    MongoDatabase beforeFind(String collection, Runnable action) {
        MongoClient watched = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(server)
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommand()
                                .getString("find", NONE)
                                .getValue()
                                .equals(collection)) {
                            action.run();
                        }
                    }
                })
                .build());
        opened.add(watched);
        return watched.getDatabase(name);
    }

    /** A way to the server that can be disturbed. */
    Wire wire() {
        ServerAddress address = new ServerAddress(server.getHosts().get(0));
        Wire wire = new Wire(new InetSocketAddress(address.getHost(), address.getPort()));
        opened.add(wire);
        return wire;
    }

    /** The same database over the wire. */
    MongoDatabase over(Wire wire) {
        return over(wire, 30_000);
    }

    /** The same database over the wire; an operation, with all that the driver repeats, may take so many milliseconds. */
    MongoDatabase over(Wire wire, long patience) {
        MongoClient disturbed = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(server)
                .timeout(patience, TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(wire.address()))
                        .mode(ClusterConnectionMode.SINGLE)
                        .serverSelectionTimeout(patience, TimeUnit.MILLISECONDS))
                .applyToServerSettings(settings -> settings.heartbeatFrequency(100, TimeUnit.MILLISECONDS)
                        .minHeartbeatFrequency(10, TimeUnit.MILLISECONDS))
                .build());
        opened.add(disturbed);
        return disturbed.getDatabase(name);
    }

    void empty() {
        COLLECTIONS.forEach(collection -> database().getCollection(collection).deleteMany(new Document()));
    }

    /** Closes all wires and all clients but the first. */
    void disconnect() throws IOException {
        for (Closeable each : opened) {
            each.close();
        }
        opened.clear();
    }

    @Override
    public void close() throws IOException {
        disconnect();
        database().drop();
        client.close();
    }

    /** MongoDB as a replica set; it ends with this JVM. */
    private static final class Container {

        static final @Nullable String URI = start();

        private static @Nullable String start() {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return null;
            }
            // Testcontainers' own companion removes it.
            MongoDBContainer container = new MongoDBContainer("mongo:8.0").withReplicaSet();
            try {
                container.start();
            } catch (ContainerFetchException e) {
                // Docker without a network.
                return null;
            }
            return container.getConnectionString();
        }
    }

    private static final class Holder {

        static final String ADDRESS = start();

        private static String start() {
            InetSocketAddress address = new MongoServer(new MemoryBackend()).bind();
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }
    }
}
