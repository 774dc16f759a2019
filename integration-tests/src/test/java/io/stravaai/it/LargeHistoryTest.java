package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.store.SyncState;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeExchange;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The longest history there may be, in the smallest process, over several days of virtual time. */
class LargeHistoryTest {

    private static final int ACTIVITIES = 20_000;

    /** And an empty page at the end. */
    private static final int PAGES = ACTIVITIES / 200 + 1;

    private static final int READS_A_DAY = 30;

    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void twenty_thousand_activities_come_within_64_megabytes_over_days_restarts_and_a_kill() throws Exception {
        Path time = folder.resolve("time");
        SharedClock clock = SharedClock.create(time, World.START);
        FakeStrava strava = FakeStrava.builder()
                .clock(clock)
                .readLimits(100, READS_A_DAY)
                .seed(20)
                .build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(
                Instant.parse("2006-05-06T00:00:00Z"), World.START.minus(Duration.ofHours(1)), ACTIVITIES);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger lists = new AtomicInteger();
        strava.onAnswer(exchange -> count(exchange, lists, refused));
        String url = Databases.SQLITE.newUrl(folder);
        JdbcStores stores = Databases.newStores(url);
        stores.tokens().put(athlete.id(), athlete.grant());
        List<ChildProcess> nodes = new ArrayList<>();
        try (FakeStravaServer server = strava.startServer()) {
            for (int i = 0; i < 4; i++) {
                nodes.add(Node.start(
                        List.of("-Xmx64m", "-Dheap=true"), url, server, strava, athlete.id(), time.toString()));
            }
            // A day's quota is used up; the next node goes on the next day, and the one after is killed.
            for (ChildProcess node : nodes.subList(0, 2)) {
                node.tell("sync\nend");
                assertThat(node.expect("synced")).as(node::text).startsWith("PARTIAL");
                assertThat(node.awaitEnd()).isZero();
                clock.advance(Duration.ofDays(1));
            }
            ChildProcess victim = nodes.get(2);
            victim.tell("sync");
            for (int i = 0; i < 7; i++) {
                victim.expect("page");
            }
            victim.kill();
            assertThat(victim.awaitEnd()).as(victim::text).isEqualTo(ChildProcess.KILLED);
            // The last one waits for quota by itself.
            ChildProcess last = nodes.get(3);
            last.tell("wait");
            assertThat(last.expect("synced")).as(last::text).startsWith("COMPLETE");
            last.tell("end");
            assertThat(last.awaitEnd()).isZero();
        } finally {
            nodes.forEach(ChildProcess::close);
        }

        List<Long> heaps = new ArrayList<>();
        nodes.forEach(node -> node.said("page ").forEach(page -> heaps.add(Long.parseLong(page.substring(5)))));
        long most = heaps.stream().mapToLong(heap -> heap).max().orElseThrow();
        List<String> shown = athlete.rawActivities();
        long bytes = shown.stream()
                .mapToLong(raw -> raw.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        SyncState state = stores.activities().syncState(athlete.id()).orElseThrow();
        long days = 1
                + Duration.between(World.START.truncatedTo(ChronoUnit.DAYS), clock.instant())
                        .toDays();
        System.out.printf(
                "%d activities of %d bytes on average: %d lists for %d pages on %d virtual days, heap at most %.1f MB%n",
                shown.size(), bytes / shown.size(), lists.get(), PAGES, days, (double) most / MEGABYTE);

        assertThat(World.storedRaw(stores.activities(), athlete.id())).containsExactlyInAnyOrderElementsOf(shown);
        assertThat(state.coverage().isComplete()).as(state::toString).isTrue();
        assertThat(bytes / shown.size()).as("bytes of an activity").isBetween(1500L, 2500L);
        assertThat(heaps).hasSizeGreaterThanOrEqualTo(PAGES);
        assertThat(most).as("bytes in use after a collection").isLessThan(40L * MEGABYTE);
        assertThat(days).isGreaterThanOrEqualTo(PAGES / READS_A_DAY + 1);
        assertThat(refused).hasValue(0);
        // The newest are listed again on each of the days, and the page is lost at which the node was killed.
        assertThat(lists.get()).isBetween(PAGES, PAGES + (int) days + 3);
    }

    private static void count(FakeExchange exchange, AtomicInteger lists, AtomicInteger refused) {
        if (exchange.status() == 429) {
            refused.incrementAndGet();
        }
        if (exchange.path().equals(World.LIST)) {
            lists.incrementAndGet();
        }
    }
}
