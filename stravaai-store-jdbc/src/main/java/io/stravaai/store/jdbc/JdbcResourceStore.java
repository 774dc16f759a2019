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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table stravaai_resource. */
final class JdbcResourceStore implements ResourceStore {

    private static final List<String> KEY = List.of("athlete_id", "activity_id", "resource");

    /** All but the content. */
    private static final RowShape STATE = new RowShape(
            "stravaai_resource",
            List.of("version", "status", "not_before", "attempts", "queued_at", "start_date", "tried_by", "failure"),
            KEY);

    static final RowShape RESOURCE = new RowShape(
            "stravaai_resource",
            Stream.concat(Stream.of("observed_at", "raw_json"), STATE.values().stream())
                    .toList(),
            KEY);

    private static final String FIND = RESOURCE.selectOfAthlete() + " AND activity_id = ? AND resource = ?";

    private static final String PRESENT =
            "SELECT activity_id FROM stravaai_resource WHERE athlete_id = ? AND resource = ? AND ";

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
        return database.read("read a resource", session -> {
            try (Query query = session.query(FIND)) {
                return query.number(athlete.value())
                        .number(activity.value())
                        .text("resource", resource.name())
                        .first(row -> read(row, session.times(), row.getString("raw_json")));
            }
        });
    }

    @Override
    public Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
        Set<ActivityId> missing = new LinkedHashSet<>(activities);
        if (missing.isEmpty()) {
            return missing;
        }
        List<ActivityId> present = database.read("look for resources", session -> {
            try (Query query = session.query(PRESENT + session.dialect().activityIn(activities))) {
                return query.number(athlete.value())
                        .text("resource", resource.name())
                        .activities(activities)
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
            session.upsert(STATE, rows, row -> 0, this::bindState);
            return true;
        });
    }

    @Override
    public boolean replace(StoredResource next) {
        return database.write(
                "replace a resource",
                session -> next.rawJson().isPresent()
                        ? session.updateOfVersion(RESOURCE, next, this::bindAll, next.version())
                        : session.updateOfVersion(STATE, next, this::bindState, next.version()));
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
        // In the order of the index, which leads to what is pending alone.
        String sql = "SELECT " + STATE.columnList() + ", observed_at FROM stravaai_resource WHERE athlete_id = ? AND "
                + database.dialect().pending() + " AND resource IN " + resources + " AND " + time
                + " ORDER BY start_date DESC" + database.dialect().nullsLast()
                + ", activity_id DESC, resource LIMIT ?";
        return database.read("list the resources that are due", session -> {
            try (Query due = session.query(sql)) {
                due.number(query.athlete().value()).instant(query.now());
                if (version != null) {
                    due.text("tried_by", version);
                }
                return due.number(query.limit()).all(row -> read(row, session.times(), null));
            }
        });
    }

    @Override
    public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
        return database.read("count resources", session -> {
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
        database.write("purge an athlete's resources", session -> {
            try (Query query = session.query(PURGE)) {
                return query.number(athlete.value()).update();
            }
        });
    }

    private void bindAll(Query query, StoredResource row) throws SQLException {
        query.instant(row.observedAt().orElse(null))
                .text("raw_json", row.rawJson().orElseThrow());
        bindState(query, row);
    }

    /** With a version of this write. */
    private void bindState(Query query, StoredResource row) throws SQLException {
        query.number(random.nextLong(1, Long.MAX_VALUE))
                .text("status", row.status().name())
                .instant(row.notBefore().orElse(null))
                .number(row.attempts())
                .instant(row.queuedAt())
                .instant(row.startDate().orElse(null))
                .label(row.triedBy().orElse(null))
                .label(row.failure().orElse(null))
                .number(row.athlete().value())
                .number(row.activity().value())
                .text("resource", row.resource().name());
    }

    private static StoredResource read(ResultSet row, Times times, @Nullable String json) throws SQLException {
        return StoredResource.builder(
                        AthleteId.of(row.getLong("athlete_id")),
                        ActivityId.of(row.getLong("activity_id")),
                        ActivityResource.valueOf(row.getString("resource")),
                        times.requireInstant(row, "queued_at"))
                .version(row.getLong("version"))
                .status(ResourceStatus.valueOf(row.getString("status")), times.getInstant(row, "not_before"))
                .attempts(row.getInt("attempts"), row.getString("tried_by"), row.getString("failure"))
                .startDate(times.getInstant(row, "start_date"))
                .content(json, times.getInstant(row, "observed_at"))
                .build();
    }
}
