package io.stravaai.examples.quickstart;

import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what is wrong with a database and how to get out of it. Names neither user nor password. */
final class StoreErrors {

    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;

    private StoreErrors() {}

    /**
     * A failure of the library's store.
     *
     * @param setting what names the database: a variable or an option
     */
    static String describe(StoreException error, String url, String setting) {
        SQLException problem = problem(error);
        String known = problem == null ? null : known(problem, url, setting);
        if (known != null) {
            return known;
        }
        // The advice is for programmers, who can call the library.
        String message = String.valueOf(error.getMessage())
                .replaceFirst("; JdbcSchema\\.verify\\(.* creates the tables", "; run it again to learn which");
        return message + (problem == null ? "" : "; the driver says: " + problem.getMessage()) + "; the database is "
                + place(url) + ", which " + setting + " names";
    }

    /** A failure to connect. */
    static String connecting(RuntimeException error, String url, String setting) {
        SQLException problem = problem(error);
        if (problem == null) {
            return "The driver does not understand " + place(url) + "; correct " + setting;
        }
        String known = known(problem, url, setting);
        if (known != null) {
            return known;
        }
        String state = String.valueOf(problem.getSQLState());
        if (state.startsWith("28") || state.equals("08004")) {
            return "The database " + place(url) + " refuses the user or the password; they stand in " + setting
                    + " as ?user=USER&password=PASSWORD";
        }
        if (state.equals("3D000")) {
            return "The server of " + place(url) + " has no database of that name; create it, or correct " + setting;
        }
        if (state.startsWith("08")) {
            return "The database " + place(url) + " cannot be reached; check that it runs, and the host and port in "
                    + setting;
        }
        return "The database " + place(url) + " cannot be opened: " + problem.getMessage() + "; " + setting
                + " can name another one";
    }

    /** The tables are missing, or not those of this version. */
    static String schema(SchemaException error, String url, String setting, boolean creating) {
        String message = String.valueOf(error.getMessage());
        if (!creating && message.startsWith("The table stravaai_schema is missing")) {
            return "The database " + place(url) + " has no tables of StravaAI; 'sync --create-schema' creates them, or "
                    + setting + " names another database";
        }
        return message.replace("Call JdbcSchema.create(dataSource) once, or run the ", "Complete them by the ")
                + "; or name another database in " + setting;
    }

    /** The URL as far as everybody may see it. */
    static String place(String url) {
        int parameters = url.indexOf('?');
        return (parameters < 0 ? url : url.substring(0, parameters)).replaceFirst("//.*@", "//");
    }

    private static @Nullable String known(SQLException problem, String url, String setting) {
        String state = problem.getSQLState();
        int sqlite = state == null ? problem.getErrorCode() & 0xFF : 0;
        if (sqlite == SQLITE_FULL || "53100".equals(state)) {
            return "No space is left for the database " + place(url)
                    + "; free space and run it again, what is stored stays";
        }
        if (sqlite == SQLITE_READONLY || "25006".equals(state)) {
            return "The database " + place(url) + " is read-only; make it writable, with its folder if it is a file,"
                    + " or name another one in " + setting;
        }
        if (sqlite == SQLITE_CANTOPEN) {
            return "The database " + place(url) + " cannot be opened; check that its folder exists and that you may"
                    + " write there, or name another one in " + setting;
        }
        if (sqlite == SQLITE_NOTADB) {
            return "The file of " + place(url) + " is not a SQLite database; name another one in " + setting;
        }
        return null;
    }

    private static @Nullable SQLException problem(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException problem) {
                return problem;
            }
        }
        return null;
    }
}
