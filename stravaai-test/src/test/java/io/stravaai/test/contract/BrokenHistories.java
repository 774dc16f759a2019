package io.stravaai.test.contract;

import io.stravaai.model.AthleteId;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The contract on histories that each break one of its rules. */
final class BrokenHistories {

    private BrokenHistories() {}

    /** Reads on behind the last start, whatever else began then. */
    static final class LosesTies extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
                    if (after == null || limit < 0) {
                        return super.list(athlete, after, limit);
                    }
                    return super.list(athlete, null, Integer.MAX_VALUE).stream()
                            .filter(sync -> sync.startedAt().isBefore(after.startedAt()))
                            .limit(limit)
                            .toList();
                }
            };
        }
    }

    /** A repeated record is a second sync. */
    static final class CountsRepetitions extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            Map<StoredSync, Long> ids = new ConcurrentHashMap<>();
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    if (ids.merge(sync, 1L, Long::sum) == 1) {
                        super.record(sync);
                    } else {
                        super.record(withId(sync, sync.id() + 1_000_000));
                    }
                }
            };
        }
    }

    /** The last record counts. */
    static final class Overwrites extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    List<StoredSync> kept = super.list(sync.athlete(), null, Integer.MAX_VALUE);
                    boolean other = kept.stream()
                            .anyMatch(old -> old.id() == sync.id()
                                    && old.startedAt().equals(sync.startedAt())
                                    && !old.equals(sync));
                    if (other) {
                        super.purge(sync.athlete());
                    }
                    super.record(sync);
                }
            };
        }
    }

    /** Also removes what began at the instant itself. */
    static final class PrunesTooMuch extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public int prune(Instant before) {
                    return super.prune(before.plusMillis(1));
                }
            };
        }
    }

    /** Forgets how far a sync came. */
    static final class DropsAPart extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    super.record(withId(sync, sync.id()));
                }
            };
        }
    }

    private static StoredSync withId(StoredSync sync, long id) {
        return StoredSync.builder(sync.athlete(), id, sync.startedAt(), sync.finishedAt())
                .inserted(sync.inserted())
                .updated(sync.updated())
                .unchanged(sync.unchanged())
                .deleted(sync.deleted())
                .restored(sync.restored())
                .quarantined(sync.quarantined())
                .requests(sync.requests())
                .resumeAt(sync.resumeAt().orElse(null))
                .failure(sync.failure().orElse(null))
                .build();
    }

    private abstract static class Forwarding implements SyncHistory {

        private final SyncHistory history = InMemoryStores.history();

        @Override
        public void record(StoredSync sync) {
            history.record(sync);
        }

        @Override
        public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
            return history.list(athlete, after, limit);
        }

        @Override
        public void purge(AthleteId athlete) {
            history.purge(athlete);
        }

        @Override
        public int prune(Instant before) {
            return history.prune(before);
        }
    }
}
