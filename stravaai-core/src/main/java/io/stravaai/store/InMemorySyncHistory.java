package io.stravaai.store;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

final class InMemorySyncHistory implements SyncHistory {

    private static final Comparator<StoredSync> LATEST_FIRST = Comparator.comparing(StoredSync::startedAt)
            .thenComparingLong(StoredSync::id)
            .reversed();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AthleteId, NavigableSet<StoredSync>> syncs = new HashMap<>();

    @Override
    public void record(StoredSync sync) {
        locked(() -> syncs.computeIfAbsent(sync.athlete(), athlete -> new TreeSet<>(LATEST_FIRST))
                .add(sync));
    }

    @Override
    public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
        return locked(() -> {
            NavigableSet<StoredSync> all = syncs.getOrDefault(athlete, new TreeSet<>(LATEST_FIRST));
            return (after == null ? all : all.tailSet(after, false))
                    .stream().limit(limit).toList();
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        locked(() -> syncs.remove(athlete) != null);
    }

    @Override
    public int prune(Instant before) {
        return locked(() -> {
            int pruned = 0;
            for (NavigableSet<StoredSync> all : new ArrayList<>(syncs.values())) {
                int size = all.size();
                all.removeIf(sync -> sync.startedAt().isBefore(before));
                pruned += size - all.size();
            }
            syncs.values().removeIf(NavigableSet::isEmpty);
            return pruned;
        });
    }

    private <T> T locked(Supplier<T> access) {
        lock.lock();
        try {
            return access.get();
        } finally {
            lock.unlock();
        }
    }
}
