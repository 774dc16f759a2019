package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import net.javacrumbs.shedlock.core.LockProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.function.RouterFunction;

/** Which beans there are, and when. */
class AutoConfigurationTest {

    private final ApplicationContextRunner onH2 = Contexts.onH2();

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
                .withConfiguration(Contexts.OURS)
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
                .withConfiguration(Contexts.OURS)
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
                .withConfiguration(Contexts.OURS)
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stravaCredentials",
                "activityStore",
                "tokenStore",
                "tokenCipher",
                "syncHistory",
                "resourceStore",
                "quotaLedger",
                "stravaClient",
                "syncEngine",
                "backgroundSync"
            })
    void a_name_that_the_application_uses_for_something_else_is_free(String name) {
        onH2.withPropertyValues(
                        "stravaai.tokens.current-key=1",
                        "stravaai.tokens.keys.1=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
                .withBean(name, String.class, () -> "something else")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(TokenCipher.class)
                        .hasSingleBean(BackgroundSync.class));
    }

    @Test
    void applications_that_share_a_lock_provider_do_not_wait_for_each_other() {
        Set<String> held = new HashSet<>();
        LockProvider locks =
                lock -> held.add(lock.getName()) ? Optional.of(() -> held.remove(lock.getName())) : Optional.empty();
        // Nobody looks meanwhile.
        ApplicationContextRunner node =
                onH2.withBean(LockProvider.class, () -> locks).withPropertyValues("stravaai.sync.cron=0 0 0 29 2 *");

        node.withPropertyValues("stravaai.client-id=1").run(first -> {
            assertThat(first.getBean(SyncLock.class).tryLock()).isPresent();
            node.withPropertyValues("stravaai.client-id=2")
                    .run(other ->
                            assertThat(other.getBean(SyncLock.class).tryLock()).isPresent());
            node.withPropertyValues("stravaai.client-id=1")
                    .run(second ->
                            assertThat(second.getBean(SyncLock.class).tryLock()).isEmpty());
        });
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
                .withUserConfiguration(Contexts.AsImported.class)
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
    void without_a_client_there_is_nothing_to_measure() {
        new ApplicationContextRunner()
                .withUserConfiguration(Contexts.AsImported.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "stravaai.client-id=1234",
                        "stravaai.client-secret=hush",
                        "spring.autoconfigure.exclude=" + StravaAiAutoConfiguration.class.getName(),
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(StravaClient.class)
                        .doesNotHaveBean(StateMeters.class));
    }

    @Test
    void an_application_with_an_engine_of_its_own_can_do_without_ours() {
        ActivityStore activities = InMemoryStores.activities();
        StravaClient client = client();
        new WebApplicationContextRunner()
                .withUserConfiguration(Contexts.AsImported.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(StravaClient.class, () -> client)
                .withBean(ActivityStore.class, () -> activities)
                .withBean(
                        SyncEngine.class,
                        () -> SyncEngine.builder()
                                .client(client)
                                .store(activities)
                                .build())
                .withPropertyValues(
                        "stravaai.client-id=1234",
                        "stravaai.client-secret=hush",
                        "stravaai.oauth.enabled=true",
                        "management.endpoints.web.exposure.include=stravaai",
                        "spring.autoconfigure.exclude=" + StravaAiAutoConfiguration.class.getName(),
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncScheduler.class)
                        .hasSingleBean(HealthIndicator.class)
                        .hasSingleBean(StravaAiEndpoint.class)
                        .hasSingleBean(RouterFunction.class)
                        .doesNotHaveBean(ClientCredentials.class));
    }

    @Test
    void registries_of_which_none_is_primary_get_nothing_and_fail_nothing() {
        onH2.withBean("one", MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("other", MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("this", ObservationRegistry.class, ObservationRegistry::create)
                .withBean("that", ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(RequestMeters.class)
                        .doesNotHaveBean(SyncEngineDecorator.class));
    }

    @Test
    void endpoints_for_consent_are_registered_only_where_the_property_asks_for_them() {
        WebApplicationContextRunner web = new WebApplicationContextRunner()
                .withConfiguration(Contexts.OURS)
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
