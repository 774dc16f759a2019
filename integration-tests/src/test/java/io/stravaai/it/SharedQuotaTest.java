package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three processes of sixteen threads each, on one quota, asked for all they can send: Strava never has to refuse one, and
 * hardly anything of the quota is left over.
 *
 * <p>Virtual time moves with each answer, so the processes themselves carry it over the end of a window. It does not move
 * while all have been refused, and then stands in the window that they have used up; so what is asserted does not depend on
 * how fast anybody is. One window in four is entered from the one before: what is sent in the guard band is charged to both, at
 * most five requests that move the clock and the 48 under way, which is less than three in a hundred of the four.
 *
 * <p>{@code -Dquota.rounds} uses up more windows, four in each round.
 */
@Tag("processes")
class SharedQuotaTest {

    private static final int PROCESSES = 3;
    private static final int THREADS = 16;
    private static final int LIMIT = 450;
    private static final int WINDOWS = 4 * Integer.getInteger("quota.rounds", 1);
    private static final double USED = 0.97;

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration BEFORE_THE_END = Duration.ofMillis(550);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(QuotaLedgers.class)
    void three_processes_on_one_ledger_never_exceed_the_limit_and_leave_hardly_anything(QuotaLedgers ledger)
            throws Exception {
        long seed = System.getProperty("seed") == null ? new Random().nextLong() : Long.getLong("seed");
        Random random = new Random(seed);
        Path file = folder.resolve("clock");
        SharedClock clock = SharedClock.create(file, World.START);
        FakeStrava strava = FakeStrava.builder()
                .credentials(ClientCredentials.of(
                        "quota-" + ProcessHandle.current().pid() + "-" + ledger, "fake-client-secret"))
                .clock(clock)
                .readLimits(LIMIT, 1_000_000)
                .overallLimits(2 * LIMIT, 1_000_000)
                .build();
        Map<Instant, AtomicInteger> counted = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        strava.onAnswer(exchange -> {
            if (exchange.path().startsWith("/api/")) {
                counted.computeIfAbsent(QuotaWindow.QUARTER_HOUR.startOf(exchange.at()), window -> new AtomicInteger())
                        .incrementAndGet();
                refused.addAndGet(exchange.status() == 429 ? 1 : 0);
                clock.advance(STEP);
            }
        });
        String url = ledger.newUrl(folder);
        List<ChildProcess> nodes = new ArrayList<>();
        List<Instant> usedUp = new ArrayList<>();
        long begun = System.nanoTime();
        try (FakeStravaServer server = strava.startServer()) {
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    nodes.add(QuotaNode.start(url, server, strava, strava.addAthlete(), file, THREADS));
                }
                for (ChildProcess node : nodes) {
                    node.expect("ready");
                }
                for (int i = 0; i < WINDOWS; i++) {
                    Instant end = QuotaWindow.QUARTER_HOUR.endOf(clock.instant());
                    Instant begin = i % 4 == 1
                            ? QuotaWindow.QUARTER_HOUR.endOf(end).minus(BEFORE_THE_END)
                            : end.plusSeconds(random.nextInt(600));
                    clock.advance(Duration.between(clock.instant(), begin));
                    for (ChildProcess node : nodes) {
                        node.tell("go");
                    }
                    for (ChildProcess node : nodes) {
                        assertThat(Instant.parse(node.expect("refused", Duration.ofMinutes(5))))
                                .as("until when, by the one who knows of the latest")
                                .isEqualTo(QuotaWindow.QUARTER_HOUR.endOf(begin.plus(BEFORE_THE_END)));
                    }
                    usedUp.add(QuotaWindow.QUARTER_HOUR.startOf(clock.instant()));
                }
            } finally {
                nodes.forEach(ChildProcess::close);
            }
        }

        int used = usedUp.stream().mapToInt(window -> counted.get(window).get()).sum();
        double share = (double) used / (WINDOWS * LIMIT);
        System.out.printf(
                "%s: %d of %d requests in %d windows, %.2f %%, in %d s; repeat with -Dseed=%d%n",
                ledger,
                used,
                WINDOWS * LIMIT,
                WINDOWS,
                100 * share,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                seed);
        assertThat(counted).allSatisfy((window, count) -> assertThat(count).hasValueLessThanOrEqualTo(LIMIT));
        assertThat(refused).as("answers with 429").hasValue(0);
        assertThat(share).isGreaterThan(USED);
    }
}
