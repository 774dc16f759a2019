package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.SyncEngine;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAthlete;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyncIfStaleTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final World world = new World().withHistory(900);
    private final AthleteId athlete = world.athlete.id();
    private final HookedStore store = new HookedStore(world.store);
    private final SyncEngine engine = SyncEngine.builder()
            .client(world.client)
            .store(store)
            .clock(world.clock)
            .build();

    @Test
    void only_what_was_listed_longer_ago_is_listed_and_only_the_newest() {
        assertThat(engine.syncIfStale(athlete, HOUR).orElseThrow().inserted()).isEqualTo(200);
        world.clock.advance(HOUR);
        assertThat(engine.syncIfStale(athlete, HOUR)).isEmpty();
        world.clock.advance(Duration.ofMillis(1));
        assertThat(engine.syncIfStale(athlete, HOUR).orElseThrow().unchanged()).isEqualTo(200);

        assertThat(world.listRequests()).isEqualTo(2);
    }

    @Test
    void a_clock_that_was_put_back_makes_stale() {
        engine.syncIfStale(athlete, HOUR);
        world.clock.set(World.START.minusSeconds(5));

        assertThat(engine.syncIfStale(athlete, HOUR)).isPresent();
    }

    @Test
    void a_person_who_waits_may_use_all_of_the_quota() {
        int limit = world.client
                .quota()
                .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                .limit();
        world.strava.useQuota(limit - 2);
        // Brings what Strava says of the quota.
        engine.syncIfStale(athlete, HOUR);
        world.clock.advance(Duration.ofMinutes(1));

        SyncReport report = engine.syncIfStale(athlete, Duration.ZERO).orElseThrow();

        assertThat(report.status()).isEqualTo(SyncReport.Status.COMPLETE);
        assertThat(report.quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .used())
                .isGreaterThan((int) (limit * Lane.POLL.ceiling()));
    }

    @Test
    void history_that_is_left_is_not_put_off_by_it() {
        SyncState state = SyncState.builder(athlete, 7).nextDueAt(World.START).build();
        store.commit(SyncCommit.first(state, List.of(), List.of(), List.of()));

        engine.syncIfStale(athlete, HOUR);

        assertThat(engine.status(athlete).nextDueAt()).contains(World.START);
        engine.sync(athlete);
        assertThat(engine.status(athlete).nextDueAt().orElseThrow()).isAfter(World.START.plus(Duration.ofMinutes(30)));
    }

    @Test
    void callers_at_the_same_time_share_one_sync() throws Exception {
        int callers = 16;
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeKnown = any -> {
            inside.countDown();
            await(goOn);
        };
        List<Caller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(new Caller());
        }
        await(inside);
        // All others wait, on a thread of their own, for the one that is inside.
        awaitWaiting(all, callers - 1);
        goOn.countDown();

        for (Caller caller : all) {
            assertThat(caller.result.get()).isPresent();
            assertThat(caller.result.get().orElseThrow())
                    .isSameAs(all.get(0).result.get().orElseThrow());
        }
        assertThat(world.listRequests()).isEqualTo(1);
    }

    @Test
    void a_failure_is_everybodys_and_is_not_kept() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StoreException gone = new StoreException("gone", true, null);
        store.beforeKnown = any -> {
            inside.countDown();
            await(goOn);
            throw gone;
        };
        List<Caller> all = List.of(new Caller(), new Caller(), new Caller());
        await(inside);
        awaitWaiting(all, 2);
        goOn.countDown();

        for (Caller caller : all) {
            assertThatThrownBy(caller.result::get).hasCause(gone);
        }
        store.beforeKnown = any -> {};
        assertThat(engine.syncIfStale(athlete, HOUR)).isPresent();
    }

    @Test
    void the_interrupt_of_the_one_who_syncs_does_not_end_the_others() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger pages = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (pages.incrementAndGet() == 1) {
                inside.countDown();
                awaitStubbornly(goOn);
            }
        });
        Caller first = new Caller();
        await(inside);
        List<Caller> others = List.of(new Caller(), new Caller());
        awaitWaiting(others, 2);

        store.beforeKnown = any -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new CallInterruptedException("Interrupted", null);
            }
        };
        first.thread.interrupt();
        goOn.countDown();

        assertThatThrownBy(first.result::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CallInterruptedException.class);
        for (Caller caller : others) {
            assertThat(caller.result.get().map(SyncReport::inserted).orElse(200))
                    .isEqualTo(200);
        }
        assertThat(world.listRequests()).isEqualTo(2);
    }

    @Test
    void the_interrupt_of_one_who_waits_ends_that_one_alone() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeKnown = any -> {
            inside.countDown();
            await(goOn);
        };
        Caller first = new Caller();
        await(inside);
        Caller second = new Caller();
        Caller third = new Caller();
        awaitWaiting(List.of(second, third), 2);

        second.thread.interrupt();
        assertThatThrownBy(second.result::get).hasCauseInstanceOf(CallInterruptedException.class);
        second.thread.join();
        assertThat(second.flag).isTrue();
        goOn.countDown();

        assertThat(first.result.get()).isPresent();
        assertThat(third.result.get()).isEqualTo(first.result.get());
    }

    @Test
    void athletes_do_not_wait_for_one_another() throws Exception {
        FakeAthlete other = world.strava.addAthlete();
        world.tokens.put(other.id(), other.grant());
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeKnown = id -> {
            if (id.equals(athlete)) {
                inside.countDown();
                await(goOn);
            }
        };
        Caller slow = new Caller();
        await(inside);

        assertThat(engine.syncIfStale(other.id(), HOUR)).isPresent();
        goOn.countDown();
        assertThat(slow.result.get()).isPresent();
    }

    @Test
    void a_sync_that_asks_for_itself_is_told_so() {
        store.beforeKnown = any -> engine.syncIfStale(athlete, HOUR);

        assertThatThrownBy(() -> engine.syncIfStale(athlete, HOUR)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_negative_age_is_refused() {
        assertThatThrownBy(() -> engine.syncIfStale(athlete, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Calls on a thread of its own. */
    private final class Caller {

        final CompletableFuture<Optional<SyncReport>> result = new CompletableFuture<>();
        final Thread thread = new Thread(this::call);
        volatile boolean flag;

        Caller() {
            thread.start();
        }

        private void call() {
            try {
                result.complete(engine.syncIfStale(athlete, HOUR));
            } catch (Throwable e) {
                flag = Thread.currentThread().isInterrupted();
                result.completeExceptionally(e);
            }
        }
    }

    /** Until so many of the threads wait for another without a limit of time, as only those do who share. */
    private static void awaitWaiting(List<Caller> callers, int count) {
        Instant end = Instant.now().plusSeconds(30);
        while (callers.stream()
                        .filter(caller -> caller.thread.getState() == Thread.State.WAITING)
                        .count()
                < count) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
