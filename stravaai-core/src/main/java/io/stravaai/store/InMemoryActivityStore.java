package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

final class InMemoryActivityStore implements ActivityStore {

    private static final Comparator<ActivityQuery.Position> NEWEST_FIRST = Comparator.comparing(
                    ActivityQuery.Position::startDate, Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
            .thenComparing(ActivityQuery.Position::id, Comparator.reverseOrder());

    /** All of an athlete, replaced whole by each commit, so that readers see a commit or do not. */
    private record Shelf(
            SyncState state,
            Map<ActivityId, StoredActivity> activities,
            Map<ContentHash, QuarantinedActivity> quarantine) {}

    private final Map<AthleteId, Shelf> shelves = new ConcurrentHashMap<>();

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return Optional.ofNullable(shelves.get(athlete)).map(Shelf::state);
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        AtomicBoolean applied = new AtomicBoolean();
        shelves.compute(commit.athlete(), (athlete, shelf) -> {
            long version = shelf == null ? 0 : shelf.state().version();
            applied.set(version == commit.expectedVersion());
            return applied.get() ? apply(commit, shelf) : shelf;
        });
        return applied.get() ? CommitResult.COMMITTED : CommitResult.CONFLICT;
    }

    private static Shelf apply(SyncCommit commit, @Nullable Shelf shelf) {
        Map<ActivityId, StoredActivity> activities =
                shelf == null ? new HashMap<>() : new HashMap<>(shelf.activities());
        Map<ContentHash, QuarantinedActivity> quarantine =
                shelf == null ? new LinkedHashMap<>() : new LinkedHashMap<>(shelf.quarantine());
        commit.released().forEach(quarantine::remove);
        commit.quarantined().forEach(entry -> quarantine.put(entry.contentHash(), entry));
        commit.changed().forEach(activity -> activities.put(activity.id(), activity));
        return new Shelf(commit.next(), activities, quarantine);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        Map<ActivityId, StoredActivity> stored = activitiesOf(query.athlete());
        List<KnownActivity> known = new ArrayList<>();
        for (ActivityId id : query.ids()) {
            StoredActivity row = stored.get(id);
            if (row != null) {
                known.add(KnownActivity.of(row));
            }
        }
        Instant from = query.from().orElse(null);
        Instant to = query.to().orElse(null);
        if (from != null && to != null) {
            for (StoredActivity row : stored.values()) {
                Instant start = row.startDate().orElse(null);
                boolean within = start != null && !start.isBefore(from) && !start.isAfter(to);
                if (within && row.deletedAt().isEmpty() && !query.ids().contains(row.id())) {
                    known.add(KnownActivity.of(row));
                }
            }
        }
        return known;
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        return shelves.values().stream()
                .map(Shelf::state)
                .filter(state ->
                        state.nextDueAt().filter(due -> !due.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(
                                (SyncState state) -> state.nextDueAt().orElseThrow())
                        .thenComparingLong(state -> state.athlete().value()))
                .limit(limit)
                .map(SyncState::athlete)
                .toList();
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return activitiesOf(query.athlete()).values().stream()
                .filter(activity -> query.only().map(activity.id()::equals).orElse(true))
                .filter(activity ->
                        query.includesDeleted() || activity.deletedAt().isEmpty())
                .filter(activity -> query.position()
                        .map(position -> NEWEST_FIRST.compare(position(activity), position) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(InMemoryActivityStore::position, NEWEST_FIRST))
                .limit(query.limit())
                .toList();
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        Shelf shelf = shelves.get(athlete);
        return shelf == null
                ? List.of()
                : shelf.quarantine().values().stream()
                        .sorted(Comparator.comparing(QuarantinedActivity::observedAt))
                        .toList();
    }

    @Override
    public void purge(AthleteId athlete) {
        shelves.remove(athlete);
    }

    private Map<ActivityId, StoredActivity> activitiesOf(AthleteId athlete) {
        Shelf shelf = shelves.get(athlete);
        return shelf == null ? Map.of() : shelf.activities();
    }

    private static ActivityQuery.Position position(StoredActivity activity) {
        return new ActivityQuery.Position(activity.startDate().orElse(null), activity.id());
    }
}
