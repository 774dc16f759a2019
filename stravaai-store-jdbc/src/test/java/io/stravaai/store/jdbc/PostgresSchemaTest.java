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
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresSchemaTest extends JdbcSchemaTests {

    PostgresSchemaTest() {
        super(JdbcDialect.POSTGRESQL);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newPostgres();
    }

    @Override
    DataSource readOnly(DataSource database) throws SQLException {
        PGSimpleDataSource owner = (PGSimpleDataSource) database;
        String user = "reader_" + owner.getCurrentSchema();
        TestDatabases.execute(
                owner,
                "CREATE ROLE " + user + " LOGIN",
                "GRANT USAGE ON SCHEMA " + owner.getCurrentSchema() + " TO " + user,
                "GRANT SELECT ON ALL TABLES IN SCHEMA " + owner.getCurrentSchema() + " TO " + user);
        PGSimpleDataSource reader = TestDatabases.postgres();
        reader.setCurrentSchema(owner.getCurrentSchema());
        reader.setUser(user);
        return reader;
    }

    @Override
    String[] dropPrimaryKey(String table) {
        return new String[] {"ALTER TABLE " + table + " DROP CONSTRAINT " + table + "_pkey"};
    }

    @Test
    void create_databaseOfAnotherEncoding_isRefused() throws SQLException {
        PGSimpleDataSource database = TestDatabases.postgres();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        }
        database.setDatabaseName("latin");

        assertThatThrownBy(() -> JdbcSchema.create(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("LATIN1")
                .hasMessageContaining("UTF8");
    }

    @Test
    void list_anyPage_isReadFromTheIndex() throws SQLException {
        PGSimpleDataSource database = TestDatabases.newPostgres();
        JdbcSchema.create(database);

        StringBuilder plan = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // Empty tables are cheapest to read whole.
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            try (ResultSet rows =
                    statement.executeQuery("EXPLAIN SELECT raw_json FROM stravaai_activity WHERE athlete_id = 1"
                            + " AND start_date <= now() AND (start_date < now() OR activity_id < 5)"
                            + " ORDER BY athlete_id, start_date DESC NULLS LAST, activity_id DESC LIMIT 10")) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        }
        assertThat(plan.toString())
                .contains("Index Cond: ((athlete_id = 1) AND (start_date <= now()))")
                .doesNotContain("Sort");
    }
}
