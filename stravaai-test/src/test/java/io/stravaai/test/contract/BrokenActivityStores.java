package io.stravaai.test.contract;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contract on activity stores that each break one of its rules. */
final class BrokenActivityStores {

    private BrokenActivityStores() {}

    /** Applies a commit though somebody else was first between the look and the write. */
    static final class ChecksThenActs extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Forwarding() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    if (versionOf(commit.athlete()) != commit.expectedVersion()) {
                        return CommitResult.CONFLICT;
                    }
                    window.pass();
                    return force(commit);
                }
            };
        }
    }

    /** Applies every commit. */
    static final class IgnoresTheVersion extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    return force(commit);
                }
            };
        }
    }

    /** Moves the state, and then, a little later, writes the rows one by one. */
    static final class CommitsInSteps extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Forwarding() {

                private final Map<AthleteId, SyncState> states = new ConcurrentHashMap<>();

                @Override
                public Optional<SyncState> syncState(AthleteId athlete) {
                    return Optional.ofNullable(states.get(athlete));
                }

                @Override
                public synchronized CommitResult commit(SyncCommit commit) {
                    SyncState state = states.getOrDefault(commit.athlete(), SyncState.initial(commit.athlete()));
                    if (state.version() != commit.expectedVersion()) {
                        return CommitResult.CONFLICT;
                    }
                    states.put(commit.athlete(), commit.next());
                    window.pass();
                    for (StoredActivity row : commit.changed()) {
                        force(SyncCommit.of(commit.next(), List.of(row), List.of(), List.of()));
                    }
                    return force(SyncCommit.of(commit.next(), List.of(), commit.quarantined(), commit.released()));
                }

                @Override
                public void purge(AthleteId athlete) {
                    states.remove(athlete);
                    super.purge(athlete);
                }
            };
        }
    }

    /** Reads on behind the last start, whatever else began then. */
    static final class LosesTies extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public List<StoredActivity> list(ActivityQuery query) {
                    ActivityQuery.Position position = query.position().orElse(null);
                    if (position == null || position.startDate() == null) {
                        return super.list(query);
                    }
                    Instant start = position.startDate();
                    ActivityQuery all = ActivityQuery.of(query.athlete()).limit(Integer.MAX_VALUE);
                    return super.list(query.includesDeleted() ? all.includeDeleted() : all).stream()
                            .filter(row -> row.startDate().map(start::isAfter).orElse(true))
                            .limit(query.limit())
                            .toList();
                }
            };
        }
    }

    /** Knows rows that are marked deleted only as if they lived, so that they would never come back. */
    static final class HidesDeletions extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public List<KnownActivity> known(KnownQuery query) {
                    return super.known(query).stream()
                            .map(row -> KnownActivity.of(
                                    row.id(), row.contentHash(), row.startDate().orElse(null), row.observedAt(), false))
                            .toList();
                }
            };
        }
    }

    /** Leaves out the last second of a span, so that a deletion there is never noticed. */
    static final class CutsTheSpan extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public List<KnownActivity> known(KnownQuery query) {
                    Instant from = query.from().orElse(null);
                    Instant to = query.to().orElse(null);
                    KnownQuery ids = KnownQuery.of(query.athlete(), query.ids());
                    return super.known(
                            from == null || to == null ? ids : ids.orStartedBetween(from, to.minusMillis(1)));
                }
            };
        }
    }

    /** Forgets the rows of an athlete, but not what could not be read. */
    static final class PurgesHalf extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public void purge(AthleteId athlete) {
                    List<QuarantinedActivity> left = quarantined(athlete);
                    super.purge(athlete);
                    force(SyncCommit.of(SyncState.builder(athlete, 1).build(), List.of(), left, List.of()));
                }
            };
        }
    }

    /** Tidies the JSON. */
    static final class ReformatsJson extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Forwarding() {
                @Override
                public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
                    return super.find(athlete, activity)
                            .map(row -> row.rawJson().equals(row.rawJson().strip())
                                    ? row
                                    : StoredActivity.builder(
                                                    athlete,
                                                    activity,
                                                    row.rawJson().strip(),
                                                    row.observedAt())
                                            .build());
                }
            };
        }
    }

    private static class Forwarding implements ActivityStore {

        private final ActivityStore store = InMemoryStores.activities();

        final long versionOf(AthleteId athlete) {
            return syncState(athlete).map(SyncState::version).orElse(0L);
        }

        /** Applies the commit on whatever version is there. */
        final synchronized CommitResult force(SyncCommit commit) {
            long version =
                    store.syncState(commit.athlete()).map(SyncState::version).orElse(0L);
            if (version == 0) {
                return store.commit(
                        SyncCommit.first(commit.next(), commit.changed(), commit.quarantined(), commit.released()));
            }
            SyncState next = commit.next().toBuilder().version(version + 1).build();
            return store.commit(SyncCommit.of(next, commit.changed(), commit.quarantined(), commit.released()));
        }

        @Override
        public Optional<SyncState> syncState(AthleteId athlete) {
            return store.syncState(athlete);
        }

        @Override
        public CommitResult commit(SyncCommit commit) {
            return store.commit(commit);
        }

        @Override
        public List<KnownActivity> known(KnownQuery query) {
            return store.known(query);
        }

        @Override
        public List<AthleteId> due(Instant now, int limit) {
            return store.due(now, limit);
        }

        @Override
        public List<StoredActivity> list(ActivityQuery query) {
            return store.list(query);
        }

        @Override
        public List<QuarantinedActivity> quarantined(AthleteId athlete) {
            return store.quarantined(athlete);
        }

        @Override
        public void purge(AthleteId athlete) {
            store.purge(athlete);
        }
    }
}
