package io.stravaai.spring.boot;

import io.stravaai.quota.QuotaLedger;
import net.javacrumbs.shedlock.core.LockProvider;

/** The application's Redis. */
interface Redis extends AutoCloseable {

    /** The quota, over a connection of its own that is opened with the first use. */
    QuotaLedger quotaLedger();

    LockProvider lockProvider();

    @Override
    void close();
}
