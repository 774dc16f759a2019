package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.auth.TokenGrant;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating and checking the tables of one dialect. */
abstract class JdbcSchemaTests {

    private final JdbcDialect dialect;
    private DataSource database;
    private CountingPool pool;

    JdbcSchemaTests(JdbcDialect dialect) {
        this.dialect = dialect;
    }

    abstract DataSource newDatabase(Path directory);

    /** The same database for a user who may read all tables, or for nobody to write to. */
    abstract DataSource readOnly(DataSource database) throws SQLException;

    /** The statements after which a table has no primary key. */
    String[] dropPrimaryKey(String table) {
        return new String[] {"ALTER TABLE " + table + " DROP PRIMARY KEY"};
    }

    @BeforeEach
    void openDatabase(@TempDir Path directory) {
        database = newDatabase(directory);
        pool = new CountingPool(database, true);
    }

    @AfterEach
    void everythingIsReturned() throws SQLException {
        if (pool != null) {
            pool.assertAllReturned();
            pool.close();
        }
    }

    @Test
    void open_noTables_namesTheFirstTableAndTheWayOut() {
        assertThatThrownBy(() -> JdbcStores.open(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table stravaai_schema is missing")
                .hasMessageContaining("JdbcSchema.create(dataSource)")
                .hasMessageContaining(dialect.scriptPath())
                .hasMessageContaining("stravaai-store-jdbc");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void open_noTables_worksWithEitherAutoCommit(boolean autoCommit) throws SQLException {
        try (CountingPool other = new CountingPool(database, autoCommit)) {
            assertThatThrownBy(() -> JdbcSchema.verify(other)).isInstanceOf(SchemaException.class);
            other.assertAllReturned();
            JdbcSchema.create(other);
            JdbcSchema.create(other);
            JdbcSchema.verify(other);
            other.assertAllReturned();
        }
    }

    @Test
    void create_again_keepsTheData() {
        JdbcSchema.create(pool);
        AthleteId athlete = AthleteId.of(1);
        JdbcStores.open(pool).tokens().put(athlete, TokenGrant.ofRefreshToken("refresh"));

        JdbcSchema.create(pool);

        assertThat(JdbcStores.open(pool).tokens().find(athlete)).isPresent();
    }

    @Test
    void script_runByHand_isWhatOpenNeeds() throws SQLException {
        for (String statement : JdbcSchema.script(dialect).split(";")) {
            if (!statement.isBlank()) {
                pool.execute(statement);
            }
        }

        assertThat(JdbcStores.open(pool).tokens().athletes(null, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stravaai_schema, version",
        "stravaai_activity, deleted_at",
        "stravaai_quarantine, bytes",
        "stravaai_resource, queued_at",
        "stravaai_sync_state, coverage",
        "stravaai_sync_run, resume_at",
        "stravaai_token, claim_owner",
        "stravaai_quota, read_day_used_next"
    })
    void verify_columnOrTableMissing_namesIt(String table, String column) throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("ALTER TABLE " + table + " RENAME COLUMN " + column + " TO something_else");
        assertThatThrownBy(() -> JdbcSchema.verify(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table " + table + " has no column " + column)
                .hasMessageContaining(dialect.scriptPath());

        pool.execute("DROP TABLE " + table);
        assertThatThrownBy(() -> JdbcSchema.verify(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table " + table + " is missing")
                .hasMessageContaining(dialect.scriptPath());
    }

    @Test
    void verify_columnThatTheDatabaseComputesIsMissing_namesIt() throws SQLException {
        assumeTrue(dialect.hasPendingColumn(), "its index has a condition instead");
        JdbcSchema.create(pool);
        pool.execute("ALTER TABLE stravaai_resource RENAME COLUMN pending TO something_else");

        assertThatThrownBy(() -> JdbcStores.open(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table stravaai_resource has no column pending");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "stravaai_schema: version",
                "stravaai_activity: athlete_id, activity_id",
                "stravaai_quarantine: athlete_id, content_hash",
                "stravaai_resource: athlete_id, activity_id, resource",
                "stravaai_sync_state: athlete_id",
                "stravaai_sync_run: athlete_id, started_at, run_id",
                "stravaai_token: athlete_id",
                "stravaai_quota: client_id"
            })
    void verify_primaryKeyMissing_namesIt(String table, String key) throws SQLException {
        JdbcSchema.create(pool);
        pool.execute(dropPrimaryKey(table));

        assertThatThrownBy(() -> JdbcStores.open(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table " + table + " has not the primary key (" + key + ")")
                .hasMessageContaining(dialect.scriptPath());
    }

    @ParameterizedTest
    @CsvSource({
        "stravaai_activity, stravaai_activity_newest",
        "stravaai_resource, stravaai_resource_due",
        "stravaai_resource, stravaai_resource_status",
        "stravaai_sync_state, stravaai_sync_state_due",
        "stravaai_sync_run, stravaai_sync_run_oldest"
    })
    void verify_indexMissing_namesIt(String table, String index) throws SQLException {
        JdbcSchema.create(pool);
        boolean ofATable = dialect == JdbcDialect.MYSQL || dialect == JdbcDialect.MARIADB;
        pool.execute("DROP INDEX " + index + (ofATable ? " ON " + table : ""));

        assertThatThrownBy(() -> JdbcStores.open(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table " + table + " has no index " + index)
                .hasMessageContaining(dialect.scriptPath());
    }

    @Test
    void open_userWhoMayOnlyRead_isToldOnce(@TempDir Path directory) throws SQLException {
        DataSource writable = newDatabase(directory);
        JdbcSchema.create(writable);
        DataSource readOnly = readOnly(writable);

        assertThatThrownBy(() -> JdbcStores.open(readOnly))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot write to the table stravaai_activity: the database")
                .hasMessageMatching("(?s).*(lacks a privilege on the tables|is read-only) .*")
                .extracting(e -> ((StoreException) e).retryable())
                .isEqualTo(false);
        JdbcSchema.verify(readOnly);
    }

    @Test
    void open_dialectThatIsNamed_isTrusted() {
        JdbcSchema.create(pool, dialect);
        JdbcSchema.verify(pool, dialect);

        assertThat(JdbcStores.open(pool, dialect).tokens().athletes(null, 10)).isEmpty();
    }

    @Test
    void create_afterOneThatBrokeOff_addsTheRestOrChangesNothing() throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("INSERT INTO stravaai_token (athlete_id, version, access_token, refresh_token, expires_at, scopes,"
                + " claim_in_doubt) SELECT 7, 1, 'a', 'r', MIN(started_at), '', 0 FROM"
                + " (SELECT started_at FROM stravaai_sync_run UNION ALL SELECT CURRENT_TIMESTAMP) AS now");
        pool.execute("DELETE FROM stravaai_schema", "DROP TABLE stravaai_quota");

        if (dialect.ddlCommits()) {
            JdbcSchema.create(pool);
            assertThat(JdbcStores.open(pool).tokens().athletes(null, 10)).containsExactly(AthleteId.of(7));
        } else {
            assertThatThrownBy(() -> JdbcSchema.create(pool))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("nothing was changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, Use the newer StravaAI", "0, Bring the tables to the state"})
    void verify_otherVersion_saysWhichAndWhatToDo(int version, String wayOut) throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("UPDATE stravaai_schema SET version = " + version);

        assertThatThrownBy(() -> JdbcSchema.verify(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("version of the table stravaai_schema says " + version)
                .hasMessageContaining("uses schema 1")
                .hasMessageContaining(wayOut);
        assertThatThrownBy(() -> JdbcSchema.create(pool)).isInstanceOf(SchemaException.class);
    }

    @Test
    void verify_noVersion_saysSo() throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("DELETE FROM stravaai_schema");

        assertThatThrownBy(() -> JdbcSchema.verify(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("stravaai_schema has no row");
    }

    @Test
    void create_overAForeignTable_changesNothing() throws SQLException {
        pool.execute("CREATE TABLE stravaai_token (id integer)", "INSERT INTO stravaai_token (id) VALUES (42)");

        assertThatThrownBy(() -> JdbcSchema.create(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("stravaai_token")
                .hasMessageContaining("nothing was changed");

        pool.execute("UPDATE stravaai_token SET id = id");
        assertThatThrownBy(() -> JdbcSchema.verify(pool)).hasMessageContaining("The table stravaai_schema is missing");
    }

    @Test
    void create_tablesWithoutTheirVersion_writesItWhereStatementsCommitForThemselves() throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("DELETE FROM stravaai_schema");

        if (dialect.ddlCommits()) {
            JdbcSchema.create(pool);
            JdbcSchema.verify(pool);
        } else {
            assertThatThrownBy(() -> JdbcSchema.create(pool))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("stravaai_schema has no row");
        }
    }

    @Test
    void create_overAllTablesWithOneForeign_namesItsColumn() throws SQLException {
        JdbcSchema.create(pool);
        pool.execute("DROP TABLE stravaai_quota", "CREATE TABLE stravaai_quota (client_id text)");

        assertThatThrownBy(() -> JdbcSchema.create(pool))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table stravaai_quota has no column version");
    }

    @Test
    void create_byManyAtOnce_makesOneSetOfTables(@TempDir Path directory) throws Exception {
        for (int round = 0; round < 5; round++) {
            DataSource fresh = newDatabase(directory);
            int threads = 4;
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            try {
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Void>> creations = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    Callable<Void> creation = () -> {
                        start.await();
                        JdbcSchema.create(fresh);
                        JdbcStores.open(fresh);
                        return null;
                    };
                    creations.add(executor.submit(creation));
                }
                for (Future<Void> creation : creations) {
                    creation.get();
                }
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @Test
    void store_tableDroppedLater_namesTheSchema() throws SQLException {
        JdbcSchema.create(pool);
        JdbcStores stores = JdbcStores.open(pool);
        pool.execute("DROP TABLE stravaai_token", "ALTER TABLE stravaai_quota RENAME COLUMN day_start TO other");

        assertThatThrownBy(() -> stores.tokens().find(AthleteId.of(1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot read a grant: a table or column is missing")
                .hasMessageContaining("JdbcSchema.create(dataSource)")
                .extracting(e -> ((StoreException) e).retryable())
                .isEqualTo(false);
        assertThatThrownBy(() -> stores.quotaLedger().find("1")).hasMessageContaining("a table or column is missing");
    }
}
