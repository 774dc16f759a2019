package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.StoredGrant;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.SyncState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own on one database: none overwrites what another wrote. */
class ProcessesTest {

    private static final int PROCESSES = 2;
    private static final int WINS = 100;

    @Test
    void sqlite_twoProcessesCounting_loseNoCount(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("shared.db");
        count("jdbc:sqlite:" + file);
    }

    @Test
    void postgres_twoProcessesCounting_loseNoCount() throws Exception {
        count(TestDatabases.newPostgres().getURL() + "&user=postgres");
    }

    @Test
    void mariadb_twoProcessesCounting_loseNoCount() throws Exception {
        count(TestDatabases.newMariadbUrl(""));
    }

    @Test
    void mysql_twoProcessesCounting_loseNoCount() throws Exception {
        count(TestDatabases.newMysqlUrl(""));
    }

    private static void count(String url) throws IOException, InterruptedException {
        DataSource database = TestDatabases.ofUrl(url);
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        stores.tokens().put(CountingWorker.ATHLETE, CountingWorker.grant(0));

        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(url));
            }
            for (Process process : processes) {
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                try (OutputStream input = process.getOutputStream()) {
                    input.write('\n');
                }
            }
            for (Process process : processes) {
                assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        int total = PROCESSES * WINS;
        assertThat(stores.tokens().find(CountingWorker.ATHLETE).map(StoredGrant::grant))
                .contains(CountingWorker.grant(total));
        assertThat(stores.activities().syncState(CountingWorker.ATHLETE).map(SyncState::version))
                .contains((long) total);
        assertThat(stores.activities()
                        .list(ActivityQuery.of(CountingWorker.ATHLETE).limit(2 * total)))
                .hasSize(total);
    }

    private static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountingWorker.class.getName(),
                        url,
                        Integer.toString(WINS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
