package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresTest {

    @Test
    void sync_postgres_wantsItsTablesCreatedOnRequest() throws IOException, SQLException {
        TestShell shell = new TestShell();
        FakeStrava strava = FakeStrava.builder().clock(shell.clock).build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(TestShell.NOW.minus(Duration.ofDays(300)), TestShell.NOW, 250);
        try (FakeStravaServer server = strava.startServer();
                EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/";
            createDatabase(url + "postgres?user=postgres");
            shell.strava(strava, server).athlete(athlete);

            shell.set("STRAVAAI_STORE", url + "elsewhere?user=postgres&password=s3cret");
            assertOneLine(shell.run("sync", "--json"), "no database of that name");
            shell.set("STRAVAAI_STORE", url + "host?user=nobody&password=s3cret");
            assertOneLine(shell.run("sync", "--json"), "refuses the user or the password");
            shell.set("STRAVAAI_STORE", url + "host?user=postgres&password=s3cret");
            assertOneLine(shell.run("sync", "--json"), "--create-schema");

            Result created = shell.run("sync", "--json", "--create-schema");
            assertThat(created.exit()).as(created.err()).isZero();
            assertThat(shell.run("sync", "--json").jsonLines().get(0)).containsEntry("inserted", 0.0);
            assertThat(shell.run("activities", "--json").jsonLines())
                    .extracting(row -> row.get("raw"))
                    .containsExactlyInAnyOrderElementsOf(athlete.rawActivities());
        }
    }

    private static void createDatabase(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE host ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    private static void assertOneLine(Result result, String part) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: ").contains(part).doesNotContain("s3cret");
    }
}
