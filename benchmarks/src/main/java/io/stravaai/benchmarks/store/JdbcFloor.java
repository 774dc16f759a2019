package io.stravaai.benchmarks.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ContentHash;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.StoredActivity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The floor in SQL. What differs from one database to the other is overridden; the defaults are those of the standard. */
class JdbcFloor implements Floor {

    private static final String COLUMNS = "athlete_id, activity_id, start_date, start_date_local, name, sport_type,"
            + " distance_m, moving_time_ms, raw_json, content_hash, observed_at, deleted_at, deletion_reason";

    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM stravaai_activity WHERE athlete_id = ?";

    private static final List<String> TABLES =
            List.of("stravaai_activity", "stravaai_quarantine", "stravaai_sync_state");

    private final DataSource dataSource;
    private final int rowsPerStatement;

    /**
     * A floor on the tables to which the connections lead.
     *
     * @param rowsPerStatement how many rows one INSERT holds; the driver gets a batch of these
     */
    JdbcFloor(DataSource dataSource, int rowsPerStatement) {
        this.dataSource = dataSource;
        this.rowsPerStatement = rowsPerStatement;
    }

    /** The order of a list, where the index has no start last. */
    String newestFirst() {
        return " ORDER BY start_date DESC NULLS LAST, activity_id DESC LIMIT ?";
    }

    /** The condition for what follows a start and an id in that order. */
    String following() {
        return " AND (start_date, activity_id) < (?, ?)";
    }

    /** Sets the parameters of that condition, and answers the index of what comes after them. */
    int setFollowing(PreparedStatement statement, int index, Instant start, long id) throws SQLException {
        setInstant(statement, index, start);
        statement.setLong(index + 1, id);
        return index + 2;
    }

    void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        }
    }

    @Nullable
    Instant getInstant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    void setLocal(PreparedStatement statement, int index, LocalDateTime time) throws SQLException {
        statement.setObject(index, time);
    }

    LocalDateTime getLocal(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class);
    }

    @Override
    public void insert(List<StoredActivity> rows) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            int whole = rows.size() - rows.size() % rowsPerStatement;
            insert(connection, rows.subList(0, whole), rowsPerStatement);
            insert(connection, rows.subList(whole, rows.size()), 1);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private void insert(Connection connection, List<StoredActivity> rows, int perStatement) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO stravaai_activity (" + COLUMNS + ") VALUES "
                + String.join(", ", Collections.nCopies(perStatement, ROW));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 0;
            for (int i = 0; i < rows.size(); i++) {
                index = bind(statement, index, rows.get(i));
                if ((i + 1) % perStatement == 0) {
                    statement.addBatch();
                    index = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private int bind(PreparedStatement statement, int last, StoredActivity row) throws SQLException {
        int index = last;
        statement.setLong(++index, row.athlete().value());
        statement.setLong(++index, row.id().value());
        setInstant(statement, ++index, row.startDate().orElseThrow());
        setLocal(statement, ++index, row.startDateLocal().orElseThrow());
        statement.setString(++index, row.name().orElse(null));
        statement.setString(++index, row.sportType().map(SportType::name).orElse(null));
        statement.setObject(++index, row.distance().isPresent() ? row.distance().getAsDouble() : null, Types.DOUBLE);
        statement.setObject(++index, row.movingTime().map(Duration::toMillis).orElse(null), Types.BIGINT);
        statement.setString(++index, row.rawJson());
        statement.setString(++index, row.contentHash().hex());
        setInstant(statement, ++index, row.observedAt());
        setInstant(statement, ++index, row.deletedAt().orElse(null));
        statement.setString(
                ++index, row.deletionReason().map(DeletionReason::name).orElse(null));
        return index;
    }

    @Override
    public List<StoredActivity> list(AthleteId athlete, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(SELECT + " AND deleted_at IS NULL" + newestFirst())) {
            statement.setLong(1, athlete.value());
            statement.setInt(2, limit);
            return read(statement);
        }
    }

    @Override
    public List<StoredActivity> listAfter(StoredActivity last, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(SELECT + " AND deleted_at IS NULL" + following() + newestFirst())) {
            statement.setLong(1, last.athlete().value());
            int next = setFollowing(
                    statement, 2, last.startDate().orElseThrow(), last.id().value());
            statement.setInt(next, limit);
            return read(statement);
        }
    }

    @Override
    public StoredActivity find(AthleteId athlete, ActivityId activity) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT + " AND activity_id = ?")) {
            statement.setLong(1, athlete.value());
            statement.setLong(2, activity.value());
            return read(statement).get(0);
        }
    }

    @Override
    public void delete(AthleteId athlete) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (String table : TABLES) {
                try (PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM " + table + " WHERE athlete_id = ?")) {
                    statement.setLong(1, athlete.value());
                    statement.executeUpdate();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private List<StoredActivity> read(PreparedStatement statement) throws SQLException {
        List<StoredActivity> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(read(rows));
            }
        }
        return all;
    }

    private StoredActivity read(ResultSet row) throws SQLException {
        Instant observedAt = getInstant(row, 11);
        if (observedAt == null) {
            throw new SQLException("observed_at is null");
        }
        String sportType = row.getString(6);
        StoredActivity.Builder activity = StoredActivity.builder(
                        AthleteId.of(row.getLong(1)), ActivityId.of(row.getLong(2)), row.getString(9), observedAt)
                .startDate(getInstant(row, 3))
                .startDateLocal(getLocal(row, 4))
                .name(row.getString(5))
                .sportType(sportType == null ? null : SportType.of(sportType))
                .contentHash(new ContentHash(row.getString(10)));
        double distance = row.getDouble(7);
        if (!row.wasNull()) {
            activity.distance(distance);
        }
        long movingTime = row.getLong(8);
        if (!row.wasNull()) {
            activity.movingTime(Duration.ofMillis(movingTime));
        }
        Instant deletedAt = getInstant(row, 12);
        if (deletedAt != null) {
            activity.deleted(deletedAt, DeletionReason.valueOf(row.getString(13)));
        }
        return activity.build();
    }
}
