package io.stravaai.spring.boot;

import io.stravaai.quota.QuotaLedger;
import net.javacrumbs.shedlock.core.LockProvider;
import org.springframework.beans.factory.ObjectProvider;

/** The application's Redis. */
interface Redis extends AutoCloseable {

    /** The quota, over a connection of its own that is opened with the first use. */
    QuotaLedger quotaLedger();

    LockProvider lockProvider();

    @Override
    void close();

    /** The application's, where a property asks for it. */
    static Redis required(ObjectProvider<Redis> redis, String property) {
        Redis found = redis.getIfAvailable();
        if (found == null) {
            throw new StravaAiConfigurationException(
                    property + "=redis, but the application has no Redis by Lettuce.",
                    "Add spring-boot-starter-data-redis and set spring.data.redis.*, or set " + property
                            + " to another value.");
        }
        return found;
    }
}
