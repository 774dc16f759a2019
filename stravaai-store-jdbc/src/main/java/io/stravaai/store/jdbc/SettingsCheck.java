package io.stravaai.store.jdbc;

import io.stravaai.error.SchemaException;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks whether database and connection keep every text as it is, and take turns as the stores need it. */
final class SettingsCheck {

    /** Of three and four bytes in UTF-8, decomposed, and with a blank at its end. */
    private static final String PROBE = "\u20AC\uD83D\uDEB4 e\u0301 ";

    private final Database database;
    private final String wayOut;

    SettingsCheck(Database database, String wayOut) {
        this.database = database;
        this.wayOut = wayOut;
    }

    void run() {
        switch (database.dialect()) {
            case POSTGRESQL -> encoding();
            case MYSQL, MARIADB -> {
                dirtyReads();
                connectionCharset();
                strictMode();
                tables();
            }
            case H2 -> isolation();
            case SQLITE -> {
                // A file has one encoding or another of the same characters, and one writer.
            }
        }
    }

    private void encoding() {
        String encoding = ask("read the encoding of the database", "SHOW server_encoding");
        if (!"UTF8".equals(encoding)) {
            throw new SchemaException("The database has the encoding " + encoding
                    + ", which cannot hold every name of an activity; use a database with ENCODING 'UTF8'");
        }
    }

    private void connectionCharset() {
        boolean kept = database.read("read the character set of the connection", session -> {
            try (Query query = session.query("SELECT CAST(? AS CHAR)")) {
                return query.text("probe", PROBE).first(row -> row.getString(1)).equals(Optional.of(PROBE));
            }
        });
        if (!kept) {
            throw new SchemaException("The connections of the DataSource change characters on their way; let them use"
                    + " utf8mb4, in the URL of MySQL's driver by characterEncoding=UTF-8, or by leaving that out");
        }
    }

    private void strictMode() {
        String mode =
                ask("read the mode of the connection", "SELECT @@sql_mode").toUpperCase(Locale.ROOT);
        if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
            throw new SchemaException("The connections of the DataSource have the sql_mode '" + mode
                    + "', in which the server cuts off what is too long instead of refusing it; add"
                    + " STRICT_TRANS_TABLES, on the server or by sessionVariables in the URL");
        }
    }

    private void tables() {
        String ours = SchemaCheck.names().stream().collect(Collectors.joining("', '", "('", "')"));
        String collation = database.dialect().collation();
        List<String> others = database.read("read the collations of the columns", session -> {
            try (Query query = session.query("SELECT table_name, column_name, collation_name FROM"
                    + " information_schema.columns WHERE table_schema = DATABASE() AND table_name IN " + ours
                    + " AND collation_name IS NOT NULL AND collation_name <> ?"
                    + " ORDER BY table_name, ordinal_position")) {
                return query.text("collation", collation)
                        .all(row -> "The column " + row.getString(2) + " of the table " + row.getString(1)
                                + " has the collation " + row.getString(3));
            }
        });
        if (!others.isEmpty()) {
            throw new SchemaException(others.get(0) + ", not " + collation + " with the character set utf8mb4: it would"
                    + " lose characters, or hold different names for the same. ALTER TABLE .. CONVERT TO CHARACTER SET"
                    + " utf8mb4 COLLATE " + collation + ", or see the " + wayOut);
        }
        String engine = ask(
                "read the engines of the tables",
                "SELECT CONCAT(table_name, ' has the engine ', engine) FROM information_schema.tables WHERE"
                        + " table_schema = DATABASE() AND table_name IN " + ours + " AND engine <> 'InnoDB'"
                        + " ORDER BY table_name LIMIT 1");
        if (!engine.isEmpty()) {
            throw new SchemaException("The table " + engine
                    + ", which has no transactions; ALTER TABLE .. ENGINE = InnoDB, or see the " + wayOut);
        }
    }

    private void dirtyReads() {
        // MariaDB's name of it has changed, and MySQL's driver does not know which it is.
        String isolation = database.read("read the isolation of the connection", session -> {
            try (Query query =
                    session.query("SHOW VARIABLES WHERE variable_name IN ('transaction_isolation', 'tx_isolation')")) {
                return query.first(row -> row.getString(2)).orElse("");
            }
        });
        if (isolation.equals("READ-UNCOMMITTED")) {
            throw new SchemaException("The connections of the DataSource have the isolation READ UNCOMMITTED, at which"
                    + " readers see half of a commit; use READ COMMITTED or REPEATABLE READ");
        }
    }

    private void isolation() {
        int isolation = database.read(
                "read the isolation of the connection",
                session -> session.connection().getTransactionIsolation());
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            throw new SchemaException("The connections of the DataSource have another isolation than READ COMMITTED, at"
                    + " which H2 lets one transaction overwrite what another has just written; leave H2's default");
        }
    }

    private String ask(String action, String sql) {
        return database.read(action, session -> {
            try (Query query = session.query(sql)) {
                return query.first(row -> row.getString(1)).orElse("");
            }
        });
    }
}
