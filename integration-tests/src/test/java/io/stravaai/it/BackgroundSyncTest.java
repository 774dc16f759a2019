package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.BackgroundSyncBuilder;
import io.stravaai.SyncEngine;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackgroundSyncTest {

    private static final Duration LEASE = Duration.ofMinutes(15);

    private final List<ExecutorService> pools = new ArrayList<>();

    @AfterEach
    void endThreads() {
        pools.forEach(ExecutorService::shutdownNow);
    }

    @Test
    void everybody_who_is_due_is_synced_longest_due_first() {
        Fleet fleet = new Fleet(40);
        List<AthleteId> order = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AthleteId athlete = fleet.ids.get(i * 17 % 40);
            fleet.dueAt(athlete, World.START.minusSeconds(40 - i));
            order.add(athlete);
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.reports()).extracting(SyncReport::athlete).containsExactlyElementsOf(order);
        assertThat(report.reports()).extracting(SyncReport::inserted).containsOnly(3);
        assertThat(report.failures()).isEmpty();
        assertThat(fleet.due()).isEmpty();
    }

    @Test
    void whoever_is_not_due_is_left_alone_until_then() {
        Fleet fleet = new Fleet(2);
        fleet.dueAt(fleet.ids.get(0), World.START.plusSeconds(60));

        BackgroundSync background = fleet.background(Runnable::run);
        assertThat(background.run().reports()).isEmpty();
        assertThat(fleet.world.listRequests()).isZero();
        fleet.world.clock.advance(Duration.ofSeconds(60));

        assertThat(background.run().reports()).extracting(SyncReport::athlete).containsExactly(fleet.ids.get(0));
    }

    @Test
    void a_synced_athlete_is_due_again_within_the_interval_and_not_before() {
        Fleet fleet = new Fleet(1).enrolled();
        BackgroundSync background = fleet.background(Runnable::run);
        background.run();
        Instant due = fleet.state(fleet.ids.get(0)).nextDueAt().orElseThrow();

        assertThat(due)
                .isAfter(World.START)
                .isBeforeOrEqualTo(World.START.plus(
                        SyncPolicy.defaults().longestInterval().multipliedBy(11).dividedBy(10)));
        assertThat(background.run().reports()).isEmpty();
        fleet.world.clock.set(due);
        assertThat(background.run().reports()).hasSize(1);
    }

    @Test
    void enrolling_makes_a_new_athlete_due_at_once_and_disturbs_no_other() {
        Fleet fleet = new Fleet(3);
        BackgroundSync background = fleet.background(Runnable::run);
        AthleteId fresh = fleet.ids.get(0);
        AthleteId scheduled = fleet.ids.get(1);
        AthleteId dormant = fleet.ids.get(2);
        fleet.dueAt(scheduled, World.START.plusSeconds(3600));
        fleet.dueAt(dormant, null);

        background.enroll(fresh);
        SyncState first = fleet.state(fresh);
        background.enroll(fresh);
        background.enroll(scheduled);
        background.enroll(dormant);

        assertThat(first.version()).isGreaterThan(1000);
        assertThat(fleet.state(fresh)).isEqualTo(first);
        assertThat(fleet.state(scheduled).nextDueAt()).contains(World.START.plusSeconds(3600));
        assertThat(fleet.due()).containsExactlyInAnyOrder(fresh, dormant);
    }

    @Test
    void an_athlete_who_consented_anew_is_due_at_once_when_enrolled() {
        Fleet fleet = new Fleet(1).enrolled();
        BackgroundSync background = fleet.background(Runnable::run);
        AthleteId athlete = fleet.ids.get(0);
        fleet.world.tokens.delete(athlete);
        assertThat(background.run().failures()).containsOnlyKeys(athlete);
        assertThat(fleet.due()).isEmpty();
        fleet.world.tokens.put(
                athlete, fleet.world.strava.athlete(athlete).orElseThrow().grant());

        background.enroll(athlete);

        assertThat(background.run().reports()).hasSize(1);
        assertThat(fleet.state(athlete).failures()).isZero();
    }

    @Test
    void a_failure_of_any_kind_stops_no_other() {
        Fleet fleet = new Fleet(30).enrolled();
        Map<AthleteId, Throwable> thrown = new HashMap<>();
        thrown.put(fleet.ids.get(0), new IllegalStateException("bug"));
        thrown.put(fleet.ids.get(7), new StoreException("gone", true, null));
        thrown.put(fleet.ids.get(19), new NoClassDefFoundError("a/B"));
        thrown.put(fleet.ids.get(29), new StackOverflowError());
        fleet.store.beforeKnown = athlete -> raise(thrown.get(athlete));

        BackgroundReport report = fleet.background(pool(4)).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.failures()).containsExactlyInAnyOrderEntriesOf(thrown);
        assertThat(report.reports()).hasSize(26);
        assertThat(fleet.due()).isEmpty();
        for (AthleteId athlete : thrown.keySet()) {
            assertThat(fleet.state(athlete).failures()).isEqualTo(1);
            assertThat(fleet.state(athlete).lastFailure())
                    .contains(thrown.get(athlete).getClass().getSimpleName());
            assertThat(fleet.state(athlete).nextDueAt().orElseThrow())
                    .isBetween(World.START.plus(Duration.ofMinutes(5)), World.START.plus(Duration.ofMinutes(6)));
        }
    }

    @Test
    void an_athlete_whose_state_cannot_be_read_does_not_stand_before_the_others() {
        Fleet fleet = new Fleet(60).enrolled();
        Set<AthleteId> broken = Set.copyOf(fleet.ids.subList(0, 40));
        fleet.store.beforeSyncState = athlete -> {
            if (broken.contains(athlete)) {
                throw new IllegalArgumentException("Not a coverage");
            }
        };

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.failures().keySet()).isEqualTo(broken);
        assertThat(report.reports())
                .extracting(SyncReport::athlete)
                .containsExactlyInAnyOrderElementsOf(fleet.ids.subList(40, 60));
    }

    @Test
    void a_store_that_can_only_be_read_ends_the_run_at_once() {
        Fleet fleet = new Fleet(60).enrolled();
        fleet.store.beforeCommit = commit -> raise(new StoreException("The disk is full", true, null));

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.FAILED);
        assertThat(report.failure().orElseThrow()).hasMessage("The disk is full");
        assertThat(report.failures()).hasSizeLessThan(20);
    }

    @Test
    void a_store_that_fails_ends_the_run_in_its_report_and_the_next_run_goes_on() {
        Fleet fleet = new Fleet(3).enrolled();
        StoreException gone = new StoreException("gone", true, null);
        fleet.store.beforeDue = () -> raise(gone);
        BackgroundSync background = fleet.background(Runnable::run);

        BackgroundReport report = background.run();

        assertThat(report.end()).isEqualTo(End.FAILED);
        assertThat(report.failure()).contains(gone);
        fleet.store.beforeDue = () -> {};
        assertThat(background.run().reports()).hasSize(3);
    }

    @Test
    void without_quota_for_polls_nobody_else_is_begun_and_the_rest_stays_due() {
        // A poll may use 85 of 100, and history 70 of them.
        Fleet fleet = new Fleet(200, server -> server.readLimits(100, 10_000)).enrolled();

        BackgroundReport report = fleet.background(Runnable::run).run();

        // Two minutes before the window ends, what others did not need is released.
        Instant next = World.START.plus(Duration.ofMinutes(10));
        assertThat(report.end()).isEqualTo(End.QUOTA);
        assertThat(report.resumeAt()).contains(next);
        assertThat(fleet.world.listRequests()).isEqualTo(85);
        List<AthleteId> begun =
                report.reports().stream().map(SyncReport::athlete).toList();
        for (AthleteId athlete : fleet.ids) {
            if (!begun.contains(athlete)) {
                assertThat(fleet.state(athlete).nextDueAt()).contains(World.START);
            }
        }
        assertThat(fleet.due()).hasSize(200 - begun.size());

        for (int window = 0; window < 5; window++) {
            fleet.world.clock.set(next.plus(Duration.ofMinutes(15L * window + 1)));
            fleet.background(Runnable::run).run();
        }
        assertThat(fleet.synced()).hasSize(200);
        assertThat(fleet.due()).isEmpty();
    }

    @Test
    void what_strava_refuses_ends_the_run_though_the_count_says_otherwise() {
        Fleet fleet = new Fleet(20).enrolled();
        fleet.world.strava.answerNext(FakeAnswer.json(429, "{\"message\":\"Rate Limit Exceeded\"}"));

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.QUOTA);
        assertThat(report.reports()).hasSize(1);
        assertThat(fleet.due()).hasSize(19);
    }

    @Test
    void history_that_has_used_up_its_share_of_the_quota_does_not_keep_others_from_being_polled() {
        Fleet fleet = new Fleet(0, server -> server.readLimits(100, 10_000));
        AthleteId old = fleet.add(20_000);
        fleet.dueAt(old, World.START.minusSeconds(1));
        for (int i = 0; i < 10; i++) {
            fleet.dueAt(fleet.add(3), World.START);
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.reports()).hasSize(11);
        assertThat(report.reports().get(0).resumeAt()).isPresent();
        assertThat(fleet.state(old).nextDueAt().orElseThrow())
                .isBetween(World.START.plus(Duration.ofMinutes(10)), World.START.plus(Duration.ofMinutes(11)));
    }

    @Test
    void history_that_goes_on_in_the_next_window_does_not_list_the_newest_again_before_their_turn() {
        // 70 of 100 for history in a window.
        Fleet fleet = new Fleet(60, server -> server.readLimits(100, 10_000), 1_000).enrolled();

        fleet.runInWindows(4);

        // Few have their next turn within the hour.
        assertThat(fleet.synced()).hasSize(60);
        assertThat(fleet.newestPages()).isBetween(60, 70);
        assertThat(fleet.world.listRequests()).isGreaterThan(250);

        Instant later = World.START.plus(Duration.ofHours(7));
        fleet.world.clock.set(later);
        fleet.runInWindows(4);
        assertThat(fleet.ids)
                .allSatisfy(athlete -> assertThat(fleet.state(athlete).newestListedAt())
                        .hasValueSatisfying(
                                listed -> assertThat(listed).isAfter(World.START.plus(Duration.ofHours(1)))));
        assertThat(fleet.ids)
                .allSatisfy(athlete ->
                        assertThat(fleet.state(athlete).coverage().isComplete()).isTrue());
    }

    @Test
    void while_strava_is_in_trouble_the_rest_waits() {
        Fleet fleet = new Fleet(50).enrolled();
        for (int i = 0; i < 200; i++) {
            fleet.world.strava.answerNext(FakeAnswer.json(503, "{\"message\":\"down\"}"));
        }

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.STRAVA);
        assertThat(report.failure()).containsInstanceOf(StravaUnavailableException.class);
        assertThat(report.resumeAt()).isPresent();
        assertThat(report.failures()).hasSizeLessThan(10);
        assertThat(fleet.due()).hasSize(50 - report.failures().size());
    }

    @Test
    void an_application_that_strava_has_barred_begins_nobody_else() {
        Fleet fleet = new Fleet(50).enrolled();
        fleet.world.strava.setActive(false);

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(report.end()).isEqualTo(End.STRAVA);
        assertThat(report.failures()).hasSize(1);
        assertThat(fleet.due()).hasSize(49);
    }

    @Test
    void one_run_begins_no_more_than_it_may() {
        Fleet fleet = new Fleet(25).enrolled();
        BackgroundSync background =
                fleet.builder(Runnable::run).maxAthletesPerRun(10).build();

        assertThat(background.run().end()).isEqualTo(End.LIMIT);
        assertThat(fleet.synced()).hasSize(10);
        assertThat(background.run().reports()).hasSize(10);
        assertThat(background.run().reports()).hasSize(5);
        assertThat(background.run().end()).isEqualTo(End.DONE);
        assertThat(fleet.synced()).hasSize(25);
    }

    @Test
    void as_many_athletes_are_at_work_at_once_as_may_be_and_no_more() {
        Fleet fleet = new Fleet(24).enrolled();
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        fleet.store.beforeKnown = athlete -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(three);
            now.decrementAndGet();
        };

        BackgroundReport report =
                fleet.builder(pool(8)).maxConcurrent(3).build().run();

        assertThat(report.reports()).hasSize(24);
        assertThat(most).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void several_nodes_at_once_sync_each_athlete_once(long seed) throws Exception {
        Fleet fleet = new Fleet(120).enrolled();
        // A first sync has two pages, the second of which shows that the history has ended.
        Map<AthleteId, AtomicInteger> syncs = new ConcurrentHashMap<>();
        fleet.store.beforeKnown = athlete ->
                syncs.computeIfAbsent(athlete, id -> new AtomicInteger()).incrementAndGet();
        int nodes = 3;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService runners = pool(nodes);
        List<Future<BackgroundReport>> runs = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            BackgroundSync background =
                    fleet.builder(pool(3)).random(new Random(seed * 10 + node)).build();
            runs.add(runners.submit(() -> {
                start.await();
                return background.run();
            }));
        }

        List<AthleteId> synced = new ArrayList<>();
        for (Future<BackgroundReport> run : runs) {
            assertThat(run.get().failures()).isEmpty();
            run.get().reports().forEach(report -> synced.add(report.athlete()));
        }

        assertThat(synced).containsExactlyInAnyOrderElementsOf(fleet.ids);
        assertThat(syncs.values()).allSatisfy(count -> assertThat(count).hasValue(2));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void several_nodes_on_one_database_sync_each_athlete_once(Databases kind, @TempDir Path folder) throws Exception {
        DataSource database = Databases.dataSource(kind.newUrl(folder));
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        Fleet fleet = new Fleet(stores.activities(), 40).enrolled();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService runners = pool(2);
        List<Future<BackgroundReport>> runs = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            JdbcStores own = JdbcStores.open(database);
            BackgroundSync background = BackgroundSync.builder()
                    .engine(SyncEngine.builder()
                            .client(fleet.world.client)
                            .store(own.activities())
                            .history(own.history())
                            .clock(fleet.world.clock)
                            .build())
                    .store(own.activities())
                    .executor(pool(2))
                    .clock(fleet.world.clock)
                    .build();
            runs.add(runners.submit(() -> {
                start.await();
                return background.run();
            }));
        }

        List<AthleteId> synced = new ArrayList<>();
        for (Future<BackgroundReport> run : runs) {
            assertThat(run.get().failures()).isEmpty();
            run.get().reports().forEach(report -> synced.add(report.athlete()));
        }

        assertThat(synced).containsExactlyInAnyOrderElementsOf(fleet.ids);
        for (AthleteId athlete : fleet.ids) {
            assertThat(stores.history().list(athlete, 10)).singleElement().matches(StoredSync::isComplete);
        }
    }

    @Test
    void whoever_is_claimed_by_another_node_is_skipped() {
        Fleet fleet = new Fleet(3).enrolled();
        AthleteId taken = fleet.ids.get(1);
        HookedStore slow = new HookedStore(fleet.world.store);
        slow.beforeCommit = commit -> {
            if (commit.athlete().equals(taken)) {
                // Between the look and the claim of this node.
                slow.beforeCommit = other -> {};
                SyncState state = fleet.state(taken);
                fleet.world.store.commit(SyncCommit.of(
                        state.next().nextDueAt(World.START.plus(LEASE)).build(), List.of(), List.of(), List.of()));
            }
        };

        BackgroundReport report =
                fleet.builder(Runnable::run).store(slow).build().run();

        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.reports())
                .extracting(SyncReport::athlete)
                .containsExactly(fleet.ids.get(0), fleet.ids.get(2));
        assertThat(fleet.state(taken).nextDueAt()).contains(World.START.plus(LEASE));
    }

    @Test
    void whoever_a_dead_node_had_claimed_is_taken_over_after_the_lease() {
        Fleet fleet = new Fleet(1).enrolled();
        AthleteId athlete = fleet.ids.get(0);
        // The node dies when it has claimed: its executor never runs anything, and it is never heard of again.
        SyncState state = fleet.state(athlete);
        fleet.world.store.commit(SyncCommit.of(
                state.next().nextDueAt(World.START.plus(LEASE)).build(), List.of(), List.of(), List.of()));
        BackgroundSync other = fleet.background(Runnable::run);

        fleet.world.clock.advance(LEASE.minusSeconds(1));
        assertThat(other.run().reports()).isEmpty();
        fleet.world.clock.advance(Duration.ofSeconds(1));
        assertThat(other.run().reports()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_history_that_was_being_walked_when_its_node_died_is_taken_over_after_the_lease(int pages) {
        Fleet fleet = new Fleet(0);
        AthleteId athlete = fleet.add(1100);
        fleet.dueAt(athlete, World.START);
        AtomicInteger commits = new AtomicInteger();
        fleet.store.beforeCommit = commit -> {
            if (commits.incrementAndGet() > pages) {
                throw new StoreException("The node is dead", false, null);
            }
        };
        fleet.background(Runnable::run).run();
        fleet.store.beforeCommit = commit -> {};

        fleet.world.clock.advance(LEASE.minusSeconds(1));
        assertThat(fleet.due()).isEmpty();
        fleet.world.clock.advance(Duration.ofSeconds(1));
        fleet.background(Runnable::run).run();

        assertThat(World.storedRaw(fleet.world.store, athlete)).hasSize(1100);
        assertThat(fleet.state(athlete).nextDueAt().orElseThrow())
                .isAfter(fleet.world.clock.instant().plus(LEASE));
    }

    @Test
    void a_run_while_another_is_at_work_returns_at_once_and_says_so() throws Exception {
        Fleet fleet = new Fleet(3).enrolled();
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fleet.store.beforeKnown = athlete -> {
            atWork.countDown();
            await(goOn);
        };
        BackgroundSync background = fleet.background(Runnable::run);
        Future<BackgroundReport> first = pool(1).submit(background::run);
        await(atWork);

        BackgroundReport second = background.run();
        goOn.countDown();

        assertThat(second.end()).isEqualTo(End.BUSY);
        assertThat(second.reports()).isEmpty();
        assertThat(first.get().reports()).hasSize(3);
        assertThat(background.run().end()).isEqualTo(End.DONE);
    }

    @Test
    void stopping_begins_nobody_else_and_ends_those_at_work_before_their_next_request() throws Exception {
        Fleet fleet = new Fleet(0);
        for (int i = 0; i < 10; i++) {
            fleet.dueAt(fleet.add(900), World.START.plusSeconds(i - 10));
        }
        CountDownLatch atWork = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        fleet.store.beforeKnown = athlete -> {
            atWork.countDown();
            await(goOn);
        };
        // Four are handed over, and two of them begin.
        BackgroundSync background = fleet.background(pool(2));
        Future<BackgroundReport> run = pool(1).submit(background::run);
        await(atWork);

        assertThat(background.stop(Duration.ZERO)).isFalse();
        goOn.countDown();
        assertThat(background.stop(Duration.ofSeconds(50))).isTrue();

        BackgroundReport report = run.get();
        assertThat(report.end()).isEqualTo(End.STOPPED);
        assertThat(report.reports()).hasSize(2);
        assertThat(report.reports()).extracting(SyncReport::status).containsOnly(SyncReport.Status.PARTIAL);
        assertThat(fleet.world.listRequests()).isEqualTo(2);
        for (AthleteId athlete : fleet.ids.subList(2, 10)) {
            assertThat(fleet.state(athlete).nextDueAt().orElseThrow()).isBefore(World.START);
        }
        for (AthleteId athlete : fleet.ids.subList(0, 2)) {
            assertThat(fleet.state(athlete).nextDueAt().orElseThrow()).isBefore(World.START.plusSeconds(61));
        }
        assertThat(background.run().end()).isEqualTo(End.STOPPED);
        background.close();
        assertThat(fleet.world.listRequests()).isEqualTo(2);

        fleet.world.clock.advance(Duration.ofMinutes(2));
        background.resume();
        assertThat(background.run().reports()).hasSize(10);
        assertThat(World.storedRaw(fleet.world.store, fleet.ids.get(0))).hasSize(900);
    }

    @Test
    void an_interrupt_ends_the_run_and_keeps_the_flag() throws Exception {
        Fleet fleet = new Fleet(10).enrolled();
        CountDownLatch atWork = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        fleet.store.beforeKnown = athlete -> {
            atWork.countDown();
            await(goOn);
        };
        BackgroundSync background = fleet.builder(pool(2)).maxConcurrent(2).build();
        CompletableFuture<BackgroundReport> report = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            report.complete(background.run());
            flag.complete(Thread.interrupted());
        });
        runner.start();
        await(atWork);

        runner.interrupt();
        goOn.countDown();

        assertThat(report.get().end()).isEqualTo(End.STOPPED);
        assertThat(report.get().reports()).hasSize(2);
        assertThat(flag.get()).isTrue();
        assertThat(fleet.due()).hasSize(8);
        assertThat(background.run().reports()).hasSize(8);
    }

    @Test
    void a_run_on_a_thread_that_is_interrupted_already_begins_nobody() {
        Fleet fleet = new Fleet(3).enrolled();
        Thread.currentThread().interrupt();

        BackgroundReport report = fleet.background(Runnable::run).run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.end()).isEqualTo(End.STOPPED);
        assertThat(fleet.due()).hasSize(3);
    }

    @Test
    void an_executor_that_takes_nobody_loses_nobody() {
        Fleet fleet = new Fleet(5).enrolled();
        RejectedExecutionException full = new RejectedExecutionException("full");

        BackgroundReport report = fleet.background(task -> raise(full)).run();

        assertThat(report.end()).isEqualTo(End.FAILED);
        assertThat(report.failure()).contains(full);
        assertThat(fleet.due()).containsExactlyElementsOf(fleet.ids);
    }

    @Test
    void an_executor_that_takes_few_at_once_gets_through_all() {
        Fleet fleet = new Fleet(40).enrolled();
        ExecutorService threads = pool(2);
        Semaphore room = new Semaphore(2);
        AtomicInteger refused = new AtomicInteger();

        BackgroundReport report = fleet.builder(task -> {
                    if (!room.tryAcquire()) {
                        refused.incrementAndGet();
                        throw new RejectedExecutionException("full");
                    }
                    threads.execute(() -> {
                        task.run();
                        room.release();
                    });
                })
                .maxConcurrent(8)
                .build()
                .run();

        assertThat(refused).hasPositiveValue();
        assertThat(report.end()).isEqualTo(End.DONE);
        assertThat(report.reports()).hasSize(40);
    }

    @Test
    void a_task_that_begins_when_its_claim_is_over_leaves_the_athlete_to_others() throws Exception {
        Fleet fleet = new Fleet(1).enrolled();
        Deque<Runnable> queue = new ArrayDeque<>();
        CountDownLatch queued = new CountDownLatch(1);
        BackgroundSync background = fleet.background(task -> {
            queue.add(task);
            queued.countDown();
        });
        Future<BackgroundReport> run = pool(1).submit(background::run);
        await(queued);
        fleet.world.clock.advance(LEASE);
        assertThat(fleet.background(Runnable::run).run().reports()).hasSize(1);

        queue.remove().run();

        assertThat(run.get().reports()).isEmpty();
        assertThat(run.get().skipped()).isEqualTo(1);
        assertThat(fleet.world.listRequests()).isEqualTo(2);
    }

    @Test
    void an_executor_that_drops_tasks_in_silence_is_waited_for_until_their_claims_are_over() throws Exception {
        Fleet fleet = new Fleet(3).enrolled();
        CountDownLatch dropped = new CountDownLatch(3);
        BackgroundSync background = fleet.background(task -> dropped.countDown());
        Future<BackgroundReport> run = pool(1).submit(background::run);
        await(dropped);

        fleet.world.clock.advance(LEASE);

        assertThat(run.get(30, TimeUnit.SECONDS).skipped()).isGreaterThanOrEqualTo(3);
        assertThat(fleet.due()).isNotEmpty();
    }

    @Test
    void want_of_memory_is_thrown_and_the_next_run_works() {
        Fleet fleet = new Fleet(4).enrolled();
        fleet.store.beforeKnown = athlete -> {
            fleet.store.beforeKnown = other -> {};
            throw new OutOfMemoryError("test");
        };
        BackgroundSync background = fleet.background(Runnable::run);

        assertThatThrownBy(background::run).isInstanceOf(OutOfMemoryError.class);

        assertThat(background.run().reports()).hasSize(3);
        fleet.world.clock.advance(LEASE);
        assertThat(background.run().reports()).hasSize(1);
    }

    @Test
    void two_thousand_who_were_synced_at_once_are_spread_over_the_interval() {
        Fleet fleet = new Fleet(2000, server -> server.readLimits(100_000, 1_000_000), 0).enrolled();
        BackgroundSync background =
                fleet.builder(Runnable::run).maxAthletesPerRun(2000).build();
        background.run();

        int minutes = (int) SyncPolicy.defaults().longestInterval().toMinutes();
        int[] perMinute = new int[minutes];
        for (AthleteId athlete : fleet.ids) {
            long minute = Duration.between(
                            World.START, fleet.state(athlete).nextDueAt().orElseThrow())
                    .toMinutes();
            perMinute[(int) (minute % minutes)]++;
        }

        int busiest = Arrays.stream(perMinute).max().orElseThrow();
        System.out.printf("2,000 athletes: the busiest minute has %d, the mean is %.1f%n", busiest, 2000.0 / minutes);
        assertThat(busiest).isLessThanOrEqualTo((int) (3 * 2000.0 / minutes));

        // And so they stay: nobody is asked for more often, and no minute has more work.
        int before = fleet.world.listRequests();
        for (int minute = 0; minute < minutes * 11 / 10 + 1; minute++) {
            fleet.world.clock.advance(Duration.ofMinutes(1));
            assertThat(background.run().reports()).hasSizeLessThanOrEqualTo(busiest + 3);
        }
        assertThat(fleet.world.listRequests() - before).isBetween(2000, 2300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "store", "executor"})
    void a_part_that_is_missing_is_named(String missing) {
        Fleet fleet = new Fleet(0);
        BackgroundSyncBuilder builder = BackgroundSync.builder();
        if (!missing.equals("engine")) {
            builder.engine(fleet.engine);
        }
        if (!missing.equals("store")) {
            builder.store(fleet.store);
        }
        if (!missing.equals("executor")) {
            builder.executor(Runnable::run);
        }

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing);
    }

    private ExecutorService pool(int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        pools.add(pool);
        return pool;
    }

    private static void raise(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A world with many athletes, and a store in which an engine can be held. */
    private static final class Fleet {

        final World world;
        final HookedStore store;
        final SyncEngine engine;
        final List<AthleteId> ids = new ArrayList<>();

        Fleet(int athletes) {
            this(athletes, server -> server.readLimits(10_000, 100_000));
        }

        Fleet(int athletes, UnaryOperator<FakeStrava.Builder> server) {
            this(athletes, server, 3);
        }

        Fleet(int athletes, UnaryOperator<FakeStrava.Builder> server, int activities) {
            this(InMemoryStores.activities(), athletes, server, activities);
        }

        Fleet(ActivityStore activities, int athletes) {
            this(activities, athletes, server -> server.readLimits(10_000, 100_000), 3);
        }

        private Fleet(ActivityStore base, int athletes, UnaryOperator<FakeStrava.Builder> server, int activities) {
            this.world = new World(builder -> server.apply(builder.overallLimits(100_000, 1_000_000)), base);
            this.store = new HookedStore(world.store);
            this.engine = SyncEngine.builder()
                    .client(world.client)
                    .store(store)
                    .clock(world.clock)
                    .random(new Random(5))
                    .build();
            for (int i = 0; i < athletes; i++) {
                add(activities);
            }
        }

        AthleteId add(int activities) {
            FakeAthlete athlete = world.strava.addAthlete();
            if (activities > 0) {
                athlete.generateHistory(
                        Instant.parse("2018-02-03T00:00:00Z"), World.START.minusSeconds(3600), activities);
            }
            world.tokens.put(athlete.id(), athlete.grant());
            ids.add(athlete.id());
            return athlete.id();
        }

        Fleet enrolled() {
            BackgroundSync background = background(Runnable::run);
            ids.forEach(background::enroll);
            return this;
        }

        BackgroundSyncBuilder builder(Executor executor) {
            return BackgroundSync.builder()
                    .engine(engine)
                    .store(store)
                    .executor(executor)
                    .clock(world.clock)
                    .random(new Random(3));
        }

        BackgroundSync background(Executor executor) {
            return builder(executor).build();
        }

        void dueAt(AthleteId athlete, Instant due) {
            world.store.commit(SyncCommit.first(
                    SyncState.builder(athlete, 1).nextDueAt(due).build(), List.of(), List.of(), List.of()));
        }

        SyncState state(AthleteId athlete) {
            return world.store.syncState(athlete).orElseThrow();
        }

        List<AthleteId> due() {
            return world.store.due(world.clock.instant(), 10_000);
        }

        /** A run in each of so many windows, late enough in it for what was put off to its beginning. */
        void runInWindows(int windows) {
            for (int window = 0; window < windows; window++) {
                background(Runnable::run).run();
                world.clock.advance(Duration.ofMinutes(15));
            }
        }

        int newestPages() {
            return (int) world.strava.exchanges().stream()
                    .filter(exchange -> exchange.path().equals(World.LIST)
                            && !exchange.query().containsKey("before"))
                    .count();
        }

        List<AthleteId> synced() {
            return ids.stream()
                    .filter(athlete -> state(athlete).newestListedAt().isPresent())
                    .toList();
        }
    }
}
