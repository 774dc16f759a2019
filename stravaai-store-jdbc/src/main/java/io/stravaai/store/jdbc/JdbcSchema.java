package io.stravaai.store.jdbc;

import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The tables of {@link JdbcStores}. They are created only by {@link #create}, or by running {@link #script}. */
public final class JdbcSchema {

    private static final int VERSION = 1;

    private static final List<Table> TABLES = List.of(
            new Table("stravaai_schema", List.of("version")),
            new Table("stravaai_activity", JdbcActivityStore.ACTIVITY_COLUMNS),
            new Table("stravaai_quarantine", JdbcActivityStore.QUARANTINE_COLUMNS),
            new Table("stravaai_resource", JdbcResourceStore.COLUMNS),
            new Table("stravaai_sync_state", JdbcActivityStore.STATE_COLUMNS),
            new Table("stravaai_sync_run", JdbcSyncHistory.COLUMNS),
            new Table("stravaai_token", JdbcTokenStore.COLUMNS),
            new Table("stravaai_quota", JdbcQuotaLedger.COLUMNS));

    private JdbcSchema() {}

    /**
     * Creates the tables if none of them is there, and does nothing if all are. Several processes may do so at once. A
     * SQLite file is also switched to write-ahead logging, so that readers and the writer do not wait for each other.
     *
     * @throws SchemaException if there are tables of these names that StravaAI did not create, or of another version;
     *     they stay untouched
     */
    public static void create(DataSource dataSource) {
        Database database = Database.open(dataSource);
        List<String> present = present(database);
        if (!present.isEmpty() && present.size() < TABLES.size()) {
            // All or none are created, so whoever sees some looked while they came into being.
            present = present(database);
        }
        if (present.isEmpty()) {
            runScript(database);
        } else if (present.size() < TABLES.size()) {
            throw new SchemaException("The tables " + present + " exist, but others of StravaAI do not. It creates all"
                    + " or none, so nothing was changed: rename or drop these, or complete them by the "
                    + wayOut(database.dialect()));
        }
        verify(database);
        if (database.dialect() == JdbcDialect.SQLITE) {
            WriteAheadLog.enable(database);
        }
    }

    /**
     * Checks that all tables and columns are there.
     *
     * @throws SchemaException naming the table and column that is missing or of another version, and the way out
     */
    public static void verify(DataSource dataSource) {
        verify(Database.open(dataSource));
    }

    /** The statements that create the tables, each ending with a semicolon, to be run by a migration tool. */
    public static String script(JdbcDialect dialect) {
        try (InputStream script = JdbcSchema.class.getClassLoader().getResourceAsStream(dialect.scriptPath())) {
            if (script == null) {
                throw new IllegalStateException("The class path lacks " + dialect.scriptPath());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void verify(Database database) {
        for (Table table : TABLES) {
            Set<String> columns = columns(database, table)
                    .orElseThrow(() -> new SchemaException("The table " + table.name
                            + " is missing. Call JdbcSchema.create(dataSource) once, or run the "
                            + wayOut(database.dialect())));
            for (String column : table.columns) {
                if (!columns.contains(column)) {
                    throw new SchemaException("The table " + table.name + " has no column " + column
                            + ", so it is not the one that StravaAI uses. Rename or drop a table of another origin;"
                            + " compare your own with the " + wayOut(database.dialect()));
                }
            }
        }
        verifyVersion(database);
        if (database.dialect() == JdbcDialect.POSTGRESQL) {
            verifyEncoding(database);
        }
    }

    private static void verifyVersion(Database database) {
        Optional<Integer> version = database.statement("read the table stravaai_schema", session -> {
            try (Query query = session.query("SELECT version FROM stravaai_schema ORDER BY version DESC LIMIT 1")) {
                return query.first(row -> row.getInt("version"));
            }
        });
        if (version.isEmpty()) {
            throw new SchemaException("The table stravaai_schema has no row in its column version, so it is unknown"
                    + " which tables these are. Its only row is written by the " + wayOut(database.dialect()));
        }
        if (version.get() != VERSION) {
            throw new SchemaException("The column version of the table stravaai_schema says " + version.get()
                    + ", and this version of StravaAI uses schema " + VERSION + ". "
                    + (version.get() > VERSION
                            ? "Use the newer StravaAI that the tables were made for; this one's is the "
                            : "Bring the tables to the state of the ")
                    + wayOut(database.dialect()));
        }
    }

    private static void verifyEncoding(Database database) {
        String encoding = database.statement("read the encoding of the database", session -> {
            try (Query query = session.query("SHOW server_encoding")) {
                return query.first(row -> row.getString(1)).orElse("");
            }
        });
        if (!"UTF8".equals(encoding)) {
            throw new SchemaException("The database has the encoding " + encoding
                    + ", which cannot hold every name of an activity; use a database with ENCODING 'UTF8'");
        }
    }

    private static List<String> present(Database database) {
        return TABLES.stream()
                .filter(table -> columns(database, table).isPresent())
                .map(Table::name)
                .toList();
    }

    /**
     * The names of the table's columns; empty if there is no such table. Asks as the stores ask, so that the database's
     * own rules decide which schema the name means.
     */
    private static Optional<Set<String>> columns(Database database, Table table) {
        return database.statement("look at the table " + table.name, session -> {
            try (Query query = session.query("SELECT * FROM " + table.name + " WHERE 1 = 0")) {
                return Optional.of(query.columns());
            } catch (SQLException e) {
                if (!Failures.missing(e)) {
                    throw e;
                }
                if (!session.connection().getAutoCommit()) {
                    // PostgreSQL refuses to go on in a transaction that has seen an error.
                    session.connection().rollback();
                }
                return Optional.empty();
            }
        });
    }

    private static void runScript(Database database) {
        String statements = script(database.dialect())
                .lines()
                .filter(line -> !line.strip().startsWith("--"))
                .collect(Collectors.joining("\n"));
        try {
            database.transaction("create the tables", session -> {
                for (String sql : Arrays.stream(statements.split(";"))
                        .filter(sql -> !sql.isBlank())
                        .toList()) {
                    try (Query query = session.query(sql)) {
                        query.execute();
                    }
                }
                return true;
            });
        } catch (StoreException e) {
            // Whoever loses a race to create them fails at the first table, and finds the winner's.
            if (present(database).isEmpty()) {
                throw e;
            }
        }
    }

    private static String wayOut(JdbcDialect dialect) {
        return "script " + dialect.scriptPath() + " in the jar of stravaai-store-jdbc (JdbcSchema.script(JdbcDialect."
                + dialect + "))";
    }

    private record Table(String name, List<String> columns) {}
}
