package io.stravaai.store.jdbc;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table stravaai_sync_run. */
final class JdbcSyncHistory implements SyncHistory {

    static final RowShape RUN = new RowShape(
            "stravaai_sync_run",
            List.of(
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
                    "failure"),
            List.of("athlete_id", "started_at", "run_id"));

    private static final String SELECT = RUN.selectOfAthlete();

    private static final String LATEST_FIRST = " ORDER BY started_at DESC, run_id DESC LIMIT ?";

    private static final String LIST = SELECT + LATEST_FIRST;

    private static final String LIST_AFTER =
            SELECT + " AND started_at <= ? AND (started_at < ? OR run_id < ?)" + LATEST_FIRST;

    private static final String PURGE = "DELETE FROM stravaai_sync_run WHERE athlete_id = ?";

    private static final String PRUNING = "prune old syncs";

    private static final String PRUNE = "DELETE FROM stravaai_sync_run WHERE started_at < ?";

    private static final String PRUNE_PIECE = "DELETE FROM stravaai_sync_run WHERE started_at <= ?";

    private static final String END_OF_PIECE =
            "SELECT started_at FROM stravaai_sync_run WHERE started_at < ? ORDER BY started_at LIMIT 1 OFFSET ?";

    /** A statement that removed the syncs of years would not end in time, and lock all of them until then. */
    private static final int PIECE = 10_000;

    private final Database database;
    private final int piece;

    JdbcSyncHistory(Database database) {
        this(database, PIECE);
    }

    /** The same, pruned in pieces of about so many rows: those that began at one instant go together. */
    JdbcSyncHistory(Database database, int piece) {
        this.database = database;
        this.piece = piece;
    }

    @Override
    public void record(StoredSync sync) {
        database.write("record a sync", session -> session.insertNew(RUN, sync, JdbcSyncHistory::bind));
    }

    @Override
    public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return database.read("list syncs", session -> {
            try (Query query = session.query(after == null ? LIST : LIST_AFTER)) {
                query.number(athlete.value());
                if (after != null) {
                    query.instant(after.startedAt()).instant(after.startedAt()).number(after.id());
                }
                return query.number(limit).all(row -> read(athlete, row, session.times()));
            }
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        database.write("purge the syncs of an athlete", session -> {
            try (Query query = session.query(PURGE)) {
                return query.number(athlete.value()).update();
            }
        });
    }

    @Override
    public int prune(Instant before) {
        int pruned = 0;
        Optional<Instant> end = endOfPiece(before);
        while (end.isPresent()) {
            pruned += prune(PRUNE_PIECE, end.get());
            end = endOfPiece(before);
        }
        return pruned + prune(PRUNE, before);
    }

    private Optional<Instant> endOfPiece(Instant before) {
        return database.read(PRUNING, session -> {
            try (Query query = session.query(END_OF_PIECE)) {
                return query.instant(before)
                        .number(piece - 1)
                        .first(row -> session.times().requireInstant(row, "started_at"));
            }
        });
    }

    private int prune(String delete, Instant end) {
        return database.write(PRUNING, session -> {
            try (Query query = session.query(delete)) {
                return query.instant(end).update();
            }
        });
    }

    private static void bind(Query query, StoredSync sync) throws SQLException {
        query.instant(sync.finishedAt())
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
                .number(sync.athlete().value())
                .instant(sync.startedAt())
                .number(sync.id());
    }

    private static StoredSync read(AthleteId athlete, ResultSet row, Times times) throws SQLException {
        return StoredSync.builder(
                        athlete,
                        row.getLong("run_id"),
                        times.requireInstant(row, "started_at"),
                        times.requireInstant(row, "finished_at"))
                .inserted(row.getInt("inserted"))
                .updated(row.getInt("updated"))
                .unchanged(row.getInt("unchanged"))
                .deleted(row.getInt("deleted"))
                .restored(row.getInt("restored"))
                .quarantined(row.getInt("quarantined"))
                .fetched(row.getInt("fetched"))
                .pendingResources(row.getInt("pending_resources"))
                .requests(row.getInt("requests"))
                .reached(times.getInstant(row, "reached"))
                .resumeAt(times.getInstant(row, "resume_at"))
                .failure(row.getString("failure"))
                .build();
    }
}
