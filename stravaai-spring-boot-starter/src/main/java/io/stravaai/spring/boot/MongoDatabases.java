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
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.mongo.MongoLockProvider;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** A database of the application's MongoClient. */
final class MongoDatabases implements Database {

    /** As Spring Boot calls its properties from version 4 on, and before. */
    private static final List<String> PREFIXES = List.of("spring.mongodb.", "spring.data.mongodb.");

    private static final boolean HAS_CONNECTION_DETAILS = ClassUtils.isPresent(
            "org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails",
            MongoDatabases.class.getClassLoader());

    private final Store properties;
    private final BeanFactory beans;
    private final Environment environment;

    MongoDatabases(Store properties, BeanFactory beans, Environment environment) {
        this.properties = properties;
        this.beans = beans;
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
        MongoClient client = beans.getBeanProvider(MongoClient.class).getIfUnique();
        if (client == null) {
            throw new StravaAiConfigurationException(
                    "The application has several MongoClients of which none is primary, so StravaAI does not know which"
                            + " one is meant.",
                    "Mark one with @Primary.");
        }
        return client.getDatabase(name());
    }

    /** Ours, or the name that Spring Boot would take. */
    private String name() {
        return Optional.ofNullable(properties.mongoDatabase())
                .or(() -> configured("database"))
                .or(this::connected)
                .or(() -> configured("uri").map(uri -> new ConnectionString(uri).getDatabase()))
                .orElse("test");
    }

    /** With Docker Compose, in tests and on platforms, Spring Boot connects elsewhere than its properties say. */
    private Optional<String> connected() {
        return HAS_CONNECTION_DETAILS ? MongoConnection.database(beans) : Optional.empty();
    }

    private Optional<String> configured(String property) {
        return PREFIXES.stream()
                .map(prefix -> environment.getProperty(prefix + property))
                .filter(StringUtils::hasText)
                .findFirst();
    }
}
