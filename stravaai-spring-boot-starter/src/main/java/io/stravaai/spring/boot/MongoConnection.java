package io.stravaai.spring.boot;

import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.util.StringUtils;

/** Where Spring Boot connects its MongoClient to. */
final class MongoConnection {

    private MongoConnection() {}

    /** Empty if the application makes its connection by itself, or names no database in it. */
    static Optional<String> database(BeanFactory beans) {
        MongoConnectionDetails details =
                beans.getBeanProvider(MongoConnectionDetails.class).getIfUnique();
        return Optional.ofNullable(details)
                .map(known -> known.getConnectionString().getDatabase())
                .filter(StringUtils::hasText);
    }
}
