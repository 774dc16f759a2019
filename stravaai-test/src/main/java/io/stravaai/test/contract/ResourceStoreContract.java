package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private ResourceStore store;
    private ResourceStore second;

    protected ResourceStoreContract() {}

    /** A store without data; called before each test. */
    protected abstract ResourceStore createStore();

    /** Another instance on the data of the given store, as another process would have it; itself if there is none. */
    protected ResourceStore secondInstance(ResourceStore store) {
        return store;
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

        assertSame(queued(1, DETAIL), found(1, DETAIL));
        assertSame(queued(1, STREAMS), found(1, STREAMS));
        assertSame(queued(2, DETAIL), found(2, DETAIL));
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

        assertSame(again.toBuilder().content("{\"old\":1}", NOW).build(), found(1, DETAIL));
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

            assertSame(queued(1, STREAMS), found(1, STREAMS));
        }
    }

    @Test
    public void enqueue_whileAFetchIsUnderWay_makesItLose() {
        store.enqueue(List.of(queued(1, DETAIL)));
        StoredResource underWay = found(1, DETAIL);

        second.enqueue(List.of(queued(1, DETAIL)));

        assertFalse(store.replace(done(underWay, "{\"stale\":1}")), "it began before it was queued again");
        assertSame(queued(1, DETAIL), found(1, DETAIL));
    }

    @Test
    public void enqueue_aWholePage_storesItAndNoOtherAthletes() {
        List<StoredResource> rows = new ArrayList<>();
        for (long id = 1; id <= 200; id++) {
            rows.add(queued(id, DETAIL));
            rows.add(queued(id, STREAMS));
        }
        for (int i = 0; i < 2; i++) {
            store.enqueue(rows);
            assertEquals(
                    Map.of(
                            DETAIL, Map.of(ResourceStatus.QUEUED, 200),
                            STREAMS, Map.of(ResourceStatus.QUEUED, 200)),
                    store.counts(ATHLETE));
        }
        assertNothingOf(OTHER);
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
            assertSame(state, found(1, STREAMS));
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

        assertSame(none.toBuilder().content("{\"a\":1}", NOW).build(), found(1, DETAIL));
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
    public void replace_noRow_createsNone() {
        assertFalse(store.replace(queued(1, DETAIL)));
        assertFalse(store.replace(queued(1, DETAIL).toBuilder().version(3).build()));

        assertNothingOf(ATHLETE);
    }

    @Test
    public void replace_manyThreadsOneVersion_exactlyOneWins() {
        store.enqueue(List.of(queued(1, DETAIL)));
        for (int round = 0; round < ROUNDS; round++) {
            StoredResource seen = found(1, DETAIL);
            List<Boolean> won =
                    Race.run(thread -> () -> instance(thread).replace(done(seen, "{\"thread\":" + thread + "}")));

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
        Race.run(thread -> () -> {
            instance(thread).enqueue(thread % 3 == 0 ? reversed : rows);
            return true;
        });

        assertEquals(Map.of(DETAIL, Map.of(ResourceStatus.QUEUED, 50)), store.counts(ATHLETE));
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
    }

    @Test
    public void due_withoutJson_hasAllTheRest() {
        store.enqueue(List.of(queued(1, DETAIL)));
        assertTrue(store.replace(done(found(1, DETAIL), "{\"a\":1}")));
        store.enqueue(List.of(queued(1, DETAIL)));

        List<StoredResource> due = store.due(ResourceQuery.of(ATHLETE, NOW));

        assertEquals(1, due.size());
        assertSame(queued(1, DETAIL).toBuilder().content(null, NOW).build(), due.get(0));
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
                second.counts(ATHLETE));
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
            assertTrue(
                    found(1, STREAMS).rawJson().orElse("").equals(text),
                    "the JSON of " + text.length() + " characters was changed");
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
            store.purge(ATHLETE);

            assertFalse(second.replace(done(before, "{\"from\":\"before\"}")));
            assertNothingOf(ATHLETE);
        }
    }

    private void tried(long id, ResourceStatus status, String version) {
        store.enqueue(List.of(queued(id, DETAIL)));
        assertTrue(store.replace(found(id, DETAIL).toBuilder()
                .status(status, status.isPending() ? NOW.plusSeconds(3600) : null)
                .attempts(5, version, status == ResourceStatus.FAILED ? "ResponseFormatException" : null)
                .build()));
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
            assertEquals(Map.of(), instance.counts(athlete));
        }
    }

    /** The same but for the version. */
    private static void assertSame(StoredResource expected, StoredResource actual) {
        assertEquals(expected.athlete(), actual.athlete());
        assertEquals(expected.activity(), actual.activity());
        assertEquals(expected.resource(), actual.resource());
        assertEquals(expected.status(), actual.status());
        assertEquals(expected.notBefore(), actual.notBefore());
        assertEquals(expected.attempts(), actual.attempts());
        assertEquals(expected.queuedAt(), actual.queuedAt());
        assertEquals(expected.startDate(), actual.startDate());
        assertEquals(expected.rawJson(), actual.rawJson());
        assertEquals(expected.observedAt(), actual.observedAt());
        assertEquals(expected.triedBy(), actual.triedBy());
        assertEquals(expected.failure(), actual.failure());
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
