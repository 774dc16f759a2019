package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes of one application on PostgreSQL, of which the one at work is killed in the middle of a round. With
 * {@code -Dtakeover=90s -Dpoll=15s} it takes as long as it would with the defaults.
 */
class NodesTest {

    private static final int ATHLETES = 200;
    private static final int CONCURRENCY = 4;
    private static final int KILLED_AFTER = 60;
    private static final String TAKEOVER = System.getProperty("takeover", "30s");
    private static final String POLL = System.getProperty("poll", "2s");

    @Test
    @Timeout(300)
    void each_due_athlete_is_synced_once_also_if_the_node_at_work_is_killed() throws Exception {
        try (Strava strava = new Strava();
                EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            JdbcSchema.create(postgres.getPostgresDatabase());
            JdbcStores stores = JdbcStores.open(postgres.getPostgresDatabase());
            List<AthleteId> athletes = enrolled(strava, stores);
            CountDownLatch all = new CountDownLatch(ATHLETES);
            Map<Long, Integer> asked = new ConcurrentHashMap<>();
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            AtomicInteger requests = new AtomicInteger();
            AtomicReference<Process> victim = new AtomicReference<>();
            AtomicReference<Instant> killedAt = new AtomicReference<>();
            List<Process> nodes = new ArrayList<>();
            strava.fake.onAnswer(
                    exchange -> strava.fake.answerNext(FakeAnswer.real().delayed(Duration.ofMillis(30))));
            try {
                String url = postgres.getJdbcUrl("postgres", "postgres");
                for (int i = 0; i < 3; i++) {
                    Process node = start(strava, url);
                    nodes.add(node);
                    listen(node, "node " + i + ": ", lines, athlete -> {
                        if (asked.merge(athlete, 1, Integer::sum) == 1) {
                            all.countDown();
                        }
                        if (requests.incrementAndGet() == KILLED_AFTER) {
                            victim.set(node);
                            killedAt.set(Instant.now());
                            node.toHandle().destroyForcibly();
                        }
                    });
                }

                assertThat(all.await(250, TimeUnit.SECONDS))
                        .as("%d of %d were asked for", asked.size(), ATHLETES)
                        .isTrue();
                Duration takeover = Duration.between(killedAt.get(), Instant.now());
                System.out.printf(
                        "3 nodes, %d athletes, the node at work killed after %d requests: all were synced %.1f s after that"
                                + " (takeover %s, poll %s); %d requests in all%n",
                        ATHLETES, KILLED_AFTER, takeover.toMillis() / 1000.0, TAKEOVER, POLL, requests.get());
            } finally {
                nodes.forEach(Process::destroy);
                for (Process node : nodes) {
                    node.waitFor(30, TimeUnit.SECONDS);
                    node.destroyForcibly();
                }
            }

            // The list, and the page behind it, which shows that it was the last. Whom the killed node was at work on
            // may
            // have been asked for without being stored.
            List<Long> askedForAgain = asked.entrySet().stream()
                    .filter(entry -> entry.getValue() > 2)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(askedForAgain).as("asked for more than once: %s", lines).hasSizeLessThanOrEqualTo(CONCURRENCY);
            assertThat(strava.fake.exchanges()).noneMatch(exchange -> exchange.status() == 429);
            for (AthleteId athlete : athletes) {
                assertThat(stores.activities().syncState(athlete).orElseThrow().newestListedAt())
                        .as("athlete %s", athlete)
                        .isPresent();
                assertThat(stores.history().list(athlete, 10)).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private static List<AthleteId> enrolled(Strava strava, JdbcStores stores) {
        StravaClient client = StravaClient.builder()
                .credentials(strava.fake.credentials())
                .tokenStore(stores.tokens())
                .build();
        BackgroundSync background = BackgroundSync.builder()
                .engine(SyncEngine.builder()
                        .client(client)
                        .store(stores.activities())
                        .build())
                .store(stores.activities())
                .executor(Runnable::run)
                .build();
        List<AthleteId> athletes = new ArrayList<>();
        for (int i = 0; i < ATHLETES; i++) {
            FakeAthlete athlete = strava.athlete(3);
            stores.tokens().put(athlete.id(), athlete.grant());
            background.enroll(athlete.id());
            athletes.add(athlete.id());
        }
        return athletes;
    }

    private static Process start(Strava strava, String url) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                NodeApplication.class.getName()));
        Collections.addAll(
                command,
                strava.arguments(
                        "spring.datasource.url=" + url,
                        "spring.main.web-application-type=none",
                        "spring.flyway.enabled=false",
                        "spring.mongodb.uri=mongodb://localhost:1",
                        "stravaai.store.type=jdbc",
                        "stravaai.store.schema=create",
                        "stravaai.sync.concurrency=" + CONCURRENCY,
                        "stravaai.sync.takeover=" + TAKEOVER,
                        "stravaai.sync.poll-interval=" + POLL));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void listen(Process node, String name, List<String> lines, LongConsumer asked) {
        Thread reader = new Thread(() -> {
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (line.startsWith("asked ") || line.startsWith("trouble ")) {
                        lines.add(Instant.now() + " " + name + line);
                    }
                    if (line.startsWith("asked ")) {
                        asked.accept(Long.parseLong(line.substring("asked ".length())));
                    }
                }
            } catch (IOException e) {
                // It was killed.
            }
        });
        reader.setDaemon(true);
        reader.start();
    }
}
