package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.TokenStore;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeExchange;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import io.stravaai.test.TokenRotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises that only real processes on a real database can prove. */
@Tag("processes")
class ProcessesTest {

    private static final int KILLS = 10;

    /** A refresh that lasts a second, and 32 calls. */
    private static final Duration ANSWERED = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void a_sync_of_the_recorded_history_that_is_killed_at_random_moments_loses_and_doubles_nothing(Databases database)
            throws Exception {
        FakeStrava strava = FakeStrava.builder().build();
        killTenTimes(database, strava, strava.addAthleteFromPages(Recorded.pages()));
    }

    private void killTenTimes(Databases database, FakeStrava strava, FakeAthlete athlete) throws Exception {
        long seed = System.getProperty("seed") == null ? new Random().nextLong() : Long.getLong("seed");
        System.out.println("Repeat with -Dseed=" + seed);
        Random random = new Random(seed);
        String url = database.newUrl(folder);
        JdbcStores stores = Databases.newStores(url);
        stores.tokens().put(athlete.id(), athlete.grant());
        AtomicReference<ChildProcess> victim = new AtomicReference<>();
        AtomicInteger answersLeft = new AtomicInteger(Integer.MAX_VALUE);
        int kills = 0;
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try (FakeStravaServer server = strava.startServer()) {
            strava.onAnswer(exchange -> {
                if (exchange.path().equals(World.LIST) && answersLeft.decrementAndGet() == 0) {
                    killer.schedule(() -> victim.get().kill(), random.nextInt(30_000), TimeUnit.MICROSECONDS);
                }
            });
            for (int attempt = 0; kills < KILLS && attempt < 10 * KILLS; attempt++) {
                answersLeft.set(1 + random.nextInt(2));
                try (ChildProcess process = Node.start(List.of(), url, server, strava, athlete.id(), "")) {
                    victim.set(process);
                    process.expect("ready");
                    process.tell("sync\nend");
                    // One that came to its end before it was killed does not count.
                    kills += process.awaitEnd() == ChildProcess.KILLED ? 1 : 0;
                }
            }
            answersLeft.set(Integer.MAX_VALUE);
            try (ChildProcess last = Node.start(List.of(), url, server, strava, athlete.id(), "")) {
                last.tell("sync");
                assertThat(last.expect("synced")).startsWith("COMPLETE");
            }
        } finally {
            killer.shutdownNow();
        }

        assertThat(World.storedRaw(stores.activities(), athlete.id()))
                .containsExactlyInAnyOrderElementsOf(athlete.rawActivities());
        assertThat(kills).as("seed %d", seed).isEqualTo(KILLS);
        List<Map<String, String>> history = strava.exchanges().stream()
                .filter(exchange -> exchange.path().equals(World.LIST))
                .map(FakeExchange::query)
                .filter(query -> query.containsKey("before"))
                .toList();
        assertThat(history.size() - new HashSet<>(history).size())
                .as("pages fetched twice, seed %d", seed)
                .isLessThanOrEqualTo(KILLS);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void two_processes_at_an_expired_token_refresh_it_once_and_all_their_callers_succeed(Databases database)
            throws Exception {
        FakeStrava strava = FakeStrava.builder()
                .tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE)
                .build();
        FakeAthlete athlete = strava.addAthlete();
        String url = database.newUrl(folder);
        TokenStore tokens = Databases.newStores(url).tokens();
        tokens.put(athlete.id(), athlete.expiredGrant());
        // Slow enough for the other process to come while the first one refreshes.
        strava.answerNextToken(FakeAnswer.real().delayed(Duration.ofSeconds(1)));
        try (FakeStravaServer server = strava.startServer();
                ChildProcess one = Node.start(List.of("-Dpool=true"), url, server, strava, athlete.id(), "");
                ChildProcess other = Node.start(List.of("-Dpool=true"), url, server, strava, athlete.id(), "")) {
            one.expect("ready");
            other.expect("ready");
            one.tell("call 32");
            other.tell("call 32");
            assertThat(one.expect("called", ANSWERED)).isEqualTo("32");
            assertThat(other.expect("called", ANSWERED)).isEqualTo("32");
        }

        assertThat(strava.tokenRequests()).isEqualTo(1);
        assertThat(tokens.find(athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(athlete.refreshToken());
    }
}
