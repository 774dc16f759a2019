package io.stravaai.test.contract;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.Coverage;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The contract on activity stores that each break one of its rules. */
final class BrokenActivityStores {

    private BrokenActivityStores() {}

    /** Applies a commit though somebody else was first between the look and the write. */
    static final class ChecksThenActs extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Loose() {
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

    /** Passes on what its database throws at the slower of two transactions. */
    static final class ThrowsWhenItLoses extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    boolean first = versionOf(commit.athlete()) == commit.expectedVersion();
                    window.pass();
                    CommitResult result = super.commit(commit);
                    if (first && result == CommitResult.CONFLICT) {
                        throw new StoreException("The transaction could not be serialized", true, null);
                    }
                    return result;
                }
            };
        }
    }

    /** Applies every commit. */
    static final class IgnoresTheVersion extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
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
            return new Loose() {

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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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

    /** Guards against a newer state than the expected one, and not against an older. */
    static final class LetsTheSlowWin extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public synchronized CommitResult commit(SyncCommit commit) {
                    long version = versionOf(commit.athlete());
                    boolean older = version > 0 && commit.expectedVersion() > 0 && commit.expectedVersion() < version;
                    return older ? force(commit) : super.commit(commit);
                }
            };
        }
    }

    /** Takes a commit that was sent again for its own success: two nodes that send the same one both think they won. */
    static final class AcceptsTheSameTwice extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    return syncState(commit.athlete()).equals(Optional.of(commit.next()))
                            ? CommitResult.COMMITTED
                            : super.commit(commit);
                }
            };
        }
    }

    /** Repeats a commit whose answer it lost, and takes its own success for somebody else's. */
    static final class ConflictsWithItself extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }

        @Override
        protected ActivityStore withLostAnswers(ActivityStore store) {
            return new ForwardingActivityStore(store) {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    super.commit(commit);
                    return super.commit(commit);
                }
            };
        }
    }

    /** Leaves the state behind without the rows when the connection breaks. */
    static final class LeavesHalfACommit extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }

        @Override
        protected ActivityStore withLostAnswers(ActivityStore store) {
            return new ForwardingActivityStore(store) {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    super.commit(
                            commit.expectedVersion() == 0
                                    ? SyncCommit.first(commit.next(), List.of(), List.of(), List.of())
                                    : SyncCommit.of(commit.next(), List.of(), List.of(), List.of()));
                    throw new StoreException("The connection broke", true, null);
                }
            };
        }
    }

    /** Each process believes the state that it has written itself. */
    static final class RemembersItsState extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Remembering(InMemoryStores.activities());
        }

        @Override
        protected ActivityStore secondInstance(ActivityStore store) {
            return new Remembering(((Remembering) store).shared);
        }

        private static final class Remembering extends ForwardingActivityStore {

            private final ActivityStore shared;
            private final Map<AthleteId, SyncState> states = new ConcurrentHashMap<>();

            Remembering(ActivityStore shared) {
                super(shared);
                this.shared = shared;
            }

            @Override
            public Optional<SyncState> syncState(AthleteId athlete) {
                return Optional.ofNullable(states.get(athlete)).or(() -> super.syncState(athlete));
            }

            @Override
            public CommitResult commit(SyncCommit commit) {
                CommitResult result = super.commit(commit);
                if (result == CommitResult.COMMITTED) {
                    states.put(commit.athlete(), commit.next());
                }
                return result;
            }

            @Override
            public void purge(AthleteId athlete) {
                states.remove(athlete);
                super.purge(athlete);
            }
        }
    }

    /** Sees no reason to write a row whose content is there already. */
    static final class SkipsWhatLooksTheSame extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                boolean keeps(StoredActivity row) {
                    return find(row.athlete(), row.id())
                            .filter(stored -> stored.rawJson().equals(row.rawJson())
                                    && stored.name().equals(row.name())
                                    && stored.startDate().equals(row.startDate())
                                    && stored.startDateLocal().equals(row.startDateLocal()))
                            .isEmpty();
                }
            };
        }
    }

    /** Asks for the ids, and then for the span. */
    static final class LooksTwice extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    window.pass();
                    return super.commit(commit);
                }

                @Override
                public List<KnownActivity> known(KnownQuery query) {
                    Instant from = query.from().orElse(null);
                    Instant to = query.to().orElse(null);
                    List<KnownActivity> known =
                            new ArrayList<>(super.known(KnownQuery.of(query.athlete(), query.ids())));
                    if (from != null && to != null) {
                        window.pass();
                        window.pass();
                        super.known(KnownQuery.of(query.athlete(), List.of()).orStartedBetween(from, to)).stream()
                                .filter(row -> !query.ids().contains(row.id()))
                                .forEach(known::add);
                    }
                    return known;
                }
            };
        }
    }

    /** Reads on by the number of rows that it has handed out. */
    static final class SkipsByCounting extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {

                private final Map<ActivityId, Integer> handedOut = new ConcurrentHashMap<>();

                @Override
                public List<StoredActivity> list(ActivityQuery query) {
                    Integer skip = query.position()
                            .map(position -> handedOut.get(position.id()))
                            .orElse(null);
                    if (query.position().isPresent() && skip == null) {
                        return super.list(query);
                    }
                    int from = skip == null ? 0 : skip;
                    ActivityQuery all = ActivityQuery.of(query.athlete()).limit(Integer.MAX_VALUE);
                    List<StoredActivity> page =
                            super.list(query.includesDeleted() ? all.includeDeleted() : all).stream()
                                    .skip(from)
                                    .limit(query.limit())
                                    .toList();
                    for (int i = 0; i < page.size(); i++) {
                        handedOut.put(page.get(i).id(), from + i + 1);
                    }
                    return page;
                }
            };
        }
    }

    /** Has a column that ends at 16 MiB. */
    static final class CutsLargeRows extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    return row.rawJson().length() <= HALF
                            ? row
                            : copy(row, row.rawJson().substring(0, HALF)).build();
                }

                @Override
                QuarantinedActivity rewritten(QuarantinedActivity entry) {
                    return entry.bytes().length <= HALF
                            ? entry
                            : QuarantinedActivity.of(
                                    entry.athlete(),
                                    Arrays.copyOf(entry.bytes(), HALF),
                                    entry.reason(),
                                    entry.observedAt(),
                                    entry.id().orElse(null));
                }
            };
        }
    }

    /** Puts a text into a command, where it does what it says. */
    static final class ObeysTexts extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    if (row.name().filter(name -> name.contains("DROP TABLE")).isPresent()) {
                        purge(AthleteId.of(row.athlete().value() + 1));
                    }
                    return row;
                }
            };
        }
    }

    /** Holds texts in a column that pads them, so that it trims what it reads. */
    static final class TrimsTexts extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                QuarantinedActivity rewritten(QuarantinedActivity entry) {
                    return entry.tried(
                            entry.attempts(),
                            entry.retryAt().orElse(null),
                            entry.triedBy().stripTrailing());
                }
            };
        }
    }

    /** Stores JSON with a question mark where there was no text. */
    static final class ReplacesWhatIsNoText extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    String json = new String(row.rawJson().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                    return json.equals(row.rawJson()) ? row : copy(row, json).build();
                }
            };
        }
    }

    /** Has times to the millisecond. */
    static final class KeepsMilliseconds extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    return copy(row, row.rawJson())
                            .startDate(row.startDate()
                                    .map(start -> Instant.ofEpochMilli(start.toEpochMilli()))
                                    .orElse(null))
                            .build();
                }
            };
        }
    }

    /** Rounds to the nearest microsecond, so that what is due at an instant is not due at it. */
    static final class RoundsUp extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    SyncState next = commit.next();
                    Instant due = next.nextDueAt()
                            .filter(at -> at.getNano() % 1000 >= 500)
                            .map(at -> at.truncatedTo(ChronoUnit.MICROS).plusNanos(1000))
                            .orElse(next.nextDueAt().orElse(null));
                    SyncState rounded = next.toBuilder().nextDueAt(due).build();
                    return super.commit(
                            commit.expectedVersion() == 0
                                    ? SyncCommit.first(
                                            rounded, commit.changed(), commit.quarantined(), commit.released())
                                    : SyncCommit.of(
                                            rounded, commit.changed(), commit.quarantined(), commit.released()));
                }
            };
        }
    }

    /** Fails a page for one date that its database does not have. */
    static final class RefusesFarDates extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    if (row.startDate()
                            .filter(Coverage.END.plusSeconds(1)::isBefore)
                            .isPresent()) {
                        throw new StoreException("The date is out of range", false, null);
                    }
                    return row;
                }
            };
        }
    }

    /** Fails a page for one number that its database does not have. */
    static final class OverflowsDurations extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Rewriting() {
                @Override
                StoredActivity rewritten(StoredActivity row) {
                    row.movingTime().ifPresent(Duration::toMillis);
                    return row;
                }
            };
        }
    }

    /** Sends no more than 500 rows at once, and forgets the rest. */
    static final class CutsBatches extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    return commit.changed().size() <= 500
                            ? super.commit(commit)
                            : super.commit(SyncCommit.of(
                                    commit.next(),
                                    commit.changed().subList(0, 500),
                                    commit.quarantined(),
                                    commit.released()));
                }
            };
        }
    }

    /** Answers all athletes to a limit that is none. */
    static final class TakesANegativeLimit extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public List<AthleteId> due(Instant now, int limit) {
                    return super.due(now, limit < 0 ? Integer.MAX_VALUE : limit);
                }
            };
        }
    }

    /** Removes the rows first, and then the state, as if nobody could write in between. */
    static final class PurgesRowsBeforeTheState extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            Window window = new Window();
            return new Loose() {

                private final Map<AthleteId, List<StoredActivity>> left = new ConcurrentHashMap<>();

                @Override
                public void purge(AthleteId athlete) {
                    ActivityQuery all =
                            ActivityQuery.of(athlete).includeDeleted().limit(Integer.MAX_VALUE);
                    Set<StoredActivity> removed = Collections.newSetFromMap(new IdentityHashMap<>());
                    removed.addAll(super.list(all));
                    window.pass();
                    List<StoredActivity> written = super.list(all).stream()
                            .filter(row -> !removed.contains(row))
                            .toList();
                    left.put(athlete, written);
                    super.purge(athlete);
                }

                @Override
                public List<StoredActivity> list(ActivityQuery query) {
                    List<StoredActivity> rows = super.list(query);
                    return rows.isEmpty() ? left.getOrDefault(query.athlete(), List.of()) : rows;
                }
            };
        }
    }

    /** Answers nothing when it cannot know. */
    static final class IsSilentInTrouble extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }

        @Override
        protected Optional<ActivityStore> unreachableStore() {
            return Optional.of(InMemoryStores.activities());
        }
    }

    /** Has a column of 255 characters for what was listed. */
    static final class CutsTheCoverage extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    if (commit.next().coverage().format().length() > 255) {
                        throw new StoreException("The value is too long", false, null);
                    }
                    return super.commit(commit);
                }
            };
        }
    }

    /** Lists all activities, also if only one was asked for. */
    static final class ListsMoreThanTheOne extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {
                @Override
                public List<StoredActivity> list(ActivityQuery query) {
                    ActivityQuery all = ActivityQuery.of(query.athlete()).limit(Integer.MAX_VALUE);
                    return query.only().isEmpty()
                            ? super.list(query)
                            : super.list(query.includesDeleted() ? all.includeDeleted() : all);
                }
            };
        }
    }

    /** Leaves an athlete in the index of who is due whose state no longer says so. */
    static final class StaysDue extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new Loose() {

                private final Set<AthleteId> left = ConcurrentHashMap.newKeySet();

                @Override
                public CommitResult commit(SyncCommit commit) {
                    boolean wasDue = syncState(commit.athlete())
                            .flatMap(SyncState::nextDueAt)
                            .isPresent();
                    CommitResult result = super.commit(commit);
                    if (wasDue && commit.next().nextDueAt().isEmpty()) {
                        left.add(commit.athlete());
                    }
                    return result;
                }

                @Override
                public List<AthleteId> due(Instant now, int limit) {
                    List<AthleteId> due = new ArrayList<>(super.due(now, limit));
                    due.addAll(left);
                    return due;
                }
            };
        }
    }

    /** Keeps everything in memory only. */
    static final class IsEmptyAfterARestart extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }

        @Override
        protected ActivityStore reopened(ActivityStore store) {
            return InMemoryStores.activities();
        }
    }

    /** Does not read the scopes of a state. */
    static final class ForgetsScopesInARestart extends Misreading {
        @Override
        SyncState read(SyncState state) {
            return state.toBuilder().scopes(Set.of()).build();
        }
    }

    /** Does not read how long an athlete moved. */
    static final class ForgetsMovingTimesInARestart extends Misreading {
        @Override
        StoredActivity read(StoredActivity row) {
            return copy(row, row.rawJson()).movingTime(null).build();
        }
    }

    /** Does not read when an element in quarantine is to be tried again. */
    static final class ForgetsRetriesInARestart extends Misreading {
        @Override
        QuarantinedActivity read(QuarantinedActivity entry) {
            return entry.tried(entry.attempts(), null, entry.triedBy());
        }
    }

    private static final int HALF = OddTexts.LARGEST / 2;

    static StoredActivity.Builder copy(StoredActivity row, String json) {
        StoredActivity.Builder copy = StoredActivity.builder(row.athlete(), row.id(), json, row.observedAt())
                .name(row.name().orElse(null))
                .sportType(row.sportType().orElse(null))
                .startDate(row.startDate().orElse(null))
                .startDateLocal(row.startDateLocal().orElse(null))
                .movingTime(row.movingTime().orElse(null));
        row.distance().ifPresent(copy::distance);
        row.deletedAt().ifPresent(at -> copy.deleted(at, row.deletionReason().orElseThrow()));
        return copy;
    }

    /** Reads something else from the disk than what was in memory before. */
    private abstract static class Misreading extends ActivityStoreContract {

        SyncState read(SyncState state) {
            return state;
        }

        StoredActivity read(StoredActivity row) {
            return row;
        }

        QuarantinedActivity read(QuarantinedActivity entry) {
            return entry;
        }

        @Override
        protected ActivityStore createStore() {
            return InMemoryStores.activities();
        }

        @Override
        protected ActivityStore reopened(ActivityStore store) {
            return new ForwardingActivityStore(store) {
                @Override
                public Optional<SyncState> syncState(AthleteId athlete) {
                    return super.syncState(athlete).map(Misreading.this::read);
                }

                @Override
                public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
                    return super.find(athlete, activity).map(Misreading.this::read);
                }

                @Override
                public List<StoredActivity> list(ActivityQuery query) {
                    return super.list(query).stream().map(Misreading.this::read).toList();
                }

                @Override
                public List<QuarantinedActivity> quarantined(AthleteId athlete) {
                    return super.quarantined(athlete).stream()
                            .map(Misreading.this::read)
                            .toList();
                }
            };
        }
    }

    private abstract static class Loose extends ForwardingActivityStore {

        Loose() {
            super(InMemoryStores.activities());
        }

        final long versionOf(AthleteId athlete) {
            return syncState(athlete).map(SyncState::version).orElse(0L);
        }

        /** Applies the commit on whatever version is there. */
        final synchronized CommitResult force(SyncCommit commit) {
            long version =
                    super.syncState(commit.athlete()).map(SyncState::version).orElse(0L);
            if (version == 0) {
                return super.commit(
                        SyncCommit.first(commit.next(), commit.changed(), commit.quarantined(), commit.released()));
            }
            SyncState next = commit.next().toBuilder().version(version + 1).build();
            return super.commit(SyncCommit.of(next, commit.changed(), commit.quarantined(), commit.released()));
        }
    }

    /** Changes what it is to store. */
    private abstract static class Rewriting extends Loose {

        boolean keeps(StoredActivity row) {
            return true;
        }

        StoredActivity rewritten(StoredActivity row) {
            return row;
        }

        QuarantinedActivity rewritten(QuarantinedActivity entry) {
            return entry;
        }

        @Override
        public CommitResult commit(SyncCommit commit) {
            List<StoredActivity> changed = commit.changed().stream()
                    .filter(this::keeps)
                    .map(this::rewritten)
                    .toList();
            List<QuarantinedActivity> quarantined =
                    commit.quarantined().stream().map(this::rewritten).toList();
            return super.commit(
                    commit.expectedVersion() == 0
                            ? SyncCommit.first(commit.next(), changed, quarantined, commit.released())
                            : SyncCommit.of(commit.next(), changed, quarantined, commit.released()));
        }
    }
}
