package io.stravaai.spring.boot;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.stravaai.spring.boot.StravaAiProperties.Store;
import io.stravaai.spring.boot.StravaAiProperties.Store.Schema;
import io.stravaai.store.mongo.MongoSchema;
import io.stravaai.store.mongo.MongoStores;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** A database of the application's MongoClient. */
final class MongoDatabases implements Database {

    /** As Spring Boot calls its properties from version 4 on, and before. */
    private static final List<String> PREFIXES = List.of("spring.mongodb.", "spring.data.mongodb.");

    private final Store properties;
    private final ObjectProvider<MongoClient> clients;
    private final Environment environment;

    MongoDatabases(Store properties, ObjectProvider<MongoClient> clients, Environment environment) {
        this.properties = properties;
        this.clients = clients;
        this.environment = environment;
    }

    @Override
    public Store.Type type() {
        return Store.Type.MONGO;
    }

    @Override
    public Stores open() {
        MongoDatabase database = database();
        if (properties.schema() == Schema.CREATE) {
            MongoSchema.ensureIndexes(database);
        }
        MongoStores stores = MongoStores.open(database);
        if (properties.queryableJson()) {
            stores = stores.withQueryableJson();
        }
        return new Stores(
                stores.activities(), stores.resources(), stores.history(), stores.tokens(), stores.quotaLedger());
    }

    @Override
    public LockProvider lockProvider() {
        return new MongoLockProvider(database().getCollection("stravaai_lock"));
    }

    private MongoDatabase database() {
        MongoClient client = clients.getIfUnique();
        if (client == null) {
            throw new StravaAiConfigurationException(
                    "The application has several MongoClients of which none is primary, so StravaAI does not know which"
                            + " one is meant.",
                    "Mark one with @Primary.");
        }
        return client.getDatabase(name());
    }

    private String name() {
        return Optional.ofNullable(properties.mongoDatabase())
                .or(() -> PREFIXES.stream().flatMap(this::configured).findFirst())
                .orElse("test");
    }

    /** The name that Spring Boot would take. */
    private Stream<String> configured(String prefix) {
        return Stream.of(
                        Optional.ofNullable(environment.getProperty(prefix + "database")),
                        Optional.ofNullable(environment.getProperty(prefix + "uri"))
                                .filter(StringUtils::hasText)
                                .map(uri -> new ConnectionString(uri).getDatabase()))
                .flatMap(Optional::stream)
                .filter(StringUtils::hasText);
    }
}
