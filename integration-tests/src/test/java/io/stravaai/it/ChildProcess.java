package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process of an application: real, so that it can be killed, and so that it shares nothing but the database. */
final class ChildProcess {

    private ChildProcess() {}

    /** Starts one. It works on the athlete as {@link #main} says. */
    static Process start(String work, String jdbcUrl, FakeStravaServer server, FakeStrava strava, AthleteId athlete)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProcess.class.getName(),
                        work,
                        jdbcUrl,
                        server.apiUrl().toString(),
                        server.oauthUrl().toString(),
                        strava.credentials().clientId(),
                        strava.credentials().clientSecret(),
                        athlete.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** {@code sync}: one sync. {@code call N}: when told on standard input, N threads ask for the athlete at once. */
    public static void main(String[] args) throws Exception {
        AthleteId athlete = AthleteId.of(Long.parseLong(args[6]));
        JdbcStores stores = JdbcStores.open(Databases.dataSource(args[1]));
        try (StravaClient client = StravaClient.builder()
                .credentials(ClientCredentials.of(args[4], args[5]))
                .tokenStore(stores.tokens())
                .quotaLedger(stores.quotaLedger())
                .apiUrl(URI.create(args[2]))
                .oauthUrl(URI.create(args[3]))
                .build()) {
            if (args[0].equals("sync")) {
                SyncReport report = SyncEngine.builder()
                        .client(client)
                        .store(stores.activities())
                        .build()
                        .sync(athlete, SyncOptions.defaults().withLane(Lane.INTERACTIVE));
                System.out.println(report);
                System.exit(report.status() == SyncReport.Status.COMPLETE ? 0 : 3);
            }
            System.out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            System.out.println(callTogether(client, Integer.parseInt(args[0].substring("call ".length())), athlete));
        }
    }

    private static int callTogether(StravaClient client, int callers, AthleteId athlete) throws Exception {
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
}
