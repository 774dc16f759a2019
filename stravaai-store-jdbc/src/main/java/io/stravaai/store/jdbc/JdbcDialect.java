package io.stravaai.store.jdbc;

import io.stravaai.model.ActivityId;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The databases in which {@link JdbcStores} can keep its tables. Which one a DataSource leads to is found out by asking
 * the server, whatever the driver is.
 */
public enum JdbcDialect {
    /** PostgreSQL 12 or newer, with a database in the encoding UTF8. Instants are {@code timestamptz}. */
    POSTGRESQL("PostgreSQL", "12", Times.ZONED) {
        @Override
        String upsert(RowShape shape, int rows) {
            return onConflictUpdate(shape, rows);
        }

        @Override
        String insertNew(RowShape shape) {
            return onConflictNothing(shape);
        }

        @Override
        String nullsLast() {
            return " NULLS LAST";
        }

        @Override
        boolean hasPendingColumn() {
            return false;
        }

        @Override
        String activityIn(Collection<ActivityId> ids) {
            return "activity_id = ANY (CAST(? AS bigint[]))";
        }

        @Override
        Optional<String> listParameter(Collection<ActivityId> ids) {
            return Optional.of(joined(ids, "{", "}"));
        }

        // Its driver's timer would wake a thread for each statement, and take as long as a find.
        @Override
        boolean isWatched() {
            return true;
        }

        @Override
        String indexesOf() {
            return "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                    + " WHERE i.indrelid = CAST(? AS regclass) AND i.indisvalid";
        }

        @Override
        String primaryKeyOf() {
            return "SELECT a.attname FROM pg_index i"
                    + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
                    + " WHERE i.indrelid = CAST(? AS regclass) AND i.indisprimary";
        }
    },

    /**
     * MySQL 8.0.19 or newer, with InnoDB. Instants are {@code DATETIME(6)} in UTC, texts are in utf8mb4.
     */
    MYSQL("MySQL", "8.0.19", Times.UTC) {
        @Override
        String upsert(RowShape shape, int rows) {
            return shape.insert(rows) + " AS excluded ON DUPLICATE KEY UPDATE " + shape.assignments("%s = excluded.%s");
        }

        @Override
        String indexesOf() {
            return MYSQL_INDEXES;
        }

        @Override
        String primaryKeyOf() {
            return MYSQL_PRIMARY_KEY;
        }

        @Override
        String collation() {
            return "utf8mb4_0900_bin";
        }
    },

    /**
     * MariaDB 10.8 or newer, with InnoDB. Instants are {@code DATETIME(6)} in UTC, texts are in utf8mb4.
     */
    MARIADB("MariaDB", "10.8", Times.UTC) {
        @Override
        String upsert(RowShape shape, int rows) {
            return shape.insert(rows) + " ON DUPLICATE KEY UPDATE " + shape.assignments("%s = VALUES(%s)");
        }

        @Override
        String indexesOf() {
            return MYSQL_INDEXES;
        }

        @Override
        String primaryKeyOf() {
            return MYSQL_PRIMARY_KEY;
        }

        @Override
        String collation() {
            return "utf8mb4_nopad_bin";
        }
    },

    /**
     * SQLite 3.38 or newer. Instants are integers, microseconds since 1970; local times are ISO-8601 texts. Several
     * processes of one machine may share the file.
     */
    SQLITE("SQLite", "3.38", Times.MICROSECONDS) {
        @Override
        String upsert(RowShape shape, int rows) {
            return onConflictUpdate(shape, rows);
        }

        @Override
        String insertNew(RowShape shape) {
            return onConflictNothing(shape);
        }

        @Override
        boolean hasPendingColumn() {
            return false;
        }

        @Override
        String activityIn(Collection<ActivityId> ids) {
            return "activity_id IN (SELECT value FROM json_each(?))";
        }

        @Override
        int rowsPerStatement() {
            return 1;
        }

        @Override
        boolean hasOneWriter() {
            return true;
        }

        // For its driver, how long a statement waits for another connection's lock; how long it runs is not limited.
        @Override
        int statementSeconds() {
            return 10;
        }

        @Override
        String indexesOf() {
            return "SELECT name FROM pragma_index_list(?)";
        }

        @Override
        String primaryKeyOf() {
            return "SELECT name FROM pragma_table_info(?) WHERE pk > 0";
        }
    },

    /**
     * H2 2.2 or newer, at the isolation READ COMMITTED, in memory or in a file. Instants are timestamps with time zone.
     * Made for tests and trials: when its process is killed, H2 can lose commits that it has acknowledged.
     */
    H2("H2", "2.2", Times.ZONED) {
        @Override
        String upsert(RowShape shape, int rows) {
            return shape.insert(rows)
                    .replace("INSERT INTO", "MERGE INTO")
                    .replace(") VALUES", ") KEY (" + shape.keyList() + ") VALUES");
        }

        // Its URL can say another order of nulls.
        @Override
        String nullsLast() {
            return " NULLS LAST";
        }

        // It would keep the results of each connection's statements, and sometimes hold one of before a commit for one
        // of after it (h2database 3894, 4208), but keeps none that depends on chance.
        @Override
        String fresh(String sql) {
            return sql.startsWith("SELECT ") ? sql.replaceFirst(" WHERE ", " WHERE RAND() >= 0 AND ") : sql;
        }

        // Its arrays end at 65,536 elements, and numbers may stand in the text. Without any it takes no list in most
        // modes.
        @Override
        String activityIn(Collection<ActivityId> ids) {
            return ids.isEmpty() ? "1 = 0" : "activity_id IN " + joined(ids, "(", ")");
        }

        @Override
        Optional<String> listParameter(Collection<ActivityId> ids) {
            return Optional.empty();
        }

        @Override
        int rowsPerStatement() {
            return 1;
        }

        // Its driver would change the connection by it.
        @Override
        int statementSeconds() {
            return 0;
        }

        // In capitals, because its own names are in any mode, and without LOWER, which goes by the language of the JVM.
        @Override
        String indexesOf() {
            return "SELECT INDEX_NAME FROM INFORMATION_SCHEMA.INDEXES"
                    + " WHERE TABLE_SCHEMA = CURRENT_SCHEMA AND TABLE_NAME ILIKE ?";
        }

        @Override
        String primaryKeyOf() {
            return "SELECT C.COLUMN_NAME FROM INFORMATION_SCHEMA.INDEXES I"
                    + " JOIN INFORMATION_SCHEMA.INDEX_COLUMNS C USING (INDEX_SCHEMA, INDEX_NAME)"
                    + " WHERE I.INDEX_TYPE_NAME = 'PRIMARY KEY'"
                    + " AND I.TABLE_SCHEMA = CURRENT_SCHEMA AND I.TABLE_NAME ILIKE ?";
        }
    };

    private static final String MYSQL_INDEXES = "SELECT DISTINCT index_name FROM information_schema.statistics"
            + " WHERE table_schema = DATABASE() AND table_name = ?";

    /** A key of which only the beginning of a column counts is not that of the script. */
    private static final String MYSQL_PRIMARY_KEY = "SELECT column_name FROM information_schema.statistics"
            + " WHERE table_schema = DATABASE() AND table_name = ? AND index_name = 'PRIMARY' AND sub_part IS NULL";

    private final String product;
    private final String oldest;
    private final Times times;

    JdbcDialect(String product, String oldest, Times times) {
        this.product = product;
        this.oldest = oldest;
        this.times = times;
    }

    /** What the database is called. */
    String product() {
        return product;
    }

    /** The oldest version that has what the statements use. */
    String oldest() {
        return oldest;
    }

    Times times() {
        return times;
    }

    /** Where the script lies in the jar. */
    String scriptPath() {
        return "io/stravaai/store/jdbc/schema/v1/" + name().toLowerCase(Locale.ROOT) + ".sql";
    }

    /** The statement in words by which the database answers what it holds, and not what it remembers. */
    String fresh(String sql) {
        return sql;
    }

    /** Inserts so many rows, each of another key, or replaces the values of those that are there. */
    abstract String upsert(RowShape shape, int rows);

    /**
     * Inserts a row. If there is one of its key it changes none, or fails with {@link Failures#duplicate}. A clause of
     * MySQL that ignores such a row would ignore other errors too, and drivers count it differently.
     */
    String insertNew(RowShape shape) {
        return shape.insert(1);
    }

    /** How many rows an upsert has at most. More spare the way to a server, but not to a library. */
    int rowsPerStatement() {
        return 128;
    }

    /** What follows DESC for a null to come last. Most databases hold it for the least of all values. */
    String nullsLast() {
        return "";
    }

    /** The condition that there is something to do for a resource, in the words of the index. */
    String pending() {
        return hasPendingColumn() ? "pending = TRUE" : "not_before IS NOT NULL";
    }

    /** Whether that condition is a column, which the database computes, because an index cannot have one. */
    boolean hasPendingColumn() {
        return true;
    }

    /**
     * The condition that the activity is one of a list, whose length has no limit; the answer comes from one statement.
     * The list is {@link #listParameter}, if there is one.
     */
    String activityIn(Collection<ActivityId> ids) {
        return "activity_id IN (SELECT id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS listed)";
    }

    /** The one parameter of {@link #activityIn}; empty if it has none. */
    Optional<String> listParameter(Collection<ActivityId> ids) {
        return Optional.of(joined(ids, "[", "]"));
    }

    /** How long a statement may take, as the driver understands it, 0 for no limit. A row of 32 MiB can take a busy server half a minute. */
    int statementSeconds() {
        return 60;
    }

    /** Whether one connection at a time writes, and the others wait without an order: see {@link Turns}. */
    boolean hasOneWriter() {
        return false;
    }

    /** Whether it is {@link Deadlines} that ends such a statement, and not the driver. */
    boolean isWatched() {
        return false;
    }

    /** Asks for the bytes that a statement may have with its parameters; empty where there is no such limit. */
    String largestPacket() {
        return collation().isEmpty() ? "" : "SELECT @@max_allowed_packet";
    }

    /** Whether each statement that creates something commits, so that a script that broke off can be seen half done. */
    boolean ddlCommits() {
        return this != POSTGRESQL && this != SQLITE;
    }

    /** Asks for the names of the indexes, in any case, of the table that is the parameter. */
    abstract String indexesOf();

    /** Asks for the columns of the primary key, in any case, of the table that is the parameter. */
    abstract String primaryKeyOf();

    /** The collation that all texts have by the script; empty where it is not a matter of the table. */
    String collation() {
        return "";
    }

    private static String onConflictUpdate(RowShape shape, int rows) {
        return shape.insert(rows) + " ON CONFLICT (" + shape.keyList() + ") DO UPDATE SET "
                + shape.assignments("%s = excluded.%s");
    }

    private static String onConflictNothing(RowShape shape) {
        return shape.insert(1) + " ON CONFLICT (" + shape.keyList() + ") DO NOTHING";
    }

    private static String joined(Collection<ActivityId> ids, String start, String end) {
        return ids.stream().map(id -> Long.toString(id.value())).collect(Collectors.joining(",", start, end));
    }
}
