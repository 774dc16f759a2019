package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
    private FakeAthlete athlete;
    private FakeStravaServer server;

    @BeforeEach
    void start() {
        FakeStrava strava = FakeStrava.builder().clock(shell.clock).build();
        athlete = strava.addAthlete();
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
            STRAVA_API_URL       | not a url                              | STRAVA_API_URL is not a URL; it looks like https://www.strava.com/api/v3
            STRAVA_OAUTH_URL     | not a url                              | STRAVA_OAUTH_URL is not a URL; it looks like https://www.strava.com/oauth
            STRAVA_API_URL       | ftp://127.0.0.1/api                    | STRAVA_API_URL must begin with https://
            STRAVA_OAUTH_URL     | http://example.org/oauth               | only on this machine (localhost, 127.0.0.1)
            STRAVA_OAUTH_URL     | https://u:s3cret@example.org/oauth     | STRAVA_OAUTH_URL must not hold a user
            STRAVA_API_URL       | https://example.org/api?x=s3cret       | STRAVA_API_URL must have neither
            STRAVA_API_URL       | https:api                              | STRAVA_API_URL is not a URL with a host
            STRAVA_API_URL       | http://127.0.0.1:1/api/v3              | STRAVA_API_URL
            STRAVA_OAUTH_URL     | http://127.0.0.1:1/oauth               | the host cannot be reached, or no server listens there
            STRAVA_OAUTH_URL     | https://strava.invalid/oauth           | the host is unknown
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
            sync --max-wait 366d      | not a duration from 0s to 365d
            sync --max-wait d         | not a duration
            activities --limit 0      | not a number from 1 to 2147483647
            activities --limit 99999999999 | not a number from 1 to 2147483647
            activites                 | unknown command 'activites'; did you mean activities?
            activities --limit        | --limit
            dance                     | unknown command 'dance'; see quickstart --help
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

        assertOneLine(shell.run("sync", "--json"), "'sync --create-schema' creates them", "STRAVAAI_STORE");
        assertOneLine(shell.run("activities", "--json"), "'sync --create-schema' creates them");
        assertThat(shell.run("sync", "--json", "--create-schema").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE stravaai_schema SET version = 9         | says 9
            DROP TABLE stravaai_quota                      | stravaai_quota is missing
            ALTER TABLE stravaai_token DROP COLUMN version | has no column version
            """)
    void sync_tablesThatCreateSchemaCannotMend_doesNotAdviseIt(String change, String expected) throws SQLException {
        Path file = folder.resolve("stravaai.db");
        shell.run("sync", "--json");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }

        Result result = shell.run("sync", "--json");

        assertOneLine(result, expected, "STRAVAAI_STORE");
        assertThat(result.err()).doesNotContain("--create-schema").doesNotContain("(dataSource)");
        assertThat(shell.run("sync", "--create-schema").err())
                .doesNotContain("--create-schema")
                .doesNotContain("(dataSource)");
    }

    @Test
    void sync_fileThatIsNoDatabase_isOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "These are notes and not a database.".repeat(100));

        assertOneLine(shell.store(file).run("sync", "--json"), "is not a SQLite database", "STRAVAAI_STORE");
        assertOneLine(shell.store(folder).run("sync", "--json"), "is a folder; name a file in STRAVAAI_STORE");
        assertOneLine(shell.run("activities"), "is a folder; name a file in STRAVAAI_STORE");
        assertOneLine(
                shell.store(file.resolve("x").resolve("s.db")).run("sync", "--json"),
                "cannot be created: ",
                "STRAVAAI_STORE");
    }

    @Test
    void sync_readOnlyDatabase_saysSo() {
        Path file = folder.resolve("stravaai.db");
        shell.run("sync", "--json");

        assertOneLine(
                shell.set("STRAVAAI_STORE", "jdbc:sqlite:file:" + file + "?mode=ro")
                        .run("sync", "--json"),
                "is read-only",
                "STRAVAAI_STORE");
    }

    @Test
    void sync_noSpaceLeft_saysThatWhatIsStoredStays() {
        Path file = folder.resolve("stravaai.db");
        athlete.generateHistory(TestShell.NOW.minus(Duration.ofDays(700)), TestShell.NOW, 600);

        Result result = shell.set("STRAVAAI_STORE", "jdbc:sqlite:" + file + "?max_page_count=150")
                .run("sync", "--json");

        assertOneLine(result, "No space is left", "free space and run it again, what is stored stays");
        assertThat(shell.store(file).run("sync", "--json").exit()).isZero();
        assertThat(shell.run("activities", "--json").lines()).hasSize(600);
    }

    @Test
    void sync_newFile_isForNobodyElse() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path file = folder.resolve("a").resolve("b").resolve("s.db");

        assertThat(shell.store(file).run("sync", "--json").exit()).isZero();

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("a").resolve("b"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
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

    private static void assertOneLine(Result result, String... parts) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: ").contains(parts).doesNotContain("s3cret");
    }
}
