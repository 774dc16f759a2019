package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.SchemaException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class H2SchemaTest extends JdbcSchemaTests {

    H2SchemaTest() {
        super(JdbcDialect.H2);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newH2Memory();
    }

    @Override
    DataSource readOnly(DataSource database) {
        TestDatabases.execute(database, "CREATE USER reader PASSWORD ''", "GRANT SELECT ON SCHEMA PUBLIC TO reader");
        JdbcDataSource reader = new JdbcDataSource();
        // Only an administrator may set an option.
        reader.setUrl(((JdbcDataSource) database).getUrl().replaceFirst(";.*", ""));
        reader.setUser("reader");
        return reader;
    }

    @Test
    void verify_isolationThatLosesWrites_isRefused() {
        JdbcDataSource database = (JdbcDataSource) TestDatabases.newH2Memory();
        JdbcSchema.create(database);
        database.setUrl(
                database.getUrl() + ";INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("another isolation than READ COMMITTED");
    }

    @Test
    void list_anyPage_isReadFromTheIndex() throws SQLException {
        DataSource database = TestDatabases.newH2Memory();
        JdbcSchema.create(database);

        assertThat(plan(
                        database,
                        JdbcDialect.H2.fresh(
                                "SELECT raw_json FROM stravaai_activity WHERE athlete_id = 1 AND start_date <= NOW()"
                                        + " AND (start_date < NOW() OR activity_id < 5)"
                                        + " ORDER BY start_date DESC, activity_id DESC LIMIT 10")))
                .contains("STRAVAAI_ACTIVITY_NEWEST: ATHLETE_ID")
                .contains("AND START_DATE <=");
    }

    private static String plan(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
