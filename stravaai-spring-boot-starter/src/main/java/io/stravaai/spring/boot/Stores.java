package io.stravaai.spring.boot;

import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;

/** The stores on one database. */
record Stores(
        ActivityStore activities,
        ResourceStore resources,
        SyncHistory history,
        TokenStore tokens,
        QuotaLedger quotaLedger) {}
