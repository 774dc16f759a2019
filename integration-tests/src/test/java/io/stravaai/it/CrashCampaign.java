package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Blows at a database that is written to and read from, and what is stored after each of them. */
final class CrashCampaign implements AutoCloseable {

    /** What is hit at one moment. */
    enum Blow {
        WRITER(Blows.Kind.WRITER_KILLED),
        DATABASE(Blows.Kind.DATABASE_KILLED),
        /** As when the machine of both stops. */
        BOTH(Blows.Kind.WRITER_KILLED, Blows.Kind.DATABASE_KILLED),
        RESTART(Blows.Kind.DATABASE_RESTARTED);

        private final List<Blows.Kind> kinds;

        Blow(Blows.Kind... kinds) {
            this.kinds = List.of(kinds);
        }

        private boolean kills(Blows.Kind kind) {
            return kinds.contains(kind);
        }
    }

    private static final List<AthleteId> ATHLETES = List.of(AthleteId.of(101), AthleteId.of(102));

    private final ServerUnderTest server;
    private final String url;
    private final Random random;
    private final OpenStores stores;
    private final ChildProcess reader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<ChildProcess> started = new ArrayList<>();
    private final Map<String, Integer> moments = new TreeMap<>();
    private final Map<Blows.Kind, Integer> dealt = new EnumMap<>(Blows.Kind.class);
    private final Map<Blow, LongSummaryStatistics> millis = new EnumMap<>(Blow.class);
    /** By what was said and of whom, the last stamp that any writer said it of. */
    private final Map<String, Long> said = new HashMap<>();

    private ChildProcess writer;
    private ChildProcess spare;

    /**
     * Creates the tables, starts writers, and begins to read.
     *
     * @param url of an empty database of the server, as the writers and the reader open it
     */
    CrashCampaign(ServerUnderTest server, String url, Random random) throws InterruptedException {
        this.server = server;
        this.url = url;
        this.random = random;
        OpenStores.create(OpenStores.whole(url));
        this.stores = OpenStores.open(OpenStores.whole(url));
        this.writer = started(CrashWriter.start(url, ATHLETES));
        this.spare = started(CrashWriter.start(url, ATHLETES));
        this.reader = started(CrashReader.start(url, ATHLETES));
        writer.expect("ready");
    }

    private ChildProcess started(ChildProcess process) {
        started.add(process);
        return process;
    }

    /**
     * Deals so many blows, at random. Most hit the writer, since a server takes several times as long to come back.
     *
     * @param database whether they may hit the database too
     */
    void strike(int blows, boolean database) throws Exception {
        while (dealt.values().stream().mapToInt(Integer::intValue).sum() < blows) {
            int drawn = database ? random.nextInt(20) : 0;
            strike(drawn < 11 ? Blow.WRITER : drawn < 15 ? Blow.BOTH : drawn < 18 ? Blow.DATABASE : Blow.RESTART);
        }
    }

    /** What was dealt, by kind. */
    Map<Blows.Kind, Integer> dealt() {
        return dealt;
    }

    /**
     * Waits for the writer to have gone on from the last blow, hits at a random moment, and looks at what is stored.
     *
     * @throws AssertionError if a commit is lost, or half of one is stored or was seen
     */
    void strike(Blow blow) throws Exception {
        long begun = System.nanoTime();
        awaitProgress();
        timer.schedule(() -> hit(blow), random.nextInt(20_000), TimeUnit.MICROSECONDS)
                .get();
        boolean writerKilled = blow.kills(Blows.Kind.WRITER_KILLED);
        if (writerKilled) {
            assertThat(writer.awaitEnd()).as(writer::text).isEqualTo(ChildProcess.KILLED);
        }
        Map<String, Long> promised = stamps("done", "granted");
        server.start();
        if (writerKilled) {
            noteWhereItWasKilled();
        }
        for (AthleteId athlete : ATHLETES) {
            long page = CrashWriter.answered(() -> StampedPage.stamp(stores.activities(), athlete));
            long grant = CrashWriter.answered(() -> StampedPage.stampOfGrant(stores.tokens(), athlete));
            Map<String, Long> attempted = stamps("try", "granting");
            assertThat(page)
                    .as("page of %s that is stored after %s; %s", athlete, blow, moments)
                    .isBetween(promised.get("done " + athlete), attempted.get("try " + athlete));
            assertThat(grant)
                    .as("grant of %s that is stored after %s; %s", athlete, blow, moments)
                    .isBetween(promised.get("granted " + athlete), attempted.get("granting " + athlete));
        }
        assertNobodySawHalf();
        blow.kinds.forEach(kind -> dealt.merge(kind, 1, Integer::sum));
        if (writerKilled) {
            replaceWriter();
        }
        millis.computeIfAbsent(blow, key -> new LongSummaryStatistics())
                .accept(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private void hit(Blow blow) {
        if (blow.kills(Blows.Kind.WRITER_KILLED)) {
            writer.kill();
        }
        if (blow.kills(Blows.Kind.DATABASE_KILLED)) {
            server.kill();
        }
        if (blow == Blow.RESTART) {
            server.stop();
        }
    }

    private void awaitProgress() throws InterruptedException {
        int more = random.nextInt(4);
        Map<String, Long> before = stamps("granted");
        writer.tell("go");
        for (AthleteId athlete : ATHLETES) {
            String granted = "granted " + athlete;
            while (stamps("granted").get(granted) <= before.get(granted) + more) {
                writer.expect(granted);
            }
        }
    }

    private void replaceWriter() throws InterruptedException {
        count(writer);
        writer = spare;
        spare = started(CrashWriter.start(url, ATHLETES));
        writer.expect("ready");
    }

    /** What is known of each athlete by now, from those that were killed too. */
    private Map<String, Long> stamps(String... words) {
        Map<String, Long> last = new HashMap<>();
        for (String word : words) {
            for (AthleteId athlete : ATHLETES) {
                String key = word + " " + athlete;
                List<String> lines = writer.said(key + " ");
                // The last one may be cut off; what it announces was not begun.
                for (int i = lines.size() - 1; i >= 0; i--) {
                    String line = lines.get(i);
                    if (line.endsWith(";")) {
                        long stamp = Long.parseLong(line.substring(key.length() + 1, line.length() - 1));
                        said.merge(key, stamp, Math::max);
                        break;
                    }
                }
                last.put(key, said.getOrDefault(key, 0L));
            }
        }
        return last;
    }

    private void noteWhereItWasKilled() {
        Map<String, Long> stamps = stamps("try", "done");
        for (AthleteId athlete : ATHLETES) {
            long done = stamps.get("done " + athlete);
            if (stamps.get("try " + athlete) == done) {
                note("writer killed outside a commit");
            } else {
                long stored = CrashWriter.answered(() -> StampedPage.version(stores.activities(), athlete));
                note("writer killed in a commit, " + (stored == done ? "which was undone" : "which was stored"));
            }
        }
    }

    private void count(ChildProcess ended) {
        for (String outcome : List.of("undone", "applied", "late")) {
            int times = ended.said(outcome + " ").size();
            if (times > 0) {
                moments.merge("unknown to the writer, found " + outcome, times, Integer::sum);
            }
        }
    }

    private void note(String moment) {
        moments.merge(moment, 1, Integer::sum);
    }

    private void assertNobodySawHalf() {
        assertThat(writer.said("broken")).as(writer::text).isEmpty();
        assertThat(reader.said("broken")).as(reader::text).isEmpty();
    }

    /** Ends the reader, which must have seen nothing wrong, and says what happened. */
    String finish() throws InterruptedException {
        awaitProgress();
        reader.tell("end");
        String read = reader.expect("saw");
        assertNobodySawHalf();
        count(writer);
        String costs = millis.entrySet().stream()
                .map(cost -> cost.getKey() + " " + Math.round(cost.getValue().getAverage()))
                .collect(Collectors.joining(", ", "; milliseconds of each: ", "; "));
        return dealt + costs + moments + "; commits " + stamps("done") + "; the reader saw " + read;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        started.forEach(ChildProcess::close);
        stores.close();
    }
}
