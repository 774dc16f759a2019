package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.model.ActivityId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeExchange;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes of an application, alone and in pairs on one database, are killed with SIGKILL at random moments while the
 * athlete goes on, and are replaced by others; {@code -Dkills=1000} kills more of them. Time is virtual and shared by all.
 */
@Tag("processes")
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 50);

    /** Thirteen pages. */
    private static final int ACTIVITIES = 2450;

    private static final Instant OLDEST = Instant.parse("2018-02-03T00:00:00Z");

    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void nodes_killed_at_random_moments_lose_a_page_each_at_most_and_the_store_is_as_if_nothing_had_been(
            Databases database) throws Exception {
        long seed = System.getProperty("seed") == null ? new Random().nextLong() : Long.getLong("seed");
        System.out.println(database + ": repeat with -Dseed=" + seed + " -Dkills=" + KILLS);
        try (Campaign campaign = new Campaign(database.newUrl(folder), folder, seed)) {
            campaign.killAll();
            campaign.finishInPeace();
            System.out.println(database + ": " + campaign);

            campaign.assertNoRequestWasTooMuch();
            campaign.assertAtMostOnePageLostWithEachKill();
            campaign.assertStoredIsWhatStravaShows();
            campaign.assertStoredIsWhatAnUndisturbedNodeStores();
            campaign.assertDeletedIsWhatIsGone();
            campaign.assertStateIsSane();
            campaign.assertDatabaseIsSound();
        }
    }

    private static final class Campaign implements AutoCloseable {

        private final String url;
        private final Path time;
        private final Random random;
        private final SharedClock clock;
        private final FakeStrava strava;
        private final FakeAthlete athlete;
        private final ActivityStore store;
        private final ChangingHistory history;
        private final FakeStravaServer server;
        private final ScheduledExecutorService killer = Executors.newScheduledThreadPool(2);
        private final List<ChildProcess> started = new ArrayList<>();

        private final AtomicInteger refused = new AtomicInteger();
        /** Guards what the threads of requests use, below. */
        private final ReentrantLock lock = new ReentrantLock();

        private final Random onAnswer;
        private final List<Trigger> triggers = new ArrayList<>();
        private int lists;
        private volatile boolean killing = true;

        private final Map<String, Integer> moments = new TreeMap<>();
        private ChildProcess spare;
        private int kills;
        private int alone;
        private int listsAlone;
        private int toldAlone;
        private int storedAlone;
        private int listsOfPairs;
        private int toldOfPairs;
        private int storedOfPairs;

        /** Kills a node some time after so many lists more have been answered. */
        private static final class Trigger {

            final ChildProcess victim;
            final int delayMicros;
            int answersLeft;

            Trigger(ChildProcess victim, int answersLeft, int delayMicros) {
                this.victim = victim;
                this.answersLeft = answersLeft;
                this.delayMicros = delayMicros;
            }
        }

        Campaign(String url, Path folder, long seed) {
            this.url = url;
            this.time = folder.resolve("time");
            this.random = new Random(seed);
            this.onAnswer = new Random(seed + 1);
            this.clock = SharedClock.create(time, World.START);
            this.strava = FakeStrava.builder().clock(clock).seed(seed).build();
            this.athlete = strava.addAthlete();
            athlete.generateHistory(OLDEST, World.START.minusSeconds(3600), ACTIVITIES);
            var stores = Databases.newStores(url);
            stores.tokens().put(athlete.id(), athlete.grant());
            this.store = stores.activities();
            this.history = new ChangingHistory(athlete, store, clock, new Random(seed + 2), OLDEST);
            this.server = strava.startServer();
            strava.onAnswer(this::answered);
            strava.answerNext(FakeAnswer.real());
            this.spare = start();
        }

        /** Starts take longer than what follows, so the next node is always on its way. */
        private ChildProcess next() throws InterruptedException {
            ChildProcess node = spare;
            spare = start();
            node.expect("ready");
            return node;
        }

        private ChildProcess start() {
            ChildProcess node = Node.start(List.of(), url, server, strava, athlete.id(), time.toString());
            started.add(node);
            return node;
        }

        private void answered(FakeExchange exchange) {
            if (exchange.status() == 429) {
                refused.incrementAndGet();
            }
            if (!exchange.path().startsWith("/api/")) {
                return;
            }
            boolean changes;
            lock.lock();
            try {
                strava.answerNext(FakeAnswer.real().delayed(Duration.ofMillis(onAnswer.nextInt(10))));
                changes = killing && onAnswer.nextInt(10) == 0;
                if (exchange.path().equals(World.LIST) && exchange.status() == 200) {
                    lists++;
                    triggers.forEach(trigger -> trigger.answersLeft--);
                    triggers.stream()
                            .filter(trigger -> trigger.answersLeft == 0)
                            .forEach(trigger -> killLater(trigger.victim, trigger.delayMicros));
                }
            } finally {
                lock.unlock();
            }
            if (changes) {
                history.change();
            }
        }

        private void killLater(ChildProcess victim, int micros) {
            killer.schedule(victim::kill, micros, TimeUnit.MICROSECONDS);
        }

        private int lists() {
            lock.lock();
            try {
                return lists;
            } finally {
                lock.unlock();
            }
        }

        void killAll() throws InterruptedException {
            for (int round = 0; kills < KILLS; round++) {
                boolean pair = round % 2 == 1 && kills < KILLS - 1;
                for (int i = random.nextInt(4); i > 0; i--) {
                    history.change();
                }
                // In pairs nobody should have to wait for quota: the other one's calls would be late all at once.
                clock.advance(
                        pair
                                ? Duration.ofHours(24)
                                : Duration.ofSeconds(
                                        random.nextLong(Duration.ofMinutes(40).toSeconds())));
                if (round % 8 == 7) {
                    forget();
                }
                int listed = lists();
                int left = history.unlisted(coverage());
                long version = version();
                List<ChildProcess> victims = new ArrayList<>();
                victims.add(next());
                if (pair) {
                    victims.add(next());
                }
                victims.forEach(this::killSoon);
                victims.forEach(victim -> victim.tell("walk"));
                int told = 0;
                for (ChildProcess victim : victims) {
                    assertThat(victim.awaitEnd()).as(victim::text).isEqualTo(ChildProcess.KILLED);
                    assertThat(victim.said("failed")).as(victim::text).isEmpty();
                    told += victim.said("page").size();
                    kills++;
                }
                Databases.awaitNobodyElse(url);
                assertAllIsThereThatCountsAsListed();
                if (!pair) {
                    assertWentOnWhereTheLastOneWas(victims.get(0), left);
                }
                long moved = version() - version;
                // The first version is drawn at random.
                count(pair, lists() - listed, told, version == 0 ? told : Math.toIntExact(moved), victims);
            }
            killing = false;
            // So that few kills, too, are compared with something in the quarantine.
            history.addUnreadable();
        }

        /** So that history is also stored for the first time while nodes are killed. */
        private void forget() {
            store.purge(athlete.id());
            history.forgotten();
        }

        private Coverage coverage() {
            return store.syncState(athlete.id()).map(SyncState::coverage).orElse(Coverage.none());
        }

        /** Half of a commit would be healed by some later walk, so each moment counts. */
        private void assertAllIsThereThatCountsAsListed() {
            Map<ActivityId, ContentHash> promised = history.promised(coverage());
            Map<ActivityId, ContentHash> stored = new HashMap<>();
            store.known(KnownQuery.of(athlete.id(), Set.of()).orStartedBetween(Coverage.BEGINNING, END))
                    .forEach(row -> stored.put(row.id(), row.contentHash()));
            stored.keySet().retainAll(promised.keySet());
            assertThat(stored.size())
                    .as("stored of what counts as listed, after %d kills", kills)
                    .isEqualTo(promised.size());
            assertThat(stored).isEqualTo(promised);
        }

        /** With the newest activities before, and perhaps again after a wait, and what it takes to see an end. */
        private static void assertWentOnWhereTheLastOneWas(ChildProcess node, int left) {
            int pages = 0;
            for (String line : node.said("")) {
                if (line.startsWith("synced")) {
                    break;
                }
                pages += line.startsWith("page") ? 1 : 0;
            }
            assertThat(pages)
                    .as("pages of the first sync, with %d activities left\n%s", left, node.text())
                    .isLessThanOrEqualTo(left / 190 + 5);
        }

        private void killSoon(ChildProcess victim) {
            if (random.nextInt(5) == 0) {
                killLater(victim, random.nextInt(500_000));
                return;
            }
            int answers = random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(20);
            lock.lock();
            try {
                triggers.add(new Trigger(victim, answers, random.nextInt(50_000)));
            } finally {
                lock.unlock();
            }
        }

        private long version() {
            return store.syncState(athlete.id()).map(SyncState::version).orElse(0L);
        }

        private void count(boolean pair, int lists, int told, int stored, List<ChildProcess> victims) {
            if (pair) {
                listsOfPairs += lists;
                toldOfPairs += told;
                storedOfPairs += stored;
                victims.forEach(victim -> note(
                        victim.said("page").isEmpty() ? "in a pair, before the first page" : "in a pair, after pages"));
                return;
            }
            alone++;
            listsAlone += lists;
            toldAlone += told;
            storedAlone += stored;
            String synced = victims.get(0).said("synced").isEmpty() ? "" : ", in a later sync";
            if (lists == 0) {
                note("alone, before the first request");
            } else if (lists > told && lists > stored) {
                note(told == 0 ? "alone, before the first commit" : "alone, with a page not yet stored" + synced);
            } else if (lists > told) {
                note("alone, in or just behind a commit");
            } else {
                note("alone, between pages" + synced);
            }
            // One thread asks, stores, tells, and asks again.
            assertThat(lists - told).as(victims.get(0)::text).isBetween(0, 1);
        }

        private void note(String moment) {
            moments.merge(moment, 1, Integer::sum);
        }

        /** The last node goes on where the last victim was; later it looks at all once more. */
        void finishInPeace() throws InterruptedException {
            ChildProcess node = next();
            node.tell("wait");
            assertThat(node.expect("synced")).as(node::text).startsWith("COMPLETE");
            assertThat(state().coverage().isComplete())
                    .as("covered: %s", state())
                    .isTrue();
            // What was stored just now proves nothing yet by its absence.
            clock.advance(Duration.ofMinutes(20));
            node.tell("full");
            assertThat(node.expect("synced")).as(node::text).startsWith("COMPLETE");
            node.tell("full");
            assertThat(node.expect("synced"))
                    .as(node::text)
                    .startsWith("COMPLETE")
                    .contains("inserted 0, updated 0,", "deleted 0, restored 0, quarantined 0");
            assertThat(node.said("failed")).as(node::text).isEmpty();
        }

        void assertNoRequestWasTooMuch() {
            assertThat(refused).hasValue(0);
        }

        void assertAtMostOnePageLostWithEachKill() {
            assertThat(kills).isEqualTo(KILLS);
            assertThat(listsAlone - toldAlone).as("pages lost by nodes alone").isBetween(0, alone);
            // A page of one node is in vain if the other one has stored something since.
            assertThat(listsOfPairs)
                    .as("pages listed in pairs, of which %d were stored", toldOfPairs)
                    .isLessThanOrEqualTo(2 * storedOfPairs + kills - alone);
        }

        void assertStoredIsWhatStravaShows() {
            List<String> stored = new ArrayList<>(World.storedRaw(store, athlete.id()));
            store.quarantined(athlete.id())
                    .forEach(entry -> stored.add(new String(entry.bytes(), StandardCharsets.UTF_8)));
            assertThat(stored).containsExactlyInAnyOrderElementsOf(athlete.rawActivities());
        }

        void assertStoredIsWhatAnUndisturbedNodeStores() {
            clock.advance(Duration.ofDays(1));
            ActivityStore other = InMemoryStores.activities();
            var tokens = InMemoryStores.tokens();
            tokens.put(athlete.id(), athlete.grant());
            try (StravaClient client = StravaClient.builder()
                    .credentials(strava.credentials())
                    .tokenStore(tokens)
                    .clock(clock)
                    .sleeper(clock)
                    .okHttp(strava.inProcess())
                    .build()) {
                SyncReport report = SyncEngine.builder()
                        .client(client)
                        .store(other)
                        .clock(clock)
                        .build()
                        .sync(athlete.id());
                assertThat(report.status()).isEqualTo(SyncReport.Status.COMPLETE);
            }
            assertThat(World.storedRaw(store, athlete.id())).isEqualTo(World.storedRaw(other, athlete.id()));
            assertThat(inQuarantine(store)).isNotEmpty().isEqualTo(inQuarantine(other));
            assertThat(intervals(state()))
                    .isEqualTo(intervals(other.syncState(athlete.id()).orElseThrow()));
        }

        /** Without the places in a page, which a reason may name. */
        private List<String> inQuarantine(ActivityStore where) {
            return where.quarantined(athlete.id()).stream()
                    .map(entry -> entry.id() + " " + new String(entry.bytes(), StandardCharsets.UTF_8) + " "
                            + entry.reason().replaceAll("\\[\\d+]", ""))
                    .sorted()
                    .toList();
        }

        private static List<String> intervals(SyncState state) {
            return state.coverage().intervals().stream()
                    .map(interval -> interval.from() + "/" + interval.to())
                    .toList();
        }

        void assertDeletedIsWhatIsGone() {
            Map<ActivityId, Instant> gone = history.deleted();
            List<StoredActivity> tombstones = tombstones();
            assertThat(tombstones).extracting(StoredActivity::id).containsExactlyInAnyOrderElementsOf(gone.keySet());
            for (StoredActivity tombstone : tombstones) {
                assertThat(tombstone.deletionReason()).contains(DeletionReason.DELETED);
                assertThat(tombstone.deletedAt().orElseThrow()).isBetween(gone.get(tombstone.id()), clock.instant());
                assertThat(tombstone.contentHash()).isEqualTo(ContentHash.of(tombstone.rawJson()));
            }
        }

        private List<StoredActivity> tombstones() {
            List<StoredActivity> tombstones = new ArrayList<>();
            ActivityQuery query =
                    ActivityQuery.of(athlete.id()).includeDeleted().limit(500);
            List<StoredActivity> page = store.list(query);
            while (!page.isEmpty()) {
                page.stream().filter(row -> row.deletedAt().isPresent()).forEach(tombstones::add);
                page = store.list(query.after(page.get(page.size() - 1)));
            }
            return tombstones;
        }

        private SyncState state() {
            return store.syncState(athlete.id()).orElseThrow();
        }

        void assertStateIsSane() {
            SyncState state = state();
            assertThat(state.coverage().isComplete()).as(state::toString).isTrue();
            Instant reached = Coverage.BEGINNING;
            for (Coverage.Interval interval : state.coverage().intervals()) {
                assertThat(interval.from()).as(state::toString).isEqualTo(reached);
                assertThat(interval.listedAt()).isBefore(clock.instant());
                reached = interval.to();
            }
            assertThat(state.nextPage()).isEqualTo(1);
            assertThat(state.failures()).isZero();
            assertThat(state.lastFailure()).isEmpty();
            assertThat(state.scopes()).isEqualTo(athlete.grant().scopes());
            assertThat(state.lastCompletedAt().orElseThrow()).isBefore(clock.instant());
            assertThat(state.nextDueAt()).isPresent();
        }

        void assertDatabaseIsSound() throws SQLException {
            if (url.startsWith("jdbc:sqlite:")) {
                try (Connection connection = Databases.dataSource(url).getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getString(1)).isEqualTo("ok");
                }
            }
        }

        @Override
        public String toString() {
            return kills + " kills, of which " + alone + " alone; where: " + moments + ". Alone, pages listed "
                    + listsAlone
                    + ", stored " + storedAlone + ", fetched again " + (listsAlone - storedAlone)
                    + "; in pairs, listed "
                    + listsOfPairs + ", stored " + storedOfPairs + ", in vain " + (listsOfPairs - storedOfPairs)
                    + "; refreshes " + strava.tokenRequests() + "; the athlete: " + history + ", virtual days "
                    + Duration.between(World.START, clock.instant()).toDays();
        }

        @Override
        public void close() {
            killer.shutdownNow();
            started.forEach(ChildProcess::close);
            server.close();
        }
    }
}
