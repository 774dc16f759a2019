package io.stravaai.spring.boot;

import java.util.Arrays;
import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Contexts of applications with the starter and as little of Spring Boot as it takes. */
final class Contexts {

    /** What the starter configures. */
    static final AutoConfigurations OURS = AutoConfigurations.of(Arrays.stream(AsImported.class
                    .getAnnotation(ImportAutoConfiguration.class)
                    .value())
            .filter(each -> each != DataSourceAutoConfiguration.class)
            .toArray(Class<?>[]::new));

    private Contexts() {}

    /** Without a database. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("stravaai.client-id=1234", "stravaai.client-secret=hush");
    }

    /** With a database of its own. */
    static ApplicationContextRunner onH2() {
        return bare().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "stravaai.store.schema=create");
    }

    /** Spring reads the names, and not the classes, of what is imported so; so it is in an application. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        StravaAiAutoConfiguration.class,
        StravaAiEndpointAutoConfiguration.class,
        StravaAiHealthAutoConfiguration.class,
        StravaAiJdbcAutoConfiguration.class,
        StravaAiMetricsAutoConfiguration.class,
        StravaAiMongoAutoConfiguration.class,
        StravaAiOAuthAutoConfiguration.class,
        StravaAiObservationAutoConfiguration.class,
        StravaAiRedisAutoConfiguration.class,
        StravaAiSyncAutoConfiguration.class
    })
    static class AsImported {}
}
