package io.stravaai.store.jdbc;

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
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All contracts on one database; two instances have a pool each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcContracts {

    private final boolean autoCommit;
    private CountingPool pool;
    private CountingPool otherPool;

    JdbcContracts(boolean autoCommit) {
        this.autoCommit = autoCommit;
    }

    abstract DataSource newDatabase(Path directory);

    @BeforeAll
    void createTables(@TempDir Path directory) {
        DataSource database = newDatabase(directory);
        pool = new CountingPool(database, autoCommit);
        otherPool = new CountingPool(database, autoCommit);
        JdbcSchema.create(pool);
    }

    @AfterEach
    void everythingIsReturned() {
        pool.assertAllReturned();
        otherPool.assertAllReturned();
    }

    @AfterAll
    void closePools() throws SQLException {
        if (pool != null) {
            pool.close();
            otherPool.close();
        }
    }

    private JdbcStores empty() {
        try {
            pool.execute(
                    "DELETE FROM stravaai_activity",
                    "DELETE FROM stravaai_quarantine",
                    "DELETE FROM stravaai_resource",
                    "DELETE FROM stravaai_sync_state",
                    "DELETE FROM stravaai_sync_run",
                    "DELETE FROM stravaai_token",
                    "DELETE FROM stravaai_quota");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return JdbcStores.open(pool);
    }

    private JdbcStores unreachable() {
        AtomicBoolean down = new AtomicBoolean();
        JdbcStores stores = JdbcStores.open(UnsoundDataSources.reachableUntil(down, pool));
        down.set(true);
        return stores;
    }

    @Nested
    class Activities extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return empty().activities();
        }

        @Override
        protected ActivityStore secondInstance(ActivityStore store) {
            return JdbcStores.open(otherPool).activities();
        }

        @Override
        protected ActivityStore withLostAnswers(ActivityStore store) {
            return JdbcStores.open(UnsoundDataSources.losingAnswers(otherPool)).activities();
        }

        @Override
        protected ActivityStore reopened(ActivityStore store) {
            return JdbcStores.open(pool).activities();
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
            return JdbcStores.open(otherPool).resources();
        }

        @Override
        protected ResourceStore withLostAnswers(ResourceStore store) {
            return JdbcStores.open(UnsoundDataSources.losingAnswers(otherPool)).resources();
        }

        @Override
        protected ResourceStore reopened(ResourceStore store) {
            return JdbcStores.open(pool).resources();
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
            return JdbcStores.open(otherPool).history();
        }

        @Override
        protected SyncHistory reopened(SyncHistory history) {
            return JdbcStores.open(pool).history();
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
            return JdbcStores.open(otherPool).tokens();
        }

        @Override
        protected TokenStore withLostAnswers(TokenStore store) {
            return JdbcStores.open(UnsoundDataSources.losingAnswers(otherPool)).tokens();
        }

        @Override
        protected TokenStore reopened(TokenStore store) {
            return JdbcStores.open(pool).tokens();
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
            return JdbcStores.open(otherPool).quotaLedger();
        }

        @Override
        protected QuotaLedger withLostAnswers(QuotaLedger ledger) {
            return JdbcStores.open(UnsoundDataSources.losingAnswers(otherPool)).quotaLedger();
        }

        @Override
        protected Optional<QuotaLedger> unreachableLedger() {
            return Optional.of(unreachable().quotaLedger());
        }
    }
}
