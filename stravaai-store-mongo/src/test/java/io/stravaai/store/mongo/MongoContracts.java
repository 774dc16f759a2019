package io.stravaai.store.mongo;

import com.mongodb.client.MongoDatabase;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import io.stravaai.test.contract.ActivityStoreContract;
import io.stravaai.test.contract.QuotaLedgerContract;
import io.stravaai.test.contract.ResourceStoreContract;
import io.stravaai.test.contract.SyncHistoryContract;
import io.stravaai.test.contract.TokenStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** All contracts on one database; two instances have a client each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MongoContracts {

    /** For a driver that repeats what is lost each time. */
    private static final long PATIENCE = 2000;

    private final Sizes sizes;
    private TestMongo mongo;
    private MongoDatabase other;
    private MongoDatabase losing;

    MongoContracts(Sizes sizes) {
        this.sizes = sizes;
    }

    abstract TestMongo connect();

    @BeforeAll
    void createCollections() {
        mongo = connect();
        other = mongo.otherClient();
        losing = mongo.over(mongo.wire().afterWrite(write -> false), PATIENCE);
        MongoSchema.ensureIndexes(mongo.database());
    }

    @AfterAll
    void drop() throws Exception {
        if (mongo != null) {
            mongo.close();
        }
    }

    private MongoStores on(MongoDatabase database) {
        return new MongoStores(new Database(database), true, sizes);
    }

    private MongoStores empty() {
        mongo.empty();
        return on(mongo.database());
    }

    private MongoStores unreachable() {
        Wire wire = mongo.wire();
        MongoSchema.verify(mongo.over(wire));
        wire.die();
        return on(mongo.over(wire, 100));
    }

    @Nested
    class Activities extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return empty().activities();
        }

        @Override
        protected ActivityStore secondInstance(ActivityStore store) {
            return on(other).activities();
        }

        @Override
        protected ActivityStore withLostAnswers(ActivityStore store) {
            return on(losing).activities();
        }

        @Override
        protected ActivityStore reopened(ActivityStore store) {
            return on(mongo.database()).activities();
        }

        @Override
        protected Optional<ActivityStore> unreachableStore() {
            return Optional.of(unreachable().activities());
        }
    }

    @Nested
    class Resources extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return empty().resources();
        }

        @Override
        protected ResourceStore secondInstance(ResourceStore store) {
            return on(other).resources();
        }

        @Override
        protected ResourceStore withLostAnswers(ResourceStore store) {
            return on(losing).resources();
        }

        @Override
        protected ResourceStore reopened(ResourceStore store) {
            return on(mongo.database()).resources();
        }

        @Override
        protected Optional<ResourceStore> unreachableStore() {
            return Optional.of(unreachable().resources());
        }
    }

    @Nested
    class History extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return empty().history();
        }

        @Override
        protected SyncHistory secondInstance(SyncHistory history) {
            return on(other).history();
        }

        @Override
        protected SyncHistory reopened(SyncHistory history) {
            return on(mongo.database()).history();
        }

        @Override
        protected Optional<SyncHistory> unreachableHistory() {
            return Optional.of(unreachable().history());
        }
    }

    @Nested
    class Tokens extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return empty().tokens();
        }

        @Override
        protected TokenStore secondInstance(TokenStore store) {
            return on(other).tokens();
        }

        @Override
        protected TokenStore withLostAnswers(TokenStore store) {
            return on(losing).tokens();
        }

        @Override
        protected TokenStore reopened(TokenStore store) {
            return on(mongo.database()).tokens();
        }

        @Override
        protected Optional<TokenStore> unreachableStore() {
            return Optional.of(unreachable().tokens());
        }
    }

    @Nested
    class Quota extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return empty().quotaLedger();
        }

        @Override
        protected QuotaLedger secondInstance(QuotaLedger ledger) {
            return on(other).quotaLedger();
        }

        @Override
        protected QuotaLedger withLostAnswers(QuotaLedger ledger) {
            return on(losing).quotaLedger();
        }

        @Override
        protected Optional<QuotaLedger> unreachableLedger() {
            return Optional.of(unreachable().quotaLedger());
        }
    }
}
