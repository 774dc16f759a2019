package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.stravaai.BackgroundSync;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.test.FakeAthlete;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Whole applications with all of Spring Boot's auto-configuration, which sync on schedule. */
@Timeout(120)
class WholeApplicationTest {

    @TempDir
    Path folder;

    @Test
    void on_h2() {
        syncs("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Test
    void on_sqlite() {
        syncs("spring.datasource.url=jdbc:sqlite:" + folder.resolve("strava.db"));
    }

    @Test
    void on_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            syncs("spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    @Test
    void on_mysql() throws Exception {
        String server = System.getenv("STRAVAAI_TEST_MYSQL_URL");
        assumeTrue(
                server != null && !server.isEmpty(),
                "No MySQL server: name one in STRAVAAI_TEST_MYSQL_URL, or start one by build/test-servers/mysql.sh");
        String name = "stravaai_test_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            try {
                int path = server.indexOf('/', "jdbc:mysql://".length()) + 1;
                int options = server.indexOf('?');
                syncs("spring.datasource.url=" + server.substring(0, path) + name
                        + (options < 0 ? "" : server.substring(options)));
            } finally {
                statement.execute("DROP DATABASE " + name);
            }
        }
    }

    @Test
    void on_mongodb() {
        MongoServer server = new MongoServer(new MemoryBackend());
        try {
            var address = server.bind();
            syncs(
                    "spring.mongodb.uri=mongodb://localhost:" + address.getPort() + "/app",
                    "stravaai.store.type=mongo",
                    "spring.datasource.url=jdbc:h2:mem:other");
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void with_virtual_threads_where_java_has_them() {
        syncs(
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "spring.threads.virtual.enabled=" + (Runtime.version().feature() >= 21));
    }

    @Test
    void with_encrypted_tokens_and_details() {
        syncs(
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "stravaai.tokens.current-key=1",
                "stravaai.tokens.keys.1=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "stravaai.sync.resources=detail");
    }

    @Test
    void the_start_asks_strava_nothing() {
        try (Strava strava = new Strava();
                ConfigurableApplicationContext app = start(
                        strava,
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "stravaai.sync.poll-interval=1h")) {
            assertThat(app.getBean(SyncScheduler.class).isRunning()).isTrue();
            assertThat(strava.fake.exchanges()).isEmpty();
        }
    }

    @Test
    void meters_are_there_where_beans_are_made_late() {
        try (Strava strava = new Strava();
                ConfigurableApplicationContext app = start(
                        strava,
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "spring.main.lazy-initialization=true",
                        "stravaai.sync.poll-interval=1h")) {
            MeterRegistry meters = app.getBean(MeterRegistry.class);

            assertThat(meters.get("stravaai.sync.lag").timeGauge().value()).isZero();
            assertThat(meters.get("stravaai.quota.used").gauges()).hasSize(4);
            assertThat(app.getBean(SyncScheduler.class).isRunning()).isTrue();
        }
    }

    @Test
    void the_end_waits_until_the_page_that_came_is_stored() throws Exception {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(1500);
            CountDownLatch asked = new CountDownLatch(3);
            strava.fake.onAnswer(exchange -> asked.countDown());
            String url = "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
            ConfigurableApplicationContext app = start(strava, url, "stravaai.sync.poll-interval=100ms");
            app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
            app.getBean(BackgroundSync.class).enroll(athlete.id());
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            app.close();

            int listed = strava.fake.requests("/api/v3/athlete/activities");
            try (ConfigurableApplicationContext again = start(strava, url, "stravaai.sync.enabled=false")) {
                assertThat(count(again.getBean(ActivityStore.class), athlete)) // Neighbouring pages share an activity.
                        .isBetween(listed * 199, listed * 200);
            }
        }
    }

    @Test
    void an_application_that_was_stopped_and_started_again_goes_on() {
        try (Strava strava = new Strava();
                ConfigurableApplicationContext app = start(
                        strava,
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "stravaai.sync.poll-interval=100ms")) {
            app.stop();
            FakeAthlete athlete = strava.athlete(10);
            app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
            app.getBean(BackgroundSync.class).enroll(athlete.id());
            assertThat(app.getBean(BackgroundSync.class).run().reports()).isEmpty();

            app.start();

            awaitThat(() ->
                    assertThat(count(app.getBean(ActivityStore.class), athlete)).isEqualTo(10));
        }
    }

    private void syncs(String... properties) {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(250);
            List<String> all = new ArrayList<>(List.of(properties));
            all.add("stravaai.sync.poll-interval=100ms");
            try (ConfigurableApplicationContext app = start(strava, all.toArray(String[]::new))) {
                app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
                app.getBean(BackgroundSync.class).enroll(athlete.id());

                awaitThat(() -> assertThat(app.getBean(SyncEngine.class)
                                .status(athlete.id())
                                .isHistoryComplete())
                        .isTrue());
                assertThat(count(app.getBean(ActivityStore.class), athlete)).isEqualTo(250);
                assertThat(app.getBean(MeterRegistry.class)
                                .get("stravaai.requests")
                                .tag("operation", "GET /athlete/activities")
                                .tag("outcome", "success")
                                .timer()
                                .count())
                        .isGreaterThanOrEqualTo(2);
            }
            all.add("stravaai.store.schema=verify");
            try (ConfigurableApplicationContext again = start(strava, all.toArray(String[]::new))) {
                assertThat(count(again.getBean(ActivityStore.class), athlete)).isEqualTo(250);
            }
        }
    }

    private static int count(ActivityStore store, FakeAthlete athlete) {
        return store.list(ActivityQuery.of(athlete.id()).limit(5000)).size();
    }

    private static ConfigurableApplicationContext start(Strava strava, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("spring.flyway.enabled=false");
        if (!all.contains("stravaai.store.schema=verify")) {
            all.add("stravaai.store.schema=create");
        }
        if (!all.contains("stravaai.store.type=mongo")) {
            // The class path of these tests has drivers for all.
            all.addAll(List.of("stravaai.store.type=jdbc", "spring.mongodb.uri=mongodb://localhost:1"));
        }
        return new SpringApplicationBuilder(FiveLines.class)
                .web(WebApplicationType.NONE)
                .run(strava.arguments(all.toArray(String[]::new)));
    }

    /** What another thread brings about has no other sign. */
    private static void awaitThat(Runnable assertion) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
