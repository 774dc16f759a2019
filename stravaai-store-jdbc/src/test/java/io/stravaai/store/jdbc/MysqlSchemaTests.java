package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.SchemaException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What MySQL and MariaDB have in common. */
abstract class MysqlSchemaTests extends JdbcSchemaTests {

    private final JdbcDialect dialect;
    private final Map<DataSource, String> urls = new IdentityHashMap<>();

    MysqlSchemaTests(JdbcDialect dialect) {
        super(dialect);
        this.dialect = dialect;
    }

    /** The URL of a new database with these options more. */
    abstract String newUrl(String options);

    @Override
    DataSource newDatabase(Path directory) {
        String url = newUrl("");
        DataSource database = TestDatabases.ofUrl(url);
        urls.put(database, url);
        return database;
    }

    @Override
    DataSource readOnly(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            String name = connection.getCatalog();
            // At most 32 characters.
            String user = "r" + name.substring(Math.max(0, name.length() - 20));
            TestDatabases.execute(
                    database, "CREATE USER " + user + " IDENTIFIED BY ''", "GRANT SELECT ON " + name + ".* TO " + user);
            return TestDatabases.ofUrl(urls.get(database).replaceAll("user=[^&]*", "user=" + user));
        }
    }

    @Test
    void verify_columnOfAnotherCharset_isNamed() {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);
        TestDatabases.execute(database, "ALTER TABLE stravaai_activity MODIFY name MEDIUMTEXT CHARACTER SET latin1");

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The column name of the table stravaai_activity has the collation latin1_")
                .hasMessageContaining("utf8mb4")
                .hasMessageContaining(dialect.scriptPath());
    }

    @Test
    void verify_keyThatHoldsSmallAndCapitalForTheSame_isNamed() {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);
        TestDatabases.execute(
                database, "ALTER TABLE stravaai_quota CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The column client_id of the table stravaai_quota has the collation"
                        + " utf8mb4_general_ci, not " + dialect.collation());
    }

    @Test
    void verify_tableOfTheApplicationThatIsNamedLikeOurs_isNotLookedAt() {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);
        TestDatabases.execute(
                database, "CREATE TABLE stravaai_lock (name VARCHAR(64)) ENGINE = MyISAM DEFAULT CHARACTER SET latin1");

        assertThat(JdbcStores.open(database)).isNotNull();
    }

    @Test
    void create_databaseOfAnotherCharset_makesTablesOfItsOwn() {
        DataSource database = newDatabase(Path.of(""));
        TestDatabases.execute(database, "ALTER DATABASE CHARACTER SET latin1");
        JdbcSchema.create(database);

        assertThat(JdbcStores.open(database).tokens().athletes(null, 10)).isEmpty();
    }

    @Test
    void verify_engineWithoutTransactions_isNamed() {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);
        TestDatabases.execute(database, "ALTER TABLE stravaai_sync_run ENGINE = MyISAM");

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("The table stravaai_sync_run has the engine MyISAM, which has no transactions");
    }

    @Test
    void verify_connectionThatLosesCharacters_isRefused() {
        String url = newUrl("&characterEncoding=ISO-8859-1");
        DataSource database = TestDatabases.byMysqlDriver(url);

        assertThatThrownBy(() -> JdbcSchema.create(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("change characters on their way")
                .hasMessageContaining("utf8mb4");
    }

    @Test
    void verify_modeThatCutsOffWhatIsTooLong_isRefused() {
        DataSource database = TestDatabases.byMariadbDriver(newUrl("&sessionVariables=sql_mode='ANSI'"));

        assertThatThrownBy(() -> JdbcSchema.create(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("sql_mode")
                .hasMessageContaining("STRICT_TRANS_TABLES");
    }

    @Test
    void verify_isolationAtWhichHalfACommitIsSeen_isRefused() {
        String url = newUrl("&sessionVariables=transaction_isolation='READ-UNCOMMITTED'");

        for (DataSource database : List.of(TestDatabases.byMariadbDriver(url), TestDatabases.byMysqlDriver(url))) {
            assertThatThrownBy(() -> JdbcSchema.create(database))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("READ UNCOMMITTED")
                    .hasMessageContaining("use READ COMMITTED or REPEATABLE READ");
        }
    }

    @Test
    void dialect_byEachDriver_isThatOfTheServer() {
        String url = newUrl("");

        assertThat(Database.open(TestDatabases.byMysqlDriver(url)).dialect()).isEqualTo(dialect);
        assertThat(Database.open(TestDatabases.byMariadbDriver(url)).dialect()).isEqualTo(dialect);
    }

    @Test
    void list_anyPage_isReadFromTheIndex() throws SQLException {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);

        assertThat(plan(
                        database,
                        "SELECT raw_json FROM stravaai_activity WHERE athlete_id = 1 AND start_date <= NOW(6)"
                                + " AND (start_date < NOW(6) OR activity_id < 5)"
                                + " ORDER BY athlete_id, start_date DESC, activity_id DESC LIMIT 10"))
                .contains("range", "stravaai_activity_newest")
                .doesNotContain("filesort");
    }

    @Test
    void due_isReadFromTheIndexOfWhatIsPending() throws SQLException {
        DataSource database = newDatabase(Path.of(""));
        JdbcSchema.create(database);

        assertThat(plan(
                        database,
                        "SELECT status FROM stravaai_resource FORCE INDEX (stravaai_resource_due) WHERE athlete_id = 1"
                                + " AND pending = TRUE AND not_before <= NOW(6)"
                                + " ORDER BY start_date DESC, activity_id DESC, resource LIMIT 10"))
                .contains("stravaai_resource_due", "const,const")
                .doesNotContain("filesort");
    }

    private static String plan(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN FORMAT=TRADITIONAL " + sql)) {
            rows.next();
            return rows.getString("type") + " " + rows.getString("key") + " " + rows.getString("ref") + " "
                    + rows.getString("Extra");
        }
    }
}
