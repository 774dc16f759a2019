package io.stravaai.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Syncs a history of 20,000 activities into SQLite and into PostgreSQL in a process with a heap of 64 MB, several times
 * in turn with the floor: the same pages fetched, parsed to a tree and batch-inserted by the shortest possible code.
 */
public final class SyncBenchmark {

    private SyncBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args number of activities, number of runs; 20000 and 5 by default
     */
    public static void main(String[] args) throws Exception {
        int activities = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path folder = Files.createTempDirectory("stravaai-benchmark");
        System.out.printf(
                "%d activities, %d runs, JDK %s, %d processors, client heap 64 MB%n",
                activities, runs, Runtime.version(), Runtime.getRuntime().availableProcessors());
        try (ListServer server = new ListServer(History.rows(activities));
                EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            client("SQLite", server.url(), activities, runs, "jdbc:sqlite:" + folder.resolve("bench"));
            client(
                    "PostgreSQL",
                    server.url(),
                    activities,
                    runs,
                    postgres.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true");
        }
        System.exit(0);
    }

    private static void client(String name, String apiUrl, int activities, int runs, String jdbcUrl)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SyncBenchmarkClient.class.getName(),
                        name,
                        apiUrl,
                        Integer.toString(activities),
                        Integer.toString(runs),
                        jdbcUrl))
                .inheritIO()
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("The client ended with " + exit);
        }
    }
}
