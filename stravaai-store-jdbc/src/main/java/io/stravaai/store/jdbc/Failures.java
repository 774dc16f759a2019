package io.stravaai.store.jdbc;

import io.stravaai.error.StoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Locale;
import java.util.Set;

/** Turns a driver's exceptions into {@link StoreException}. */
final class Failures {

    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");
    private static final Set<String> LASTING = Set.of("28", "3D");

    /** PostgreSQL ended the session because its transaction, or a pause in it, was too long; of class 25, which lasts. */
    private static final Set<String> TIMED_OUT = Set.of("25P03", "25P04");

    private static final Set<String> MISSING = Set.of("42P01", "42703");

    /** SQLite's primary result codes. Its driver gives them as the vendor's code, and no SQLState. */
    private static final int SQLITE_BUSY = 5;

    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;

    private Failures() {}

    /**
     * The exception to throw.
     *
     * @param action what was being done, as it follows "Cannot"
     */
    static StoreException of(String action, SQLException e) {
        SQLException real =
                e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
        return new StoreException(
                "Cannot " + action + ": " + reason(real) + " (" + codes(real) + ")", retryable(real), scrubbed(real));
    }

    /** Whether the transaction was certainly undone, so that it can be repeated at once. */
    static boolean undone(SQLException e) {
        String state =
                stateOf(e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e);
        return state.equals("40001") || state.equals("40P01");
    }

    /** Whether a statement named a table or column that is not there. */
    static boolean missing(SQLException e) {
        return MISSING.contains(stateOf(e)) || messageOf(e).contains("no such table") || noColumn(e);
    }

    static boolean sqliteBusy(SQLException e) {
        int code = sqliteCode(e);
        return code == SQLITE_BUSY || code == SQLITE_LOCKED;
    }

    private static boolean retryable(SQLException e) {
        String stateClass = stateClass(e);
        if (LASTING.contains(stateClass)) {
            return false;
        }
        return PASSING.contains(stateClass)
                || TIMED_OUT.contains(stateOf(e))
                || e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || sqliteBusy(e)
                || sqliteCode(e) == SQLITE_INTERRUPT;
    }

    private static String reason(SQLException e) {
        if (missing(e)) {
            return "a table or column is missing; JdbcSchema.verify(dataSource) names it, and JdbcSchema.create(dataSource)"
                    + " creates the tables";
        }
        if (stateOf(e).equals("42501")) {
            return "the database user lacks a privilege on the tables";
        }
        if (stateOf(e).equals("25006") || sqliteCode(e) == SQLITE_READONLY) {
            return "the database is read-only";
        }
        if (TIMED_OUT.contains(stateOf(e))) {
            return "the database server ended the transaction because it took longer than its timeouts allow";
        }
        if (sqliteBusy(e)) {
            return "another connection kept the database locked for too long";
        }
        if (stateClass(e).equals("53") || sqliteCode(e) == SQLITE_FULL) {
            return "the database server has too little of something: disk, memory or connections";
        }
        if (sqliteCode(e) == SQLITE_CANTOPEN) {
            return "the database file cannot be opened; check that its directory exists and is writable";
        }
        return switch (stateClass(e)) {
            case "08" -> "the database server cannot be reached, or the connection to it broke";
            case "28" -> "the database server refuses the user name or the password of the DataSource";
            case "3D" -> "the database that the DataSource names does not exist";
            case "40" -> "too many other transactions changed the same rows";
            case "57" -> "the database server cancelled the work, or is shutting down or starting";
            default -> "the database reports an error";
        };
    }

    /**
     * The driver's exception without rows and parameters: drivers put them into the details of a message, and into the
     * message of a failed batch.
     */
    private static SQLException scrubbed(SQLException e) {
        boolean tells = e instanceof BatchUpdateException || stateClass(e).equals("22");
        String message = messageOf(e).lines().findFirst().orElse("");
        SQLException copy = new SQLException(
                tells || message.isEmpty() ? e.getClass().getSimpleName() : message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private static boolean noColumn(SQLException e) {
        return sqliteCode(e) == 1
                && (messageOf(e).contains("no such column") || messageOf(e).contains("has no column named"));
    }

    private static String codes(SQLException e) {
        return e.getSQLState() == null
                ? String.format(Locale.ROOT, "error %d", e.getErrorCode())
                : "SQLState " + e.getSQLState();
    }

    private static int sqliteCode(SQLException e) {
        return e.getSQLState() == null ? e.getErrorCode() & 0xFF : 0;
    }

    private static String stateClass(SQLException e) {
        String state = stateOf(e);
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    private static String stateOf(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    private static String messageOf(SQLException e) {
        String message = e.getMessage();
        return message == null ? "" : message;
    }
}
