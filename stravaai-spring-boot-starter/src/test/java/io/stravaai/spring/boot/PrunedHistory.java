package io.stravaai.spring.boot;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers up to when it was pruned. */
final class PrunedHistory implements SyncHistory {

    private final List<Instant> pruned;

    PrunedHistory(List<Instant> pruned) {
        this.pruned = pruned;
    }

    @Override
    public void record(StoredSync sync) {}

    @Override
    public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
        return List.of();
    }

    @Override
    public void purge(AthleteId athlete) {}

    @Override
    public int prune(Instant before) {
        pruned.add(before);
        return 0;
    }
}
