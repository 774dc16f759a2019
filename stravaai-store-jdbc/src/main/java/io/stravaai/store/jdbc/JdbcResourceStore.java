package io.stravaai.store.jdbc;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table stravaai_resource. */
final class JdbcResourceStore implements ResourceStore {

    private static final String STATE =
            "athlete_id, activity_id, resource, version, status, not_before, attempts, queued_at, start_date, tried_by, failure";

    static final List<String> COLUMNS = List.of((STATE + ", observed_at, raw_json").split(", "));

    private static final String FIND = "SELECT " + STATE
            + ", observed_at, raw_json FROM stravaai_resource WHERE athlete_id = ? AND activity_id = ? AND resource = ?";

    private static final String PRESENT =
            "SELECT activity_id FROM stravaai_resource WHERE athlete_id = ? AND resource = ? AND ";

    private static final String ENQUEUE = "INSERT INTO stravaai_resource (" + STATE + """
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (athlete_id, activity_id, resource) DO UPDATE SET
                version = excluded.version,
                status = excluded.status,
                not_before = excluded.not_before,
                attempts = excluded.attempts,
                queued_at = excluded.queued_at,
                start_date = excluded.start_date,
                tried_by = excluded.tried_by,
                failure = excluded.failure""";

    private static final String SET = """
            UPDATE stravaai_resource SET
                version = ?,
                status = ?,
                not_before = ?,
                attempts = ?,
                queued_at = ?,
                start_date = ?,
                tried_by = ?,
                failure = ?""";

    private static final String GUARD = " WHERE athlete_id = ? AND activity_id = ? AND resource = ? AND version = ?";

    private static final String REPLACE = SET + GUARD;

    private static final String REPLACE_ALL = SET + ", observed_at = ?, raw_json = ?" + GUARD;

    /** In the order of the index, which holds only what is pending. */
    private static final String NEWEST_FIRST =
            " ORDER BY start_date DESC NULLS LAST, activity_id DESC, resource LIMIT ?";

    private static final String COUNTS =
            "SELECT resource, status, count(*) AS total FROM stravaai_resource WHERE athlete_id = ? GROUP BY resource, status";

    private static final String PURGE = "DELETE FROM stravaai_resource WHERE athlete_id = ?";

    private final Database database;

    /** Random versions do not come back when a row is deleted and written again, and need no counter that outlives it. */
    private final SecureRandom random = new SecureRandom();

    JdbcResourceStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource) {
        return database.statement("read a resource", session -> {
            try (Query query = session.query(FIND)) {
                return query.number(athlete.value())
                        .number(activity.value())
                        .text("resource", resource.name())
                        .first(row -> read(row, session.dialect(), row.getString("raw_json")));
            }
        });
    }

    @Override
    public Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
        Set<ActivityId> missing = new LinkedHashSet<>(activities);
        if (missing.isEmpty()) {
            return missing;
        }
        List<ActivityId> present = database.statement("look for resources", session -> {
            JdbcDialect dialect = session.dialect();
            try (Query query = session.query(PRESENT + dialect.activityIn())) {
                return query.number(athlete.value())
                        .text("resource", resource.name())
                        .text("activity_id", dialect.list(activities))
                        .all(row -> ActivityId.of(row.getLong("activity_id")));
            }
        });
        present.forEach(missing::remove);
        return missing;
    }

    @Override
    public void enqueue(Collection<StoredResource> queued) {
        if (queued.isEmpty()) {
            return;
        }
        // In one order everywhere, so that two of these cannot each hold a row that the other waits for.
        List<StoredResource> rows = queued.stream()
                .sorted(Comparator.comparingLong(
                                (StoredResource row) -> row.athlete().value())
                        .thenComparingLong(row -> row.activity().value())
                        .thenComparing(StoredResource::resource))
                .toList();
        database.transaction("queue resources", session -> {
            try (Query query = session.query(ENQUEUE)) {
                for (StoredResource row : rows) {
                    key(query, row);
                    state(query, row).addBatch();
                }
                query.executeBatch();
            }
            return true;
        });
    }

    @Override
    public boolean replace(StoredResource next) {
        String json = next.rawJson().orElse(null);
        return database.statement("replace a resource", session -> {
            try (Query query = session.query(json == null ? REPLACE : REPLACE_ALL)) {
                state(query, next);
                if (json != null) {
                    query.instant(next.observedAt().orElse(null)).text("raw_json", json);
                }
                return key(query, next).number(next.version()).update() == 1;
            }
        });
    }

    @Override
    public List<StoredResource> due(ResourceQuery query) {
        if (query.resources().isEmpty()) {
            return List.of();
        }
        String version = query.version().orElse(null);
        // Names of our own, so they may stand in the text.
        String resources = query.resources().stream()
                .map(resource -> "'" + resource.name() + "'")
                .sorted()
                .collect(Collectors.joining(", ", "(", ")"));
        String time =
                version == null ? "not_before <= ?" : "(not_before <= ? OR (status = 'FAILED' AND tried_by <> ?))";
        String sql = "SELECT " + STATE + ", observed_at FROM stravaai_resource WHERE athlete_id = ?"
                + " AND not_before IS NOT NULL AND resource IN " + resources + " AND " + time + NEWEST_FIRST;
        return database.statement("list the resources that are due", session -> {
            try (Query due = session.query(sql)) {
                due.number(query.athlete().value()).instant(query.now());
                if (version != null) {
                    due.text("tried_by", version);
                }
                return due.number(query.limit()).all(row -> read(row, session.dialect(), null));
            }
        });
    }

    @Override
    public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
        return database.statement("count resources", session -> {
            Map<ActivityResource, Map<ResourceStatus, Integer>> counts = new EnumMap<>(ActivityResource.class);
            try (Query query = session.query(COUNTS)) {
                query.number(athlete.value())
                        .all(row -> counts.computeIfAbsent(
                                        ActivityResource.valueOf(row.getString("resource")),
                                        resource -> new EnumMap<>(ResourceStatus.class))
                                .put(ResourceStatus.valueOf(row.getString("status")), row.getInt("total")));
                return counts;
            }
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        database.statement("purge an athlete's resources", session -> {
            try (Query query = session.query(PURGE)) {
                return query.number(athlete.value()).update();
            }
        });
    }

    private static Query key(Query query, StoredResource row) throws SQLException {
        return query.number(row.athlete().value())
                .number(row.activity().value())
                .text("resource", row.resource().name());
    }

    /** The columns between the key and the content, with a version of this write. */
    private Query state(Query query, StoredResource row) throws SQLException {
        return query.number(random.nextLong(1, Long.MAX_VALUE))
                .text("status", row.status().name())
                .instant(row.notBefore().orElse(null))
                .number(row.attempts())
                .instant(row.queuedAt())
                .instant(row.startDate().orElse(null))
                .label(row.triedBy().orElse(null))
                .label(row.failure().orElse(null));
    }

    private static StoredResource read(ResultSet row, JdbcDialect dialect, @Nullable String json) throws SQLException {
        return StoredResource.builder(
                        AthleteId.of(row.getLong("athlete_id")),
                        ActivityId.of(row.getLong("activity_id")),
                        ActivityResource.valueOf(row.getString("resource")),
                        dialect.requireInstant(row, "queued_at"))
                .version(row.getLong("version"))
                .status(ResourceStatus.valueOf(row.getString("status")), dialect.getInstant(row, "not_before"))
                .attempts(row.getInt("attempts"), row.getString("tried_by"), row.getString("failure"))
                .startDate(dialect.getInstant(row, "start_date"))
                .content(json, dialect.getInstant(row, "observed_at"))
                .build();
    }
}
