package io.stravaai.store.jdbc;

import io.stravaai.auth.Scope;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The tables stravaai_activity, stravaai_quarantine and stravaai_sync_state. */
final class JdbcActivityStore implements ActivityStore {

    static final RowShape ACTIVITY = new RowShape(
            "stravaai_activity",
            List.of(
                    "start_date",
                    "start_date_local",
                    "name",
                    "sport_type",
                    "distance_m",
                    "moving_time_ms",
                    "raw_json",
                    "content_hash",
                    "observed_at",
                    "deleted_at",
                    "deletion_reason"),
            List.of("athlete_id", "activity_id"));

    static final RowShape QUARANTINE = new RowShape(
            "stravaai_quarantine",
            List.of("activity_id", "bytes", "reason", "observed_at", "attempts", "retry_at", "tried_by"),
            List.of("athlete_id", "content_hash"));

    static final RowShape STATE = new RowShape(
            "stravaai_sync_state",
            List.of(
                    "version",
                    "coverage",
                    "next_page",
                    "next_page_before",
                    "newest_listed_at",
                    "last_completed_at",
                    "scopes",
                    "expected_activities",
                    "backfill_paused",
                    "next_due_at",
                    "failures",
                    "last_failure"),
            List.of("athlete_id"));

    private static final String FIND_STATE = STATE.selectOfAthlete();

    private static final String DUE = "SELECT athlete_id FROM stravaai_sync_state WHERE next_due_at <= ?"
            + " ORDER BY next_due_at, athlete_id LIMIT ?";

    private static final String KNOWN =
            "SELECT activity_id, content_hash, start_date, observed_at, deleted_at FROM stravaai_activity WHERE athlete_id = ? AND ";

    /** Two ranges of two indexes, because no database uses both for one condition with OR. */
    private static final String KNOWN_BETWEEN = KNOWN + "start_date >= ? AND start_date <= ? AND deleted_at IS NULL";

    private static final String SELECT = ACTIVITY.selectOfAthlete();

    private static final String FIND = SELECT + " AND activity_id = ?";

    private static final String QUARANTINED = QUARANTINE.selectOfAthlete() + " ORDER BY observed_at, content_hash";

    /** The first half is a range of the index in every database; none but PostgreSQL and SQLite have one for pairs. */
    private static final String BEGAN_EARLIER = " AND start_date <= ? AND (start_date < ? OR activity_id < ?)";

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final Database database;
    private final String newestFirst;

    JdbcActivityStore(Database database) {
        this.database = database;
        // With the athlete, who is always one, because H2 would not see otherwise that the index has this order.
        this.newestFirst =
                " ORDER BY athlete_id, start_date DESC" + database.dialect().nullsLast() + ", activity_id DESC LIMIT ?";
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return database.read("read a sync state", session -> {
            try (Query query = session.query(FIND_STATE)) {
                return query.number(athlete.value()).first(row -> readState(athlete, row, session.times()));
            }
        });
    }

    private static SyncState readState(AthleteId athlete, ResultSet row, Times times) throws SQLException {
        int expected = row.getInt("expected_activities");
        boolean unknown = row.wasNull();
        return SyncState.builder(athlete, row.getLong("version"))
                .coverage(Coverage.parse(row.getString("coverage")))
                .nextPage(row.getInt("next_page"), times.getInstant(row, "next_page_before"))
                .newestListedAt(times.getInstant(row, "newest_listed_at"))
                .lastCompletedAt(times.getInstant(row, "last_completed_at"))
                .scopes(Scope.parse(row.getString("scopes")))
                .expectedActivities(unknown ? null : expected)
                .backfillPaused(row.getInt("backfill_paused") != 0)
                .nextDueAt(times.getInstant(row, "next_due_at"))
                .failures(row.getInt("failures"), row.getString("last_failure"))
                .build();
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return database.read("list the athletes that are due", session -> {
            try (Query query = session.query(DUE)) {
                return query.instant(now).number(limit).all(row -> AthleteId.of(row.getLong("athlete_id")));
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
            session.upsert(QUARANTINE, commit.quarantined(), entry -> entry.bytes().length, JdbcActivityStore::bind);
            session.upsert(ACTIVITY, commit.changed(), row -> row.rawJson().length(), JdbcActivityStore::bind);
            return CommitResult.COMMITTED;
        });
    }

    private static boolean moveState(Database.Session session, SyncCommit commit) throws SQLException {
        if (commit.expectedVersion() == 0) {
            return session.insertNew(STATE, commit.next(), JdbcActivityStore::bind);
        }
        return session.updateOfVersion(STATE, commit.next(), JdbcActivityStore::bind, commit.expectedVersion());
    }

    private static void release(Database.Session session, SyncCommit commit) throws SQLException {
        session.inPieces(
                commit.released(),
                hash -> hash.hex().length(),
                count -> "DELETE FROM stravaai_quarantine WHERE athlete_id = ? AND content_hash IN ("
                        + String.join(", ", Collections.nCopies(count, "?")) + ")",
                (query, hashes) -> {
                    query.number(commit.athlete().value());
                    for (ContentHash hash : hashes) {
                        query.text("content_hash", hash.hex());
                    }
                });
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        Instant from = query.from().orElse(null);
        Instant to = query.to().orElse(null);
        boolean span = from != null && to != null;
        if (query.ids().isEmpty() && !span) {
            return List.of();
        }
        return database.read("look for known activities", session -> {
            Times times = session.times();
            String byId = KNOWN + session.dialect().activityIn(query.ids());
            try (Query statement = session.query(span ? byId + " UNION " + KNOWN_BETWEEN : byId)) {
                statement.number(query.athlete().value()).activities(query.ids());
                if (span) {
                    statement.number(query.athlete().value()).instant(from).instant(to);
                }
                return statement.all(row -> KnownActivity.of(
                        ActivityId.of(row.getLong("activity_id")),
                        new ContentHash(row.getString("content_hash")),
                        times.getInstant(row, "start_date"),
                        times.requireInstant(row, "observed_at"),
                        times.getInstant(row, "deleted_at") != null));
            }
        });
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return database.read("read an activity", session -> {
            try (Query query = session.query(FIND)) {
                return query.number(athlete.value()).number(activity.value()).first(row -> read(row, session.times()));
            }
        });
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        long athlete = query.athlete().value();
        String live = query.includesDeleted() ? SELECT : SELECT + " AND deleted_at IS NULL";
        // A number, so it may stand in the text; as a parameter it would have to be given in every branch below.
        String select = query.only()
                .map(only -> live + " AND activity_id = " + only.value())
                .orElse(live);
        ActivityQuery.Position position = query.position().orElse(null);
        return database.read("list activities", session -> {
            Query.Reader<StoredActivity> reader = row -> read(row, session.times());
            if (position == null) {
                try (Query list = session.query(select + newestFirst)) {
                    return list.number(athlete).number(query.limit()).all(reader);
                }
            }
            long id = position.id().value();
            Instant start = position.startDate();
            if (start == null) {
                try (Query list = session.query(select + " AND start_date IS NULL AND activity_id < ?" + newestFirst)) {
                    return list.number(athlete).number(id).number(query.limit()).all(reader);
                }
            }
            String dated = select + BEGAN_EARLIER + newestFirst;
            try (Query list = session.query(dated)) {
                List<StoredActivity> page = list.number(athlete)
                        .instant(start)
                        .instant(start)
                        .number(id)
                        .number(query.limit())
                        .all(reader);
                if (page.size() == query.limit()) {
                    return page;
                }
            }
            // The end of the history: two ranges of the index, because no single one holds both what began earlier and
            // what has no start; in one statement, so that no row moves from one to the other meanwhile.
            String undated = select + " AND start_date IS NULL" + newestFirst;
            try (Query list = session.query("SELECT * FROM (" + dated + ") AS dated UNION ALL SELECT * FROM (" + undated
                    + ") AS undated" + newestFirst)) {
                return list.number(athlete)
                        .instant(start)
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
        return database.read("read the quarantine", session -> {
            try (Query query = session.query(QUARANTINED)) {
                return query.number(athlete.value()).all(row -> {
                    long id = row.getLong("activity_id");
                    ActivityId activity = row.wasNull() ? null : ActivityId.of(id);
                    QuarantinedActivity entry = QuarantinedActivity.of(
                            athlete,
                            row.getBytes("bytes"),
                            row.getString("reason"),
                            session.times().requireInstant(row, "observed_at"),
                            activity);
                    return entry.tried(
                            row.getInt("attempts"),
                            session.times().getInstant(row, "retry_at"),
                            row.getString("tried_by"));
                });
            }
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        database.transaction("purge an athlete", session -> {
            // The state first, as in a commit: a commit that comes later finds it gone. Where there is none, nothing
            // would hold up a first commit, whose rows would go and whose state would stay: so one is put there.
            while (delete(session, "stravaai_sync_state", athlete) == 0) {
                session.insertNew(STATE, SyncState.builder(athlete, 1).build(), JdbcActivityStore::bind);
            }
            delete(session, "stravaai_quarantine", athlete);
            delete(session, "stravaai_activity", athlete);
            return true;
        });
    }

    private static int delete(Database.Session session, String table, AthleteId athlete) throws SQLException {
        try (Query query = session.query("DELETE FROM " + table + " WHERE athlete_id = ?")) {
            return query.number(athlete.value()).update();
        }
    }

    private static void bind(Query query, SyncState next) throws SQLException {
        query.number(next.version())
                .text("coverage", next.coverage().format())
                .number(next.nextPage())
                .instant(next.nextPageBefore().orElse(null))
                .instant(next.newestListedAt().orElse(null))
                .instant(next.lastCompletedAt().orElse(null))
                .text("scopes", Scope.format(next.scopes()))
                .numberOrNull(
                        next.expectedActivities().isPresent()
                                ? (long) next.expectedActivities().getAsInt()
                                : null)
                .number(next.isBackfillPaused() ? 1 : 0)
                .instant(next.nextDueAt().orElse(null))
                .number(next.failures())
                .label(next.lastFailure().orElse(null))
                .number(next.athlete().value());
    }

    private static void bind(Query query, QuarantinedActivity entry) throws SQLException {
        query.numberOrNull(entry.id().map(ActivityId::value).orElse(null))
                .bytes(entry.bytes())
                .label(entry.reason())
                .instant(entry.observedAt())
                .number(entry.attempts())
                .instant(entry.retryAt().orElse(null))
                .label(entry.triedBy())
                .number(entry.athlete().value())
                .text("content_hash", entry.contentHash().hex());
    }

    private static void bind(Query query, StoredActivity activity) throws SQLException {
        query.instant(activity.startDate().orElse(null))
                .local(activity.startDateLocal().orElse(null))
                .label(activity.name().orElse(null))
                .label(activity.sportType().map(SportType::name).orElse(null))
                .real(activity.distance().isPresent() ? activity.distance().getAsDouble() : null)
                .numberOrNull(
                        activity.movingTime().map(JdbcActivityStore::millis).orElse(null))
                .text("raw_json", activity.rawJson())
                .text("content_hash", activity.contentHash().hex())
                .instant(activity.observedAt())
                .instant(activity.deletedAt().orElse(null))
                .label(activity.deletionReason().map(DeletionReason::name).orElse(null))
                .number(activity.athlete().value())
                .number(activity.id().value());
    }

    /** A nonsensical duration must not fail a whole page. */
    private static long millis(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            return Long.MAX_VALUE;
        }
        return duration.compareTo(LONGEST.negated()) < 0 ? -Long.MAX_VALUE : duration.toMillis();
    }

    private static StoredActivity read(ResultSet row, Times times) throws SQLException {
        StoredActivity.Builder activity = StoredActivity.builder(
                        AthleteId.of(row.getLong("athlete_id")),
                        ActivityId.of(row.getLong("activity_id")),
                        row.getString("raw_json"),
                        times.requireInstant(row, "observed_at"))
                .contentHash(new ContentHash(row.getString("content_hash")))
                .name(row.getString("name"))
                .startDate(times.getInstant(row, "start_date"))
                .startDateLocal(times.getLocal(row, "start_date_local"));
        Instant deletedAt = times.getInstant(row, "deleted_at");
        if (deletedAt != null) {
            activity.deleted(deletedAt, DeletionReason.valueOf(row.getString("deletion_reason")));
        }
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
