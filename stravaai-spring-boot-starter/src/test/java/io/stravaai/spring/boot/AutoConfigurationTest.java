package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;

/** Which beans there are, and when. */
class AutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            StravaAiAutoConfiguration.class,
            StravaAiEndpointAutoConfiguration.class,
            StravaAiHealthAutoConfiguration.class,
            StravaAiJdbcAutoConfiguration.class,
            StravaAiMetricsAutoConfiguration.class,
            StravaAiMongoAutoConfiguration.class,
            StravaAiOAuthAutoConfiguration.class,
            StravaAiObservationAutoConfiguration.class,
            StravaAiRedisAutoConfiguration.class,
            StravaAiSyncAutoConfiguration.class);

    /** Without a database. */
    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(OURS)
            .withPropertyValues("stravaai.client-id=1234", "stravaai.client-secret=hush");

    private final ApplicationContextRunner onH2 = bare.withConfiguration(
                    AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                    "stravaai.store.schema=create");

    @Test
    void with_a_data_source_and_credentials_everything_is_there() {
        onH2.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(StravaClient.class)
                .hasSingleBean(SyncEngine.class)
                .hasSingleBean(BackgroundSync.class)
                .hasSingleBean(SyncScheduler.class)
                .hasSingleBean(ActivityStore.class)
                .hasSingleBean(TokenStore.class)
                .hasSingleBean(SyncHistory.class)
                .hasSingleBean(QuotaLedger.class)
                .hasSingleBean(ResourceStore.class)
                .doesNotHaveBean(TokenCipher.class)
                .doesNotHaveBean(LockProvider.class));
    }

    @Test
    void without_credentials_there_is_nothing() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("stravaai.client-id=", "stravaai.client-secret=")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.contains("strava"));
                });
    }

    @Test
    void switched_off_there_is_nothing() {
        onH2.withPropertyValues("stravaai.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(StravaClient.class)
                        .doesNotHaveBean(SyncScheduler.class)
                        .doesNotHaveBean(Database.class));
    }

    @ParameterizedTest
    @CsvSource({"client-id, stravaai.client-secret=hush", "client-secret, stravaai.client-id=1234"})
    void half_of_the_credentials_fails_the_start_and_names_the_other_half(String missing, String given) {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(given)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StravaAiConfigurationException.class)
                        .hasMessage("stravaai." + missing + " is not set."));
    }

    @Test
    void credentials_of_the_applications_own_need_no_properties() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("stravaai.store.schema=create", "spring.datasource.url=jdbc:h2:mem:own")
                .withBean(ClientCredentials.class, () -> ClientCredentials.of("7", "seven"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncEngine.class));
    }

    @Test
    void sync_can_be_switched_off_alone() {
        onH2.withPropertyValues("stravaai.sync.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncEngine.class)
                        .doesNotHaveBean(BackgroundSync.class)
                        .doesNotHaveBean(SyncScheduler.class));
    }

    @Test
    void no_executor_and_no_scheduler_stands_in_the_way_of_the_applications() {
        onH2.run(context -> assertThat(context)
                .doesNotHaveBean(java.util.concurrent.Executor.class)
                .doesNotHaveBean(org.springframework.scheduling.TaskScheduler.class)
                .doesNotHaveBean(org.springframework.core.task.TaskExecutor.class));
    }

    @Test
    void the_applications_executor_is_there_as_without_the_starter() {
        onH2.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().hasBean("applicationTaskExecutor"));
    }

    @Test
    void virtual_threads_that_java_does_not_have_fail_nothing() {
        onH2.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncScheduler.class));
    }

    @Test
    void switched_off_nothing_is_made_around_the_applications_own_beans_either() {
        onH2.withPropertyValues("stravaai.enabled=false", "stravaai.oauth.enabled=true")
                .withBean(ActivityStore.class, (Supplier<ActivityStore>) InMemoryStores::activities)
                .withBean(StravaClient.class, AutoConfigurationTest::client)
                .withBean(
                        SyncEngine.class,
                        () -> SyncEngine.builder()
                                .client(client())
                                .store(InMemoryStores.activities())
                                .build())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(BackgroundSync.class)
                        .doesNotHaveBean(HealthIndicator.class));
    }

    private static StravaClient client() {
        return StravaClient.builder()
                .credentials(ClientCredentials.of("7", "seven"))
                .tokenStore(InMemoryStores.tokens())
                .build();
    }

    @Test
    void stores_of_the_applications_own_leave_its_database_alone() {
        onH2.withPropertyValues("stravaai.store.schema=verify")
                .withBean(ActivityStore.class, (Supplier<ActivityStore>) InMemoryStores::activities)
                .withBean(TokenStore.class, (Supplier<TokenStore>) InMemoryStores::tokens)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(BackgroundSync.class));
    }

    @Test
    void keys_of_which_none_is_current_are_refused() {
        onH2.withPropertyValues("stravaai.tokens.keys.a=" + Base64.getEncoder().encodeToString(new byte[32]))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StravaAiConfigurationException.class)
                        .hasMessageContaining("stravaai.tokens.current-key"));
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
    void verify_is_the_default_and_names_the_table_that_is_missing() {
        onH2.withPropertyValues("stravaai.store.schema=verify")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SchemaException.class)
                        .hasMessageContaining("stravaai_schema"));
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
    void every_bean_of_the_applications_own_is_used() {
        ActivityStore activities = InMemoryStores.activities();
        TokenStore tokens = InMemoryStores.tokens();
        SyncHistory history = InMemoryStores.history();
        QuotaLedger ledger = InMemoryStores.quotaLedger();
        onH2.withBean(ActivityStore.class, () -> activities)
                .withBean(TokenStore.class, () -> tokens)
                .withBean(SyncHistory.class, () -> history)
                .withBean(QuotaLedger.class, () -> ledger)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(ActivityStore.class)).isSameAs(activities);
                    assertThat(context.getBean(TokenStore.class)).isSameAs(tokens);
                    assertThat(context.getBean(SyncHistory.class)).isSameAs(history);
                    assertThat(context.getBean(QuotaLedger.class)).isSameAs(ledger);
                });
    }

    @Test
    void customizers_have_the_last_word() {
        onH2.withBean(
                        SyncEngineBuilderCustomizer.class,
                        () -> builder -> builder.policy(
                                io.stravaai.sync.SyncPolicy.defaults().withInterval(Duration.ofMinutes(7))))
                .withBean(
                        StravaClientBuilderCustomizer.class, () -> builder -> builder.laneCeiling(Lane.BACKFILL, 0.11))
                .withPropertyValues("stravaai.sync.interval=3h")
                .run(context -> {
                    assertThat(context.getBean(SyncEngine.class).policy().shortestInterval())
                            .isEqualTo(Duration.ofMinutes(7));
                    assertThat(context.getBean(StravaClient.class).laneCeiling(Lane.BACKFILL))
                            .isEqualTo(0.11);
                });
    }

    @Test
    void properties_reach_client_and_engine() {
        onH2.withPropertyValues(
                        "stravaai.sync.interval=1h",
                        "stravaai.sync.longest-interval=1d",
                        "stravaai.sync.relist-period=20d",
                        "stravaai.sync.takeover=45s",
                        // As a list of YAML becomes properties.
                        "stravaai.sync.resources[0]=detail",
                        "stravaai.sync.resources[1]=streams",
                        "stravaai.quota.lane-ceilings.backfill=0.4")
                .run(context -> {
                    var policy = context.getBean(SyncEngine.class).policy();
                    assertThat(policy.shortestInterval()).isEqualTo(Duration.ofHours(1));
                    assertThat(policy.longestInterval()).isEqualTo(Duration.ofDays(1));
                    assertThat(policy.relistPeriod()).isEqualTo(Duration.ofDays(20));
                    assertThat(policy.lease()).isEqualTo(Duration.ofSeconds(45));
                    assertThat(context.getBean(StravaClient.class).laneCeiling(Lane.BACKFILL))
                            .isEqualTo(0.4);
                    assertThat(context).hasSingleBean(ResourceStore.class);
                });
    }

    @Test
    void tokens_are_encrypted_under_the_current_key() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        onH2.withPropertyValues("stravaai.tokens.current-key=2026", "stravaai.tokens.keys.2026=" + key)
                .run(context -> {
                    assertThat(context.getBean(TokenStore.class)).isInstanceOf(EncryptedTokenStore.class);
                    assertThat(context.getBean(StravaAiProperties.class).toString())
                            .contains("2026")
                            .doesNotContain(key)
                            .doesNotContain("hush");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "!!!not base64!!!"})
    void a_key_that_cannot_be_one_is_refused_without_being_shown(String key) {
        onH2.withPropertyValues("stravaai.tokens.current-key=a", "stravaai.tokens.keys.a=" + key)
                .run(context -> {
                    assertThat(context).getFailure().rootCause().isInstanceOf(StravaAiConfigurationException.class);
                    assertThat(context).getFailure().hasStackTraceContaining("token");
                    assertThat(Throwables.getStackTrace(context.getStartupFailure()))
                            .doesNotContain(key);
                });
    }

    @Test
    void a_current_key_that_is_not_given_is_named() {
        onH2.withPropertyValues("stravaai.tokens.current-key=lost")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("'lost'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stravaai.sync.interval=0s            | stravaai.sync.interval",
                "stravaai.sync.longest-interval=5m    | stravaai.sync.longest-interval",
                "stravaai.sync.cron=every day         | stravaai.sync.cron",
                "stravaai.sync.concurrency=0          | stravaai.sync.concurrency",
                "stravaai.sync.max-athletes-per-run=0 | stravaai.sync.max-athletes-per-run",
                "stravaai.sync.takeover=1s            | stravaai.sync.takeover",
                "stravaai.sync.shutdown-timeout=-1s   | stravaai.sync.shutdown-timeout",
                "stravaai.oauth.path=strava           | stravaai.oauth.path",
                "stravaai.oauth.scopes[0]=read write  | stravaai.oauth",
                "stravaai.store.type=oracle           | stravaai.store.type",
                "stravaai.sync.resources=photos       | stravaai.sync.resources"
            })
    void a_value_that_cannot_be_is_refused_by_name(String property, String named) {
        onH2.withPropertyValues(property.strip())
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named.strip()));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.mongodb",
                "io.lettuce",
                "org.springframework.data",
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "io.micrometer.core",
                "org.springframework.web",
                "jakarta.servlet",
                "org.flywaydb"
            })
    void an_application_without_a_library_starts(String absent) {
        new ApplicationContextRunner()
                .withUserConfiguration(AsImported.class)
                .withClassLoader(new FilteredClassLoader(absent.split(",")))
                .withPropertyValues(
                        "stravaai.client-id=1234",
                        "stravaai.client-secret=hush",
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "spring.mongodb.uri=mongodb://localhost:1",
                        "stravaai.store.type=jdbc",
                        "stravaai.store.schema=create")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(BackgroundSync.class));
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

    @Test
    void an_application_without_spring_jdbc_is_synced_without_a_lock() {
        bare.withClassLoader(new FilteredClassLoader("com.mongodb"))
                .withUserConfiguration(TwoDataSources.class)
                .withPropertyValues("stravaai.store.schema=create", "stravaai.store.data-source=first")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void health_meters_and_endpoints_come_with_their_libraries_only() {
        onH2.run(context -> assertThat(context)
                .hasSingleBean(HealthIndicator.class)
                .doesNotHaveBean(StravaAiEndpoint.class)
                .doesNotHaveBean(RequestMeters.class));
        onH2.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=stravaai",
                        "management.endpoints.jmx.exposure.include=stravaai")
                .run(context -> assertThat(context).hasSingleBean(RequestMeters.class));
        onH2.withPropertyValues("management.health.stravaai.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void endpoints_for_consent_are_registered_only_where_the_property_asks_for_them() {
        WebApplicationContextRunner web = new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "stravaai.client-id=1234",
                        "stravaai.client-secret=hush",
                        "spring.datasource.url=jdbc:h2:mem:web",
                        "stravaai.store.schema=create");

        web.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RouterFunction.class));
        web.withPropertyValues("stravaai.oauth.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RouterFunction.class));
        onH2.withPropertyValues("stravaai.oauth.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RouterFunction.class));
    }
}
