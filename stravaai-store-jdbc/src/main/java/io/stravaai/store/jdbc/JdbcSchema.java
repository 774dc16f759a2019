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
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The tables of {@link JdbcStores}. They are created only by {@link #create}, or by running {@link #script}. */
public final class JdbcSchema {

    private JdbcSchema() {}

    /**
     * Creates the tables if none of them is there, and does nothing if all are. Several processes may do so at once. Where
     * each statement of a script commits for itself, on MySQL, MariaDB and H2, tables of StravaAI that are there are
     * kept, and those that are missing are added. A SQLite file is also switched to write-ahead logging, so that readers
     * and the writer do not wait for each other.
     *
     * @throws SchemaException if there are tables of these names that StravaAI did not create, or of another version;
     *     they stay untouched. Also as {@link #verify(DataSource)}
     * @throws StoreException if the database cannot be reached, or the user may not create tables
     * @throws IllegalArgumentException if it is none of {@link JdbcDialect}
     */
    public static void create(DataSource dataSource) {
        create(Database.open(dataSource));
    }

    /** As {@link #create(DataSource)}, on a database of which the caller says what it is; its version is not looked at. */
    public static void create(DataSource dataSource, JdbcDialect dialect) {
        create(Database.of(dataSource, dialect));
    }

    /**
     * Checks that all tables, columns, primary keys and indexes are there, and that database and connections have the
     * settings that {@link JdbcStores} needs.
     *
     * @throws SchemaException naming what is missing or of another version, and the way out
     * @throws StoreException if the database cannot be reached
     * @throws IllegalArgumentException if it is none of {@link JdbcDialect}
     */
    public static void verify(DataSource dataSource) {
        new SchemaCheck(Database.open(dataSource)).complete();
    }

    /** As {@link #verify(DataSource)}, on a database of which the caller says what it is; its version is not looked at. */
    public static void verify(DataSource dataSource, JdbcDialect dialect) {
        new SchemaCheck(Database.of(dataSource, dialect)).complete();
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

    private static void create(Database database) {
        SchemaCheck check = new SchemaCheck(database);
        List<String> present = check.present();
        if (database.dialect().ddlCommits()) {
            check.ours();
            // The version is written last: without it, another process has not come to the end, or never did.
            if (present.size() < SchemaCheck.names().size() || check.version().isEmpty()) {
                addMissing(database);
            }
        } else {
            createAllOrNone(database, check, present);
        }
        check.complete();
        if (database.dialect() == JdbcDialect.SQLITE) {
            WriteAheadLog.enable(database);
        }
    }

    /** In pieces, because nothing else can be had; of several who do it at once, each finds what another was first to do. */
    private static void addMissing(Database database) {
        for (String sql : statements(database.dialect())) {
            database.write("create the tables", session -> {
                try (Query query = session.query(sql)) {
                    query.execute();
                } catch (SQLException e) {
                    if (!Failures.exists(e) && !Failures.duplicate(e)) {
                        throw e;
                    }
                }
                return true;
            });
        }
    }

    private static void createAllOrNone(Database database, SchemaCheck check, List<String> seen) {
        List<String> present = seen;
        if (!present.isEmpty() && present.size() < SchemaCheck.names().size()) {
            // All or none are created, so whoever sees some looked while they came into being.
            present = check.present();
        }
        if (present.isEmpty()) {
            runScript(database, check);
        } else if (present.size() < SchemaCheck.names().size()) {
            throw new SchemaException("The tables " + present + " exist, but others of StravaAI do not. It creates all"
                    + " or none, so nothing was changed: rename or drop these, or complete them by the "
                    + check.wayOut());
        }
    }

    private static void runScript(Database database, SchemaCheck check) {
        try {
            database.transaction("create the tables", session -> {
                for (String sql : statements(database.dialect())) {
                    try (Query query = session.query(sql)) {
                        query.execute();
                    }
                }
                return true;
            });
        } catch (StoreException e) {
            // Whoever loses a race to create them fails at the first table, and finds the winner's.
            if (check.present().isEmpty()) {
                throw e;
            }
        }
    }

    private static List<String> statements(JdbcDialect dialect) {
        String script = script(dialect)
                .lines()
                .filter(line -> !line.strip().startsWith("--"))
                .collect(Collectors.joining("\n"));
        return Arrays.stream(script.split(";")).filter(sql -> !sql.isBlank()).toList();
    }
}
