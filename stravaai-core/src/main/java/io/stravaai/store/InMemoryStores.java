package io.stravaai.store;

import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;

/** Stores that live as long as the process: for tests, and for a first try. Each call makes a new, empty one. */
public final class InMemoryStores {

    private InMemoryStores() {}

    public static ActivityStore activities() {
        return new InMemoryActivityStore();
    }

    public static ResourceStore resources() {
        return new InMemoryResourceStore();
    }

    public static SyncHistory history() {
        return new InMemorySyncHistory();
    }

    public static TokenStore tokens() {
        return new InMemoryTokenStore();
    }

    public static QuotaLedger quotaLedger() {
        return new InMemoryQuotaLedger();
    }
}
