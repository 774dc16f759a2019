package io.stravaai.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL, each tables a schema of its own. It writes no file through, so that no disk hides what a store costs. */
final class PostgresServer implements Server {

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresServer start() throws IOException {
        return new PostgresServer(EmbeddedPostgres.start());
    }

    @Override
    public String name() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public Tables tables(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setSchema(name);
        return JdbcTables.create(
                config,
                new JdbcTables.Words(
                        "EXPLAIN (COSTS OFF)", "Seq Scan on stravaai_", "VACUUM (ANALYZE) stravaai_activity"),
                dataSource -> new JdbcFloor(dataSource, Load.PAGE));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
