package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ResourceStore} must do. */
public abstract class ResourceStoreContract {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final AthleteId OTHER = AthleteId.of(134816);
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final Instant START = Instant.parse("2026-11-19T06:30:00Z");
    private static final ActivityResource DETAIL = ActivityResource.DETAIL;
    private static final ActivityResource STREAMS = ActivityResource.STREAMS;
    private static final String VERSION = "2.0.0";
    private static final int ROUNDS = 10;
    private static final int PURGES = 4;

    /** How often others go on writing after a purge, should the store let them. */
    private static final int LATE_WRITES = 5;

    private ResourceStore store;
    private ResourceStore second;

    protected ResourceStoreContract() {}

    /**
     * A store without data; called before each test, and before what the subclass itself does {@code @BeforeEach}. The
     * contract closes nothing: a subclass closes {@code @AfterEach} what it has opened here and in the methods below.
     */
    protected abstract ResourceStore createStore();

    /**
     * Another instance on the data of the given store, as another process would have it. Itself if there is none; what
     * takes two is skipped then.
     */
    protected ResourceStore secondInstance(ResourceStore store) {
        return store;
    }

    /**
     * Another instance on the data of the given store, of which each write takes effect but its answer is lost on the
     * way: the connection breaks after the database has committed. Itself if that cannot be had; what it is for is
     * skipped then.
     */
    protected ResourceStore withLostAnswers(ResourceStore store) {
        return store;
    }

    /**
     * The data of the given store as it is found after a restart: the store is closed, and opened again. The given one
     * is not used any more. Itself if that cannot be had; what it is for is skipped then.
     */
    protected ResourceStore reopened(ResourceStore store) {
        return store;
    }

    /** A store whose database does not answer; empty if that cannot be had. */
    protected Optional<ResourceStore> unreachableStore() {
        return Optional.empty();
    }

    @BeforeEach
    final void createStores() {
        store = createStore();
        second = secondInstance(store);
    }

    @Test
    public void reads_nothingQueued_areEmpty() {
        assertNothingOf(ATHLETE);
    }

    @Test
    public void enqueue_newRows_areStoredEach() {
        store.enqueue(List.of(queued(1, DETAIL), queued(1, STREAMS), queued(2, DETAIL)));

        Compared.resource(queued(1, DETAIL), found(1, DETAIL));
        Compared.resource(queued(1, STREAMS), found(1, STREAMS));
        Compared.resource(queued(2, DETAIL), found(2, DETAIL));
        assertTrue(found(1, DETAIL).version() > 0, "what is stored has a version");
        assertEquals(Optional.empty(), second.find(ATHLETE, ActivityId.of(2), STREAMS));
    }

    @Test
    public void enqueue_nothing_isDone() {
        store.enqueue(List.of());

        assertNothingOf(ATHLETE);
    }

    @Test
    public void enqueue_whatIsDone_queuesItAnewAndKeepsTheJson() {
        store.enqueue(List.of(queued(1, DETAIL)));
        assertTrue(store.replace(done(found(1, DETAIL), "{\"old\":1}")));

        Instant later = NOW.plusSeconds(60);
        StoredResource again = StoredResource.builder(ATHLETE, ActivityId.of(1), DETAIL, later)
                .startDate(START.plusSeconds(5))
                .build();
        second.enqueue(List.of(again));

        Compared.resource(again.toBuilder().content("{\"old\":1}", NOW).build(), found(1, DETAIL));
        assertEquals(List.of("DETAIL 1"), names(store.due(ResourceQuery.of(ATHLETE, later))));
    }

    @Test
    public void enqueue_anyStatus_isQueuedAnew() {
        for (ResourceStatus status : ResourceStatus.values()) {
            store.enqueue(List.of(queued(1, STREAMS)));
            Instant notBefore = status.isPending() ? NOW.plusSeconds(3600) : null;
            assertTrue(store.replace(found(1, STREAMS).toBuilder()
                    .status(status, notBefore)
                    .attempts(7, VERSION, "ServerErrorException")
                    .build()));

            store.enqueue(List.of(queued(1, STREAMS)));

            Compared.resource(queued(1, STREAMS), found(1, STREAMS));
        }
    }

    @Test
    public void enqueue_whileAFetchIsUnderWay_makesItLose() {
        store.enqueue(List.of(queued(1, DETAIL)));
        StoredResource underWay = found(1, DETAIL);

        second.enqueue(List.of(queued(1, DETAIL)));

        assertFalse(store.replace(done(underWay, "{\"stale\":1}")), "it began before it was queued again");
        Compared.resource(queued(1, DETAIL), found(1, DETAIL));
    }

    @Test
    public void enqueue_ofManyRows_storesThemAndNoOtherAthletes() {
        for (int page : new int[] {200, 1000}) {
            List<StoredResource> rows = new ArrayList<>();
            for (long id = 1; id <= page; id++) {
                rows.add(queued(id, DETAIL));
                rows.add(queued(id, STREAMS));
            }
            for (int i = 0; i < 2; i++) {
                store.enqueue(rows);
                assertEquals(
                        Map.of(
                                DETAIL, Map.of(ResourceStatus.QUEUED, page),
                                STREAMS, Map.of(ResourceStatus.QUEUED, page)),
                        counts(store, ATHLETE));
            }
        }
        assertEquals(
                2000,
                store.due(ResourceQuery.of(ATHLETE, NOW).limit(Integer.MAX_VALUE))
                        .size());
        assertNothingOf(OTHER);
    }

    @Test
    public void enqueue_ofSeveralAthletes_givesEachItsRow() {
        StoredResource theirs =
                StoredResource.builder(OTHER, ActivityId.of(1), DETAIL, NOW).build();
        store.enqueue(List.of(queued(1, DETAIL), theirs));

        Compared.resource(queued(1, DETAIL), found(1, DETAIL));
        Compared.resource(theirs, second.find(OTHER, ActivityId.of(1), DETAIL).orElseThrow());
    }

    @Test
    public void enqueue_whileOthersRead_isSeenWholeOrNotAtAll() {
        int rows = 40;
        AtomicBoolean writing = new AtomicBoolean(true);
        Callable<Boolean> writer = () -> {
            try {
                for (int i = 0; i < 20; i++) {
                    Instant queuedAt = NOW.minusSeconds(i);
                    store.enqueue(LongStream.rangeClosed(1, rows)
                            .mapToObj(id -> StoredResource.builder(ATHLETE, ActivityId.of(id), DETAIL, queuedAt)
                                    .build())
                            .toList());
                }
            } finally {
                writing.set(false);
            }
            return true;
        };
        Callable<Boolean> reader = () -> {
            while (writing.get()) {
                List<StoredResource> due = second.due(ResourceQuery.of(ATHLETE, NOW));
                assertTrue(due.isEmpty() || due.size() == rows, "of " + rows + " rows there were " + due.size());
                assertTrue(
                        due.stream().map(StoredResource::queuedAt).distinct().count() <= 1,
                        "rows that were queued at different times");
            }
            return true;
        };

        Race.run("rows are queued and readers are answered", List.of(writer, reader, reader));
    }

    @Test
    public void missing_answersWhatHasNoRowOfTheResource() {
        store.enqueue(List.of(queued(1, DETAIL), queued(2, STREAMS), queued(3, DETAIL)));
        assertTrue(store.replace(done(found(3, DETAIL), "{}")));
        List<ActivityId> asked = List.of(ActivityId.of(1), ActivityId.of(2), ActivityId.of(3), ActivityId.of(4));

        assertEquals(Set.of(ActivityId.of(2), ActivityId.of(4)), Set.copyOf(second.missing(ATHLETE, DETAIL, asked)));
        assertEquals(
                Set.of(ActivityId.of(1), ActivityId.of(3), ActivityId.of(4)),
                Set.copyOf(store.missing(ATHLETE, STREAMS, asked)));
        assertEquals(Set.copyOf(asked), Set.copyOf(store.missing(OTHER, DETAIL, asked)));
        assertEquals(Set.of(), store.missing(ATHLETE, DETAIL, List.of()));
    }

    @Test
    public void missing_ofAHundredThousand_answersAllButThoseStored() {
        store.enqueue(List.of(queued(1, DETAIL), queued(99_999, DETAIL), queued(7, STREAMS)));
        List<ActivityId> asked = new ArrayList<>(
                LongStream.rangeClosed(1, 100_000).mapToObj(ActivityId::of).toList());
        asked.add(ActivityId.of(2));

        Set<ActivityId> missing = store.missing(ATHLETE, DETAIL, asked);

        assertEquals(99_998, missing.size());
        assertFalse(missing.contains(ActivityId.of(1)));
        assertFalse(missing.contains(ActivityId.of(99_999)));
    }

    @Test
    public void replace_everyPart_comesBack() {
        store.enqueue(List.of(queued(1, STREAMS)));
        List<StoredResource> states = List.of(
                queued(1, STREAMS).toBuilder()
                        .status(ResourceStatus.NOT_YET, NOW.plusMillis(300_001))
                        .attempts(1, VERSION, null)
                        .build(),
                queued(1, STREAMS).toBuilder()
                        .status(ResourceStatus.FAILED, Instant.parse("2038-01-19T03:14:08Z"))
                        .attempts(2, "2.0.1-SNAPSHOT", "ServerErrorException")
                        .startDate(null)
                        .build(),
                queued(1, STREAMS).toBuilder()
                        .status(ResourceStatus.DONE, null)
                        .attempts(3, VERSION, null)
                        .content("{\"time\":{}}", NOW.plusSeconds(9))
                        .build(),
                queued(1, STREAMS).toBuilder()
                        .status(ResourceStatus.DONE, null)
                        .attempts(Integer.MAX_VALUE, VERSION, null)
                        .content("{\"time\":[1]}", Instant.parse("2033-06-15T12:25:12Z"))
                        .build());
        for (StoredResource state : states) {
            long before = found(1, STREAMS).version();
            assertTrue(store.replace(state.toBuilder().version(before).build()));
            reopen();
            Compared.resource(state, found(1, STREAMS));
            assertTrue(found(1, STREAMS).version() != before, "each write gives a new version");
        }
    }

    @Test
    public void replace_withoutJson_keepsWhatIsStored() {
        store.enqueue(List.of(queued(1, DETAIL)));
        assertTrue(store.replace(done(found(1, DETAIL), "{\"a\":1}")));

        StoredResource none = queued(1, DETAIL).toBuilder()
                .version(found(1, DETAIL).version())
                .status(ResourceStatus.NONE, null)
                .build();
        assertTrue(second.replace(none));
        reopen();

        Compared.resource(none.toBuilder().content("{\"a\":1}", NOW).build(), found(1, DETAIL));
    }

    @Test
    public void replace_otherVersion_changesNothing() {
        store.enqueue(List.of(queued(1, DETAIL)));
        StoredResource stale = found(1, DETAIL);
        assertTrue(second.replace(done(stale, "{\"newer\":1}")));

        assertFalse(store.replace(done(stale, "{\"older\":1}")));
        assertFalse(second.replace(stale));
        assertFalse(store.replace(stale.toBuilder().version(0).build()));

        assertEquals(Optional.of("{\"newer\":1}"), found(1, DETAIL).rawJson());
        assertEquals(ResourceStatus.DONE, found(1, DETAIL).status());
    }

    @Test
    public void replace_sentAgain_changesNothing() {
        store.enqueue(List.of(queued(1, DETAIL)));
        StoredResource fetched = done(found(1, DETAIL), "{\"a\":1}");
        assertTrue(store.replace(fetched));
        long version = found(1, DETAIL).version();

        assertFalse(second.replace(fetched));

        Compared.resource(fetched, found(1, DETAIL));
        assertEquals(version, found(1, DETAIL).version());
    }

    @Test
    public void writes_whoseAnswersAreLost_areThereWholeOrNotAtAll() {
        ResourceStore losing = withLostAnswers(store);
        assumeFalse(Compared.isSame(losing, store), "lost answers cannot be had");
        List<StoredResource> rows = List.of(queued(1, DETAIL), queued(2, DETAIL), queued(3, STREAMS));
        try {
            losing.enqueue(rows);
        } catch (StoreException e) {
            int there = store.due(ResourceQuery.of(ATHLETE, NOW)).size();
            assertTrue(there == 0 || there == rows.size(), "of " + rows.size() + " rows there are " + there);
            store.enqueue(rows);
        }
        assertEquals(rows.size(), store.due(ResourceQuery.of(ATHLETE, NOW)).size());

        StoredResource fetched = done(found(1, DETAIL), "{\"a\":1}");
        try {
            assertTrue(losing.replace(fetched), "nobody else was first");
        } catch (StoreException e) {
            store.replace(fetched);
        }
        Compared.resource(fetched, found(1, DETAIL));
    }

    @Test
    public void replace_noRow_createsNone() {
        assertFalse(store.replace(queued(1, DETAIL)));
        assertFalse(store.replace(queued(1, DETAIL).toBuilder().version(3).build()));

        assertNothingOf(ATHLETE);
    }

    @Test
    public void store_openedAgain_goesOnWithWhatWasThere() {
        store.enqueue(List.of(queued(1, DETAIL), queued(2, STREAMS)));
        StoredResource stale = found(1, DETAIL);
        StoredResource fetched = done(stale, "{\"a\":1}");
        assertTrue(store.replace(fetched));

        assumeTrue(reopen(), "a store that is opened again cannot be had");

        Compared.resource(fetched, found(1, DETAIL));
        Compared.resource(queued(2, STREAMS), found(2, STREAMS));
        assertFalse(store.replace(done(stale, "{\"older\":1}")));
        assertTrue(store.replace(done(found(1, DETAIL), "{\"newer\":1}")));
        store.purge(ATHLETE);
        reopen();
        assertNothingOf(ATHLETE);
    }

    @Test
    public void replace_manyThreadsOneVersion_exactlyOneWins() {
        store.enqueue(List.of(queued(1, DETAIL)));
        for (int round = 0; round < ROUNDS; round++) {
            StoredResource seen = found(1, DETAIL);
            List<Boolean> won = Race.run(
                    "a write that is not the first is answered false",
                    thread -> () -> instance(thread).replace(done(seen, "{\"thread\":" + thread + "}")));

            int winner = Race.onlyWinner(won);
            assertEquals(
                    Optional.of("{\"thread\":" + winner + "}"), found(1, DETAIL).rawJson());
        }
    }

    @Test
    public void enqueue_manyThreadsTheSameRows_noneFails() {
        List<StoredResource> rows =
                LongStream.rangeClosed(1, 50).mapToObj(id -> queued(id, DETAIL)).toList();
        List<StoredResource> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        Race.run("rows are queued, whoever queues them too", thread -> () -> {
            instance(thread).enqueue(thread % 3 == 0 ? reversed : rows);
            return true;
        });

        assertEquals(Map.of(DETAIL, Map.of(ResourceStatus.QUEUED, 50)), counts(store, ATHLETE));
    }

    @Test
    public void due_isNewestFirstWithTiesByIdAndResource() {
        store.enqueue(List.of(
                startingAt(1, DETAIL, START.minusSeconds(1)),
                startingAt(2, STREAMS, START),
                startingAt(2, DETAIL, START),
                startingAt(3, DETAIL, START),
                startingAt(4, DETAIL, null),
                startingAt(5, STREAMS, null),
                startingAt(6, DETAIL, START.plusSeconds(1))));
        List<String> order =
                List.of("DETAIL 6", "DETAIL 3", "DETAIL 2", "STREAMS 2", "DETAIL 1", "STREAMS 5", "DETAIL 4");

        assertEquals(order, names(store.due(ResourceQuery.of(ATHLETE, NOW))));
        for (int limit = 1; limit <= order.size(); limit++) {
            assertEquals(
                    order.subList(0, limit),
                    names(second.due(ResourceQuery.of(ATHLETE, NOW).limit(limit))));
        }
    }

    @Test
    public void due_onlyWhatIsPendingAndReached() {
        long id = 0;
        List<String> expected = new ArrayList<>();
        for (ResourceStatus status : ResourceStatus.values()) {
            for (int seconds = -1; seconds <= 1; seconds++) {
                store.enqueue(List.of(queued(++id, DETAIL)));
                Instant notBefore = status.isPending() ? NOW.plusSeconds(seconds) : null;
                assertTrue(store.replace(found(id, DETAIL).toBuilder()
                        .status(status, notBefore)
                        .attempts(1, VERSION, null)
                        .build()));
                if (status.isPending() && seconds <= 0) {
                    expected.add(0, "DETAIL " + id);
                }
            }
        }

        assertEquals(expected, names(store.due(ResourceQuery.of(ATHLETE, NOW))));
        assertEquals(List.of(), store.due(ResourceQuery.of(OTHER, NOW)));
    }

    @Test
    public void due_ofCertainResources_leavesOutTheOthers() {
        store.enqueue(List.of(queued(1, DETAIL), queued(1, STREAMS), queued(2, STREAMS)));

        assertEquals(
                List.of("STREAMS 2"),
                names(store.due(
                        ResourceQuery.of(ATHLETE, NOW).only(Set.of(STREAMS)).limit(1))));
        assertEquals(
                List.of("DETAIL 1"),
                names(store.due(ResourceQuery.of(ATHLETE, NOW).only(Set.of(DETAIL)))));
        assertEquals(List.of(), store.due(ResourceQuery.of(ATHLETE, NOW).only(Set.of())));
    }

    @Test
    public void due_afterAnUpgrade_bringsFailuresOfOtherVersions() {
        tried(1, ResourceStatus.FAILED, "1.9.9");
        tried(2, ResourceStatus.FAILED, VERSION);
        tried(3, ResourceStatus.NOT_YET, "1.9.9");
        tried(4, ResourceStatus.DONE, "1.9.9");

        assertEquals(List.of(), store.due(ResourceQuery.of(ATHLETE, NOW)));
        assertEquals(
                List.of("DETAIL 1"),
                names(store.due(ResourceQuery.of(ATHLETE, NOW).orFailedWithOtherThan(VERSION))));
        for (String other : List.of(VERSION + "-rc1", VERSION + " ", " " + VERSION, VERSION + "-RC1")) {
            tried(1, ResourceStatus.FAILED, other);
            for (String asking : List.of(VERSION, VERSION + "-Rc1", VERSION + "  ")) {
                assertTrue(
                        names(store.due(ResourceQuery.of(ATHLETE, NOW).orFailedWithOtherThan(asking)))
                                .contains("DETAIL 1"),
                        "'" + asking + "' is another version than '" + other + "'");
            }
            assertFalse(names(store.due(ResourceQuery.of(ATHLETE, NOW).orFailedWithOtherThan(other)))
                    .contains("DETAIL 1"));
        }
    }

    @Test
    public void due_withoutJson_hasAllTheRest() {
        store.enqueue(List.of(queued(1, DETAIL)));
        assertTrue(store.replace(done(found(1, DETAIL), "{\"a\":1}")));
        store.enqueue(List.of(queued(1, DETAIL)));

        List<StoredResource> due = store.due(ResourceQuery.of(ATHLETE, NOW));

        assertEquals(1, due.size());
        Compared.resource(queued(1, DETAIL).toBuilder().content(null, NOW).build(), due.get(0));
        assertTrue(store.replace(done(due.get(0), "{\"b\":1}")), "what is due can be replaced");
    }

    @Test
    public void counts_tellEachStatus() {
        tried(1, ResourceStatus.FAILED, VERSION);
        tried(2, ResourceStatus.DONE, VERSION);
        tried(3, ResourceStatus.DONE, VERSION);
        store.enqueue(List.of(queued(3, STREAMS)));

        assertEquals(
                Map.of(
                        DETAIL, Map.of(ResourceStatus.FAILED, 1, ResourceStatus.DONE, 2),
                        STREAMS, Map.of(ResourceStatus.QUEUED, 1)),
                counts(second, ATHLETE));
    }

    @Test
    public void rawJson_comesBackByteForByte() {
        List<String> texts = List.of(
                "{\"b\":1.50, \"a\" : 1e3,\n\t\"a\":2}",
                " {\"id\":9007199254740993,\"x\":0.1000} ",
                "{\"name\":\"\\u0000 \\uD83D \\/ \\\" \\\\ \uD83D\uDEB4 e\u0301 \u202E \uFEFF \uFFFF '' %_ ; --\"}",
                "{\"latlng\":{\"data\":[" + "[51.4778500,-0.0014200],".repeat(150_000) + "[0,0]]}}");
        store.enqueue(List.of(queued(1, STREAMS)));
        for (String text : texts) {
            assertTrue(store.replace(done(found(1, STREAMS), text)));
            reopen();
            assertTrue(
                    found(1, STREAMS).rawJson().orElse("").equals(text),
                    "the JSON of " + text.length() + " characters was changed");
        }
    }

    @Test
    public void rawJson_of32Megabytes_comesBack() {
        String largest = OddTexts.largest();
        store.enqueue(List.of(queued(1, STREAMS), queued(2, STREAMS)));
        assertTrue(store.replace(done(found(1, STREAMS), largest)));
        store.enqueue(List.of(queued(1, STREAMS)));

        assertEquals(List.of("STREAMS 2", "STREAMS 1"), names(store.due(ResourceQuery.of(ATHLETE, NOW))));
        StoredResource found =
                store.find(ATHLETE, ActivityId.of(1), STREAMS).orElseThrow(() -> new AssertionError("The row is gone"));
        assertTrue(found.rawJson().orElse("").equals(largest), "the JSON was changed");
        assertTrue(second.replace(done(found, "{}")));
        assertEquals(Optional.of("{}"), found(1, STREAMS).rawJson());
    }

    @Test
    public void rawJson_thatIsNotText_comesBackOrIsRefusedWhole() {
        store.enqueue(List.of(queued(1, DETAIL)));
        assertTrue(store.replace(done(found(1, DETAIL), "{}")));
        for (String text : OddTexts.noText()) {
            StoredResource before = found(1, DETAIL);
            String odd = "{\"a\":\"" + text + "\"}";
            try {
                assertTrue(store.replace(done(before, odd)));
                assertTrue(found(1, DETAIL).rawJson().orElse("").equals(odd), "neither refused nor kept");
            } catch (StoreException e) {
                assertFalse(e.retryable(), "it would be refused again");
                Compared.resource(before, found(1, DETAIL));
                assertEquals(before.version(), found(1, DETAIL).version());
            }
        }
    }

    @Test
    public void texts_ofAnyKind_areOnlyData() {
        StoredResource theirs = StoredResource.builder(OTHER, ActivityId.of(1), DETAIL, NOW)
                .attempts(1, VERSION, "Theirs")
                .build();
        store.enqueue(List.of(queued(1, DETAIL), theirs));
        for (String text : OddTexts.hostile()) {
            StoredResource row = found(1, DETAIL).toBuilder()
                    .status(ResourceStatus.FAILED, NOW.plusSeconds(3600))
                    .attempts(1, text, text)
                    .content(OddTexts.json(text), NOW)
                    .build();
            assertTrue(store.replace(row));
            reopen();
            Compared.resource(row, found(1, DETAIL));
            assertEquals(
                    List.of(),
                    store.due(ResourceQuery.of(ATHLETE, NOW).orFailedWithOtherThan(text)),
                    "the very version that failed has to wait");
            assertEquals(
                    List.of("DETAIL 1"),
                    names(store.due(ResourceQuery.of(ATHLETE, NOW).orFailedWithOtherThan(text + "1"))));
            store.enqueue(List.of(row.toBuilder().content(null, null).build()));
            Compared.resource(row, found(1, DETAIL));
        }

        store.purge(ATHLETE);
        assertNothingOf(ATHLETE);
        Compared.resource(theirs, second.find(OTHER, ActivityId.of(1), DETAIL).orElseThrow());
    }

    @Test
    public void texts_thatAreNone_doNotHinderTheWrite() {
        store.enqueue(List.of(queued(1, DETAIL)));
        for (String text : OddTexts.noText()) {
            assertTrue(store.replace(found(1, DETAIL).toBuilder()
                    .status(ResourceStatus.FAILED, NOW)
                    .attempts(1, "before" + text, "before" + text)
                    .build()));
            assertTrue(found(1, DETAIL).failure().orElse("").startsWith("before"), "the rest is kept");
            assertTrue(found(1, DETAIL).triedBy().orElse("").startsWith("before"), "the rest is kept");
        }
    }

    @Test
    public void dates_farAway_comeBack() {
        List<Instant> dates = new ArrayList<>(FarTimes.KEPT);
        dates.addAll(FarTimes.BEYOND);
        for (Instant date : dates) {
            StoredResource row = StoredResource.builder(ATHLETE, ActivityId.of(1), STREAMS, date)
                    .startDate(date)
                    .build();
            store.enqueue(List.of(row));
            assertEquals(List.of("STREAMS 1"), names(store.due(ResourceQuery.of(ATHLETE, date))));
            assertTrue(store.replace(
                    found(1, STREAMS).toBuilder().content("{}", date).build()));
            reopen();
            StoredResource found = found(1, STREAMS);
            for (Instant kept : List.of(
                    found.queuedAt(),
                    found.notBefore().orElseThrow(),
                    found.startDate().orElseThrow(),
                    found.observedAt().orElseThrow())) {
                if (FarTimes.KEPT.contains(date)) {
                    assertEquals(date, kept);
                } else {
                    FarTimes.assertSameOrNearestEnd(date, kept);
                }
            }
        }
    }

    @Test
    public void ids_beyondTheDoublesIntegers_stayDistinct() {
        AthleteId athlete = AthleteId.of(9_007_199_254_740_993L);
        List<Long> ids = List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, 9_007_199_254_740_993L, 9_007_199_254_740_992L);
        store.enqueue(ids.stream()
                .map(id -> StoredResource.builder(athlete, ActivityId.of(id), DETAIL, NOW)
                        .build())
                .toList());

        assertEquals(ids.stream().map(id -> "DETAIL " + id).toList(), names(store.due(ResourceQuery.of(athlete, NOW))));
        assertNothingOf(AthleteId.of(9_007_199_254_740_992L));
    }

    @Test
    public void purge_leavesNothingAndIsIdempotent() {
        store.enqueue(List.of(queued(1, DETAIL), queued(2, STREAMS)));
        assertTrue(store.replace(done(found(1, DETAIL), "{}")));
        StoredResource theirs =
                StoredResource.builder(OTHER, ActivityId.of(1), DETAIL, NOW).build();
        store.enqueue(List.of(theirs));

        store.purge(ATHLETE);
        assertNothingOf(ATHLETE);
        store.purge(ATHLETE);
        assertNothingOf(ATHLETE);

        assertTrue(store.find(OTHER, ActivityId.of(1), DETAIL).isPresent(), "another athlete's rows stay");
    }

    @Test
    public void replace_fromBeforeAPurge_bringsNothingBack() {
        Set<Long> versions = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            store.enqueue(List.of(queued(1, DETAIL)));
            StoredResource before = found(1, DETAIL);
            assertTrue(versions.add(before.version()), "a version is not used again");
            assertTrue(instance(round).replace(before));
            assertTrue(versions.add(found(1, DETAIL).version()), "a version is not used again");
            StoredResource last = found(1, DETAIL);
            store.purge(ATHLETE);

            assertFalse(second.replace(done(last, "{\"from\":\"before\"}")));
            assertNothingOf(ATHLETE);
            second.enqueue(List.of(queued(1, DETAIL)));
            assertFalse(store.replace(done(last, "{\"from\":\"before\"}")));
            assertTrue(versions.add(found(1, DETAIL).version()), "a version is not used again");
            store.purge(ATHLETE);
        }
    }

    @Test
    public void purge_whileOthersReplace_leavesNothing() {
        for (int round = 0; round < PURGES; round++) {
            store.enqueue(List.of(queued(1, DETAIL), queued(2, DETAIL), queued(3, STREAMS)));
            AtomicBoolean purged = new AtomicBoolean();
            List<Callable<Boolean>> steps = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                ResourceStore instance = instance(thread);
                ActivityId id = ActivityId.of(1 + thread % 2);
                steps.add(() -> {
                    Optional<StoredResource> row = instance.find(ATHLETE, id, DETAIL);
                    for (int late = 0; row.isPresent() && late < LATE_WRITES; late += purged.get() ? 1 : 0) {
                        instance.replace(done(row.get(), "{}"));
                        row = instance.find(ATHLETE, id, DETAIL);
                    }
                    return true;
                });
            }
            steps.add(() -> {
                second.purge(ATHLETE);
                purged.set(true);
                return true;
            });

            Race.run("a purge is done, and a write after it is answered false", steps);

            assertNothingOf(ATHLETE);
        }
    }

    @Test
    public void trouble_isThrownAndNotAnsweredAsEmpty() {
        Optional<ResourceStore> without = unreachableStore();
        assumeTrue(without.isPresent(), "a store whose database does not answer cannot be had");
        ResourceStore unreachable = without.orElseThrow();

        assertThrows(StoreException.class, () -> unreachable.find(ATHLETE, ActivityId.of(1), DETAIL));
        assertThrows(StoreException.class, () -> unreachable.missing(ATHLETE, DETAIL, List.of(ActivityId.of(1))));
        assertThrows(StoreException.class, () -> unreachable.enqueue(List.of(queued(1, DETAIL))));
        assertThrows(StoreException.class, () -> unreachable.due(ResourceQuery.of(ATHLETE, NOW)));
        assertThrows(StoreException.class, () -> unreachable.replace(queued(1, DETAIL)));
        assertThrows(StoreException.class, () -> unreachable.counts(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.purge(ATHLETE));
    }

    private void tried(long id, ResourceStatus status, String version) {
        store.enqueue(List.of(queued(id, DETAIL)));
        assertTrue(store.replace(found(id, DETAIL).toBuilder()
                .status(status, status.isPending() ? NOW.plusSeconds(3600) : null)
                .attempts(5, version, status == ResourceStatus.FAILED ? "ResponseFormatException" : null)
                .build()));
    }

    /** Goes on with what is found after a restart; false if that cannot be had. */
    private boolean reopen() {
        ResourceStore before = store;
        store = reopened(before);
        if (Compared.isSame(store, before)) {
            return false;
        }
        second = secondInstance(store);
        return true;
    }

    private ResourceStore instance(int thread) {
        return thread % 2 == 0 ? store : second;
    }

    private void assertNothingOf(AthleteId athlete) {
        for (ResourceStore instance : List.of(store, second)) {
            for (ActivityResource resource : ActivityResource.values()) {
                assertEquals(Optional.empty(), instance.find(athlete, ActivityId.of(1), resource));
                assertEquals(Set.of(ActivityId.of(1)), instance.missing(athlete, resource, List.of(ActivityId.of(1))));
            }
            assertEquals(List.of(), instance.due(ResourceQuery.of(athlete, NOW)));
            assertEquals(Map.of(), counts(instance, athlete));
        }
    }

    /** What there is; what there is none of may be left out, or be zero. */
    private static Map<ActivityResource, Map<ResourceStatus, Integer>> counts(ResourceStore store, AthleteId athlete) {
        Map<ActivityResource, Map<ResourceStatus, Integer>> counts = new EnumMap<>(ActivityResource.class);
        store.counts(athlete).forEach((resource, statuses) -> {
            Map<ResourceStatus, Integer> some = new EnumMap<>(ResourceStatus.class);
            statuses.forEach((status, count) -> {
                if (count != 0) {
                    some.put(status, count);
                }
            });
            if (!some.isEmpty()) {
                counts.put(resource, some);
            }
        });
        return counts;
    }

    private StoredResource found(long id, ActivityResource resource) {
        StoredResource found = store.find(ATHLETE, ActivityId.of(id), resource)
                .orElseThrow(() -> new AssertionError(resource + " of " + id + " is not stored"));
        assertEquals(
                Optional.of(found.version()),
                second.find(ATHLETE, ActivityId.of(id), resource).map(StoredResource::version));
        return found;
    }

    private static List<String> names(List<StoredResource> rows) {
        return rows.stream().map(row -> row.resource() + " " + row.activity()).toList();
    }

    private static StoredResource queued(long id, ActivityResource resource) {
        return startingAt(id, resource, START);
    }

    private static StoredResource startingAt(long id, ActivityResource resource, @Nullable Instant start) {
        return StoredResource.builder(ATHLETE, ActivityId.of(id), resource, NOW)
                .startDate(start)
                .build();
    }

    private static StoredResource done(StoredResource from, String json) {
        return from.toBuilder()
                .status(ResourceStatus.DONE, null)
                .attempts(1, VERSION, null)
                .content(json, NOW)
                .build();
    }
}
