package io.stravaai.store.mongo;

import com.mongodb.client.MongoDatabase;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;

/**
 * The stores in one database of MongoDB. Thread-safe, as are the stores; the client remains the application's, which closes
 * it.
 *
 * <p>Any deployment will do: a commit needs no transaction, so a single server, a replica set and servers that speak
 * MongoDB's protocol behave alike. All is read at the primary, and a write returns when a majority has it, whatever the
 * client's own settings say. A command may take the time that the client's {@code timeoutMS} allows, or else a minute; then
 * it ends with a {@link io.stravaai.error.StoreException} that can be retried.
 *
 * <p>Instants are kept to the microsecond, and as the nearest end of the years 1 to 9999. A name, sport or reason that
 * holds a NUL or half a surrogate pair is kept with U+FFFD in its place; the JSON is never changed.
 */
public final class MongoStores {

    private final Database database;
    private final ActivityStore activities;
    private final ResourceStore resources;
    private final SyncHistory history;
    private final TokenStore tokens;
    private final QuotaLedger quotaLedger;

    MongoStores(Database database, boolean queryableJson, Sizes sizes) {
        this.database = database;
        this.activities = new MongoActivityStore(database, queryableJson, sizes);
        this.resources = new MongoResourceStore(database, queryableJson, sizes);
        this.history = new MongoSyncHistory(database);
        this.tokens = new MongoTokenStore(database);
        this.quotaLedger = new MongoQuotaLedger(database);
    }

    /**
     * The stores in a database that has the collections of {@link MongoSchema}.
     *
     * @throws io.stravaai.error.SchemaException if an index is missing, or the collections are of another version
     * @throws io.stravaai.error.StoreException if the database cannot be reached, is of a version that the driver does not
     *     know, or may not be written by its user
     */
    public static MongoStores open(MongoDatabase database) {
        MongoSchema.verify(database);
        return new MongoStores(new Database(database), false, Sizes.DEFAULT);
    }

    /**
     * The same stores, which from now on also keep the JSON of activities, details and streams as a document, in the field
     * {@code json}, to be queried by the application. The stores themselves never read it. It is left out where the JSON has
     * more than a few megabytes or ninety levels, or names that begin with a dollar sign or hold a dot. What was written
     * before gets it when it is written again.
     */
    public MongoStores withQueryableJson() {
        return new MongoStores(database, true, Sizes.DEFAULT);
    }

    public ActivityStore activities() {
        return activities;
    }

    public ResourceStore resources() {
        return resources;
    }

    public SyncHistory history() {
        return history;
    }

    public TokenStore tokens() {
        return tokens;
    }

    public QuotaLedger quotaLedger() {
        return quotaLedger;
    }
}
