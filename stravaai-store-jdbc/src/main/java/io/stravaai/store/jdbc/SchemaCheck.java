package io.stravaai.store.jdbc;

import io.stravaai.error.SchemaException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks whether a database has what the stores need. */
final class SchemaCheck {

    private static final int VERSION = 1;

    private static final List<Table> TABLES = List.of(
            new Table("stravaai_schema", List.of("version"), List.of("version"), List.of()),
            table(JdbcActivityStore.ACTIVITY, "stravaai_activity_newest"),
            table(JdbcActivityStore.QUARANTINE),
            table(JdbcResourceStore.RESOURCE, "stravaai_resource_due", "stravaai_resource_status"),
            table(JdbcActivityStore.STATE, "stravaai_sync_state_due"),
            table(JdbcSyncHistory.RUN, "stravaai_sync_run_oldest"),
            table(JdbcTokenStore.GRANT),
            table(JdbcQuotaLedger.QUOTA));

    private final Database database;

    SchemaCheck(Database database) {
        this.database = database;
    }

    /** Which of the tables there are. */
    List<String> present() {
        return TABLES.stream()
                .filter(table -> columns(table).isPresent())
                .map(Table::name)
                .toList();
    }

    /** The tables that there must be. */
    static List<String> names() {
        return TABLES.stream().map(Table::name).toList();
    }

    /** That the tables are there, with their columns, keys and indexes, and can hold what they will be given. */
    void complete() {
        for (Table table : TABLES) {
            Set<String> columns = columns(table)
                    .orElseThrow(() -> new SchemaException("The table " + table.name
                            + " is missing. Call JdbcSchema.create(dataSource) once, or run the " + wayOut()));
            columns(table, columns);
            primaryKey(table);
            indexes(table);
        }
        version().ifPresentOrElse(this::version, () -> {
            throw new SchemaException("The table stravaai_schema has no row in its column version, so it is unknown"
                    + " which tables these are. Its only row is written by the " + wayOut());
        });
        new SettingsCheck(database, wayOut()).run();
    }

    /** That tables which are there already are StravaAI's, and of this version. */
    void ours() {
        for (Table table : TABLES) {
            columns(table).ifPresent(columns -> columns(table, columns));
        }
        if (columns(TABLES.get(0)).isPresent()) {
            version().ifPresent(this::version);
        }
    }

    /** That the database user may change every table but that of the version; nothing is changed. */
    void writable() {
        for (Table table : TABLES.subList(1, TABLES.size())) {
            String columns = String.join(", ", table.columns);
            database.transaction("write to the table " + table.name, session -> {
                // All are needed: a database checks a privilege before it looks for rows, of which there are none.
                for (String sql : List.of(
                        "INSERT INTO " + table.name + " (" + columns + ") SELECT " + columns + " FROM " + table.name
                                + " WHERE 1 = 0",
                        "UPDATE " + table.name + " SET " + table.columns.get(0) + " = NULL WHERE 1 = 0",
                        "DELETE FROM " + table.name + " WHERE 1 = 0")) {
                    try (Query query = session.query(sql)) {
                        query.execute();
                    }
                }
                return true;
            });
        }
    }

    private void columns(Table table, Set<String> columns) {
        List<String> needed = new ArrayList<>(table.columns);
        if (table.name.equals(JdbcResourceStore.RESOURCE.table())
                && database.dialect().hasPendingColumn()) {
            needed.add("pending");
        }
        for (String column : needed) {
            if (!columns.contains(column)) {
                throw new SchemaException("The table " + table.name + " has no column " + column
                        + ", so it is not the one that StravaAI uses; nothing was changed. Rename or drop a table of"
                        + " another origin; compare your own with the " + wayOut());
            }
        }
    }

    private void primaryKey(Table table) {
        Set<String> key = names(
                "look at the primary key of the table " + table.name,
                database.dialect().primaryKeyOf(),
                table);
        if (!key.equals(Set.copyOf(table.key))) {
            throw new SchemaException("The table " + table.name + " has not the primary key ("
                    + String.join(", ", table.key)
                    + "), without which one thing could stand in it twice. Remove what does, if anything, and create the"
                    + " key as it stands in the " + wayOut());
        }
    }

    private void indexes(Table table) {
        if (table.indexes.isEmpty()) {
            return;
        }
        Set<String> indexes = names(
                "look at the indexes of the table " + table.name,
                database.dialect().indexesOf(),
                table);
        for (String index : table.indexes) {
            if (!indexes.contains(index)) {
                throw new SchemaException("The table " + table.name + " has no index " + index
                        + ", without which StravaAI would read all of it again and again. Create it as it stands in the "
                        + wayOut());
            }
        }
    }

    /** What a statement of the dialect says of the table, in lower case. */
    private Set<String> names(String action, String sql, Table table) {
        return database.read(action, session -> {
            try (Query query = session.query(sql)) {
                return new HashSet<>(query.text("table", table.name)
                        .all(row -> row.getString(1).toLowerCase(Locale.ROOT)));
            }
        });
    }

    /** The version that the tables say they are of. */
    Optional<Integer> version() {
        return database.read("read the table stravaai_schema", session -> {
            try (Query query = session.query("SELECT version FROM stravaai_schema ORDER BY version DESC LIMIT 1")) {
                return query.first(row -> row.getInt("version"));
            }
        });
    }

    private void version(int version) {
        if (version != VERSION) {
            throw new SchemaException("The column version of the table stravaai_schema says " + version
                    + ", and this version of StravaAI uses schema " + VERSION + ". "
                    + (version > VERSION
                            ? "Use the newer StravaAI that the tables were made for; this one's is the "
                            : "Bring the tables to the state of the ")
                    + wayOut());
        }
    }

    /**
     * The names of the table's columns; empty if there is no such table. Asks as the stores ask, so that the database's
     * own rules decide which schema the name means.
     */
    private Optional<Set<String>> columns(Table table) {
        return database.read("look at the table " + table.name, session -> {
            try (Query query = session.query("SELECT * FROM " + table.name + " WHERE 1 = 0")) {
                return Optional.of(query.columns());
            } catch (SQLException e) {
                if (!Failures.missing(e)) {
                    throw e;
                }
                Connection connection = session.connection();
                if (!connection.getAutoCommit()) {
                    // PostgreSQL refuses to go on in a transaction that has seen an error.
                    connection.rollback();
                }
                return Optional.empty();
            }
        });
    }

    /** What a message ends with: the script that makes it right. */
    String wayOut() {
        return "script " + database.dialect().scriptPath()
                + " in the jar of stravaai-store-jdbc (JdbcSchema.script(JdbcDialect." + database.dialect() + "))";
    }

    private static Table table(RowShape shape, String... indexes) {
        return new Table(shape.table(), shape.columns(), shape.key(), List.of(indexes));
    }

    /** @param columns those that the stores write */
    private record Table(String name, List<String> columns, List<String> key, List<String> indexes) {}
}
