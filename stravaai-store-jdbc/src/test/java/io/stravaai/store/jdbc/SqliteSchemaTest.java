package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteSchemaTest extends JdbcSchemaTests {

    SqliteSchemaTest() {
        super(JdbcDialect.SQLITE);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newSqlite(directory);
    }

    @Override
    DataSource readOnly(DataSource database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource reader = new SQLiteDataSource(config);
        reader.setUrl(((SQLiteDataSource) database).getUrl());
        return reader;
    }

    @Override
    String[] dropPrimaryKey(String table) {
        return new String[] {
            "CREATE TABLE without_key AS SELECT * FROM " + table,
            "DROP TABLE " + table,
            "ALTER TABLE without_key RENAME TO " + table
        };
    }

    @Test
    void create_switchesTheFileToWriteAheadLogging(@TempDir Path directory) throws SQLException {
        DataSource database = newDatabase(directory);
        JdbcSchema.create(database);

        assertThat(string(database, "PRAGMA journal_mode")).isEqualTo("wal");
    }

    @Test
    void list_anyPage_isReadFromTheIndex(@TempDir Path directory) throws SQLException {
        DataSource database = newDatabase(directory);
        JdbcSchema.create(database);

        assertThat(string(
                        database,
                        "EXPLAIN QUERY PLAN SELECT raw_json FROM stravaai_activity WHERE athlete_id = 1"
                                + " AND start_date <= 5 AND (start_date < 5 OR activity_id < 5)"
                                + " ORDER BY athlete_id, start_date DESC NULLS LAST, activity_id DESC LIMIT 10"))
                .contains("stravaai_activity_newest (athlete_id=? AND start_date<?)")
                .doesNotContain("TEMP B-TREE");
    }

    private static String string(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(rows.getMetaData().getColumnCount()));
            }
            return text.toString();
        }
    }
}
