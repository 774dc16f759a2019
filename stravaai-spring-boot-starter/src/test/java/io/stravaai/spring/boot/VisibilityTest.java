package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.AppInactiveException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** What those who run the application see: health, the endpoint, meters, observations. */
class VisibilityTest {

    private final Strava strava = new Strava();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(Contexts.OURS)
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues(strava.properties().toArray(String[]::new))
            .withPropertyValues(
                    "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                    "spring.datasource.hikari.connection-timeout=250",
                    "stravaai.store.schema=create",
                    "stravaai.sync.poll-interval=1h",
                    "management.endpoints.web.exposure.include=stravaai")
            .withBean(MeterRegistry.class, () -> meters)
            .withBean(ObservationRegistry.class, () -> {
                ObservationRegistry registry = ObservationRegistry.create();
                registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
                return registry;
            });

    @AfterEach
    void close() {
        strava.close();
    }

    @Test
    void requests_refreshes_pages_and_syncs_are_counted_and_no_tag_names_an_athlete() {
        FakeAthlete athlete = strava.athlete(250);
        runner.run(context -> {
            context.getBean(TokenStore.class).put(athlete.id(), athlete.expiredGrant());
            context.getBean(SyncEngine.class).sync(athlete.id());
            context.getBean(SyncEngine.class).syncIfStale(athlete.id(), Duration.ofHours(1));
            context.getBean(TokenStore.class).delete(athlete.id());
            assertThatThrownBy(() -> context.getBean(SyncEngine.class).sync(athlete.id()))
                    .isNotNull();

            assertThat(meters.get("stravaai.requests")
                            .tag("operation", "GET /athlete/activities")
                            .tag("status", "200")
                            .tag("outcome", "success")
                            .timer()
                            .count())
                    .isGreaterThanOrEqualTo(2);
            assertThat(meters.get("stravaai.token.refreshes")
                            .tag("outcome", "success")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("stravaai.sync.pages").counter().count()).isGreaterThanOrEqualTo(2);
            assertThat(meters.get("stravaai.sync")
                            .tag("outcome", "complete")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("stravaai.sync")
                            .tag("outcome", "fresh")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("stravaai.sync")
                            .tag("outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(1);
            String id = Long.toString(athlete.id().value());
            for (Meter meter : meters.getMeters()) {
                assertThat(meter.getId().getTags())
                        .extracting(Tag::getValue)
                        .as("%s", meter.getId())
                        .noneMatch(value -> value.contains(id));
            }
        });
    }

    @Test
    void quota_and_lag_are_read_from_the_database() {
        FakeAthlete athlete = strava.athlete(3);
        runner.run(context -> {
            context.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
            context.getBean(SyncEngine.class).sync(athlete.id());

            assertThat(meters.get("stravaai.quota.used")
                            .tag("bucket", "read")
                            .tag("window", "day")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(meters.get("stravaai.quota.limit")
                            .tag("bucket", "read")
                            .tag("window", "day")
                            .gauge()
                            .value())
                    .isEqualTo(100_000);
            assertThat(meters.get("stravaai.sync.lag").timeGauge().value(TimeUnit.SECONDS))
                    .isZero();
        });
    }

    @Test
    void health_is_up_with_the_quota_and_asks_strava_nothing() {
        runner.run(context -> {
            Health health = context.getBean(HealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsKeys("readsToday", "readsPerDay");
            assertThat(strava.fake.exchanges()).isEmpty();
        });
    }

    @Test
    void health_has_the_name_by_which_it_is_switched_off() {
        runner.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class))
                .run(context -> assertThat(
                                context.getBean(HealthContributorRegistry.class).getContributor("stravaai"))
                        .isNotNull());
    }

    @Test
    void health_is_down_when_the_database_is() {
        runner.run(context -> {
            context.getBean(com.zaxxer.hikari.HikariDataSource.class).close();

            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.DOWN);
        });
    }

    @Test
    void health_tells_that_strava_bars_the_application() {
        FakeAthlete athlete = strava.athlete(3);
        strava.fake.setActive(false);
        runner.run(context -> {
            context.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
            context.getBean(BackgroundSync.class).enroll(athlete.id());
            context.getBean(BackgroundRounds.class).look();

            Health health = context.getBean(HealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.getDetails()).containsKeys("reason", "lastRun");
        });
    }

    @Test
    void a_run_that_had_nobody_to_sync_is_no_sign_that_strava_takes_the_application_back() {
        TestClock clock = TestClock.at(Instant.now());
        try (Strava barring = new Strava(clock)) {
            FakeAthlete athlete = barring.athlete(3);
            barring.fake.setActive(false);
            runner.withBean(Clock.class, () -> clock)
                    .withPropertyValues(barring.properties().toArray(String[]::new))
                    .run(context -> {
                        HealthIndicator health = context.getBean(HealthIndicator.class);
                        BackgroundRounds rounds = context.getBean(BackgroundRounds.class);
                        context.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
                        context.getBean(BackgroundSync.class).enroll(athlete.id());
                        rounds.look();
                        // The pauses between an athlete's attempts grow.
                        while (rounds.latest().orElseThrow().end() != End.DONE) {
                            clock.advance(Duration.ofHours(1));
                            rounds.look();
                        }
                        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

                        barring.fake.setActive(true);
                        clock.advance(Duration.ofHours(1));
                        context.getBean(SyncEngine.class).sync(athlete.id());

                        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                    });
        }
    }

    @Test
    void one_of_those_whom_strava_barred_being_synced_elsewhere_is_a_sign_that_it_takes_the_application_back() {
        AthleteId one = AthleteId.of(1);
        AthleteId other = AthleteId.of(2);
        AppInactiveException bar = new AppInactiveException(403, List.of());
        Instant now = Instant.now();
        BackgroundReport barred = BackgroundReport.builder(End.STRAVA, now, now)
                .failures(Map.of(one, bar, other, bar))
                .failure(bar)
                .build();
        runner.withBean(BackgroundSync.class, () -> new Reporting(barred)).run(context -> {
            HealthIndicator health = context.getBean(HealthIndicator.class);
            ActivityStore store = context.getBean(ActivityStore.class);
            for (AthleteId athlete : List.of(one, other)) {
                SyncState state = SyncState.builder(athlete, 1)
                        .failures(1, AppInactiveException.class.getSimpleName())
                        .build();
                store.commit(SyncCommit.first(state, List.of(), List.of(), List.of()));
            }
            context.getBean(BackgroundRounds.class).look();
            assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

            SyncState synced = SyncState.builder(one, 2).build();
            store.commit(SyncCommit.of(synced, List.of(), List.of(), List.of()));

            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    /** Ends each run with this report. */
    private record Reporting(BackgroundReport report) implements BackgroundSync {

        @Override
        public void enroll(AthleteId athlete) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void withdraw(AthleteId athlete) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BackgroundReport run() {
            return report;
        }

        @Override
        public boolean stop(Duration wait) {
            return true;
        }

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }

    @Test
    void a_slow_database_is_read_once_for_all_gauges() {
        TestClock clock = TestClock.at(Instant.parse("2026-03-01T10:00:00Z"));
        AtomicInteger reads = new AtomicInteger();
        ActivityStore slow = new ForwardingActivityStore(InMemoryStores.activities()) {
            @Override
            public List<AthleteId> due(Instant now, int limit) {
                reads.incrementAndGet();
                clock.advance(Duration.ofSeconds(10));
                return super.due(now, limit);
            }
        };
        runner.withBean(Clock.class, () -> clock)
                .withBean(ActivityStore.class, () -> slow)
                .withBean(TokenStore.class, (Supplier<TokenStore>) InMemoryStores::tokens)
                .withPropertyValues("stravaai.sync.enabled=false")
                .run(context -> {
                    for (Meter meter : meters.getMeters()) {
                        meter.measure().forEach(Measurement::getValue);
                    }

                    assertThat(reads).hasValue(1);
                });
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_endpoint_shows_quota_who_is_due_and_what_was_done() {
        FakeAthlete synced = strava.athlete(230);
        FakeAthlete due = strava.athlete(3);
        synced.putBroken("{\"id\":\"no number\"}", Instant.now().minusSeconds(60));
        runner.run(context -> {
            StravaAiEndpoint endpoint = context.getBean(StravaAiEndpoint.class);
            context.getBean(TokenStore.class).put(synced.id(), synced.grant());
            context.getBean(BackgroundSync.class).enroll(synced.id());
            context.getBean(BackgroundRounds.class).look();
            context.getBean(BackgroundSync.class).enroll(due.id());
            int asked = strava.fake.exchanges().size();

            Map<String, Object> overview = endpoint.overview();
            Map<String, Object> athlete = endpoint.athlete(synced.id().value());

            assertThat((Map<String, Object>) overview.get("quota")).containsOnlyKeys("overall", "read");
            assertThat((List<Map<String, Object>>) overview.get("due"))
                    .extracting(shown -> shown.get("athlete"))
                    .containsExactly(due.id().value());
            assertThat((List<Map<String, Object>>) overview.get("runsOfThisNode"))
                    .singleElement()
                    .satisfies(run -> assertThat(run)
                            .containsEntry("end", "DONE")
                            .containsEntry("synced", 1)
                            .containsEntry("inserted", 230));
            assertThat(endpoint.athlete(0)).isNull();
            assertThat(athlete).containsEntry("historyComplete", true).containsEntry("quarantined", 1);
            assertThat((List<Object>) athlete.get("quarantine")).hasSize(1);
            assertThat((List<Object>) athlete.get("syncs")).hasSize(1);
            assertThat(overview.toString() + athlete)
                    .doesNotContain(synced.grant().accessToken())
                    .doesNotContain(strava.fake.credentials().clientSecret());
            assertThat(strava.fake.exchanges()).hasSize(asked);
            assertThat(context.getBean(ActivityStore.class).due(Instant.now(), 5))
                    .hasSize(1);
            assertThat(context).hasSingleBean(StravaClient.class);
        });
    }
}
