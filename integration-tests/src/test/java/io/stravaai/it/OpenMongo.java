package io.stravaai.it;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.stravaai.store.mongo.MongoSchema;
import io.stravaai.store.mongo.MongoStores;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;

/** {@link OpenStores} by MongoDB's driver. */
final class OpenMongo {

    private OpenMongo() {}

    static void create(String url) {
        try (MongoClient client = MongoClients.create(url)) {
            MongoSchema.ensureIndexes(database(client, url));
        }
    }

    /** Throws what the driver does if no server answers at once. */
    static void ask(String url) {
        try (MongoClient client = MongoClients.create(url + "?serverSelectionTimeoutMS=1000&timeoutMS=2000")) {
            database(client, url).runCommand(new Document("ping", 1));
        }
    }

    static OpenStores open(String url, boolean torn) {
        MongoClient client = MongoClients.create(url);
        MongoDatabase database = database(client, url);
        return of(client, torn ? torn(MongoDatabase.class, database) : database);
    }

    static OpenStores openOnOneConnection(String url) {
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(url))
                .retryReads(false)
                .retryWrites(false)
                .applyToConnectionPoolSettings(pool -> pool.maxSize(1))
                // After each cut it would wait half a second before it looks for the server again.
                .applyToServerSettings(server -> server.minHeartbeatFrequency(10, TimeUnit.MILLISECONDS))
                .build());
        return of(client, database(client, url));
    }

    private static OpenStores of(MongoClient client, MongoDatabase database) {
        MongoStores stores = MongoStores.open(database);
        return new OpenStores(stores.activities(), stores.tokens(), client::close);
    }

    private static MongoDatabase database(MongoClient client, String url) {
        return client.getDatabase(Objects.requireNonNull(new ConnectionString(url).getDatabase()));
    }

    /** Hides what is pending of a commit from whoever should complete it. */
    private static <T> T torn(Class<T> type, T whole) {
        return OneConnection.proxy(type, (method, arguments) -> {
            Object result = method.invoke(whole, arguments);
            if (result instanceof BsonDocument document) {
                document.remove("pending");
            }
            Class<?> returned = method.getReturnType();
            return returned.getName().startsWith("com.mongodb.client.Mongo")
                            || returned.getName().endsWith("Iterable")
                    ? tornResult(returned, result)
                    : result;
        });
    }

    private static <T> T tornResult(Class<T> type, Object whole) {
        return torn(type, type.cast(whole));
    }
}
