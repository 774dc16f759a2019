package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.stravaai.BackgroundSync;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.SyncHistory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Where activities are kept, and what is said if that cannot be. */
class StoreChoiceTest {

    private final ApplicationContextRunner bare = Contexts.bare();
    private final ApplicationContextRunner onH2 = Contexts.onH2();

    @Test
    void verify_is_the_default_and_names_the_table_that_is_missing() {
        onH2.withPropertyValues("stravaai.store.schema=verify")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SchemaException.class)
                        .hasMessageContaining("stravaai_schema"));
    }

    @Test
    void what_was_created_is_verified_at_the_next_start() {
        onH2.run(context -> assertThat(context).hasNotFailed());
        onH2.run(context -> assertThat(context).hasNotFailed());
        onH2.withPropertyValues("stravaai.store.schema=verify")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void without_any_database_the_start_says_so() {
        bare.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(StravaAiConfigurationException.class)
                .hasMessageContaining("neither a DataSource nor a MongoClient"));
    }

    @Test
    void two_databases_need_a_choice() {
        ApplicationContextRunner both = onH2.withBean(
                MongoClient.class, () -> MongoClients.create("mongodb://localhost:1/?serverSelectionTimeoutMS=100"));

        both.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(StravaAiConfigurationException.class)
                .hasMessageContaining("a DataSource and a MongoClient"));
        both.withPropertyValues("stravaai.store.type=jdbc")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncEngine.class));
        both.withPropertyValues("stravaai.store.type=mongo")
                .run(context ->
                        assertThat(context).getFailure().hasStackTraceContaining(StoreException.class.getName()));
    }

    @Test
    void a_type_that_is_not_there_is_named() {
        onH2.withPropertyValues("stravaai.store.type=mongo")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("stravaai.store.type=mongo")
                        .hasMessageContaining("no MongoClient"));
    }

    @Test
    void of_several_data_sources_one_can_be_named() {
        ApplicationContextRunner two =
                bare.withUserConfiguration(TwoDataSources.class).withPropertyValues("stravaai.store.schema=create");

        two.run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("none is primary"));
        two.withPropertyValues("stravaai.store.data-source=second").run(context -> {
            assertThat(context).hasNotFailed();
            try (var connection = context.getBean("second", DataSource.class).getConnection()) {
                assertThat(connection
                                .createStatement()
                                .executeQuery("SELECT version FROM stravaai_schema")
                                .next())
                        .isTrue();
            }
        });
        two.withPropertyValues("stravaai.store.data-source=third")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("stravaai.store.data-source=third"));
    }

    @Test
    void a_database_of_another_kind_is_named() {
        DataSource oracle = proxy(
                DataSource.class,
                "getConnection",
                () -> proxy(
                        Connection.class,
                        "getMetaData",
                        () -> proxy(DatabaseMetaData.class, "getDatabaseProductName", () -> "Oracle")));

        bare.withBean(DataSource.class, () -> oracle)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(StravaAiConfigurationException.class.getName())
                        .rootCause()
                        .hasMessageContaining("Oracle")
                        .hasMessageContaining("PostgreSQL"));
    }

    /** What answers this method so, and all others with nothing. */
    private static <T> T proxy(Class<T> type, String method, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) -> called.getName().equals(method)
                        ? answer.get()
                        : called.getReturnType() == boolean.class
                                ? false
                                : called.getReturnType() == int.class ? 0 : null));
    }

    @Test
    void stores_of_the_applications_own_need_no_database() {
        bare.withBean(ActivityStore.class, (Supplier<ActivityStore>) InMemoryStores::activities)
                .withBean(TokenStore.class, (Supplier<TokenStore>) InMemoryStores::tokens)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(BackgroundSync.class)
                        .doesNotHaveBean(SyncHistory.class));
        bare.withBean(ActivityStore.class, (Supplier<ActivityStore>) InMemoryStores::activities)
                .withBean(TokenStore.class, (Supplier<TokenStore>) InMemoryStores::tokens)
                .withPropertyValues("stravaai.sync.resources=detail")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("no ResourceStore"));
    }

    @Test
    void stores_of_the_applications_own_leave_its_database_alone() {
        onH2.withPropertyValues("stravaai.store.schema=verify")
                .withBean(ActivityStore.class, (Supplier<ActivityStore>) InMemoryStores::activities)
                .withBean(TokenStore.class, (Supplier<TokenStore>) InMemoryStores::tokens)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(BackgroundSync.class));
    }

    @Test
    void a_missing_table_of_the_lock_is_named_too() {
        String url = "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        onH2.withPropertyValues(url, "stravaai.sync.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());

        ApplicationContextRunner verifying = onH2.withPropertyValues(url, "stravaai.store.schema=verify");
        verifying.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("stravaai_lock")
                .hasMessageContaining("lock.sql"));
        verifying
                .withPropertyValues("stravaai.sync.lock=none")
                .run(context -> assertThat(context).hasNotFailed());
        verifying
                .withBean(LockProvider.class, () -> configuration -> java.util.Optional.empty())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_lock_that_is_asked_for_and_cannot_be_made_is_named() {
        onH2.withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite::memory:",
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "stravaai.sync.lock=store")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("stravaai.sync.lock=store"));
    }

    @Test
    void an_application_without_spring_jdbc_is_synced_without_a_lock() {
        ApplicationContextRunner without =
                bare.withUserConfiguration(TwoDataSources.class).withPropertyValues("stravaai.store.data-source=first");
        without.withPropertyValues("stravaai.store.schema=create", "stravaai.sync.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());

        without.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncScheduler.class));
    }

    @Test
    void redis_that_is_asked_for_and_not_there_is_named() {
        onH2.withPropertyValues("stravaai.quota.ledger=redis")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("stravaai.quota.ledger=redis"));
        onH2.withPropertyValues("stravaai.sync.lock=redis")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("stravaai.sync.lock=redis"));
    }

    @Test
    void of_several_redises_none_is_meant_until_one_is_asked_for() {
        ApplicationContextRunner two = onH2.withBean("first", LettuceConnectionFactory.class, StoreChoiceTest::redis)
                .withBean("second", LettuceConnectionFactory.class, StoreChoiceTest::redis);

        two.run(context -> assertThat(context).hasNotFailed().hasSingleBean(BackgroundSync.class));
        for (String asked : List.of("stravaai.quota.ledger=redis", "stravaai.sync.lock=redis")) {
            two.withPropertyValues(asked)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(StravaAiConfigurationException.class)
                            .hasMessageContaining("none is primary"));
        }
    }

    private static LettuceConnectionFactory redis() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory("localhost", 1);
        factory.setEarlyStartup(false);
        return factory;
    }

    @Test
    void on_mongodb_the_database_is_the_one_that_spring_boot_has_connected_to() {
        MongoServer server = new MongoServer(new MemoryBackend());
        try {
            String uri = "mongodb://localhost:" + server.bind().getPort() + "/";
            ApplicationContextRunner connected = bare.withBean(MongoClient.class, () -> MongoClients.create(uri))
                    .withBean(MongoConnectionDetails.class, () -> () -> new ConnectionString(uri + "connected"))
                    .withPropertyValues("stravaai.store.schema=create", "spring.mongodb.uri=" + uri + "configured");

            connected.run(context -> assertThat(databases(context)).contains("connected"));
            connected
                    .withPropertyValues("spring.mongodb.database=named")
                    .run(context -> assertThat(databases(context)).contains("named"));
            connected
                    .withPropertyValues("spring.mongodb.database=named", "stravaai.store.mongo-database=ours")
                    .run(context ->
                            assertThat(databases(context)).contains("ours").doesNotContain("configured", "test"));
        } finally {
            server.shutdownNow();
        }
    }

    private static List<String> databases(AssertableApplicationContext context) {
        return context.getBean(MongoClient.class).listDatabaseNames().into(new ArrayList<>());
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource first() {
            return h2("first");
        }

        @Bean
        DataSource second() {
            return h2("second");
        }

        private static DataSource h2(String name) {
            var source = new org.h2.jdbcx.JdbcDataSource();
            source.setUrl("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
            return source;
        }
    }
}
