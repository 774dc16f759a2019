package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.auth.Scope;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ActivityStore} must do. */
public abstract class ActivityStoreContract {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final AthleteId OTHER = AthleteId.of(134816);
    private static final Instant OBSERVED = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final Instant START = Instant.parse("2026-11-19T06:30:00Z");
    private static final Coverage COVERAGE = Coverage.none()
            .listed(
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2026-11-20T09:00:00Z"),
                    Instant.parse("2026-11-20T09:30:00Z"));
    private static final int LARGEST_COVERAGE = 1000;
    private static final int ROUNDS = 10;
    private static final int PURGES = 4;

    /** How often others go on writing after a purge, should the store let them. */
    private static final int LATE_WRITES = 5;

    private ActivityStore store;
    private ActivityStore second;

    protected ActivityStoreContract() {}

    /**
     * A store without data; called before each test, and before what the subclass itself does {@code @BeforeEach}. The
     * contract closes nothing: a subclass closes {@code @AfterEach} what it has opened here and in the methods below.
     */
    protected abstract ActivityStore createStore();

    /**
     * Another instance on the data of the given store, as another process would have it. Itself if there is none; what
     * takes two is skipped then.
     */
    protected ActivityStore secondInstance(ActivityStore store) {
        return store;
    }

    /**
     * Another instance on the data of the given store, of which each write takes effect but its answer is lost on the
     * way: the connection breaks after the database has committed. Itself if that cannot be had; what it is for is
     * skipped then.
     */
    protected ActivityStore withLostAnswers(ActivityStore store) {
        return store;
    }

    /**
     * The data of the given store as it is found after a restart: the store is closed, and opened again. The given one
     * is not used any more. Itself if that cannot be had; what it is for is skipped then.
     */
    protected ActivityStore reopened(ActivityStore store) {
        return store;
    }

    /** A store whose database does not answer; empty if that cannot be had. */
    protected Optional<ActivityStore> unreachableStore() {
        return Optional.empty();
    }

    @BeforeEach
    final void createStores() {
        store = createStore();
        second = secondInstance(store);
    }

    @Test
    public void commit_ofTheFirstState_takesAnyVersion() {
        SyncState first = SyncState.builder(ATHLETE, 7_000_000_000_000_000_007L)
                .coverage(COVERAGE)
                .build();

        assertEquals(CommitResult.COMMITTED, store.commit(SyncCommit.first(first, List.of(), List.of(), List.of())));
        Compared.state(first, second.syncState(ATHLETE).orElse(null));
        assertEquals(CommitResult.CONFLICT, second.commit(SyncCommit.first(first, List.of(), List.of(), List.of())));
        assertEquals(
                CommitResult.COMMITTED,
                second.commit(SyncCommit.of(first.next().build(), List.of(), List.of(), List.of())));
    }

    @Test
    public void reads_nothingCommitted_areEmpty() {
        assertNothingOf(ATHLETE);
    }

    @Test
    public void commit_first_storesStateRowsAndQuarantine() {
        SyncState state = SyncState.builder(ATHLETE, 1)
                .coverage(COVERAGE)
                .lastCompletedAt(OBSERVED)
                .build();
        QuarantinedActivity bad = quarantined("{bad", 0, 9L);
        assertCommitted(SyncCommit.of(state, List.of(activity(1), activity(2)), List.of(bad), List.of()));
        reopen();

        Compared.state(state, store.syncState(ATHLETE).orElse(null));
        assertEquals(List.of(2L, 1L), ids(store.list(ActivityQuery.of(ATHLETE))));
        assertQuarantined(bad);
    }

    @Test
    public void commit_nextVersions_moveTheState() {
        Coverage two = COVERAGE.listed(
                Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-02-29T12:00:00.5Z"), OBSERVED);
        List<SyncState> states = List.of(
                SyncState.builder(ATHLETE, 1).build(),
                SyncState.builder(ATHLETE, 2)
                        .coverage(two)
                        .nextPage(3, START)
                        .newestListedAt(OBSERVED)
                        .lastCompletedAt(OBSERVED.plusSeconds(1))
                        .scopes(Set.of(Scope.READ, Scope.ACTIVITY_READ_ALL))
                        .expectedActivities(20_000)
                        .backfillPaused(true)
                        .nextDueAt(OBSERVED.plusSeconds(2))
                        .failures(3, "StravaIoException")
                        .build(),
                SyncState.builder(ATHLETE, 3)
                        .coverage(Coverage.none().listed(Coverage.BEGINNING, OBSERVED, OBSERVED))
                        .nextPage(2, null)
                        .newestListedAt(OBSERVED)
                        .expectedActivities(0)
                        .build());
        for (SyncState state : states) {
            assertCommitted(SyncCommit.of(state, List.of(), List.of(), List.of()));
            reopen();
            Compared.state(state, store.syncState(ATHLETE).orElse(null));
            Compared.state(state, second.syncState(ATHLETE).orElse(null));
        }
    }

    @Test
    public void state_ofAThousandIntervals_comesBack() {
        Coverage coverage = Coverage.none();
        for (int i = 0; i < LARGEST_COVERAGE; i++) {
            Instant from = OBSERVED.plusSeconds(86_400L * i).plusNanos(1000);
            coverage = coverage.listed(from, from.plusSeconds(80_000), from.plusSeconds(90_000));
        }
        assertEquals(LARGEST_COVERAGE, coverage.intervals().size());
        SyncState state = SyncState.builder(ATHLETE, 1).coverage(coverage).build();
        assertCommitted(SyncCommit.of(state, List.of(), List.of(), List.of()));
        reopen();

        Compared.state(state, store.syncState(ATHLETE).orElse(null));
        assertCommitted(SyncCommit.of(state.next().build(), List.of(), List.of(), List.of()));
        assertEquals(coverage, store.syncState(ATHLETE).orElseThrow().coverage());
    }

    @Test
    public void commit_staleVersion_changesNothing() {
        assertCommitted(SyncCommit.of(state(1), List.of(activity(1)), List.of(quarantined("{bad", 0, 9L)), List.of()));
        assertCommitted(commit(2));

        SyncCommit stale = SyncCommit.of(
                SyncState.builder(ATHLETE, 2).newestListedAt(OBSERVED).build(),
                List.of(named(1, "stale"), activity(2)),
                List.of(quarantined("{worse", 1, 10L)),
                List.of(hash("{bad")));
        assertEquals(CommitResult.CONFLICT, store.commit(stale));

        Compared.state(state(2), store.syncState(ATHLETE).orElse(null));
        assertEquals(List.of(1L), ids(store.list(ActivityQuery.of(ATHLETE))));
        Compared.row(activity(1), found(1));
        assertQuarantined(quarantined("{bad", 0, 9L));
    }

    @Test
    public void commit_firstThoughThereIsAState_changesNothing() {
        assertCommitted(commit(1, activity(1)));

        assertEquals(CommitResult.CONFLICT, store.commit(commit(1, activity(2))));

        Compared.state(state(1), store.syncState(ATHLETE).orElse(null));
        assertEquals(List.of(1L), ids(store.list(ActivityQuery.of(ATHLETE))));
    }

    @Test
    public void commit_versionAhead_changesNothing() {
        assertEquals(CommitResult.CONFLICT, store.commit(commit(2, activity(1))));
        assertNothingOf(ATHLETE);

        assertCommitted(commit(1, activity(1)));
        assertEquals(CommitResult.CONFLICT, store.commit(commit(3, activity(2))));
        Compared.state(state(1), store.syncState(ATHLETE).orElse(null));
        assertEquals(List.of(1L), ids(store.list(ActivityQuery.of(ATHLETE))));
    }

    @Test
    public void commit_olderAfterNewer_changesNothing() {
        assertCommitted(commit(1, activity(1)));
        SyncCommit slow = SyncCommit.of(
                state(2), List.of(named(1, "slow"), activity(9)), List.of(quarantined("{slow", 0, 9L)), List.of());
        assertEquals(CommitResult.COMMITTED, second.commit(commit(2, named(1, "fast"))));
        assertEquals(CommitResult.COMMITTED, second.commit(commit(3, named(1, "faster"), activity(2))));

        assertEquals(CommitResult.CONFLICT, store.commit(slow));

        Compared.state(state(3), store.syncState(ATHLETE).orElse(null));
        assertEquals(Optional.of("faster"), found(1).name());
        assertEquals(List.of(2L, 1L), ids(store.list(ActivityQuery.of(ATHLETE))));
        assertQuarantined();
    }

    @Test
    public void commit_sentAgain_isAConflictAndChangesNothing() {
        assertCommitted(commit(1, activity(1)));
        SyncCommit sent = SyncCommit.of(
                state(2), List.of(named(1, "sent")), List.of(quarantined("{sent", 0, 1L)), List.of(hash("{other")));
        assertCommitted(sent);

        assertEquals(CommitResult.CONFLICT, second.commit(sent));
        Compared.state(sent.next(), second.syncState(ATHLETE).orElse(null));
        Compared.row(named(1, "sent"), found(1));

        assertCommitted(SyncCommit.of(
                state(3), List.of(named(1, "later")), List.of(quarantined("{other", 0, 2L)), List.of(hash("{sent"))));
        assertEquals(CommitResult.CONFLICT, store.commit(sent));
        Compared.row(named(1, "later"), found(1));
        assertQuarantined(quarantined("{other", 0, 2L));
    }

    @Test
    public void commit_whoseAnswerIsLost_isThereWholeOrNotAtAll() {
        ActivityStore losing = withLostAnswers(store);
        assumeFalse(Compared.isSame(losing, store), "lost answers cannot be had");
        for (long version = 1; version <= 3; version++) {
            SyncCommit commit = SyncCommit.of(
                    state(version),
                    List.of(named(1, "version " + version), activity(10 + version)),
                    List.of(quarantined("{" + version, version, version)),
                    List.of(hash("{" + (version - 1))));
            CommitResult answer = null;
            try {
                answer = losing.commit(commit);
            } catch (StoreException e) {
                assertNotNull(e.getMessage(), "a store that does not know how a commit ended says so");
            }
            assertNotEquals(CommitResult.CONFLICT, answer, "nobody else was first");
            boolean applied = store.syncState(ATHLETE).equals(Optional.of(commit.next()));
            assertTrue(applied || answer == null, "what is called committed is there");

            assertEquals(applied ? CommitResult.CONFLICT : CommitResult.COMMITTED, store.commit(commit), "sent again");
            Compared.state(commit.next(), store.syncState(ATHLETE).orElse(null));
            Compared.row(named(1, "version " + version), found(1));
            Compared.row(activity(10 + version), found(10 + version));
            assertQuarantined(quarantined("{" + version, version, version));
        }

        try {
            losing.purge(ATHLETE);
        } catch (StoreException e) {
            store.purge(ATHLETE);
        }
        assertNothingOf(ATHLETE);
    }

    @Test
    public void commit_sameContentAgain_replacesTheRest() {
        assertCommitted(
                commit(1, full(1).deleted(OBSERVED, DeletionReason.DELETED).build(), activity(2), activity(3)));
        StoredActivity restored = full(1).build();
        StoredActivity seenLater = StoredActivity.builder(
                        ATHLETE, ActivityId.of(2), activity(2).rawJson(), OBSERVED.plusSeconds(60))
                .name("Activity 2")
                .startDate(START)
                .build();
        StoredActivity deleted = full(3).deleted(OBSERVED.plusSeconds(60), DeletionReason.DELETED)
                .build();

        assertCommitted(commit(2, restored, seenLater, deleted));
        reopen();

        Compared.row(restored, found(1));
        Compared.row(seenLater, found(2));
        Compared.row(deleted, found(3));
        assertKnown(KnownQuery.of(ATHLETE, List.of()).orStartedBetween(START, START), restored, seenLater);
    }

    @Test
    public void commit_changedRow_replacesItWhole() {
        assertCommitted(
                commit(1, full(1).deleted(OBSERVED, DeletionReason.DELETED).build()));
        StoredActivity bare = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{\"id\":1}", OBSERVED.plusSeconds(1))
                .build();
        assertCommitted(commit(2, bare));
        reopen();
        Compared.row(bare, found(1));

        StoredActivity again = full(1).build();
        assertCommitted(commit(3, again));
        reopen();
        Compared.row(again, found(1));
    }

    @Test
    public void commit_otherAthlete_isIndependent() {
        assertCommitted(
                SyncCommit.of(state(1), List.of(named(1, "mine")), List.of(quarantined("{", 0, 7L)), List.of()));
        StoredActivity theirs = StoredActivity.builder(OTHER, ActivityId.of(1), "{\"id\":1}", OBSERVED)
                .name("theirs")
                .build();
        assertCommitted(SyncCommit.of(
                SyncState.builder(OTHER, 1).build(),
                List.of(theirs),
                List.of(QuarantinedActivity.of(OTHER, bytes("{"), "other", OBSERVED, ActivityId.of(7))),
                List.of(hash("{"))));

        assertEquals(Optional.of("mine"), found(1).name());
        assertEquals(Optional.of("theirs"), store.find(OTHER, ActivityId.of(1)).flatMap(StoredActivity::name));
        assertEquals(1, store.list(ActivityQuery.of(ATHLETE)).size());
        assertEquals(1, store.list(ActivityQuery.of(OTHER)).size());
        assertQuarantined(quarantined("{", 0, 7L));
        assertEquals("other", store.quarantined(OTHER).get(0).reason());
        Compared.state(state(1), store.syncState(ATHLETE).orElse(null));
    }

    @Test
    public void secondInstance_seesAndGuardsTheSameData() {
        assumeFalse(Compared.isSame(second, store), "a second instance cannot be had");
        assertCommitted(commit(1, activity(1)));

        Compared.state(state(1), second.syncState(ATHLETE).orElse(null));
        assertEquals(CommitResult.CONFLICT, second.commit(commit(1, activity(2))));
        assertEquals(CommitResult.COMMITTED, second.commit(commit(2, activity(3))));
        Compared.state(state(2), store.syncState(ATHLETE).orElse(null));
        assertEquals(CommitResult.CONFLICT, store.commit(commit(2, activity(4))));
        assertEquals(List.of(3L, 1L), ids(store.list(ActivityQuery.of(ATHLETE))));
    }

    @Test
    public void store_openedAgain_goesOnWithWhatWasThere() {
        QuarantinedActivity tried = quarantined("{", 0, 7L).tried(3, OBSERVED.plusSeconds(60), "1.2.3");
        StoredActivity deleted =
                full(2).deleted(OBSERVED, DeletionReason.DELETED_OR_HIDDEN).build();
        assertCommitted(SyncCommit.of(
                state(1), List.of(activity(1), activity(2)), List.of(quarantined("{{", 1, null)), List.of()));
        assertCommitted(SyncCommit.of(state(2), List.of(deleted), List.of(tried), List.of(hash("{{"))));

        assumeTrue(reopen(), "a store that is opened again cannot be had");

        Compared.state(state(2), store.syncState(ATHLETE).orElse(null));
        Compared.row(activity(1), found(1));
        Compared.row(deleted, found(2));
        assertQuarantined(tried);
        assertEquals(CommitResult.CONFLICT, store.commit(commit(2, activity(3))));
        assertCommitted(commit(3, activity(4)));
        store.purge(ATHLETE);
        reopen();
        assertNothingOf(ATHLETE);
    }

    @Test
    public void commit_manyThreadsOneVersion_exactlyOneWins() {
        List<Long> expected = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int version = round + 1;
            int base = version * 100;
            List<Boolean> won = Race.run(
                    "a commit that is not the first is answered CONFLICT",
                    thread -> () -> instance(thread)
                                    .commit(SyncCommit.of(
                                            state(version),
                                            List.of(activity(base + thread)),
                                            List.of(quarantined("{" + base + thread, version, (long) base + thread)),
                                            List.of()))
                            == CommitResult.COMMITTED);

            expected.add(0, (long) base + Race.onlyWinner(won));
            assertEquals(expected, ids(store.list(ActivityQuery.of(ATHLETE))), "rows of the winners only");
            Compared.state(state(version), store.syncState(ATHLETE).orElse(null));
            assertEquals(version, store.quarantined(ATHLETE).size());
        }
    }

    @Test
    public void commit_whileOthersRead_isSeenWholeOrNotAtAll() {
        int commits = 40;
        int rows = 20;
        assertCommitted(generation(1, rows));
        AtomicBoolean writing = new AtomicBoolean(true);
        Callable<Boolean> writer = () -> {
            try {
                for (int version = 2; version <= commits; version++) {
                    assertCommitted(generation(version, rows));
                }
            } finally {
                writing.set(false);
            }
            return true;
        };
        Callable<Boolean> reader = () -> {
            while (writing.get()) {
                long before = version(second);
                List<String> names = second.list(ActivityQuery.of(ATHLETE)).stream()
                        .map(activity -> activity.name().orElse(""))
                        .toList();
                long after = version(second);
                assertEquals(rows, names.size());
                assertEquals(1, names.stream().distinct().count(), "rows of more than one commit: " + names);
                long seen = Long.parseLong(names.get(0));
                assertTrue(before <= seen, "the state said " + before + ", and then the rows were of " + seen);
                assertTrue(seen <= after, "the rows were of " + seen + ", and then the state said " + after);
            }
            return true;
        };
        KnownQuery everything = KnownQuery.of(
                        ATHLETE,
                        LongStream.rangeClosed(1, rows / 2)
                                .mapToObj(ActivityId::of)
                                .toList())
                .orStartedBetween(START, START);
        Callable<Boolean> syncReader = () -> {
            while (writing.get()) {
                List<KnownActivity> known = second.known(everything);
                assertEquals(rows, known.size());
                assertEquals(
                        1,
                        known.stream().map(KnownActivity::observedAt).distinct().count(),
                        "known rows of more than one commit");
                List<Integer> attempts = second.quarantined(ATHLETE).stream()
                        .map(QuarantinedActivity::attempts)
                        .distinct()
                        .toList();
                assertEquals(1, attempts.size(), "a quarantine of more than one commit: " + attempts);
            }
            return true;
        };

        Race.run("a commit is applied and readers are answered", List.of(writer, reader, reader, syncReader));

        assertEquals(commits, version(store));
    }

    @Test
    public void deletedRow_isFoundButNotListed() {
        StoredActivity deleted = full(2).deleted(
                        Instant.parse("2026-11-20T11:00:00.456Z"), DeletionReason.DELETED_OR_HIDDEN)
                .build();
        assertCommitted(commit(1, activity(1), deleted, activity(3)));
        reopen();

        Compared.row(deleted, found(2));
        assertEquals(List.of(3L, 1L), ids(store.list(ActivityQuery.of(ATHLETE))));
        assertEquals(
                List.of(3L, 2L, 1L), ids(store.list(ActivityQuery.of(ATHLETE).includeDeleted())));
        assertEquals(
                List.of(1L),
                ids(store.list(ActivityQuery.of(ATHLETE).limit(5).after(deleted))),
                "a list may begin after a deleted activity");
        assertKnown(
                KnownQuery.of(ATHLETE, List.of(ActivityId.of(1), ActivityId.of(2), ActivityId.of(3))),
                activity(1),
                deleted,
                activity(3));
        assertKnown(KnownQuery.of(ATHLETE, List.of()).orStartedBetween(START, START), activity(1), activity(3));
    }

    @Test
    public void known_idsAsked_answersThoseStored() {
        assertCommitted(commit(1, activity(1), activity(2), startingAt(3, null)));

        assertKnown(
                KnownQuery.of(
                        ATHLETE, List.of(ActivityId.of(2), ActivityId.of(3), ActivityId.of(99), ActivityId.of(2))),
                activity(2),
                startingAt(3, null));
        assertKnown(KnownQuery.of(ATHLETE, List.of()));
        assertKnown(KnownQuery.of(OTHER, List.of(ActivityId.of(1))));
    }

    @Test
    public void known_spanAsked_answersBothEndsAndEachOnce() {
        StoredActivity undated = startingAt(9, null);
        assertCommitted(commit(
                1,
                startingAt(1, START.minusSeconds(1)),
                startingAt(2, START),
                startingAt(3, START.plusSeconds(5)),
                startingAt(4, START.plusSeconds(10)),
                startingAt(5, START.plusSeconds(11)),
                startingAt(6, START.plusSeconds(3)).deleted(OBSERVED, DeletionReason.DELETED),
                undated));

        assertKnown(
                KnownQuery.of(ATHLETE, List.of(ActivityId.of(3), ActivityId.of(9)))
                        .orStartedBetween(START, START.plusSeconds(10)),
                startingAt(2, START),
                startingAt(3, START.plusSeconds(5)),
                startingAt(4, START.plusSeconds(10)),
                undated);
        assertKnown(
                KnownQuery.of(ATHLETE, List.of()).orStartedBetween(Coverage.BEGINNING, START.minusSeconds(1)),
                startingAt(1, START.minusSeconds(1)));
        assertKnown(KnownQuery.of(OTHER, List.of()).orStartedBetween(Coverage.BEGINNING, START.plusSeconds(99)));
    }

    @Test
    public void known_aHundredThousandAsked_answersThoseStored() {
        assertCommitted(commit(1, activity(1), activity(99_999)));
        List<ActivityId> asked =
                LongStream.rangeClosed(1, 100_000).mapToObj(ActivityId::of).toList();

        assertKnown(KnownQuery.of(ATHLETE, asked), activity(1), activity(99_999));
    }

    @Test
    public void due_severalAthletes_longestDueFirst() {
        assertEquals(List.of(), store.due(OBSERVED, 10));
        List<Long> athletes = List.of(11L, 12L, 13L, 14L, 15L);
        List<@Nullable Instant> due = Arrays.asList(
                OBSERVED.plusSeconds(3), OBSERVED, null, OBSERVED.minusSeconds(9), OBSERVED.plusSeconds(4));
        for (int i = 0; i < athletes.size(); i++) {
            SyncState state = SyncState.builder(AthleteId.of(athletes.get(i)), 1)
                    .nextDueAt(due.get(i))
                    .build();
            assertCommitted(SyncCommit.of(state, List.of(), List.of(), List.of()));
        }

        assertEquals(List.of(14L, 12L, 11L), values(second.due(OBSERVED.plusSeconds(3), 10)));
        assertEquals(List.of(14L, 12L), values(store.due(OBSERVED.plusSeconds(3), 2)));
        assertEquals(List.of(), values(store.due(OBSERVED.minusSeconds(10), 10)));

        SyncState done = SyncState.builder(AthleteId.of(14), 2)
                .nextDueAt(OBSERVED.plusSeconds(60))
                .build();
        assertCommitted(SyncCommit.of(done, List.of(), List.of(), List.of()));
        store.purge(AthleteId.of(12));
        assertEquals(List.of(11L), values(store.due(OBSERVED.plusSeconds(3), 10)));
    }

    @Test
    public void due_stateThatNamesNoInstantAnyMore_isNotDue() {
        assertCommitted(SyncCommit.of(
                SyncState.builder(ATHLETE, 1).nextDueAt(OBSERVED).build(), List.of(), List.of(), List.of()));
        assertCommitted(commit(2));
        reopen();

        assertEquals(List.of(), store.due(Instant.MAX, 10));
    }

    @Test
    public void due_limit_isKept() {
        assertCommitted(SyncCommit.of(
                SyncState.builder(ATHLETE, 1).nextDueAt(OBSERVED).build(), List.of(), List.of(), List.of()));

        assertEquals(List.of(), store.due(OBSERVED, 0));
        assertEquals(List.of(ATHLETE), store.due(OBSERVED, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> store.due(OBSERVED, -1));
    }

    private static List<Long> values(List<AthleteId> athletes) {
        return athletes.stream().map(AthleteId::value).toList();
    }

    @Test
    public void find_notStored_isEmpty() {
        assertCommitted(commit(1, activity(1)));

        assertEquals(Optional.empty(), store.find(ATHLETE, ActivityId.of(2)));
        assertEquals(Optional.empty(), store.find(OTHER, ActivityId.of(1)));
    }

    @Test
    public void list_onlyOneActivity_leavesOutTheOthers() {
        StoredActivity deleted =
                full(3).deleted(OBSERVED, DeletionReason.DELETED).build();
        assertCommitted(commit(1, activity(1), activity(2), deleted));
        ActivityQuery query = ActivityQuery.of(ATHLETE);

        assertEquals(List.of(1L), ids(store.list(query.only(ActivityId.of(1)))));
        assertEquals(List.of(1L), ids(store.list(query.only(ActivityId.of(1)).after(activity(2)))));
        assertEquals(List.of(), ids(store.list(query.only(ActivityId.of(2)).after(activity(1)))));
        assertEquals(List.of(), ids(store.list(query.only(ActivityId.of(3)))));
        assertEquals(List.of(3L), ids(store.list(query.only(ActivityId.of(3)).includeDeleted())));
        assertEquals(List.of(), ids(store.list(query.only(ActivityId.of(4)))));
        assertEquals(List.of(), ids(store.list(ActivityQuery.of(OTHER).only(ActivityId.of(1)))));
    }

    @Test
    public void list_pageByPage_keepsTheOrderThroughTiesAndMissingStarts() {
        List<StoredActivity> expected = List.of(
                startingAt(3, Instant.parse("2033-06-15T12:25:12Z")),
                startingAt(80, START.plusMillis(1)),
                startingAt(50, START),
                startingAt(41, START),
                startingAt(40, START),
                startingAt(6, START),
                startingAt(90, START.minusSeconds(1)),
                startingAt(Long.MAX_VALUE, Instant.EPOCH),
                startingAt(1, Instant.EPOCH),
                startingAt(2, Instant.parse("1969-07-20T20:17:40Z")),
                startingAt(9_007_199_254_740_993L, null),
                startingAt(9_007_199_254_740_992L, null),
                startingAt(70, null),
                startingAt(5, null));
        List<StoredActivity> shuffled = new ArrayList<>(expected);
        Collections.shuffle(shuffled, new Random(7));
        assertCommitted(SyncCommit.of(state(1), shuffled, List.of(), List.of()));

        assertEquals(ids(expected), ids(store.list(ActivityQuery.of(ATHLETE))));
        for (int limit : new int[] {1, 2, 3, 4, 5, 13, 14, 15, 1000}) {
            List<StoredActivity> listed = new ArrayList<>();
            ActivityQuery query = ActivityQuery.of(ATHLETE).limit(limit);
            List<StoredActivity> page = store.list(query);
            while (!page.isEmpty() && listed.size() <= expected.size()) {
                assertTrue(page.size() <= limit, "a page of " + page.size() + " though the limit is " + limit);
                listed.addAll(page);
                page = store.list(query.after(page.get(page.size() - 1)));
            }
            assertEquals(ids(expected), ids(listed), "pages of " + limit);
        }
    }

    @Test
    public void list_pageByPage_passesOverDeletedRows() {
        assertCommitted(commit(
                1,
                startingAt(1, START),
                full(2).startDate(START)
                        .deleted(OBSERVED, DeletionReason.DELETED)
                        .build(),
                startingAt(3, START),
                full(4).startDate(null)
                        .deleted(OBSERVED, DeletionReason.DELETED)
                        .build(),
                startingAt(5, null)));

        ActivityQuery query = ActivityQuery.of(ATHLETE).limit(1);
        assertEquals(List.of(1L), ids(store.list(query.after(startingAt(3, START)))));
        assertEquals(List.of(5L), ids(store.list(query.after(startingAt(1, START)))));
        assertEquals(List.of(2L), ids(store.list(query.includeDeleted().after(startingAt(3, START)))));
        assertEquals(List.of(4L), ids(store.list(query.includeDeleted().after(startingAt(5, null)))));
    }

    @Test
    public void list_afterAnActivityThatIsNotStored_beginsBehindItsPlace() {
        assertCommitted(commit(1, startingAt(10, START), startingAt(20, START), startingAt(30, null)));

        ActivityQuery query = ActivityQuery.of(ATHLETE);
        assertEquals(List.of(10L, 30L), ids(store.list(query.after(startingAt(15, START)))));
        assertEquals(List.of(20L, 10L, 30L), ids(store.list(query.after(startingAt(1, START.plusSeconds(1))))));
        assertEquals(List.of(30L), ids(store.list(query.after(startingAt(99, START.minusSeconds(1))))));
        assertEquals(List.of(30L), ids(store.list(query.after(startingAt(31, null)))));
        assertEquals(List.of(), ids(store.list(query.after(startingAt(29, null)))));
    }

    @Test
    public void list_whileNewerRowsCome_losesAndRepeatsNone() {
        assertCommitted(commit(
                1, startingAt(1, START), startingAt(2, START.plusSeconds(2)), startingAt(3, START.plusSeconds(3))));
        ActivityQuery query = ActivityQuery.of(ATHLETE).limit(2);
        List<StoredActivity> first = store.list(query);

        assertCommitted(commit(2, startingAt(4, START.plusSeconds(4)), startingAt(5, START.plusSeconds(5))));

        assertEquals(List.of(3L, 2L), ids(first));
        assertEquals(List.of(1L), ids(store.list(query.after(first.get(1)))));
    }

    @Test
    public void list_walkedWhileRowsChange_losesAndRepeatsNoOther() {
        int dated = 30;
        int all = 36;
        List<StoredActivity> rows = LongStream.rangeClosed(1, all)
                .mapToObj(id -> startingAt(id, id <= dated ? START.plusSeconds(id / 3) : null))
                .toList();
        assertCommitted(SyncCommit.of(state(1), rows, List.of(), List.of()));

        List<Long> listed = new ArrayList<>();
        ActivityQuery query = ActivityQuery.of(ATHLETE).limit(4);
        List<StoredActivity> page = store.list(query);
        int pages = 0;
        while (!page.isEmpty() && listed.size() <= all) {
            listed.addAll(ids(page));
            StoredActivity last = page.get(page.size() - 1);
            pages++;
            // Something new in front, something gone behind, and the row gone at which the walk stands.
            assertCommitted(commit(
                    pages + 1,
                    startingAt(100 + pages, START.plusSeconds(100)),
                    last.deleted(OBSERVED, DeletionReason.DELETED),
                    pages <= 5
                            ? rows.get(pages - 1).deleted(OBSERVED, DeletionReason.DELETED)
                            : startingAt(200 + pages, START.plusSeconds(200))));
            page = second.list(query.after(last));
        }

        List<Long> expected = new ArrayList<>();
        LongStream.rangeClosed(1, dated - 5).forEach(i -> expected.add(dated + 1 - i));
        LongStream.rangeClosed(1, all - dated).forEach(i -> expected.add(all + 1 - i));
        assertEquals(expected, listed);
    }

    @Test
    public void row_everyField_comesBack() {
        StoredActivity activity = full(1).build();
        assertCommitted(commit(1, activity));
        reopen();

        Compared.row(activity, found(1));
        Compared.row(activity, store.list(ActivityQuery.of(ATHLETE)).get(0));
    }

    @Test
    public void row_withoutOptionalFields_comesBackWithoutThem() {
        StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{}", OBSERVED)
                .build();
        assertCommitted(commit(1, activity));
        reopen();

        Compared.row(activity, found(1));
    }

    @Test
    public void row_fieldsThatAreZeroOrEmpty_areNotMissing() {
        StoredActivity activity = full(1).name("")
                .distance(0.0)
                .movingTime(Duration.ZERO)
                .startDate(Instant.EPOCH)
                .build();
        assertCommitted(commit(1, activity));
        reopen();

        Compared.row(activity, found(1));
    }

    @Test
    public void rawJson_comesBackByteForByte() {
        List<String> texts = List.of(
                "{\"b\":1.50, \"a\" : 1e3,\n\t\"a\":2}",
                " {\"id\":9007199254740993,\"x\":0.1000} ",
                "{\"name\":\"\\u0000 \\uD83D \\/ \\\" \\\\ \"}",
                "{\"name\":\"\uD83D\uDEB4 e\u0301 \u00E9 \u202E \uFEFF \uFFFF '' %_ ; --\"}",
                "{\"big\":\"" + "\uD83D\uDEB4x".repeat(200_000) + "\"}");
        for (int i = 0; i < texts.size(); i++) {
            StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), texts.get(i), OBSERVED)
                    .build();
            assertCommitted(commit(i + 1, activity));
            reopen();
            assertTrue(found(1).rawJson().equals(texts.get(i)), "the JSON of text " + i + " was changed");
            assertEquals(ContentHash.of(texts.get(i)), found(1).contentHash());
        }
    }

    @Test
    public void rawJson_of32Megabytes_comesBack() {
        String largest = OddTexts.largest();
        StoredActivity big = StoredActivity.builder(ATHLETE, ActivityId.of(1), largest, OBSERVED)
                .startDate(START)
                .build();
        assertCommitted(commit(1, big, activity(2)));

        assertTrue(found(1).rawJson().equals(largest), "the JSON was changed");
        assertKnown(KnownQuery.of(ATHLETE, List.of(ActivityId.of(1))), big);
        Compared.row(activity(2), found(2));

        assertCommitted(commit(2, activity(1)));
        Compared.row(activity(1), found(1));
    }

    @Test
    public void rawJson_thatIsNotText_comesBackOrIsRefusedWhole() {
        long version = 0;
        for (String text : OddTexts.noText()) {
            StoredActivity odd = StoredActivity.builder(ATHLETE, ActivityId.of(2), "{\"a\":\"" + text + "\"}", OBSERVED)
                    .startDate(START)
                    .build();
            try {
                assertCommitted(commit(version + 1, activity(1), odd));
                version++;
                assertTrue(found(2).rawJson().equals(odd.rawJson()), "neither refused nor kept");
            } catch (StoreException e) {
                assertFalse(e.retryable(), "it would be refused again");
                assertEquals(version, version(store), "a commit that is refused changes nothing");
                assertEquals(version == 0 ? List.of() : List.of(2L, 1L), ids(store.list(ActivityQuery.of(ATHLETE))));
            }
        }
        assertCommitted(commit(version + 1, activity(3)));
    }

    @Test
    public void texts_ofAnyKind_areOnlyData() {
        StoredActivity theirs = StoredActivity.builder(OTHER, ActivityId.of(1), "{}", OBSERVED)
                .name("theirs")
                .build();
        QuarantinedActivity theirBytes = QuarantinedActivity.of(OTHER, bytes("{"), "their reason", OBSERVED, null);
        SyncState theirState = SyncState.builder(OTHER, 5).failures(1, "Theirs").build();
        assertCommitted(SyncCommit.first(theirState, List.of(theirs), List.of(theirBytes), List.of()));

        List<String> texts = OddTexts.hostile();
        List<StoredActivity> rows = new ArrayList<>();
        List<QuarantinedActivity> quarantine = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            rows.add(StoredActivity.builder(ATHLETE, ActivityId.of(i + 1), OddTexts.json(text), OBSERVED)
                    .name(text)
                    .sportType(SportType.of(text))
                    .startDate(START)
                    .build());
            quarantine.add(QuarantinedActivity.of(ATHLETE, bytes(text), text, OBSERVED.plusSeconds(i), null)
                    .tried(1, null, text));
        }
        assertCommitted(SyncCommit.of(state(1), rows, quarantine, List.of()));
        reopen();

        for (StoredActivity row : rows) {
            Compared.row(row, found(row.id().value()));
        }
        assertQuarantined(quarantine.toArray(new QuarantinedActivity[0]));
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String text : OddTexts.upTo(1000, texts)) {
            if (!text.isBlank()) {
                scopes.add(Scope.of(text.replaceAll("[, ]", "+")));
            }
        }
        for (int i = 0; i < texts.size(); i++) {
            SyncState state = SyncState.builder(ATHLETE, i + 2)
                    .scopes(scopes)
                    .failures(1, texts.get(i))
                    .build();
            assertCommitted(SyncCommit.of(state, List.of(), List.of(), List.of()));
            reopen();
            Compared.state(state, store.syncState(ATHLETE).orElse(null));
        }

        store.purge(ATHLETE);
        assertNothingOf(ATHLETE);
        Compared.row(theirs, second.find(OTHER, ActivityId.of(1)).orElseThrow());
        Compared.state(theirState, second.syncState(OTHER).orElse(null));
        assertEquals("their reason", second.quarantined(OTHER).get(0).reason());
    }

    @Test
    public void name_ofAnyScript_comesBack() {
        String name =
                "Morgenlauf \u00E9 \uD83D\uDEB4\uD83C\uDFFD\u200D\u2640\uFE0F \u0645\u0631\u062D\u0628\u0627 ' \" \\ % _ ;--";
        StoredActivity activity = full(1).name(name)
                .sportType(SportType.of("Neuer Sport \uD83D\uDEB4"))
                .build();
        assertCommitted(commit(1, activity));

        Compared.row(activity, found(1));
    }

    @Test
    public void name_thatIsNotText_doesNotHinderTheCommit() {
        List<String> bad = List.of("\u0000", "\uD83D", "\uDEB4");
        List<StoredActivity> activities = new ArrayList<>();
        for (int i = 0; i < bad.size(); i++) {
            activities.add(full(i + 1)
                    .name("before" + bad.get(i) + "after")
                    .sportType(SportType.of("Run" + bad.get(i)))
                    .build());
        }
        QuarantinedActivity entry =
                QuarantinedActivity.of(ATHLETE, bytes("{"), "name \u0000 \uD83D is not text", OBSERVED, null);
        assertCommitted(SyncCommit.of(state(1), activities, List.of(entry), List.of()));

        for (StoredActivity activity : activities) {
            StoredActivity found = found(activity.id().value());
            assertEquals(activity.rawJson(), found.rawJson());
            String name = found.name().orElse("");
            assertTrue(name.startsWith("before") && name.endsWith("after"), "the rest of the name is kept");
        }
        assertEquals(bad.size(), store.list(ActivityQuery.of(ATHLETE)).size());
        assertEquals(1, store.quarantined(ATHLETE).size());
    }

    @Test
    public void ids_beyondTheDoublesIntegers_stayDistinct() {
        AthleteId athlete = AthleteId.of(9_007_199_254_740_993L);
        List<Long> ids = List.of(
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1,
                9_007_199_254_740_993L,
                9_007_199_254_740_992L,
                9_007_199_254_740_991L);
        List<StoredActivity> activities = ids.stream()
                .map(id -> StoredActivity.builder(athlete, ActivityId.of(id), "{\"id\":" + id + "}", OBSERVED)
                        .startDate(START)
                        .build())
                .toList();
        assertCommitted(SyncCommit.of(
                SyncState.builder(athlete, 1).build(),
                activities,
                List.of(QuarantinedActivity.of(athlete, bytes("{"), "bad", OBSERVED, ActivityId.of(Long.MAX_VALUE))),
                List.of()));

        assertEquals(ids, ids(store.list(ActivityQuery.of(athlete))));
        assertEquals(
                5,
                store.known(KnownQuery.of(
                                athlete, ids.stream().map(ActivityId::of).toList()))
                        .size());
        assertEquals(
                Optional.of(ActivityId.of(Long.MAX_VALUE)),
                store.quarantined(athlete).get(0).id());
        assertNothingOf(AthleteId.of(9_007_199_254_740_992L));
    }

    @Test
    public void dates_farAway_comeBack() {
        List<String> dates = List.of(
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "1900-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "2033-06-15T12:25:12Z",
                "2038-01-19T03:14:08Z",
                "9999-12-31T23:59:59.999999Z",
                "0001-01-01T00:00:00.000001Z",
                "1969-12-31T23:59:59.999999Z",
                "1582-10-10T12:00:00Z",
                "2026-11-20T10:00:00.123456Z",
                "2026-03-08T07:30:00Z",
                "2026-11-01T05:30:00Z",
                "2026-11-01T06:30:00Z");
        for (int i = 0; i < dates.size(); i++) {
            Instant date = Instant.parse(dates.get(i));
            StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{}", date)
                    .startDate(date)
                    .deleted(date, DeletionReason.DELETED)
                    .build();
            SyncState state = SyncState.builder(ATHLETE, i + 1)
                    .newestListedAt(date)
                    .lastCompletedAt(date)
                    .nextPage(2, date)
                    .nextDueAt(date)
                    .build();
            assertCommitted(SyncCommit.of(state, List.of(activity), List.of(), List.of()));
            reopen();
            Compared.row(activity, found(1));
            Compared.state(state, store.syncState(ATHLETE).orElse(null));
        }
    }

    @Test
    public void dates_finerThanAMicrosecond_comeBackToTheMicrosecond() {
        Instant fine = FarTimes.FINE;
        StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{}", fine)
                .startDate(fine)
                .startDateLocal(LocalDateTime.parse("2026-11-20T05:00:00.123456789"))
                .deleted(fine, DeletionReason.DELETED)
                .build();
        assertCommitted(SyncCommit.of(
                SyncState.builder(ATHLETE, 1).nextDueAt(fine).build(), List.of(activity), List.of(), List.of()));

        FarTimes.assertClose(fine, found(1).observedAt());
        FarTimes.assertClose(fine, found(1).startDate().orElseThrow());
        FarTimes.assertClose(fine, found(1).deletedAt().orElseThrow());
        FarTimes.assertClose(
                fine, store.syncState(ATHLETE).orElseThrow().nextDueAt().orElseThrow());
        FarTimes.assertClose(
                LocalDateTime.parse("2026-11-20T05:00:00.123456789").toInstant(ZoneOffset.UTC),
                found(1).startDateLocal().orElseThrow().toInstant(ZoneOffset.UTC));
        assertEquals(List.of(ATHLETE), store.due(fine, 1), "what is cut off is cut off both here and there");
    }

    @Test
    public void dates_beyondTheYears1To9999_doNotHinderTheCommit() {
        List<Instant> beyond = FarTimes.BEYOND;
        List<StoredActivity> rows = new ArrayList<>();
        for (int i = 0; i < beyond.size(); i++) {
            Instant date = beyond.get(i);
            rows.add(StoredActivity.builder(ATHLETE, ActivityId.of(i + 1), "{}", OBSERVED)
                    .startDate(date)
                    .startDateLocal(date.isAfter(OBSERVED) ? LocalDateTime.MAX : LocalDateTime.MIN)
                    .deleted(date, DeletionReason.DELETED)
                    .build());
            SyncState state = SyncState.builder(ATHLETE, i + 1)
                    .coverage(Coverage.none().listed(Coverage.BEGINNING, date, date))
                    .nextDueAt(date)
                    .newestListedAt(date)
                    .build();
            assertCommitted(SyncCommit.of(state, List.of(rows.get(i)), List.of(), List.of()));
            SyncState found = store.syncState(ATHLETE).orElseThrow();
            assertEquals(state.coverage(), found.coverage());
            FarTimes.assertSameOrNearestEnd(date, found.nextDueAt().orElseThrow());
            FarTimes.assertSameOrNearestEnd(date, found.newestListedAt().orElseThrow());
            FarTimes.assertSameOrNearestEnd(date, found(i + 1).startDate().orElseThrow());
            FarTimes.assertSameOrNearestEnd(date, found(i + 1).deletedAt().orElseThrow());
            assertTrue(found(i + 1).startDateLocal().isPresent(), "a local date that is far away is not missing");
            assertEquals(List.of(ATHLETE), store.due(Instant.MAX, 10));
        }
        List<StoredActivity> walked = new ArrayList<>();
        ActivityQuery query = ActivityQuery.of(ATHLETE).includeDeleted().limit(1);
        List<StoredActivity> page = store.list(query);
        while (!page.isEmpty() && walked.size() <= rows.size()) {
            walked.addAll(page);
            page = store.list(query.after(page.get(0)));
        }
        assertEquals(rows.size(), walked.size());
        assertEquals(rows.size(), Set.copyOf(ids(walked)).size(), "no row is lost behind the end of the calendar");
    }

    @Test
    public void numbers_beyondAllSense_doNotHinderTheCommit() {
        List<Double> distances = List.of(0.1 + 0.2, -1.5, 123_456_789.123_456_78, 1e15 + 0.3, 1.0e300);
        List<Duration> times = List.of(
                Duration.ofMillis(1),
                Duration.ofSeconds(-1),
                Duration.ofDays(40_000),
                Duration.ofMillis(Integer.MAX_VALUE + 1L),
                Duration.ofMillis(9_007_199_254_740_993L));
        List<StoredActivity> rows = new ArrayList<>();
        for (int i = 0; i < distances.size(); i++) {
            rows.add(full(i + 1)
                    .distance(distances.get(i))
                    .movingTime(times.get(i))
                    .build());
        }
        List<StoredActivity> endless = List.of(
                full(11).movingTime(Duration.ofSeconds(Long.MAX_VALUE)).build(),
                full(12).movingTime(Duration.ofSeconds(Long.MIN_VALUE)).build());
        rows.addAll(endless);
        assertCommitted(SyncCommit.of(state(1), rows, List.of(), List.of()));
        reopen();

        for (StoredActivity row : rows.subList(0, distances.size())) {
            Compared.row(row, found(row.id().value()));
        }
        assertTrue(found(11).movingTime().orElseThrow().compareTo(Duration.ofDays(40_000)) > 0);
        assertTrue(found(12).movingTime().orElseThrow().isNegative());
    }

    @Test
    public void localDates_thatNoZoneHas_comeBack() {
        List<String> dates = List.of(
                "2026-03-08T02:30:00",
                "2026-11-01T01:30:00",
                "1970-01-01T00:00:00",
                "0001-01-01T00:00:00",
                "9999-12-31T23:59:59");
        for (int i = 0; i < dates.size(); i++) {
            StoredActivity activity =
                    full(1).startDateLocal(LocalDateTime.parse(dates.get(i))).build();
            assertCommitted(commit(i + 1, activity));
            reopen();
            Compared.row(activity, found(1));
        }
    }

    @Test
    public void commit_ofManyRows_insertsAndReplaces() {
        int version = 0;
        for (int page : new int[] {200, 1000}) {
            for (int i = 0; i < 2; i++) {
                String name = "version " + ++version;
                List<StoredActivity> rows = LongStream.rangeClosed(1, page)
                        .mapToObj(id -> named(id, name))
                        .toList();
                List<QuarantinedActivity> entries = LongStream.rangeClosed(1, page)
                        .mapToObj(id -> quarantined("{" + name + id, id, id))
                        .toList();
                List<ContentHash> released = store.quarantined(ATHLETE).stream()
                        .map(QuarantinedActivity::contentHash)
                        .toList();
                assertCommitted(SyncCommit.of(state(version), rows, entries, released));

                List<StoredActivity> listed =
                        store.list(ActivityQuery.of(ATHLETE).limit(Integer.MAX_VALUE));
                assertEquals(page, listed.size());
                for (StoredActivity activity : listed) {
                    assertEquals(Optional.of(name), activity.name());
                }
                assertQuarantined(entries.toArray(new QuarantinedActivity[0]));
            }
        }
    }

    @Test
    public void quarantine_bytesThatAreNotText_comeBack() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        QuarantinedActivity entry = QuarantinedActivity.of(ATHLETE, bytes, "$[3].id: not a number", OBSERVED, null);
        QuarantinedActivity empty =
                QuarantinedActivity.of(ATHLETE, new byte[0], "empty", OBSERVED.plusMillis(1), ActivityId.of(4));
        assertCommitted(SyncCommit.of(state(1), List.of(), List.of(entry, empty), List.of()));
        reopen();

        assertQuarantined(entry, empty);
    }

    @Test
    public void quarantine_of32Megabytes_comesBack() {
        byte[] bytes = OddTexts.largest().getBytes(StandardCharsets.ISO_8859_1);
        bytes[bytes.length / 2] = 0;
        bytes[bytes.length - 1] = (byte) 0xFF;
        QuarantinedActivity entry = QuarantinedActivity.of(ATHLETE, bytes, "32 MB", OBSERVED, null);
        assertCommitted(SyncCommit.of(state(1), List.of(activity(1)), List.of(entry), List.of()));

        List<QuarantinedActivity> found = store.quarantined(ATHLETE);
        assertEquals(1, found.size());
        assertTrue(Arrays.equals(bytes, found.get(0).bytes()), "the bytes were changed");

        assertCommitted(SyncCommit.of(state(2), List.of(), List.of(), List.of(entry.contentHash())));
        assertQuarantined();
    }

    @Test
    public void quarantine_theSameBytesAgain_replacesTheEntry() {
        assertCommitted(SyncCommit.of(state(1), List.of(), List.of(quarantined("{", 0, 7L)), List.of()));
        QuarantinedActivity tried = quarantined("{", 0, 7L).tried(3, OBSERVED.plusSeconds(60), "1.2.3");
        assertCommitted(SyncCommit.of(state(2), List.of(), List.of(tried, quarantined("{{", 5, 7L)), List.of()));
        reopen();

        assertQuarantined(tried, quarantined("{{", 5, 7L));
    }

    @Test
    public void quarantine_isListedOldestFirst() {
        assertCommitted(SyncCommit.of(
                state(1), List.of(), List.of(quarantined("a", 5, 1L), quarantined("b", 1, 2L)), List.of()));
        assertCommitted(SyncCommit.of(
                state(2), List.of(), List.of(quarantined("c", 3, 3L), quarantined("d", 0, null)), List.of()));

        assertQuarantined(
                quarantined("d", 0, null), quarantined("b", 1, 2L), quarantined("c", 3, 3L), quarantined("a", 5, 1L));
    }

    @Test
    public void quarantine_released_losesTheEntryAndMayGetItAnew() {
        assertCommitted(SyncCommit.of(
                state(1),
                List.of(),
                List.of(
                        quarantined("a", 0, 1L),
                        quarantined("b", 1, 1L),
                        quarantined("c", 2, 2L),
                        quarantined("d", 3, null)),
                List.of()));
        assertCommitted(SyncCommit.of(
                state(2),
                List.of(activity(1)),
                List.of(quarantined("b", 9, 1L)),
                List.of(hash("a"), hash("b"), hash("d"), hash("never kept"))));
        reopen();

        assertQuarantined(quarantined("c", 2, 2L), quarantined("b", 9, 1L));
        Compared.row(activity(1), found(1));
    }

    @Test
    public void purge_leavesNothingAndIsIdempotent() {
        assertCommitted(SyncCommit.of(
                state(1),
                List.of(
                        activity(1),
                        full(2).deleted(OBSERVED, DeletionReason.DELETED).build()),
                List.of(quarantined("{", 0, 7L), quarantined("{{", 0, null)),
                List.of()));
        StoredActivity theirs =
                StoredActivity.builder(OTHER, ActivityId.of(1), "{}", OBSERVED).build();
        assertCommitted(SyncCommit.of(SyncState.builder(OTHER, 1).build(), List.of(theirs), List.of(), List.of()));

        store.purge(ATHLETE);
        assertNothingOf(ATHLETE);
        store.purge(ATHLETE);
        reopen();
        assertNothingOf(ATHLETE);

        assertTrue(store.find(OTHER, ActivityId.of(1)).isPresent(), "another athlete's rows stay");
        assertTrue(store.syncState(OTHER).isPresent(), "another athlete's state stays");
    }

    @Test
    public void commit_afterAPurge_beginsAnew() {
        assertCommitted(commit(1, activity(1)));
        store.purge(ATHLETE);

        assertEquals(CommitResult.CONFLICT, store.commit(commit(2, activity(2))), "it began before the purge");
        assertNothingOf(ATHLETE);
        assertCommitted(commit(1, activity(3)));
        assertEquals(List.of(3L), ids(store.list(ActivityQuery.of(ATHLETE))));
    }

    @Test
    public void commit_fromBeforeAPurge_changesNothingOfWhatCameAfter() {
        assertCommitted(SyncCommit.first(state(500), List.of(activity(1)), List.of(), List.of()));
        SyncCommit before = SyncCommit.of(state(501), List.of(activity(2)), List.of(), List.of());
        store.purge(ATHLETE);
        assertCommitted(SyncCommit.first(state(900), List.of(activity(3)), List.of(), List.of()));

        assertEquals(CommitResult.CONFLICT, second.commit(before));

        Compared.state(state(900), second.syncState(ATHLETE).orElse(null));
        assertEquals(List.of(3L), ids(second.list(ActivityQuery.of(ATHLETE))));
    }

    @Test
    public void purge_whileOthersCommit_leavesNothing() {
        for (int round = 0; round < PURGES; round++) {
            assertCommitted(commit(1, activity(1)));
            CountDownLatch underWay = new CountDownLatch(3);
            AtomicBoolean purged = new AtomicBoolean();
            List<Callable<Boolean>> steps = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                ActivityStore instance = instance(thread);
                long id = 10L + thread;
                steps.add(() -> {
                    long version = version(instance);
                    for (int late = 0; version > 0 && late < LATE_WRITES; late += purged.get() ? 1 : 0) {
                        instance.commit(SyncCommit.of(
                                state(version + 1),
                                List.of(activity(1), activity(id)),
                                List.of(quarantined("{" + id, id, id)),
                                List.of()));
                        underWay.countDown();
                        version = version(instance);
                    }
                    return true;
                });
            }
            steps.add(() -> {
                assertTrue(underWay.await(20, TimeUnit.SECONDS), "the commits are stuck");
                second.purge(ATHLETE);
                purged.set(true);
                return true;
            });

            Race.run("a purge is done, and a commit after it is answered CONFLICT", steps);

            assertNothingOf(ATHLETE);
        }
    }

    @Test
    public void purge_whileAFirstCommitArrives_takesAllOfItOrNothing() {
        for (int round = 0; round < ROUNDS; round++) {
            ActivityStore first = instance(round);
            Race.run(
                    "a purge is done, and a commit answered",
                    List.of(
                            () -> first.commit(SyncCommit.first(
                                    state(1), List.of(activity(1)), List.of(quarantined("{7", 7, 7L)), List.of())),
                            () -> {
                                instance(0).purge(ATHLETE);
                                return CommitResult.COMMITTED;
                            },
                            () -> {
                                instance(1).purge(ATHLETE);
                                return CommitResult.COMMITTED;
                            }));

            if (version(store) > 0) {
                assertEquals(List.of(1L), ids(store.list(ActivityQuery.of(ATHLETE))), "a state without its rows");
                assertEquals(1, store.quarantined(ATHLETE).size(), "a state without its quarantine");
                store.purge(ATHLETE);
            }
            assertNothingOf(ATHLETE);
        }
    }

    @Test
    public void trouble_isThrownAndNotAnsweredAsEmpty() {
        Optional<ActivityStore> without = unreachableStore();
        assumeTrue(without.isPresent(), "a store whose database does not answer cannot be had");
        ActivityStore unreachable = without.orElseThrow();

        assertThrows(StoreException.class, () -> unreachable.syncState(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.commit(commit(1, activity(1))));
        assertThrows(StoreException.class, () -> unreachable.known(KnownQuery.of(ATHLETE, List.of(ActivityId.of(1)))));
        assertThrows(StoreException.class, () -> unreachable.find(ATHLETE, ActivityId.of(1)));
        assertThrows(StoreException.class, () -> unreachable.list(ActivityQuery.of(ATHLETE)));
        assertThrows(StoreException.class, () -> unreachable.due(OBSERVED, 1));
        assertThrows(StoreException.class, () -> unreachable.quarantined(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.purge(ATHLETE));
    }

    /** Goes on with what is found after a restart; false if that cannot be had. */
    private boolean reopen() {
        ActivityStore before = store;
        store = reopened(before);
        if (Compared.isSame(store, before)) {
            return false;
        }
        second = secondInstance(store);
        return true;
    }

    private ActivityStore instance(int thread) {
        return thread % 2 == 0 ? store : second;
    }

    private void assertCommitted(SyncCommit commit) {
        assertEquals(CommitResult.COMMITTED, store.commit(commit), "the commit expected the stored version");
    }

    private void assertNothingOf(AthleteId athlete) {
        for (ActivityStore instance : List.of(store, second)) {
            assertEquals(Optional.empty(), instance.syncState(athlete));
            assertEquals(List.of(), ids(instance.list(ActivityQuery.of(athlete).includeDeleted())));
            assertEquals(Optional.empty(), instance.find(athlete, ActivityId.of(1)));
            assertEquals(
                    List.of(),
                    instance.known(KnownQuery.of(athlete, List.of(ActivityId.of(1)))
                            .orStartedBetween(Coverage.BEGINNING, OBSERVED)));
            assertEquals(0, instance.quarantined(athlete).size());
        }
    }

    private void assertQuarantined(QuarantinedActivity... expected) {
        List<QuarantinedActivity> found = store.quarantined(ATHLETE);
        assertEquals(
                Arrays.stream(expected).map(QuarantinedActivity::contentHash).toList(),
                found.stream().map(QuarantinedActivity::contentHash).toList());
        for (int i = 0; i < expected.length; i++) {
            Compared.entry(expected[i], found.get(i));
        }
    }

    private void assertKnown(KnownQuery query, StoredActivity... expected) {
        Comparator<KnownActivity> byId =
                Comparator.comparingLong(row -> row.id().value());
        List<KnownActivity> rows =
                Arrays.stream(expected).map(KnownActivity::of).sorted(byId).toList();
        for (ActivityStore instance : List.of(store, second)) {
            List<KnownActivity> found =
                    instance.known(query).stream().sorted(byId).toList();
            assertEquals(
                    rows.stream().map(KnownActivity::id).toList(),
                    found.stream().map(KnownActivity::id).toList());
            for (int i = 0; i < rows.size(); i++) {
                Compared.known(rows.get(i), found.get(i));
            }
        }
    }

    private StoredActivity found(long id) {
        return store.find(ATHLETE, ActivityId.of(id))
                .orElseThrow(() -> new AssertionError("Activity " + id + " is not stored"));
    }

    private static long version(ActivityStore store) {
        return store.syncState(ATHLETE).map(SyncState::version).orElse(0L);
    }

    private static List<Long> ids(List<StoredActivity> activities) {
        return activities.stream().map(activity -> activity.id().value()).toList();
    }

    private static SyncState state(long version) {
        return SyncState.builder(ATHLETE, version).coverage(COVERAGE).build();
    }

    private static SyncCommit commit(long version, StoredActivity... changed) {
        return SyncCommit.of(state(version), List.of(changed), List.of(), List.of());
    }

    /** Rows and entries in quarantine that tell of which version they are. */
    private static SyncCommit generation(long version, int rows) {
        return SyncCommit.of(
                state(version),
                LongStream.rangeClosed(1, rows)
                        .mapToObj(id -> StoredActivity.builder(
                                        ATHLETE,
                                        ActivityId.of(id),
                                        "{\"version\":" + version + "}",
                                        OBSERVED.plusSeconds(version))
                                .name(Long.toString(version))
                                .startDate(START)
                                .build())
                        .toList(),
                LongStream.rangeClosed(1, rows)
                        .mapToObj(id -> quarantined("{" + id, id, id).tried((int) version, null, ""))
                        .toList(),
                List.of());
    }

    private static StoredActivity activity(long id) {
        return named(id, "Activity " + id);
    }

    private static StoredActivity named(long id, String name) {
        return full(id).name(name).build();
    }

    private static StoredActivity startingAt(long id, @Nullable Instant start) {
        return full(id).startDate(start).build();
    }

    private static StoredActivity.Builder full(long id) {
        return StoredActivity.builder(ATHLETE, ActivityId.of(id), "{\"id\":" + id + "}", OBSERVED)
                .name("Activity " + id)
                .sportType(SportType.of("UnheardOf"))
                .startDate(START)
                .startDateLocal(LocalDateTime.parse("2026-11-19T07:30:00"))
                .distance(42_195.3)
                .movingTime(Duration.ofSeconds(10_123));
    }

    private static QuarantinedActivity quarantined(String text, long secondsLater, @Nullable Long id) {
        return QuarantinedActivity.of(
                ATHLETE,
                bytes(text),
                "reason of " + text,
                OBSERVED.plusSeconds(secondsLater),
                id == null ? null : ActivityId.of(id));
    }

    private static ContentHash hash(String text) {
        return ContentHash.of(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
