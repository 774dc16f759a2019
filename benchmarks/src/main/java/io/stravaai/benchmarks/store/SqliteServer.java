package io.stravaai.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** SQLite, each tables a file of its own. */
final class SqliteServer implements Server {

    private final Path folder;

    private SqliteServer(Path folder) {
        this.folder = folder;
    }

    static SqliteServer start() throws IOException {
        return new SqliteServer(Files.createTempDirectory("stravaai-benchmark"));
    }

    @Override
    public String name() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return "SQLite " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public Tables tables(String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve(name));
        return JdbcTables.create(
                config, new JdbcTables.Words("EXPLAIN QUERY PLAN", "SCAN stravaai_", ""), SqliteFloor::new);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> content = Files.list(folder)) {
            files = content.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static final class SqliteFloor extends JdbcFloor {

        /** A row a statement: the database runs in this process, so that no row waits for a network. */
        SqliteFloor(DataSource dataSource) {
            super(dataSource, 1);
        }

        @Override
        String newestFirst() {
            return " ORDER BY start_date DESC, activity_id DESC LIMIT ?";
        }

        @Override
        void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
            if (instant == null) {
                statement.setNull(index, Types.BIGINT);
            } else {
                statement.setLong(index, instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
            }
        }

        @Override
        @Nullable
        Instant getInstant(ResultSet row, int column) throws SQLException {
            long micros = row.getLong(column);
            return row.wasNull()
                    ? null
                    : Instant.ofEpochSecond(
                            Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
        }

        @Override
        void setLocal(PreparedStatement statement, int index, LocalDateTime time) throws SQLException {
            statement.setString(index, time.toString());
        }

        @Override
        LocalDateTime getLocal(ResultSet row, int column) throws SQLException {
            return LocalDateTime.parse(row.getString(column));
        }
    }
}
