package io.stravaai.internal.sync;

import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.SyncReport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down syncs that have ended; whatever goes wrong with that goes no further than the log. */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final @Nullable SyncHistory history;
    private final RandomGenerator random;

    /**
     * A journal in this history.
     *
     * @param history null to write nothing
     */
    Journal(@Nullable SyncHistory history, RandomGenerator random) {
        this.history = history;
        this.random = random;
    }

    void record(Supplier<SyncReport> report) {
        if (history == null) {
            return;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            history.record(stored(report.get(), random.nextLong()));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            interrupted |= e instanceof InterruptedException;
            LOG.warn("The history of syncs failed; the sync itself did not", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static StoredSync stored(SyncReport report, long id) {
        return StoredSync.builder(report.athlete(), id, report.startedAt(), report.finishedAt())
                .inserted(report.inserted())
                .updated(report.updated())
                .unchanged(report.unchanged())
                .deleted(report.deleted())
                .restored(report.restored())
                .quarantined(report.quarantined())
                .fetched(report.fetched())
                .pendingResources(report.pendingResources())
                .requests(report.requests())
                .reached(report.reached().orElse(null))
                .resumeAt(report.resumeAt().orElse(null))
                .failure(report.failure().orElse(null))
                .build();
    }
}
