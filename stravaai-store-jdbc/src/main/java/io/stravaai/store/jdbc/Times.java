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
import org.jspecify.annotations.Nullable;

/** How a database keeps instants, and local times, which have no zone. No zone of the JVM or a connection matters. */
enum Times {
    /** Types of the SQL standard: a timestamp with time zone, and one without. */
    ZONED {
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
    },

    /**
     * The time that clocks show at UTC, in a type without a zone: people can read it, and it has the years that
     * MySQL's TIMESTAMP has not. Drivers convert instants by the zone of the session, but no local times.
     */
    UTC {
        @Override
        void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
            setLocal(
                    statement,
                    index,
                    instant == null ? null : LocalDateTime.ofInstant(storable(instant), ZoneOffset.UTC));
        }

        @Override
        @Nullable
        Instant getInstant(ResultSet row, String column) throws SQLException {
            LocalDateTime time = getLocal(row, column);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
    },

    /** Integers, microseconds since 1970, and texts in ISO-8601: SQLite has no type for either. */
    MICROSECONDS {
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

    abstract void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException;

    abstract @Nullable Instant getInstant(ResultSet row, String column) throws SQLException;

    /** The instant in a column that is never null. */
    Instant requireInstant(ResultSet row, String column) throws SQLException {
        Instant instant = getInstant(row, column);
        if (instant == null) {
            throw new Query.UnreadableException("The column " + column + " is null");
        }
        return instant;
    }

    void setLocal(PreparedStatement statement, int index, @Nullable LocalDateTime time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.TIMESTAMP);
        } else {
            statement.setObject(index, storable(time));
        }
    }

    @Nullable
    LocalDateTime getLocal(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class);
    }

    /** The instant as every database holds it: to the microsecond, and in the years 1 to 9999. */
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
