package io.stravaai.test.contract;

import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import org.junit.jupiter.api.Nested;

class InMemoryStoresTest {

    @Nested
    class Activities extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }
    }

    @Nested
    class Resources extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return InMemoryStores.resources();
        }
    }

    @Nested
    class History extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return InMemoryStores.history();
        }
    }

    @Nested
    class Tokens extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return InMemoryStores.tokens();
        }
    }

    @Nested
    class Quota extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return InMemoryStores.quotaLedger();
        }
    }
}
