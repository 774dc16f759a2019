package io.stravaai.store.jdbc;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables stravaai_activity, stravaai_quarantine and stravaai_sync_state. */
final class JdbcActivityStore implements ActivityStore {

    /** In the order in which {@link #bind} gives them. */
    static final List<String> ACTIVITY_COLUMNS = List.of(
            "athlete_id",
            "activity_id",
            "start_date",
            "start_date_local",
            "name",
            "sport_type",
            "distance_m",
            "moving_time_ms",
            "raw_json",
            "content_hash",
            "observed_at",
            "deleted_at");

    static final List<String> QUARANTINE_COLUMNS =
            List.of("athlete_id", "content_hash", "activity_id", "bytes", "reason", "observed_at");

    static final List<String> STATE_COLUMNS =
            List.of("athlete_id", "version", "coverage", "next_page", "newest_listed_at", "last_completed_at");

    private static final String FIND_STATE =
            "SELECT version, coverage, next_page, newest_listed_at, last_completed_at FROM stravaai_sync_state WHERE athlete_id = ?";

    private static final String INSERT_STATE = """
            INSERT INTO stravaai_sync_state (version, coverage, next_page, newest_listed_at, last_completed_at, athlete_id)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (athlete_id) DO NOTHING""";

    private static final String UPDATE_STATE = """
            UPDATE stravaai_sync_state SET version = ?, coverage = ?, next_page = ?, newest_listed_at = ?, last_completed_at = ?
            WHERE athlete_id = ? AND version = ?""";

    private static final String UPSERT = "INSERT INTO stravaai_activity (" + String.join(", ", ACTIVITY_COLUMNS)
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (athlete_id, activity_id) DO UPDATE SET "
            + ACTIVITY_COLUMNS.stream()
                    .skip(2)
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "));

    private static final String QUARANTINE = "INSERT INTO stravaai_quarantine (" + String.join(", ", QUARANTINE_COLUMNS)
            + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (athlete_id, content_hash) DO NOTHING";

    private static final String RELEASE = "DELETE FROM stravaai_quarantine WHERE athlete_id = ? AND ";

    private static final String HASHES =
            "SELECT activity_id, content_hash FROM stravaai_activity WHERE athlete_id = ? AND deleted_at IS NULL AND ";

    private static final String SELECT =
            "SELECT " + String.join(", ", ACTIVITY_COLUMNS) + " FROM stravaai_activity WHERE athlete_id = ?";

    private static final String FIND = SELECT + " AND activity_id = ?";

    private static final String QUARANTINED = "SELECT activity_id, bytes, reason, observed_at FROM stravaai_quarantine"
            + " WHERE athlete_id = ? ORDER BY observed_at, content_hash";

    private static final String NEWEST_FIRST = " ORDER BY start_date DESC NULLS LAST, activity_id DESC LIMIT ?";

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final Database database;

    JdbcActivityStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return database.statement("read a sync state", session -> {
            try (Query query = session.query(FIND_STATE)) {
                return query.number(athlete.value())
                        .first(row -> SyncState.of(
                                athlete,
                                row.getLong("version"),
                                Coverage.parse(row.getString("coverage")),
                                row.getInt("next_page"),
                                session.dialect().getInstant(row, "newest_listed_at"),
                                session.dialect().getInstant(row, "last_completed_at")));
            }
        });
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        return database.transaction("commit activities", session -> {
            // First, because it is the guard: PostgreSQL holds other writers at this row, and SQLite takes its write
            // lock before anything has been read.
            if (!moveState(session, commit)) {
                return CommitResult.CONFLICT;
            }
            release(session, commit);
            quarantine(session, commit);
            upsert(session, commit);
            return CommitResult.COMMITTED;
        });
    }

    private static boolean moveState(Database.Session session, SyncCommit commit) throws SQLException {
        SyncState next = commit.next();
        boolean first = commit.expectedVersion() == 0;
        try (Query query = session.query(first ? INSERT_STATE : UPDATE_STATE)) {
            query.number(next.version())
                    .text("coverage", next.coverage().format())
                    .number(next.nextPage())
                    .instant(next.newestListedAt().orElse(null))
                    .instant(next.lastCompletedAt().orElse(null))
                    .number(next.athlete().value());
            if (!first) {
                query.number(commit.expectedVersion());
            }
            return query.update() == 1;
        }
    }

    private static void release(Database.Session session, SyncCommit commit) throws SQLException {
        if (commit.released().isEmpty()) {
            return;
        }
        try (Query query = session.query(RELEASE + session.dialect().activityIn())) {
            query.number(commit.athlete().value())
                    .text("activity_id", session.dialect().list(commit.released()))
                    .update();
        }
    }

    private static void quarantine(Database.Session session, SyncCommit commit) throws SQLException {
        if (commit.quarantined().isEmpty()) {
            return;
        }
        try (Query query = session.query(QUARANTINE)) {
            for (QuarantinedActivity entry : commit.quarantined()) {
                query.number(entry.athlete().value())
                        .text("content_hash", entry.contentHash().hex())
                        .numberOrNull(entry.id().map(ActivityId::value).orElse(null))
                        .bytes(entry.bytes())
                        .label(entry.reason())
                        .instant(entry.observedAt())
                        .addBatch();
            }
            query.executeBatch();
        }
    }

    private static void upsert(Database.Session session, SyncCommit commit) throws SQLException {
        if (commit.changed().isEmpty()) {
            return;
        }
        try (Query query = session.query(UPSERT)) {
            for (StoredActivity activity : commit.changed()) {
                bind(query, activity).addBatch();
            }
            query.executeBatch();
        }
    }

    @Override
    public Map<ActivityId, ContentHash> contentHashes(AthleteId athlete, Collection<ActivityId> activities) {
        if (activities.isEmpty()) {
            return Map.of();
        }
        return database.statement("read content hashes", session -> {
            JdbcDialect dialect = session.dialect();
            try (Query query = session.query(HASHES + dialect.activityIn())) {
                return query
                        .number(athlete.value())
                        .text("activity_id", dialect.list(activities))
                        .all(row -> Map.entry(
                                ActivityId.of(row.getLong("activity_id")),
                                new ContentHash(row.getString("content_hash"))))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
        });
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return database.statement("read an activity", session -> {
            try (Query query = session.query(FIND)) {
                return query.number(athlete.value())
                        .number(activity.value())
                        .first(row -> read(row, session.dialect()));
            }
        });
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        long athlete = query.athlete().value();
        String select = query.includesDeleted() ? SELECT : SELECT + " AND deleted_at IS NULL";
        ActivityQuery.Position position = query.position().orElse(null);
        return database.statement("list activities", session -> {
            Query.Reader<StoredActivity> reader = row -> read(row, session.dialect());
            if (position == null) {
                try (Query list = session.query(select + NEWEST_FIRST)) {
                    return list.number(athlete).number(query.limit()).all(reader);
                }
            }
            long id = position.id().value();
            Instant start = position.startDate();
            if (start == null) {
                try (Query list =
                        session.query(select + " AND start_date IS NULL AND activity_id < ?" + NEWEST_FIRST)) {
                    return list.number(athlete).number(id).number(query.limit()).all(reader);
                }
            }
            // Two ranges of the index, because no single one holds both what began earlier and what has no start.
            String dated = select + " AND (start_date, activity_id) < (?, ?)" + NEWEST_FIRST;
            String undated = select + " AND start_date IS NULL" + NEWEST_FIRST;
            try (Query list = session.query("SELECT * FROM (" + dated + ") AS dated UNION ALL SELECT * FROM (" + undated
                    + ") AS undated" + NEWEST_FIRST)) {
                return list.number(athlete)
                        .instant(start)
                        .number(id)
                        .number(query.limit())
                        .number(athlete)
                        .number(query.limit())
                        .number(query.limit())
                        .all(reader);
            }
        });
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        return database.statement("read the quarantine", session -> {
            try (Query query = session.query(QUARANTINED)) {
                return query.number(athlete.value()).all(row -> {
                    long id = row.getLong("activity_id");
                    ActivityId activity = row.wasNull() ? null : ActivityId.of(id);
                    return QuarantinedActivity.of(
                            athlete,
                            row.getBytes("bytes"),
                            row.getString("reason"),
                            session.dialect().requireInstant(row, "observed_at"),
                            activity);
                });
            }
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        database.transaction("purge an athlete", session -> {
            // The state first, as in a commit: a commit that comes later finds it gone.
            for (String table : List.of("stravaai_sync_state", "stravaai_quarantine", "stravaai_activity")) {
                try (Query query = session.query("DELETE FROM " + table + " WHERE athlete_id = ?")) {
                    query.number(athlete.value()).update();
                }
            }
            return true;
        });
    }

    private static Query bind(Query query, StoredActivity activity) throws SQLException {
        return query.number(activity.athlete().value())
                .number(activity.id().value())
                .instant(activity.startDate().orElse(null))
                .local(activity.startDateLocal().orElse(null))
                .label(activity.name().orElse(null))
                .label(activity.sportType().map(SportType::name).orElse(null))
                .real(activity.distance().isPresent() ? activity.distance().getAsDouble() : null)
                .numberOrNull(
                        activity.movingTime().map(JdbcActivityStore::millis).orElse(null))
                .text("raw_json", activity.rawJson())
                .text("content_hash", activity.contentHash().hex())
                .instant(activity.observedAt())
                .instant(activity.deletedAt().orElse(null));
    }

    /** A nonsensical duration must not fail a whole page. */
    private static long millis(Duration duration) {
        if (duration.abs().compareTo(LONGEST) > 0) {
            return duration.isNegative() ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        return duration.toMillis();
    }

    private static StoredActivity read(ResultSet row, JdbcDialect dialect) throws SQLException {
        StoredActivity.Builder activity = StoredActivity.builder(
                        AthleteId.of(row.getLong("athlete_id")),
                        ActivityId.of(row.getLong("activity_id")),
                        row.getString("raw_json"),
                        dialect.requireInstant(row, "observed_at"))
                .contentHash(new ContentHash(row.getString("content_hash")))
                .name(row.getString("name"))
                .startDate(dialect.getInstant(row, "start_date"))
                .startDateLocal(dialect.getLocal(row, "start_date_local"))
                .deletedAt(dialect.getInstant(row, "deleted_at"));
        String sport = row.getString("sport_type");
        if (sport != null) {
            activity.sportType(SportType.of(sport));
        }
        double distance = row.getDouble("distance_m");
        if (!row.wasNull()) {
            activity.distance(distance);
        }
        long movingTime = row.getLong("moving_time_ms");
        if (!row.wasNull()) {
            activity.movingTime(Duration.ofMillis(movingTime));
        }
        return activity.build();
    }
}
