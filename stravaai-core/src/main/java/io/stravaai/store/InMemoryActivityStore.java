package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Collection;
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
        quarantine
                .values()
                .removeIf(
                        entry -> entry.id().filter(commit.released()::contains).isPresent());
        commit.quarantined().forEach(entry -> quarantine.putIfAbsent(entry.contentHash(), entry));
        commit.changed().forEach(activity -> activities.put(activity.id(), activity));
        return new Shelf(commit.next(), activities, quarantine);
    }

    @Override
    public Map<ActivityId, ContentHash> contentHashes(AthleteId athlete, Collection<ActivityId> activities) {
        Map<ActivityId, StoredActivity> stored = activitiesOf(athlete);
        Map<ActivityId, ContentHash> hashes = new HashMap<>();
        for (ActivityId id : activities) {
            StoredActivity activity = stored.get(id);
            if (activity != null && activity.deletedAt().isEmpty()) {
                hashes.put(id, activity.contentHash());
            }
        }
        return hashes;
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return Optional.ofNullable(activitiesOf(athlete).get(activity));
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return activitiesOf(query.athlete()).values().stream()
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
