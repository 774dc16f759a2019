package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAthlete;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** Quota and lock in a Redis that the application has. */
class RedisTest {

    private RedisServer server;

    @BeforeEach
    void start() throws Exception {
        int port;
        try (var socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void quota_and_lock_are_kept_in_redis() {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(3);
            try (ConfigurableApplicationContext app = run(strava);
                    RedisClient client = RedisClient.create("redis://localhost:" + port());
                    StatefulRedisConnection<String, String> redis = client.connect()) {
                app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
                app.getBean(SyncEngine.class).sync(athlete.id());

                assertThat(redis.sync().keys("stravaai:quota:*")).hasSize(1);
                SyncLock lock = app.getBean(SyncLock.class);
                SyncLock.Held held = lock.tryLock().orElseThrow();
                assertThat(lock.tryLock()).isEmpty();
                assertThat(redis.sync().keys("*stravaai-background-sync-*")).hasSize(1);
                held.close();
                assertThat(lock.tryLock()).isPresent();
            }
        }
    }

    @Test
    void a_context_that_was_stopped_and_started_again_counts_on() {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(3);
            try (ConfigurableApplicationContext app = run(strava)) {
                app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
                SyncEngine engine = app.getBean(SyncEngine.class);
                engine.sync(athlete.id());

                app.stop();
                assertThatThrownBy(() -> engine.sync(athlete.id()))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.retryable()).isTrue());
                app.start();

                assertThat(engine.sync(athlete.id()).status()).isEqualTo(SyncReport.Status.COMPLETE);
            }
        }
    }

    @Test
    void a_list_of_master_and_replicas_is_told_from_a_redis_that_is_stopped() {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(3);
            try (ConfigurableApplicationContext app =
                    run(strava, "spring.data.redis.masterreplica.nodes=127.0.0.1:" + port())) {
                app.getBean(TokenStore.class).put(athlete.id(), athlete.grant());

                assertThatThrownBy(() -> app.getBean(SyncEngine.class).sync(athlete.id()))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.retryable()).isFalse())
                        .hasMessageContaining("spring.data.redis.masterreplica");
            }
        }
    }

    private int port() {
        return server.ports().get(0);
    }

    private ConfigurableApplicationContext run(Strava strava, String... further) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                "spring.data.redis.port=" + port(),
                "spring.flyway.enabled=false",
                "spring.mongodb.uri=mongodb://localhost:1",
                "stravaai.store.type=jdbc",
                "stravaai.store.schema=create",
                "stravaai.quota.ledger=redis",
                "stravaai.sync.lock=redis",
                "stravaai.sync.poll-interval=1h"));
        properties.addAll(List.of(further));
        return new SpringApplicationBuilder(FiveLines.class)
                .web(WebApplicationType.NONE)
                .run(strava.arguments(properties.toArray(String[]::new)));
    }
}
