package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that commit pages and grants, and the database under them, are killed with SIGKILL at random moments; {@code
 * -Dblows=1000} does it more often. What was acknowledged is there afterwards, and nobody ever sees half of a page.
 *
 * <p>Without a number each database gets so many blows that it had a hundred with those of {@link ConnectionDropTest} and
 * {@link FullDiskTest}.
 */
@Tag("processes")
class CrashTest {

    private static final Integer BLOWS = Integer.getInteger("blows");

    /** More than enough to see what is wrong with a store that has no transactions; the first few mostly do. */
    private static final int BLOWS_AT_A_BROKEN_STORE = 100;

    /** What is said of commits that are torn or lost, and not of processes that are stuck. */
    private static final String WRONG =
            "(?s).*([Tt]he stamps? |of stamp |the state has |that is stored after |is not as it was written).*";

    private static final AthleteId ATHLETE = AthleteId.of(104);

    @TempDir
    Path folder;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#all")
    void no_acknowledged_commit_is_lost_and_no_half_of_one_is_seen_when_writers_and_database_are_killed(
            ServersUnderTest database) throws Exception {
        ServerUnderTest server = database.shared();
        long begun = System.nanoTime();
        String url = server.newUrl();
        try (CrashCampaign campaign = new CrashCampaign(server, url, random(database.toString()))) {
            campaign.strike(blows(database), database.canBeKilled());
            System.out.println(database + ": " + campaign.finish() + "; "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
            if (database == ServersUnderTest.SQLITE) {
                assertSound(url);
            }
            Blows.count(database, campaign.dealt());
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#forgetful")
    void a_database_that_forgets_commits_when_it_is_killed_forgets_them_whole(ServersUnderTest database)
            throws Exception {
        ServerUnderTest server = database.shared();
        String url = server.newUrl();
        OpenStores.create(url);
        long forgotten = 0;
        // Each hits both.
        int times = (blows(database) + 1) / 2;
        for (int i = 0; i < times; i++) {
            try (ChildProcess writer = CrashWriter.start(url, List.of(ATHLETE))) {
                writer.expect("ready");
                writer.tell("go");
                writer.expect("granted");
                server.kill();
                writer.kill();
                writer.awaitEnd();
                server.start();
                try (OpenStores stores = OpenStores.open(url)) {
                    long stored = StampedPage.stamp(stores.activities(), ATHLETE);
                    StampedPage.stampOfGrant(stores.tokens(), ATHLETE);
                    List<String> done = writer.said("done");
                    assertThat(done).as(writer::text).isNotEmpty();
                    forgotten += done.stream()
                            .filter(line -> line.endsWith(";") && stampIn(line) > stored)
                            .count();
                }
            }
        }
        System.out.println(database + ": " + forgotten + " acknowledged commits forgotten in " + times + " kills");
        Blows.count(database, Map.of(Blows.Kind.WRITER_KILLED, times, Blows.Kind.DATABASE_KILLED, times));
    }

    private static long stampIn(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1, line.length() - 1));
    }

    private static void assertSound(String url) throws SQLException {
        try (Connection connection = Databases.dataSource(url).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("ok");
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#easilyTorn")
    void a_store_whose_commits_are_torn_is_found_out(ServersUnderTest database) {
        ServerUnderTest server = database.shared();
        Throwable found = catchThrowable(() -> {
            try (CrashCampaign campaign =
                    new CrashCampaign(server, OpenStores.torn(server.newUrl()), random("torn " + database))) {
                campaign.strike(BLOWS_AT_A_BROKEN_STORE, database.canBeKilled());
            }
        });
        assertThat(found).isInstanceOf(AssertionError.class).hasMessageMatching(WRONG);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#withCarelessSettings")
    void a_server_that_acknowledges_before_it_has_written_is_found_out(ServersUnderTest database) {
        try (ServerUnderTest server = database.start(folder, database.careless())) {
            Throwable found = catchThrowable(() -> {
                try (CrashCampaign campaign =
                        new CrashCampaign(server, server.newUrl(), random("careless " + database))) {
                    for (int i = 0; i < BLOWS_AT_A_BROKEN_STORE; i++) {
                        campaign.strike(CrashCampaign.Blow.DATABASE);
                    }
                }
            });
            // The tables may be gone as well, if they were created just before.
            assertThat(found)
                    .satisfiesAnyOf(
                            error -> assertThat(error)
                                    .isInstanceOf(AssertionError.class)
                                    .hasMessageMatching(WRONG),
                            error -> assertThat(error)
                                    .isInstanceOf(StoreException.class)
                                    .hasMessageContaining("is missing"));
        }
    }

    private static int blows(ServersUnderTest database) {
        return BLOWS == null ? database.blowsInABuild() : BLOWS;
    }

    private static Random random(String what) {
        long seed = System.getProperty("seed") == null ? new Random().nextLong() : Long.getLong("seed");
        System.out.println(what + ": repeat with -Dseed=" + seed + (BLOWS == null ? "" : " -Dblows=" + BLOWS));
        return new Random(seed);
    }
}
