package io.stravaai.store.jdbc;

import io.stravaai.error.StoreException;
import java.sql.SQLException;

/** Switches a SQLite file to write-ahead logging, which the file remembers. */
final class WriteAheadLog {

    private static final int ATTEMPTS = 20;

    private WriteAheadLog() {}

    /** A database without a file stays as it is. */
    static void enable(Database database) {
        for (int attempt = 1; !tryEnable(database, attempt == ATTEMPTS); attempt++) {
            // The switch itself does not wait for other connections; a write does.
            database.write("wait for the database", session -> {
                try (Query query = session.query("UPDATE stravaai_schema SET version = version")) {
                    return query.update();
                }
            });
        }
    }

    private static boolean tryEnable(Database database, boolean last) {
        try {
            database.outsideTransaction("switch the database to write-ahead logging", session -> {
                try (Query query = session.query("PRAGMA journal_mode = WAL")) {
                    return query.first(row -> row.getString(1));
                }
            });
            return true;
        } catch (StoreException e) {
            if (last || !(e.getCause() instanceof SQLException cause && Failures.sqliteBusy(cause))) {
                throw e;
            }
            return false;
        }
    }
}
