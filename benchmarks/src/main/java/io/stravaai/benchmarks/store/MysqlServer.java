package io.stravaai.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** MySQL, and what speaks its language; each tables a database of its own. */
class MysqlServer implements Server {

    private static final String VARIABLE = "STRAVAAI_TEST_MYSQL_URL";

    private final UnaryOperator<String> url;
    private final String product;
    private final JdbcTables.Words words;
    private final List<String> databases = new ArrayList<>();

    /**
     * A server that is running.
     *
     * @param product its name
     * @param url of a database; of none if its name is empty
     */
    MysqlServer(String product, UnaryOperator<String> url, JdbcTables.Words words) {
        this.product = product;
        this.url = url;
        this.words = words;
    }

    /** The server that the variable names. */
    static MysqlServer connect() throws NoServerException {
        String server = NoServerException.variable(
                VARIABLE, "build/test-servers/mysql.sh start installs one, and prints what to name");
        int path = server.indexOf('/', server.indexOf("//") + 2) + 1;
        return new MysqlServer(
                "MySQL",
                database -> server.substring(0, path) + database + server.substring(path),
                new JdbcTables.Words(
                        "EXPLAIN FORMAT=TREE", "Table scan on stravaai_", "ANALYZE TABLE stravaai_activity"));
    }

    @Override
    public final String name() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url.apply(""))) {
            return product + " " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public final Tables tables(String name) throws SQLException {
        String database = "stravaai_benchmark_" + ProcessHandle.current().pid() + "_" + name;
        execute("CREATE DATABASE " + database);
        databases.add(database);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.apply(database));
        return JdbcTables.create(config, words, MysqlFloor::new);
    }

    @Override
    public void close() throws IOException {
        try {
            for (String database : databases) {
                execute("DROP DATABASE " + database);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url.apply(""));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static final class MysqlFloor extends JdbcFloor {

        MysqlFloor(DataSource dataSource) {
            super(dataSource, Load.PAGE);
        }

        @Override
        String newestFirst() {
            return " ORDER BY start_date DESC, activity_id DESC LIMIT ?";
        }

        /** Of a pair it would make no range of the index. */
        @Override
        String following() {
            return " AND start_date <= ? AND (start_date < ? OR activity_id < ?)";
        }

        @Override
        int setFollowing(PreparedStatement statement, int index, Instant start, long id) throws SQLException {
            setInstant(statement, index, start);
            return super.setFollowing(statement, index + 1, start, id);
        }

        @Override
        void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
            if (instant == null) {
                statement.setNull(index, Types.TIMESTAMP);
            } else {
                statement.setObject(index, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            }
        }

        @Override
        @Nullable
        Instant getInstant(ResultSet row, int column) throws SQLException {
            LocalDateTime time = row.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
    }
}
