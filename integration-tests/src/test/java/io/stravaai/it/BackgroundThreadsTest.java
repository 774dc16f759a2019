package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.sync.SyncReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a run: how many work at once, and how they end. */
@Timeout(60)
class BackgroundThreadsTest extends WithThreads {

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

        BackgroundReport report = fleet.background(task -> Fleet.raise(full)).run();

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
        fleet.world.clock.advance(Fleet.LEASE);
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

        fleet.world.clock.advance(Fleet.LEASE);

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
        fleet.world.clock.advance(Fleet.LEASE);
        assertThat(background.run().reports()).hasSize(1);
    }
}
