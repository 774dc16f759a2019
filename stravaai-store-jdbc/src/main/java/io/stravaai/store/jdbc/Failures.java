package io.stravaai.store.jdbc;

import io.stravaai.error.StoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Locale;
import java.util.Set;

/** Turns a driver's exceptions into {@link StoreException}. */
final class Failures {

    /** Bad values, of which every database quotes the beginning. */
    private static final String BAD_VALUE = "22";

    /**
     * Classes in which MySQL, MariaDB and H2 quote values: broken keys, syntax and access, and what has no class. They
     * give a code of their own with each state, and PostgreSQL, which quotes them in the details only, does not.
     */
    private static final Set<String> QUOTING = Set.of("23", "42", "HY");

    private Failures() {}

    /**
     * The exception to throw.
     *
     * @param action what was being done, as it follows "Cannot"
     */
    static StoreException of(String action, SQLException e) {
        SQLException real = real(e);
        return of(action, Trouble.of(real), real);
    }

    /**
     * The same, if no connection could be had. A pool whose connections are all lent, or that is closed, says so without a
     * code, and its type is its own; drivers give one, or are known by what they say.
     */
    static StoreException ofConnecting(String action, SQLException e) {
        Trouble told = Trouble.of(e);
        if (told != Trouble.OTHER || hasCode(e) || e instanceof SQLNonTransientException) {
            return of(action, told, e);
        }
        return of(action, Trouble.messageOf(e).contains("closed") ? Trouble.CLOSED : Trouble.SCARCE, e);
    }

    /** Whether it says by a code what it means. */
    static boolean hasCode(SQLException e) {
        return e.getSQLState() != null || e.getErrorCode() != 0;
    }

    private static StoreException of(String action, Trouble trouble, SQLException real) {
        return new StoreException(
                "Cannot " + action + ": " + trouble.reason() + " (" + codes(real) + ")",
                trouble.retryable(),
                scrubbed(real));
    }

    /** Whether the transaction was certainly undone, so that it can be repeated at once. */
    static boolean undone(SQLException e) {
        SQLException real = real(e);
        // In the class of what was undone, this says that it is not known.
        return Trouble.of(real) == Trouble.CONTENDED && !"40003".equals(real.getSQLState());
    }

    /** Whether a statement named a table or column that is not there. */
    static boolean missing(SQLException e) {
        return Trouble.of(e) == Trouble.MISSING;
    }

    /** Whether a statement would have created what is there. */
    static boolean exists(SQLException e) {
        return Trouble.of(e) == Trouble.EXISTS;
    }

    /** Whether an insert found a row of its key, in a database that goes on with the transaction. */
    static boolean duplicate(SQLException e) {
        return Trouble.of(e) == Trouble.DUPLICATE;
    }

    static boolean sqliteBusy(SQLException e) {
        return e.getSQLState() == null && Trouble.of(e) == Trouble.LOCKED;
    }

    private static SQLException real(SQLException e) {
        return e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
    }

    /**
     * The driver's exception without rows and parameters, which drivers put into the details of a message and into the
     * message of a failed batch, and without a URL, which may hold a password.
     */
    private static SQLException scrubbed(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String stateClass = Trouble.stateClass(state);
        boolean tells = e instanceof BatchUpdateException
                || stateClass.equals(BAD_VALUE)
                || (e.getErrorCode() != 0 && QUOTING.contains(stateClass))
                || Trouble.messageOf(e).contains("jdbc:");
        String message = Trouble.messageOf(e).lines().findFirst().orElse("");
        SQLException copy = new SQLException(
                tells || message.isEmpty() ? e.getClass().getSimpleName() : message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private static String codes(SQLException e) {
        String error = String.format(Locale.ROOT, "error %d", e.getErrorCode());
        if (e.getSQLState() == null) {
            return error;
        }
        return "SQLState " + e.getSQLState() + (e.getErrorCode() == 0 ? "" : ", " + error);
    }
}
