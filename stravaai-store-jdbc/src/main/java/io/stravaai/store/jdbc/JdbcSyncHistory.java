package io.stravaai.store.jdbc;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table stravaai_sync_run. */
final class JdbcSyncHistory implements SyncHistory {

    /** In the order in which {@link #record} gives them. */
    static final List<String> COLUMNS = List.of(
            "athlete_id",
            "started_at",
            "run_id",
            "finished_at",
            "inserted",
            "updated",
            "unchanged",
            "deleted",
            "restored",
            "quarantined",
            "fetched",
            "pending_resources",
            "requests",
            "reached",
            "resume_at",
            "failure");

    private static final String INSERT = "INSERT INTO stravaai_sync_run (" + String.join(", ", COLUMNS) + ") VALUES ("
            + COLUMNS.stream().map(column -> "?").collect(Collectors.joining(", "))
            + ") ON CONFLICT (athlete_id, started_at, run_id) DO NOTHING";

    private static final String SELECT =
            "SELECT " + String.join(", ", COLUMNS) + " FROM stravaai_sync_run WHERE athlete_id = ?";

    private static final String LATEST_FIRST = " ORDER BY started_at DESC, run_id DESC LIMIT ?";

    private static final String LIST = SELECT + LATEST_FIRST;

    private static final String LIST_AFTER = SELECT + " AND (started_at, run_id) < (?, ?)" + LATEST_FIRST;

    private static final String PURGE = "DELETE FROM stravaai_sync_run WHERE athlete_id = ?";

    private static final String PRUNE = "DELETE FROM stravaai_sync_run WHERE started_at < ?";

    private final Database database;

    JdbcSyncHistory(Database database) {
        this.database = database;
    }

    @Override
    public void record(StoredSync sync) {
        database.statement("record a sync", session -> {
            try (Query query = session.query(INSERT)) {
                return query.number(sync.athlete().value())
                        .instant(sync.startedAt())
                        .number(sync.id())
                        .instant(sync.finishedAt())
                        .number(sync.inserted())
                        .number(sync.updated())
                        .number(sync.unchanged())
                        .number(sync.deleted())
                        .number(sync.restored())
                        .number(sync.quarantined())
                        .number(sync.fetched())
                        .number(sync.pendingResources())
                        .number(sync.requests())
                        .instant(sync.reached().orElse(null))
                        .instant(sync.resumeAt().orElse(null))
                        .label(sync.failure().orElse(null))
                        .update();
            }
        });
    }

    @Override
    public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return database.statement("list syncs", session -> {
            try (Query query = session.query(after == null ? LIST : LIST_AFTER)) {
                query.number(athlete.value());
                if (after != null) {
                    query.instant(after.startedAt()).number(after.id());
                }
                return query.number(limit).all(row -> read(athlete, row, session.dialect()));
            }
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        database.statement("purge the syncs of an athlete", session -> {
            try (Query query = session.query(PURGE)) {
                return query.number(athlete.value()).update();
            }
        });
    }

    @Override
    public int prune(Instant before) {
        return database.statement("prune old syncs", session -> {
            try (Query query = session.query(PRUNE)) {
                return query.instant(before).update();
            }
        });
    }

    private static StoredSync read(AthleteId athlete, ResultSet row, JdbcDialect dialect) throws SQLException {
        return StoredSync.builder(
                        athlete,
                        row.getLong("run_id"),
                        dialect.requireInstant(row, "started_at"),
                        dialect.requireInstant(row, "finished_at"))
                .inserted(row.getInt("inserted"))
                .updated(row.getInt("updated"))
                .unchanged(row.getInt("unchanged"))
                .deleted(row.getInt("deleted"))
                .restored(row.getInt("restored"))
                .quarantined(row.getInt("quarantined"))
                .fetched(row.getInt("fetched"))
                .pendingResources(row.getInt("pending_resources"))
                .requests(row.getInt("requests"))
                .reached(dialect.getInstant(row, "reached"))
                .resumeAt(dialect.getInstant(row, "resume_at"))
                .failure(row.getString("failure"))
                .build();
    }
}
