package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class FailuresTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void open_wrongPassword_isOneSentence() throws Exception {
        PGSimpleDataSource database = forUserWithPassword("locked");
        database.setPassword("wrong-secret");

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e)
                .hasMessage("Cannot open the database: the database server refuses the user name or the password of the"
                        + " DataSource (SQLState 28P01)");
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasStackTraceContaining("28P01").satisfies(FailuresTest::tellsNoSecret);
    }

    @Test
    void open_noPassword_isNotRetried() throws Exception {
        PGSimpleDataSource database = forUserWithPassword("barred");
        database.setPassword(null);

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e)
                .hasMessage(
                        "Cannot open the database: the database server does not take the connection as the DataSource"
                                + " makes it; look at its password and its encryption (SQLState 08004)");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void open_noDriver_saysSoWithoutTheUrl() {
        DataSource database = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> DriverManager.getConnection("jdbc:none://host/x?password=secret"));

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e)
                .hasMessage(
                        "Cannot open the database: the class path has no driver for the URL of the DataSource, or what"
                                + " the driver brings cannot be loaded (SQLState 08001)")
                .satisfies(FailuresTest::tellsNoSecret);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void open_unknownDatabase_isOneSentence() {
        PGSimpleDataSource database = TestDatabases.postgres();
        database.setDatabaseName("nowhere");

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e)
                .hasMessage("Cannot open the database: the database that the DataSource names does not exist (SQLState"
                        + " 3D000)");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void open_unreachableServer_isOneSentenceAndRetryable() throws IOException {
        PGSimpleDataSource database = TestDatabases.postgres();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            database.setPortNumbers(new int[] {socket.getLocalPort()});
        }

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e)
                .hasMessage("Cannot open the database: the database server cannot be reached, or the connection to it"
                        + " broke (SQLState 08001)");
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void open_sqliteFileInNoDirectory_isOneSentence(@TempDir Path directory) {
        DataSource database = TestDatabases.sqlite(directory.resolve("none").resolve("x.db"));

        StoreException e = failure(() -> JdbcStores.open(database));
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageStartingWith("Cannot open the database: ");
    }

    @Test
    void open_otherProduct_namesItAndWhatIsSupported() {
        DatabaseMetaData metaData = proxy(DatabaseMetaData.class, "Oracle");
        Connection connection = proxy(Connection.class, metaData);
        DataSource database = proxy(DataSource.class, connection);

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This DataSource leads to Oracle; StravaAI can use PostgreSQL, MySQL, MariaDB,"
                        + " SQLite, H2. If it speaks the language of one of these, name that one as JdbcDialect");
    }

    @Test
    void open_poolThatWrapsItsFailure_isUnwrapped() {
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("pool", new SQLException("no", "28P01"));
                });

        assertThat(failure(() -> JdbcStores.open(pool))).hasMessageContaining("refuses the user name");
    }

    @Test
    void open_poolThatWrapsItsFailureInOneWithoutACode_isUnwrapped() {
        DataSource pool = refusing(
                TestDatabases.newH2Memory(),
                new AtomicBoolean(true),
                new SQLException("Cannot create PoolableConnectionFactory", new SQLException("no", "28P01")));

        assertThat(failure(() -> JdbcStores.open(pool))).hasMessageContaining("refuses the user name");
    }

    @Test
    void connection_ofAPoolThatHasNoneLeft_canBeRetried() {
        SQLException exhausted =
                new SQLException("Cannot get a connection, pool error Timeout waiting for idle object");
        AtomicBoolean none = new AtomicBoolean();
        DataSource pool = refusing(TestDatabases.newH2Memory(), none, exhausted);
        JdbcSchema.create(pool);
        JdbcStores stores = JdbcStores.open(pool);
        none.set(true);

        StoreException e = failure(() -> stores.activities().syncState(ATHLETE));
        assertThat(e)
                .hasMessage("Cannot read a sync state: the database has too little of something: disk, memory or"
                        + " connections (error 0)");
        assertThat(e.retryable()).isTrue();
        assertThat(failure(() -> JdbcStores.open(pool, JdbcDialect.H2)).retryable())
                .as("at the start")
                .isTrue();
        assertThat(failure(() -> JdbcStores.open(pool)).retryable())
                .as("at the start, where it is not known which database it is")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HikariDataSource HikariDataSource (HikariPool-1) has been closed.",
                "Data source is closed",
                "ComboPooledDataSource has been closed() -- you can no longer use it."
            })
    void connection_ofAPoolThatIsClosed_isNotRetried(String message) {
        AtomicBoolean closed = new AtomicBoolean();
        DataSource pool = refusing(TestDatabases.newH2Memory(), closed, new SQLException(message));
        JdbcSchema.create(pool);
        JdbcStores stores = JdbcStores.open(pool);
        closed.set(true);

        StoreException e = failure(() -> stores.activities().syncState(ATHLETE));
        assertThat(e).hasMessage("Cannot read a sync state: the DataSource is closed (error 0)");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void connection_ofAPoolOfSqliteThatHasNoneLeft_canBeRetried(@TempDir Path directory) {
        AtomicBoolean none = new AtomicBoolean();
        DataSource pool =
                refusing(TestDatabases.newSqlite(directory), none, new SQLException("Sorry, acquisition timeout!"));
        JdbcSchema.create(pool);
        JdbcStores stores = JdbcStores.open(pool);
        none.set(true);

        assertThat(failure(() -> stores.activities().syncState(ATHLETE)).retryable())
                .isTrue();
    }

    @Test
    void connection_toASqliteFileThatCannotBeOpened_isNotRetried(@TempDir Path directory) {
        SQLException noPath = new SQLException("path to 'x.db': 'x' does not exist");
        AtomicBoolean gone = new AtomicBoolean();
        DataSource database = refusing(TestDatabases.newSqlite(directory), gone, noPath);
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        gone.set(true);

        assertThat(failure(() -> stores.activities().syncState(ATHLETE)).retryable())
                .isFalse();
        assertThat(failure(() -> JdbcStores.open(database)))
                .hasMessage(
                        "Cannot open the database: the database file cannot be opened; check that its directory exists"
                                + " and is writable (error 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, 0, true",
        "40001, 0, true",
        "40P01, 0, true",
        "53100, 0, true",
        "53300, 0, true",
        "55P03, 0, true",
        "25P03, 0, true",
        "25P04, 0, true",
        "57P01, 0, true",
        "08004, 0, false",
        "28P01, 0, false",
        "3D000, 0, false",
        "23505, 0, false",
        "42501, 0, false",
        "40003, 0, true",
        "40001, 1213, true",
        "HY000, 1205, true",
        "HY000, 1020, true",
        "08004, 1040, true",
        "HY000, 1114, true",
        "HY000, 1135, true",
        "HY000, 1206, true",
        "HY000, 4031, true",
        "70100, 1317, true",
        "08S01, 1153, false",
        "42S02, 1146, false",
        "42000, 1142, false",
        "25006, 0, true",
        "HY000, 1290, true",
        "HY000, 1836, true",
        "25006, 1792, false",
        "23000, 1062, false",
        "28000, 1045, false",
        "HYT00, 50200, true",
        "90131, 90131, true",
        "90020, 90020, true",
        "90028, 90028, true",
        "90031, 90031, true",
        "90096, 90096, false",
        "42S02, 42102, false",
        ", 5, true",
        ", 6, true",
        ", 261, true",
        ", 7, true",
        ", 8, false",
        ", 13, true",
        ", 15, true",
        ", 14, false"
    })
    void retryable_followsTheCause(String state, int code, boolean retryable) {
        assertThat(Failures.of("test", new SQLException("m", state, code)).retryable())
                .isEqualTo(retryable);
    }

    @Test
    void aConnectionThatMysqlLosesInTheMiddleOfAnAnswer_canBeRetried() {
        String message = "Can not read response from server. Expected to read 2,190 bytes, read 1,939 bytes before"
                + " connection was unexpectedly lost.";

        assertThat(Failures.of("test", new SQLException(message, "S1000")).retryable())
                .isTrue();
        assertThat(Failures.of("test", new SQLException("m", "S1000")).retryable())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "40001, 0, true",
        "40P01, 0, true",
        "40001, 1213, true",
        "HY000, 1020, true",
        "90131, 90131, true",
        "40003, 0, false",
        "08006, 0, false",
        "HY000, 1205, false",
        "23000, 1062, false"
    })
    void undone_isOnlyWhatCertainlyHasNoEffect(String state, int code, boolean undone) {
        assertThat(Failures.undone(new SQLException("m", state, code))).isEqualTo(undone);
    }

    @Test
    void retryable_followsTheType_unlessTheStateSaysMore() {
        assertThat(Failures.of("test", new SQLRecoverableException("m")).retryable())
                .isTrue();
        assertThat(Failures.of("test", new SQLTransientConnectionException("pool"))
                        .retryable())
                .isTrue();
        assertThat(Failures.of("test", new SQLTransientConnectionException("pool", "28P01"))
                        .retryable())
                .isFalse();
    }

    @Test
    void cause_holdsNoData() {
        BatchUpdateException batch = new BatchUpdateException("INSERT .. VALUES ('secret')", "23502", 0, new int[0]);
        assertThat(Failures.of("test", batch)).satisfies(FailuresTest::tellsNoSecret);
        batch.setNextException(new SQLException("ERROR: null value\n  Detail: Failing row contains (secret)", "23502"));
        assertThat(Failures.of("test", batch))
                .satisfies(FailuresTest::tellsNoSecret)
                .hasStackTraceContaining("null value");
        for (SQLException e : List.of(
                new SQLException("ERROR: invalid input 'secret'", "22P02"),
                new SQLException("Duplicate entry 'secret' for key 'x'", "23000", 1062),
                new SQLException("Incorrect string value: 'secret' for column", "HY000", 1366),
                new SQLException("You have an error in your SQL syntax near 'secret'", "42000", 1064),
                new SQLException("Unique index violation: VALUES ( /* key:1 */ 'secret')", "23505", 23505))) {
            assertThat(Failures.of("test", e)).satisfies(FailuresTest::tellsNoSecret);
        }
    }

    @Test
    void commit_jsonThatIsNotText_changesNothing(@TempDir Path directory) throws SQLException {
        for (DataSource database : everyDatabase(directory)) {
            for (String bad : List.of("\u0000", "\uD83D", "\uDEB4", "\uD83D\uD83D\uDEB4")) {
                try (CountingPool pool = new CountingPool(database, true)) {
                    JdbcSchema.create(pool);
                    JdbcStores stores = JdbcStores.open(pool);
                    List<StoredActivity> rows =
                            List.of(activity(1, "{}"), activity(2, "{\"name\":\"secret" + bad + "\"}"));
                    StoreException e = failure(() -> stores.activities()
                            .commit(SyncCommit.of(
                                    SyncState.initial(ATHLETE).next().build(), rows, List.of(), List.of())));

                    assertThat(e).hasMessageContaining("raw_json").satisfies(FailuresTest::tellsNoSecret);
                    assertThat(e.retryable()).isFalse();
                    assertThat(stores.activities().syncState(ATHLETE)).isEmpty();
                    assertThat(stores.activities().list(ActivityQuery.of(ATHLETE)))
                            .isEmpty();
                    pool.assertAllReturned();
                }
            }
        }
    }

    @Test
    void commit_serverThatTakesNoWritesForAWhile_succeedsAfterIt() {
        PGSimpleDataSource database = TestDatabases.newPostgres();
        JdbcSchema.create(database);
        ActivityStore store = JdbcStores.open(database).activities();
        SyncCommit commit = SyncCommit.of(
                SyncState.initial(ATHLETE).next().build(), List.of(activity(1, "{}")), List.of(), List.of());

        database.setOptions("-c default_transaction_read_only=on");
        StoreException e = failure(() -> store.commit(commit));
        database.setOptions("");

        assertThat(e)
                .hasMessage(
                        "Cannot commit activities: the database server takes no writes: it is a replica, or was made"
                                + " read-only (SQLState 25006)");
        assertThat(e.retryable()).isTrue();
        assertThat(store.commit(commit)).isEqualTo(CommitResult.COMMITTED);
    }

    @Test
    void commit_rowThatTheDatabaseRefuses_changesNothing(@TempDir Path directory) throws SQLException {
        // On MySQL and MariaDB an upsert would replace the row that is in the way of this index.
        for (DataSource database : List.of(TestDatabases.newSqlite(directory), TestDatabases.newPostgres())) {
            try (CountingPool pool = new CountingPool(database, true)) {
                JdbcSchema.create(pool);
                pool.execute("CREATE UNIQUE INDEX only_for_this_test ON stravaai_activity (raw_json)");
                JdbcStores stores = JdbcStores.open(pool);
                StoreException e = failure(() -> stores.activities()
                        .commit(SyncCommit.of(
                                SyncState.initial(ATHLETE).next().build(),
                                List.of(activity(1, "{\"secret\":1}"), activity(2, "{\"secret\":1}")),
                                List.of(),
                                List.of())));

                assertThat(e)
                        .hasMessageStartingWith("Cannot commit activities: ")
                        .satisfies(FailuresTest::tellsNoSecret);
                assertThat(e.retryable()).isFalse();
                assertThat(stores.activities().syncState(ATHLETE)).isEmpty();
                assertThat(stores.activities().find(ATHLETE, ActivityId.of(1))).isEmpty();
                pool.assertAllReturned();
            }
        }
    }

    @Test
    void grant_thatIsNotText_isRefusedWithoutALeak(@TempDir Path directory) throws SQLException {
        try (CountingPool pool = new CountingPool(TestDatabases.newSqlite(directory), false)) {
            JdbcSchema.create(pool);
            JdbcStores stores = JdbcStores.open(pool);

            assertThat(failure(() -> stores.tokens().put(ATHLETE, TokenGrant.ofRefreshToken("secret\u0000"))))
                    .hasMessageContaining("refresh_token")
                    .satisfies(FailuresTest::tellsNoSecret);
            assertThat(failure(() -> stores.tokens().claim(ATHLETE, 1, new RefreshClaim("\uD83D", NOW))))
                    .hasMessageContaining("claim_owner");
            pool.assertAllReturned();
        }
    }

    @Test
    void instants_outOfRange_areKeptAsTheNearest(@TempDir Path directory) {
        for (DataSource database : everyDatabase(directory)) {
            JdbcSchema.create(database);
            JdbcStores stores = JdbcStores.open(database);
            StoredActivity early = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{}", NOW.plusNanos(1234))
                    .startDate(Instant.MIN)
                    .build();
            StoredActivity late = StoredActivity.builder(ATHLETE, ActivityId.of(2), "{}", NOW)
                    .startDate(Instant.MAX)
                    .build();
            stores.activities()
                    .commit(SyncCommit.of(
                            SyncState.initial(ATHLETE).next().build(), List.of(early, late), List.of(), List.of()));

            assertThat(stores.activities().list(ActivityQuery.of(ATHLETE)))
                    .extracting(activity -> activity.startDate().orElseThrow().toString())
                    .containsExactly("9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z");
            assertThat(stores.activities().list(ActivityQuery.of(ATHLETE).after(late)))
                    .extracting(activity -> activity.observedAt().toString())
                    .containsExactly("2026-11-20T10:00:00.000001Z");
        }
    }

    @Test
    void read_rowThatTheStoresDoNotWrite_isAFailureThatTellsNoData(@TempDir Path directory) {
        for (DataSource database : everyDatabase(directory)) {
            JdbcSchema.create(database);
            JdbcStores stores = JdbcStores.open(database);
            stores.activities()
                    .commit(SyncCommit.of(
                            SyncState.initial(ATHLETE).next().build(),
                            List.of(activity(1, "{}")),
                            List.of(),
                            List.of()));
            TestDatabases.execute(
                    database,
                    "UPDATE stravaai_sync_state SET coverage = 'secret'",
                    "UPDATE stravaai_activity SET content_hash = 'secret'");

            for (ThrowingCallable read : List.<ThrowingCallable>of(
                    () -> stores.activities().syncState(ATHLETE),
                    () -> stores.activities().list(ActivityQuery.of(ATHLETE)))) {
                StoreException e = failure(read);
                assertThat(e).hasMessageContaining("a row holds what this version of StravaAI does not write");
                assertThat(e).satisfies(FailuresTest::tellsNoSecret);
                assertThat(e.retryable()).isFalse();
            }
        }
    }

    /** PostgreSQL as it is for a user of this name who has to give a password. */
    private static PGSimpleDataSource forUserWithPassword(String user) throws Exception {
        PGSimpleDataSource database = TestDatabases.postgres();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'right'");
            Path rules;
            try (ResultSet rows = statement.executeQuery("SHOW hba_file")) {
                rows.next();
                rules = Path.of(rows.getString(1));
            }
            Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
            statement.execute("SELECT pg_reload_conf()");
        }
        database.setUser(user);
        return database;
    }

    private static List<DataSource> everyDatabase(Path directory) {
        return List.of(
                TestDatabases.newSqlite(directory),
                TestDatabases.newPostgres(),
                TestDatabases.newMariadb(),
                TestDatabases.newH2Memory());
    }

    private static StoredActivity activity(long id, String json) {
        return StoredActivity.builder(ATHLETE, ActivityId.of(id), json, NOW).build();
    }

    /** Gives no connection while it refuses. */
    private static DataSource refusing(DataSource source, AtomicBoolean refuses, SQLException refusal) {
        return (DataSource) Proxy.newProxyInstance(
                FailuresTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (refuses.get()) {
                        throw refusal;
                    }
                    return source.getConnection();
                });
    }

    private static StoreException failure(ThrowingCallable call) {
        StoreException e = catchThrowableOfType(StoreException.class, call);
        assertThat(e).as("a StoreException").isNotNull();
        return e;
    }

    private static void tellsNoSecret(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("secret");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, Object answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType().isInstance(answer) ? answer : null);
    }
}
