package io.stravaai.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work on a connection of its own, which goes back as it came. Thread-safe. */
final class Database {

    /** How often a transaction is tried that the server undoes in favour of another one. */
    private static final int ATTEMPTS = 50;

    private final DataSource dataSource;
    private final JdbcDialect dialect;

    private Database(DataSource dataSource, JdbcDialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /**
     * Finds out what the DataSource leads to.
     *
     * @throws IllegalArgumentException if StravaAI cannot use it
     */
    static Database open(DataSource dataSource) {
        try (Connection connection = connect(dataSource)) {
            return new Database(
                    dataSource, JdbcDialect.ofProduct(connection.getMetaData().getDatabaseProductName()));
        } catch (SQLException e) {
            throw Failures.of("open the database", e);
        }
    }

    JdbcDialect dialect() {
        return dialect;
    }

    /** Runs one statement. */
    <T> T statement(String action, Work<T> work) {
        return run(action, false, work);
    }

    /** Runs several statements as one transaction. */
    <T> T transaction(String action, Work<T> work) {
        return run(action, true, work);
    }

    /** Runs statements that must not stand in a transaction. */
    void outsideTransaction(String action, Work<?> work) {
        try (Connection connection = connect(dataSource)) {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            try {
                work.run(new Session(connection, dialect));
            } finally {
                if (!autoCommit) {
                    connection.setAutoCommit(false);
                }
            }
        } catch (SQLException e) {
            throw Failures.of(action, e);
        }
    }

    private <T> T run(String action, boolean transaction, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect(dataSource)) {
                return run(connection, transaction, work);
            } catch (SQLException e) {
                // Only above READ COMMITTED, or in a deadlock: the next attempt sees what the other transaction wrote.
                if (attempt == ATTEMPTS || !Failures.undone(e)) {
                    throw Failures.of(action, e);
                }
            }
        }
    }

    private <T> T run(Connection connection, boolean transaction, Work<T> work) throws SQLException {
        Session session = new Session(connection, dialect);
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

    private static void undo(Connection connection, boolean autoCommit, Throwable cause) {
        try {
            connection.rollback();
            // Not reached if the rollback fails: in an open transaction this would commit half of the work.
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static Connection connect(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            // Pools that open their first connection here wrap its failure.
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** What is done with a session. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** A connection while a {@link Work} has it. */
    record Session(Connection connection, JdbcDialect dialect) {

        Query query(String sql) throws SQLException {
            return Query.prepare(connection, dialect, sql);
        }
    }
}
