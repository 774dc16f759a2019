package io.stravaai.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;

/** Runs work on a connection of its own, which goes back as it came. Thread-safe. */
final class Database {

    /** How often a transaction is tried that the server undoes in favour of another one. */
    private static final int ATTEMPTS = 50;

    private static final String OPEN = "open the database";

    private final DataSource dataSource;
    private final JdbcDialect dialect;
    private final long largestPacket;
    private final Deadlines deadlines;
    private final Turns turns;

    private Database(DataSource dataSource, JdbcDialect dialect, long largestPacket, Deadlines deadlines, Turns turns) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.largestPacket = largestPacket;
        this.deadlines = deadlines;
        this.turns = turns;
    }

    /**
     * Finds out what the DataSource leads to.
     *
     * @throws IllegalArgumentException if StravaAI cannot use it
     * @throws io.stravaai.error.SchemaException if the server is too old
     */
    static Database open(DataSource dataSource) {
        return open(dataSource, Deadlines.ofSystem());
    }

    /** The same with a time of one's own. */
    static Database open(DataSource dataSource, Deadlines deadlines) {
        try (Connection connection = connect(OPEN, dataSource)) {
            return of(dataSource, connection, DatabaseServer.dialect(connection.getMetaData()), deadlines);
        } catch (SQLException e) {
            throw Failures.of(OPEN, e);
        }
    }

    /** Trusts the caller that the database speaks this dialect. */
    static Database of(DataSource dataSource, JdbcDialect dialect) {
        try (Connection connection = connect(OPEN, dataSource)) {
            return of(dataSource, connection, dialect, Deadlines.ofSystem());
        } catch (SQLException e) {
            throw Failures.of(OPEN, e);
        }
    }

    private static Database of(DataSource dataSource, Connection connection, JdbcDialect dialect, Deadlines deadlines)
            throws SQLException {
        Turns turns = dialect.hasOneWriter()
                ? Turns.of(String.valueOf(connection.getMetaData().getURL()))
                : Turns.NONE;
        Database unlimited = new Database(dataSource, dialect, Long.MAX_VALUE, deadlines, turns);
        String question = dialect.largestPacket();
        if (question.isEmpty()) {
            return unlimited;
        }
        return unlimited.run(connection, false, session -> {
            try (Query query = session.query(question)) {
                long largest = query.first(row -> row.getLong(1)).orElse(Long.MAX_VALUE);
                return new Database(dataSource, dialect, largest, deadlines, turns);
            }
        });
    }

    JdbcDialect dialect() {
        return dialect;
    }

    /** Runs one statement that changes nothing. */
    <T> T read(String action, Work<T> work) {
        return run(action, connection -> run(connection, false, work));
    }

    /** Runs one statement that changes something. */
    <T> T write(String action, Work<T> work) {
        return run(action, connection -> turns.take(() -> run(connection, false, work)));
    }

    /** Runs several statements as one transaction. */
    <T> T transaction(String action, Work<T> work) {
        return run(action, connection -> turns.take(() -> run(connection, true, work)));
    }

    /** Runs statements that must not stand in a transaction. */
    void outsideTransaction(String action, Work<?> work) {
        try (Connection connection = connect(action, dataSource)) {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            try {
                work.run(new Session(connection, dialect, largestPacket, deadlines));
            } finally {
                if (!autoCommit) {
                    connection.setAutoCommit(false);
                }
            }
        } catch (SQLException e) {
            throw Failures.of(action, e);
        }
    }

    private <T> T run(String action, OnConnection<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect(action, dataSource)) {
                return work.run(connection);
            } catch (SQLException e) {
                // Only above READ COMMITTED, or in a deadlock: the next attempt sees what the other transaction wrote.
                if (attempt == ATTEMPTS || !Failures.undone(e)) {
                    throw Failures.of(action, e);
                }
            }
        }
    }

    private <T> T run(Connection connection, boolean transaction, Work<T> work) throws SQLException {
        Session session = new Session(connection, dialect, largestPacket, deadlines);
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit && !transaction) {
            return work.run(session);
        }
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        T result;
        try {
            result = work.run(session);
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, autoCommit, e);
            throw e;
        }
        if (autoCommit) {
            connection.setAutoCommit(true);
        }
        return result;
    }

    private void undo(Connection connection, boolean autoCommit, Throwable cause) {
        try {
            rollback(connection);
            // Not reached if the rollback fails: in an open transaction this would commit half of the work.
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * SQLite undoes a transaction by itself if it has no room for it, and its driver then can neither undo it nor begin the
     * next one. A transaction that can be begun shows that none is open, and gives the driver one to undo.
     */
    private void rollback(Connection connection) throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            if (dialect != JdbcDialect.SQLITE) {
                throw e;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN");
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
                throw e;
            }
        }
    }

    private static Connection connect(String action, DataSource dataSource) {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            boolean coded = Failures.hasCode(e);
            throw Failures.ofConnecting(action, !coded && e.getCause() instanceof SQLException cause ? cause : e);
        } catch (RuntimeException e) {
            // Pools that open their first connection here wrap its failure.
            if (e.getCause() instanceof SQLException cause) {
                throw Failures.ofConnecting(action, cause);
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }

    /** What is done with a session. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** Gives a query the parameters of a row, in the order of its {@link RowShape}. */
    @FunctionalInterface
    interface Binder<R> {
        void bind(Query query, R row) throws SQLException;
    }

    /** A connection while a {@link Work} has it. */
    record Session(Connection connection, JdbcDialect dialect, long largestPacket, Deadlines deadlines) {

        Query query(String sql) throws SQLException {
            return Query.prepare(this, sql);
        }

        Times times() {
            return dialect.times();
        }

        /** Inserts a row; false if there is one of its key. */
        <R> boolean insertNew(RowShape shape, R row, Binder<R> binder) throws SQLException {
            try (Query query = query(dialect.insertNew(shape))) {
                binder.bind(query, row);
                return query.update() == 1;
            } catch (SQLException e) {
                if (Failures.duplicate(e)) {
                    return false;
                }
                throw e;
            }
        }

        /** Replaces the values of the row of this key and version; false if there is none. */
        <R> boolean updateOfVersion(RowShape shape, R row, Binder<R> binder, long version) throws SQLException {
            try (Query query = query(shape.updateOfVersion())) {
                binder.bind(query, row);
                // Each write changes the version, so it is the same whether a driver counts rows found or changed.
                return query.number(version).update() == 1;
            }
        }

        /**
         * Inserts rows, or replaces the values of those that are there.
         *
         * @param rows each of another key
         * @param size about how many characters or bytes a row has
         */
        <R> void upsert(RowShape shape, List<R> rows, ToLongFunction<R> size, Binder<R> binder) throws SQLException {
            inPieces(rows, size, count -> dialect.upsert(shape, count), (query, piece) -> {
                for (R row : piece) {
                    binder.bind(query, row);
                }
            });
        }

        /** Runs a statement for pieces of the rows; pieces of one length share it. */
        <R> void inPieces(List<R> rows, ToLongFunction<R> size, IntFunction<String> sql, Binder<List<R>> binder)
                throws SQLException {
            List<List<R>> pieces = Pieces.of(rows, size, dialect.rowsPerStatement());
            for (int i = 0; i < pieces.size(); ) {
                int length = pieces.get(i).size();
                try (Query query = query(sql.apply(length))) {
                    for (; i < pieces.size() && pieces.get(i).size() == length; i++) {
                        binder.bind(query, pieces.get(i));
                        query.updateAgain();
                    }
                }
            }
        }
    }
}
