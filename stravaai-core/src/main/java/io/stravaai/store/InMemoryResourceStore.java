package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

final class InMemoryResourceStore implements ResourceStore {

    private static final Comparator<StoredResource> NEWEST_FIRST = Comparator.comparing(
                    (StoredResource row) -> row.startDate().orElse(null),
                    Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
            .thenComparing(StoredResource::activity, Comparator.reverseOrder())
            .thenComparing(StoredResource::resource);

    private record Key(ActivityId activity, ActivityResource resource) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AthleteId, Map<Key, StoredResource>> shelves = new HashMap<>();
    private long versions;

    @Override
    public Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource) {
        return locked(() -> Optional.ofNullable(shelf(athlete).get(new Key(activity, resource))));
    }

    @Override
    public Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
        return locked(() -> {
            Set<ActivityId> missing = new LinkedHashSet<>(activities);
            missing.removeIf(activity -> shelf(athlete).containsKey(new Key(activity, resource)));
            return missing;
        });
    }

    @Override
    public void enqueue(Collection<StoredResource> queued) {
        locked(() -> {
            queued.forEach(this::put);
            return true;
        });
    }

    @Override
    public boolean replace(StoredResource next) {
        return locked(() -> {
            StoredResource stored = shelf(next.athlete()).get(key(next));
            boolean current = stored != null && stored.version() == next.version();
            if (current) {
                put(next);
            }
            return current;
        });
    }

    private void put(StoredResource row) {
        Map<Key, StoredResource> shelf = shelves.computeIfAbsent(row.athlete(), athlete -> new HashMap<>());
        StoredResource stored = shelf.get(key(row));
        StoredResource.Builder next = row.toBuilder().version(++versions);
        if (row.rawJson().isEmpty()) {
            next.content(
                    stored == null ? null : stored.rawJson().orElse(null),
                    stored == null ? null : stored.observedAt().orElse(null));
        }
        shelf.put(key(row), next.build());
    }

    @Override
    public List<StoredResource> due(ResourceQuery query) {
        return locked(() -> shelf(query.athlete()).values().stream()
                .filter(row -> query.resources().contains(row.resource()) && isDue(row, query))
                .sorted(NEWEST_FIRST)
                .limit(query.limit())
                .map(row -> row.toBuilder()
                        .content(null, row.observedAt().orElse(null))
                        .build())
                .toList());
    }

    private static boolean isDue(StoredResource row, ResourceQuery query) {
        boolean reached = row.notBefore().filter(at -> !at.isAfter(query.now())).isPresent();
        boolean failedBefore = row.status() == ResourceStatus.FAILED
                && query.version().isPresent()
                && row.triedBy().isPresent()
                && !query.version().equals(row.triedBy());
        return reached || failedBefore;
    }

    @Override
    public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
        return locked(() -> {
            Map<ActivityResource, Map<ResourceStatus, Integer>> counts = new EnumMap<>(ActivityResource.class);
            for (StoredResource row : shelf(athlete).values()) {
                counts.computeIfAbsent(row.resource(), resource -> new EnumMap<>(ResourceStatus.class))
                        .merge(row.status(), 1, Integer::sum);
            }
            return counts;
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        locked(() -> shelves.remove(athlete) != null);
    }

    private Map<Key, StoredResource> shelf(AthleteId athlete) {
        return shelves.getOrDefault(athlete, Map.of());
    }

    private static Key key(StoredResource row) {
        return new Key(row.activity(), row.resource());
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
