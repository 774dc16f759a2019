package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import io.stravaai.time.Sleeper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/** One node of an application that has several: what runs in a {@link ChildProcess}. */
final class Node {

    /** More than any wait for quota. */
    private static final Duration PATIENT = Duration.ofDays(3);

    private final StravaClient client;
    private final SyncEngine engine;
    private final AthleteId athlete;

    private Node(StravaClient client, SyncEngine engine, AthleteId athlete) {
        this.client = client;
        this.engine = engine;
        this.athlete = athlete;
    }

    /**
     * Starts one, which says {@code ready} when it can be told what to do.
     *
     * @param clock the file of a {@link SharedClock}; empty for the system's time
     */
    static ChildProcess start(
            List<String> jvmOptions,
            String jdbcUrl,
            FakeStravaServer server,
            FakeStrava strava,
            AthleteId athlete,
            String clock) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Dlogback.configurationFile=logback-node.xml");
        options.addAll(Databases.optionsOfChildren());
        return ChildProcess.start(
                Node.class,
                options,
                jdbcUrl,
                server.apiUrl().toString(),
                server.oauthUrl().toString(),
                strava.credentials().clientId(),
                strava.credentials().clientSecret(),
                athlete.toString(),
                clock);
    }

    /**
     * With {@code -Dpool=true} it has a pool of connections, else it opens one for each call.
     *
     * <p>Does what it is told, line by line: {@code sync}, one sync; {@code wait}, one sync that waits for quota;
     * {@code full}, the same with the whole history again; {@code walk}, these two in turn, for ever; {@code call N}, N
     * threads ask for the athlete at once; {@code end}. Ends with its input, so that it does not outlive whoever started it.
     */
    public static void main(String[] args) throws Exception {
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(commands), "commands");
        reader.setDaemon(true);
        reader.start();

        Clock clock = Clock.systemUTC();
        Sleeper sleeper = Sleeper.SYSTEM;
        if (!args[6].isEmpty()) {
            SharedClock shared = SharedClock.open(Path.of(args[6]));
            clock = shared;
            sleeper = shared;
        }
        JdbcStores stores =
                JdbcStores.open(Boolean.getBoolean("pool") ? Databases.pool(args[0]) : Databases.dataSource(args[0]));
        StravaClient client = StravaClient.builder()
                .credentials(ClientCredentials.of(args[3], args[4]))
                .tokenStore(stores.tokens())
                .quotaLedger(stores.quotaLedger())
                .apiUrl(URI.create(args[1]))
                .oauthUrl(URI.create(args[2]))
                .clock(clock)
                .sleeper(sleeper)
                .build();
        SyncEngine engine = SyncEngine.builder()
                .client(client)
                .store(stores.activities())
                .clock(clock)
                .listener(new Pages())
                .build();
        Node node = new Node(client, engine, AthleteId.of(Long.parseLong(args[5])));
        System.out.println("ready");
        try {
            while (true) {
                node.obey(commands.take());
            }
        } catch (Exception | Error e) {
            e.printStackTrace();
            // Threads that are left would keep the process, and whoever waits for it.
            System.exit(1);
        }
    }

    private static void read(BlockingQueue<String> commands) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                commands.add(line);
            }
        } catch (IOException e) {
            System.out.println("its input ended with " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(String command) throws Exception {
        SyncOptions options = SyncOptions.defaults().withLane(Lane.INTERACTIVE);
        switch (command) {
            case "sync" -> sync(options);
            case "wait" -> sync(options.withMaxWait(PATIENT));
            case "full" -> sync(options.withMaxWait(PATIENT).withFullHistory());
            case "walk" -> {
                while (true) {
                    sync(options.withMaxWait(PATIENT));
                    sync(options.withMaxWait(PATIENT).withFullHistory());
                }
            }
            case "end" -> System.exit(0);
            default -> System.out.println("called " + callTogether(Integer.parseInt(command.replace("call ", ""))));
        }
    }

    private void sync(SyncOptions options) {
        try {
            SyncReport report = engine.sync(athlete, options);
            System.out.println("synced " + report.status() + " " + report);
        } catch (StravaAiException e) {
            System.out.println("failed " + e);
        }
    }

    private int callTogether(int callers) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(callers);
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        List<Future<AthleteId>> results = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            results.add(pool.submit(() -> {
                barrier.await();
                return client.athletes().get(athlete).id().orElseThrow();
            }));
        }
        int succeeded = 0;
        for (Future<AthleteId> result : results) {
            succeeded += result.get().equals(athlete) ? 1 : 0;
        }
        pool.shutdown();
        return succeeded;
    }

    /** Tells of each page stored, and with {@code -Dheap=true} how much memory is in use. */
    private static final class Pages implements StravaListener {

        private final boolean measures = Boolean.getBoolean("heap");

        @Override
        public void pageStored(SyncProgress progress) {
            if (measures) {
                System.gc();
                System.out.println("page "
                        + ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed());
            } else {
                System.out.println("page");
            }
        }
    }
}
