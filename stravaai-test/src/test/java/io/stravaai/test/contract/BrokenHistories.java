package io.stravaai.test.contract;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.Coverage;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Reads on by the number of syncs that it has handed out. */
    static final class SkipsByCounting extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {

                private final Map<StoredSync, Integer> handedOut = new ConcurrentHashMap<>();

                @Override
                public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
                    Integer skip = after == null ? Integer.valueOf(0) : handedOut.get(after);
                    if (skip == null || limit < 0) {
                        return super.list(athlete, after, limit);
                    }
                    List<StoredSync> page = super.list(athlete, null, Integer.MAX_VALUE).stream()
                            .skip(skip)
                            .limit(limit)
                            .toList();
                    for (int i = 0; i < page.size(); i++) {
                        handedOut.put(page.get(i), skip + i + 1);
                    }
                    return page;
                }
            };
        }
    }

    /** Holds texts in a column that pads them, so that it trims what it reads. */
    static final class TrimsTexts extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    super.record(copy(sync)
                            .failure(sync.failure().map(String::stripTrailing).orElse(null))
                            .build());
                }
            };
        }
    }

    /** Fails a sync that is over because its end is out of range. */
    static final class RefusesFarDates extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    if (sync.resumeAt()
                            .filter(Coverage.END.plusSeconds(1)::isBefore)
                            .isPresent()) {
                        throw new StoreException("The date is out of range", false, null);
                    }
                    super.record(sync);
                }
            };
        }
    }

    /** Has times to the microsecond, as it may, but compares them with what it was given. */
    static final class ComparesWhatItWasGiven extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return new Forwarding() {
                @Override
                public void record(StoredSync sync) {
                    super.record(copy(sync, sync.id(), sync.startedAt().truncatedTo(ChronoUnit.MICROS))
                            .build());
                }
            };
        }
    }

    /** Keeps everything in memory only. */
    static final class IsEmptyAfterARestart extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return InMemoryStores.history();
        }

        @Override
        protected SyncHistory reopened(SyncHistory history) {
            return InMemoryStores.history();
        }
    }

    /** Answers nothing when it cannot know. */
    static final class IsSilentInTrouble extends SyncHistoryContract {
        @Override
        protected SyncHistory createHistory() {
            return InMemoryStores.history();
        }

        @Override
        protected Optional<SyncHistory> unreachableHistory() {
            return Optional.of(InMemoryStores.history());
        }
    }

    private static StoredSync withId(StoredSync sync, long id) {
        return copy(sync, id, sync.startedAt()).reached(null).build();
    }

    private static StoredSync.Builder copy(StoredSync sync) {
        return copy(sync, sync.id(), sync.startedAt());
    }

    private static StoredSync.Builder copy(StoredSync sync, long id, Instant startedAt) {
        return StoredSync.builder(sync.athlete(), id, startedAt, sync.finishedAt())
                .inserted(sync.inserted())
                .updated(sync.updated())
                .unchanged(sync.unchanged())
                .deleted(sync.deleted())
                .restored(sync.restored())
                .quarantined(sync.quarantined())
                .fetched(sync.fetched())
                .pendingResources(sync.pendingResources())
                .requests(sync.requests())
                .reached(sync.reached().orElse(null))
                .resumeAt(sync.resumeAt().orElse(null))
                .failure(sync.failure().orElse(null));
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
