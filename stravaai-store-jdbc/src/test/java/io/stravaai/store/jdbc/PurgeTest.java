package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first commit that arrives in the middle of a purge, of an athlete of whom nothing is stored. */
@Timeout(300)
class PurgeTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);

    /** The table of transactions is cached for as long as it is asked for often. */
    private static final String MYSQL_WAITING = "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'";

    @ParameterizedTest
    @ValueSource(strings = {"stravaai_sync_state", "stravaai_quarantine"})
    void firstCommit_afterTheDeletionOfATable_isKeptOrGoneAsAWhole_onPostgres(String table) throws Exception {
        firstCommitIsWholeOrGone(
                table,
                TestDatabases.newPostgres(),
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stravaai_sync_state", "stravaai_quarantine"})
    void firstCommit_afterTheDeletionOfATable_isKeptOrGoneAsAWhole_onMariadb(String table) throws Exception {
        for (String options : List.of("", "&transactionIsolation=READ_COMMITTED")) {
            firstCommitIsWholeOrGone(
                    table, TestDatabases.byMariadbDriver(TestDatabases.newMariadbUrl(options)), MYSQL_WAITING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stravaai_sync_state", "stravaai_quarantine"})
    void firstCommit_afterTheDeletionOfATable_isKeptOrGoneAsAWhole_onMysql(String table) throws Exception {
        for (String options : List.of("", "&sessionVariables=transaction_isolation='READ-COMMITTED'")) {
            firstCommitIsWholeOrGone(
                    table, TestDatabases.byMysqlDriver(TestDatabases.newMysqlUrl(options)), MYSQL_WAITING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stravaai_sync_state", "stravaai_quarantine"})
    void firstCommit_afterTheDeletionOfATable_isKeptOrGoneAsAWhole_onH2(String table) throws Exception {
        DataSource database = TestDatabases.newH2Memory();
        // The default is shorter than what a busy machine may take to see the wait.
        TestDatabases.execute(database, "SET DEFAULT_LOCK_TIMEOUT 60000");
        firstCommitIsWholeOrGone(
                table, database, "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stravaai_sync_state", "stravaai_quarantine"})
    void firstCommit_afterTheDeletionOfATable_waitsForItsTurn_onSqlite(String table, @TempDir Path directory)
            throws Exception {
        DataSource database = TestDatabases.newSqlite(directory);
        JdbcSchema.create(database);
        ActivityStore store = JdbcStores.open(database).activities();
        FutureTask<CommitResult> commit = new FutureTask<>(() -> store.commit(first()));
        DataSource interrupted = afterDeletionFrom(table, database, () -> {
            Thread thread = new Thread(commit, "commit");
            thread.start();
            while (thread.getState() != Thread.State.WAITING && !commit.isDone()) {
                Thread.onSpinWait();
            }
        });

        JdbcStores.open(interrupted).activities().purge(ATHLETE);

        assertThat(commit.get(1, TimeUnit.MINUTES)).isEqualTo(CommitResult.COMMITTED);
        assertThat(store.list(ActivityQuery.of(ATHLETE))).hasSize(1);
    }

    /** @param waiting counts who waits for a lock */
    private static void firstCommitIsWholeOrGone(String table, DataSource database, String waiting) throws Exception {
        JdbcSchema.create(database);
        ActivityStore store = JdbcStores.open(database).activities();
        FutureTask<CommitResult> commit = new FutureTask<>(() -> store.commit(first()));
        DataSource interrupted = afterDeletionFrom(table, database, () -> {
            new Thread(commit, "commit").start();
            try (Connection other = database.getConnection()) {
                while (!commit.isDone() && count(other, waiting) == 0) {
                    Thread.onSpinWait();
                }
            }
        });

        JdbcStores.open(interrupted).activities().purge(ATHLETE);

        assertThat(commit.get(1, TimeUnit.MINUTES)).isEqualTo(CommitResult.COMMITTED);
        int rows = store.syncState(ATHLETE).isPresent() ? 1 : 0;
        assertThat(store.list(ActivityQuery.of(ATHLETE))).hasSize(rows);
        assertThat(store.quarantined(ATHLETE)).hasSize(rows);
    }

    private static SyncCommit first() {
        SyncState state = SyncState.builder(ATHLETE, 42).build();
        StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{}", Instant.EPOCH)
                .build();
        QuarantinedActivity broken = QuarantinedActivity.of(
                ATHLETE, "{".getBytes(StandardCharsets.UTF_8), "broken", Instant.EPOCH, ActivityId.of(2));
        return SyncCommit.first(state, List.of(activity), List.of(broken), List.of());
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(rows.getMetaData().getColumnCount());
        }
    }

    /** Takes a step as soon as the first deletion from the table has run. */
    private static DataSource afterDeletionFrom(String table, DataSource source, Step step) {
        AtomicBoolean taken = new AtomicBoolean();
        return UnsoundDataSources.wrap(
                DataSource.class,
                source,
                (method, arguments, result) -> result instanceof Connection connection
                        ? afterStatement("DELETE FROM " + table + " ", connection, taken, step)
                        : result);
    }

    private static Connection afterStatement(String beginning, Connection source, AtomicBoolean taken, Step step) {
        return UnsoundDataSources.wrap(
                Connection.class,
                source,
                (method, arguments, result) -> result instanceof PreparedStatement statement
                                && arguments[0].toString().startsWith(beginning)
                        ? UnsoundDataSources.wrap(PreparedStatement.class, statement, (execution, none, count) -> {
                            if (execution.getName().equals("executeUpdate") && taken.compareAndSet(false, true)) {
                                step.take();
                            }
                            return count;
                        })
                        : result);
    }

    /** What happens meanwhile. */
    @FunctionalInterface
    private interface Step {
        void take() throws SQLException;
    }
}
