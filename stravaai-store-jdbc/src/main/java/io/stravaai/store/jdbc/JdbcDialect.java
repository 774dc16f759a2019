package io.stravaai.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The databases in which {@link JdbcStores} can keep its tables. */
public enum JdbcDialect {
    /** PostgreSQL, with a database in the encoding UTF8. Instants are {@code timestamptz}. */
    POSTGRESQL("PostgreSQL", "postgresql.sql", "activity_id = ANY (CAST(? AS bigint[]))", "{", "}") {
        @Override
        void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
            if (instant == null) {
                statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
            } else {
                statement.setObject(index, storable(instant).atOffset(ZoneOffset.UTC));
            }
        }

        @Override
        @Nullable
        Instant getInstant(ResultSet row, String column) throws SQLException {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }

        @Override
        void setLocal(PreparedStatement statement, int index, @Nullable LocalDateTime time) throws SQLException {
            if (time == null) {
                statement.setNull(index, Types.TIMESTAMP);
            } else {
                statement.setObject(index, storable(time));
            }
        }

        @Override
        @Nullable
        LocalDateTime getLocal(ResultSet row, String column) throws SQLException {
            return row.getObject(column, LocalDateTime.class);
        }
    },

    /**
     * SQLite 3.38 or newer. Instants are integers, microseconds since 1970; local times are ISO-8601 texts. Several
     * processes of one machine may share the file.
     */
    SQLITE("SQLite", "sqlite.sql", "activity_id IN (SELECT value FROM json_each(?))", "[", "]") {
        @Override
        void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            if (value == null) {
                statement.setNull(index, Types.BIGINT);
            } else {
                Instant instant = storable(value);
                // ChronoUnit.MICROS.between counts nanoseconds in between, and overflows after the year 2262.
                statement.setLong(index, instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000);
            }
        }

        @Override
        @Nullable
        Instant getInstant(ResultSet row, String column) throws SQLException {
            long micros = row.getLong(column);
            return row.wasNull()
                    ? null
                    : Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
        }

        @Override
        void setLocal(PreparedStatement statement, int index, @Nullable LocalDateTime time) throws SQLException {
            statement.setString(index, time == null ? null : storable(time).toString());
        }

        @Override
        @Nullable
        LocalDateTime getLocal(ResultSet row, String column) throws SQLException {
            String text = row.getString(column);
            return text == null ? null : LocalDateTime.parse(text);
        }
    };

    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
    private static final Instant FIRST_INSTANT = FIRST.toInstant(ZoneOffset.UTC);
    private static final Instant LAST_INSTANT = LAST.toInstant(ZoneOffset.UTC);

    private final String product;
    private final String script;
    private final String activityIn;
    private final String listStart;
    private final String listEnd;

    JdbcDialect(String product, String script, String activityIn, String listStart, String listEnd) {
        this.product = product;
        this.script = script;
        this.activityIn = activityIn;
        this.listStart = listStart;
        this.listEnd = listEnd;
    }

    /**
     * The dialect of a database product.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static JdbcDialect ofProduct(String product) {
        for (JdbcDialect dialect : values()) {
            if (dialect.product.equalsIgnoreCase(product)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException("This DataSource leads to " + product + "; StravaAI can use "
                + Arrays.stream(values()).map(dialect -> dialect.product).collect(Collectors.joining(" and ")));
    }

    /** Where the script lies in the jar. */
    String scriptPath() {
        return "io/stravaai/store/jdbc/schema/v1/" + script;
    }

    /**
     * The condition that the activity is one of a list; the list is one parameter, see {@link #list}, so that its
     * length has no limit and the answer comes from one statement.
     */
    String activityIn() {
        return activityIn;
    }

    /** The parameter of {@link #activityIn()}. */
    String list(Collection<?> ids) {
        return ids.stream().map(Object::toString).collect(Collectors.joining(",", listStart, listEnd));
    }

    abstract void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException;

    abstract @Nullable Instant getInstant(ResultSet row, String column) throws SQLException;

    /** The instant in a column that is never null. */
    Instant requireInstant(ResultSet row, String column) throws SQLException {
        Instant instant = getInstant(row, column);
        if (instant == null) {
            throw new SQLException("The column " + column + " is null");
        }
        return instant;
    }

    abstract void setLocal(PreparedStatement statement, int index, @Nullable LocalDateTime time) throws SQLException;

    abstract @Nullable LocalDateTime getLocal(ResultSet row, String column) throws SQLException;

    /** The instant as both databases hold it: to the microsecond, and in the years 1 to 9999. */
    static Instant storable(Instant instant) {
        if (instant.isBefore(FIRST_INSTANT)) {
            return FIRST_INSTANT;
        }
        return instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant.truncatedTo(ChronoUnit.MICROS);
    }

    static LocalDateTime storable(LocalDateTime time) {
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time.truncatedTo(ChronoUnit.MICROS);
    }
}
