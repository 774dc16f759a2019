package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is told in one line that names the way out, without a stack trace and without a secret. */
class WrongConfigurationTest {

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell();
    private FakeStravaServer server;

    @BeforeEach
    void start() {
        FakeStrava strava = FakeStrava.builder().clock(shell.clock).build();
        FakeAthlete athlete = strava.addAthlete();
        server = strava.startServer();
        shell.strava(strava, server).athlete(athlete).store(folder.resolve("stravaai.db"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STRAVA_CLIENT_ID     | ''                                     | STRAVA_CLIENT_ID
            STRAVA_CLIENT_SECRET | ''                                     | STRAVA_CLIENT_SECRET
            STRAVA_CLIENT_SECRET | wrong-s3cret                           | settings/api
            STRAVA_REFRESH_TOKEN | dead-s3cret                            | STRAVA_REFRESH_TOKEN
            STRAVA_API_URL       | not a url                              | STRAVA_API_URL
            STRAVA_API_URL       | ftp://127.0.0.1/api                    | STRAVA_API_URL
            STRAVA_API_URL       | http://127.0.0.1:1/api/v3              | STRAVA_API_URL
            STRAVA_OAUTH_URL     | http://127.0.0.1:1/oauth               | STRAVA_OAUTH_URL
            STRAVAAI_STORE       | mongodb://u:s3cret@127.0.0.1/strava    | MongoDB is not supported
            STRAVAAI_STORE       | jdbc:mysql://127.0.0.1/?password=s3cret | STRAVAAI_STORE
            STRAVAAI_STORE       | jdbc:sqlite::memory:                   | STRAVAAI_STORE
            STRAVAAI_STORE       | jdbc:postgresql://127.0.0.1:1/strava?user=u&password=s3cret | cannot be reached
            STRAVAAI_STORE       | jdbc:postgresql://u:s3cret@127.0.0.1:x/strava | STRAVAAI_STORE
            """)
    void sync_wrongVariable_isOneLine(String variable, String value, String expected) {
        assertOneLine(shell.set(variable, value).run("sync", "--json"), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sync --colour             | --colour
            sync --max-wait soon      | not a duration
            sync --athlete me         | not an athlete's id
            sync --athlete -5         | not an athlete's id
            activities --limit 0      | not a positive number
            activities --limit        | --limit
            dance                     | dance
            demo --db                 | --db
            """)
    void commandLine_wrong_isOneLineAndNoUsage(String line, String expected) {
        assertOneLine(shell.run(line.split(" ")), expected);
    }

    @Test
    void sync_databaseWithoutTables_namesTheWayOut() throws SQLException {
        Path file = folder.resolve("other.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE something_else (id INTEGER)");
        }
        shell.store(file);

        assertOneLine(shell.run("sync", "--json"), "--create-schema");
        assertOneLine(shell.run("activities", "--json"), "--create-schema");
        assertThat(shell.run("sync", "--json", "--create-schema").exit()).isZero();
    }

    @Test
    void sync_fileThatIsNoDatabase_isOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "These are notes and not a database.".repeat(100));

        assertOneLine(shell.store(file).run("sync", "--json"), "");
        assertOneLine(shell.store(folder).run("sync", "--json"), "");
    }

    @Test
    void activities_noDatabase_createsNone() {
        Path file = folder.resolve("missing.db");

        assertOneLine(shell.store(file).run("activities", "--json"), "run 'sync' first");
        assertOneLine(shell.store(file).run("quarantine"), "run 'sync' first");
        assertThat(file).doesNotExist();
    }

    @Test
    void error_verbose_hasStackTraceBeforeTheLine() {
        Result result = shell.set("STRAVAAI_STORE", "mongodb://127.0.0.1/x").run("sync", "--verbose");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("\tat ").contains("error: MongoDB");
    }

    private static void assertOneLine(Result result, String part) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: ").contains(part).doesNotContain("s3cret");
    }
}
