package io.stravaai.internal.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.sync.SyncProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The counts of one sync. Not thread-safe. */
final class Tally {

    int inserted;
    int updated;
    int unchanged;
    int deleted;
    int restored;
    int quarantined;
    private @Nullable Instant reached;

    void reached(Instant start) {
        if (reached == null || start.isBefore(reached)) {
            reached = start;
        }
    }

    void add(Tally other) {
        inserted += other.inserted;
        updated += other.updated;
        unchanged += other.unchanged;
        deleted += other.deleted;
        restored += other.restored;
        quarantined += other.quarantined;
        if (other.reached != null) {
            reached(other.reached);
        }
    }

    SyncProgress progress(AthleteId athlete, int requests) {
        return SyncProgress.builder(athlete)
                .inserted(inserted)
                .updated(updated)
                .unchanged(unchanged)
                .deleted(deleted)
                .restored(restored)
                .quarantined(quarantined)
                .requests(requests)
                .reached(reached)
                .build();
    }
}
