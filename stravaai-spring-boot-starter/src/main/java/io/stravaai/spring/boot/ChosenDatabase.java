package io.stravaai.spring.boot;

import io.stravaai.spring.boot.StravaAiProperties.Store;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of the application's databases is StravaAI's. It is opened when the first store is asked for. */
final class ChosenDatabase {

    private final List<Database> databases;
    private final Store.@Nullable Type wanted;
    private final boolean keepsActivities;
    private @Nullable Stores stores;

    ChosenDatabase(List<Database> databases, Store.@Nullable Type wanted, boolean keepsActivities) {
        this.databases = List.copyOf(databases);
        this.wanted = wanted;
        this.keepsActivities = keepsActivities;
    }

    /** Empty if the application keeps activities in a store of its own, and has not named a database for the rest. */
    Optional<Database> find() {
        return keepsActivities || wanted != null ? Optional.of(required()) : Optional.empty();
    }

    Stores stores() {
        // Beans are made by one thread.
        if (stores == null) {
            stores = required().open();
        }
        return stores;
    }

    private Database required() {
        List<Database> chosen = databases.stream()
                .filter(database -> wanted == null || database.type() == wanted)
                .toList();
        if (chosen.size() > 1) {
            throw new StravaAiConfigurationException(
                    "The application has a DataSource and a MongoClient, so StravaAI does not know where to keep activities"
                            + " and tokens.",
                    "Set stravaai.store.type=jdbc or stravaai.store.type=mongo.");
        }
        if (chosen.isEmpty()) {
            throw new StravaAiConfigurationException(missing(), wayOut());
        }
        return chosen.get(0);
    }

    private String missing() {
        if (wanted == Store.Type.JDBC) {
            return "stravaai.store.type=jdbc, but the application has no DataSource, or several of which none is primary.";
        }
        if (wanted == Store.Type.MONGO) {
            return "stravaai.store.type=mongo, but the application has no MongoClient, or several of which none is primary.";
        }
        return "StravaAI has no database: the application has neither a DataSource nor a MongoClient, or several of which"
                + " none is primary.";
    }

    private String wayOut() {
        if (wanted == Store.Type.MONGO) {
            return "Add spring-boot-starter-mongodb and set spring.mongodb.uri.";
        }
        return "Add spring-boot-starter-jdbc and the driver of your database, and set spring.datasource.url"
                + (wanted == null ? "; or spring-boot-starter-mongodb and spring.mongodb.uri" : "")
                + ". Of several DataSources, stravaai.store.data-source names one. An application with stores of its own"
                + " has beans of ActivityStore and TokenStore.";
    }
}
