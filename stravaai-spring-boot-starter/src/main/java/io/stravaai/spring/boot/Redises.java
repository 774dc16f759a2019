package io.stravaai.spring.boot;

import org.springframework.beans.factory.ObjectProvider;

/** Finds the application's Redis where a property asks for it. */
final class Redises {

    private Redises() {}

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
