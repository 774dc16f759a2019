package io.stravaai.store.jdbc;

import io.stravaai.model.ActivityId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A statement whose parameters are given in their order. Not thread-safe. */
final class Query implements AutoCloseable {

    private final PreparedStatement statement;
    private final JdbcDialect dialect;
    private final Deadlines deadlines;
    private final long largestPacket;
    private int index;
    private long bytes;

    private Query(PreparedStatement statement, Database.Session session) {
        this.statement = statement;
        this.dialect = session.dialect();
        this.deadlines = session.deadlines();
        this.largestPacket = session.largestPacket();
    }

    static Query prepare(Database.Session session, String sql) throws SQLException {
        PreparedStatement statement =
                session.connection().prepareStatement(session.dialect().fresh(sql));
        try {
            int seconds = session.dialect().statementSeconds();
            if (seconds > 0 && !session.dialect().isWatched()) {
                statement.setQueryTimeout(seconds);
            }
            return new Query(statement, session);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    Query number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    Query numberOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    Query real(@Nullable Double value) throws SQLException {
        if (value == null) {
            statement.setNull(++index, Types.DOUBLE);
        } else {
            statement.setDouble(++index, value);
        }
        return this;
    }

    /** A text that must come back as it is, see {@link Text#exact}. */
    Query text(String column, String value) throws SQLException {
        setString(Text.exact(column, value));
        return this;
    }

    /** A text to show, which may be changed where the database cannot hold it, see {@link Text#holdable}. */
    Query label(@Nullable String value) throws SQLException {
        setString(Text.holdable(value));
        return this;
    }

    Query bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        bytes += value.length;
        return this;
    }

    Query instant(@Nullable Instant value) throws SQLException {
        dialect.times().setInstant(statement, ++index, value);
        return this;
    }

    Query local(@Nullable LocalDateTime value) throws SQLException {
        dialect.times().setLocal(statement, ++index, value);
        return this;
    }

    /** The list of {@link JdbcDialect#activityIn}. */
    Query activities(Collection<ActivityId> ids) throws SQLException {
        Optional<String> list = dialect.listParameter(ids);
        if (list.isPresent()) {
            setString(list.get());
        }
        return this;
    }

    /** Runs the statement; the parameters begin anew. */
    void updateAgain() throws SQLException {
        update();
        index = 0;
        bytes = 0;
    }

    /** The number of rows changed. */
    int update() throws SQLException {
        if (bytes > largestPacket) {
            // The server would close the connection, as if it were broken.
            throw new SQLException("More bytes than max_allowed_packet", "08S01", Trouble.MYSQL_PACKET);
        }
        return run(statement::executeUpdate);
    }

    /** Runs a statement that answers no rows, or rows that do not matter. */
    void execute() throws SQLException {
        run(statement::execute);
    }

    private <T> T run(Execution<T> execution) throws SQLException {
        if (!dialect.isWatched()) {
            return execution.run();
        }
        Deadlines.Running running = deadlines.begin(statement, dialect.statementSeconds());
        try {
            return execution.run();
        } finally {
            running.end();
        }
    }

    private void setString(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        if (value != null && largestPacket != Long.MAX_VALUE) {
            bytes += Text.bytes(value);
        }
    }

    /** The first row, if there is one. */
    <T> Optional<T> first(Reader<T> reader) throws SQLException {
        try (ResultSet rows = run(statement::executeQuery)) {
            return rows.next() ? Optional.of(read(reader, rows)) : Optional.empty();
        }
    }

    /** All rows, in their order. */
    <T> List<T> all(Reader<T> reader) throws SQLException {
        try (ResultSet rows = run(statement::executeQuery)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read(reader, rows));
            }
            return all;
        }
    }

    private static <T> T read(Reader<T> reader, ResultSet row) throws SQLException {
        try {
            return reader.read(row);
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not as its cause, because it quotes the value.
            throw new UnreadableException(e.getClass().getSimpleName());
        }
    }

    /** The names of the columns, in lower case. */
    Set<String> columns() throws SQLException {
        try (ResultSet rows = run(statement::executeQuery)) {
            ResultSetMetaData data = rows.getMetaData();
            Set<String> columns = new HashSet<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(data.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** A row holds a value that the stores never write. */
    static final class UnreadableException extends SQLException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }
    }

    /** What of a statement may take long. */
    private interface Execution<T> {
        T run() throws SQLException;
    }

    /** Reads the row at which a result stands. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
