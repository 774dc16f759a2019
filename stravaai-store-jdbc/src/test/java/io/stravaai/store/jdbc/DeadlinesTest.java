package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Seconds pass as the test wants. */
class DeadlinesTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final int LIMIT = 60;

    private final BlockingQueue<Runnable> nextSecond = new LinkedBlockingQueue<>();
    private final Deadlines deadlines = new Deadlines(nextSecond::add);

    @Test
    void statement_thatWaitsForALockTooLong_isCancelledAndCanBeRepeated() throws Exception {
        DataSource postgres = TestDatabases.newPostgres();
        JdbcSchema.create(postgres);
        ActivityStore store = new JdbcActivityStore(Database.open(postgres, deadlines));
        SyncState state = SyncState.initial(ATHLETE).next().build();
        SyncCommit next = commit(state.next().build());
        store.commit(commit(state));
        try (Connection other = postgres.getConnection()) {
            other.setAutoCommit(false);
            count(other, "SELECT version FROM stravaai_sync_state FOR UPDATE");
            FutureTask<CommitResult> waiting = new FutureTask<>(() -> store.commit(next));
            new Thread(waiting, "waiting").start();
            try (Connection third = postgres.getConnection()) {
                // Within a transaction it would be answered the same each time.
                while (count(third, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == 0) {
                    assertThat(waiting.isDone()).isFalse();
                }
            }
            pass(LIMIT);
            assertThat(waiting.isDone()).isFalse();
            pass(1);
            assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retryable()).isTrue())
                    .hasMessageContaining("cancelled");
            other.rollback();
        }
        assertThat(store.commit(next)).isEqualTo(CommitResult.COMMITTED);
    }

    @Test
    void time_isWatchedOnlyWhileStatementsRun() {
        DataSource postgres = TestDatabases.newPostgres();
        JdbcSchema.create(postgres);
        ActivityStore store = new JdbcActivityStore(Database.open(postgres, deadlines));

        for (long id = 1; id <= 100; id++) {
            assertThat(store.find(ATHLETE, ActivityId.of(id))).isEmpty();
        }

        assertThat(nextSecond).hasSize(1);
        nextSecond.remove().run();
        assertThat(nextSecond).isEmpty();
    }

    @Test
    void connection_isNotGivenBackWhileACancellationIsUnderWay() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch answered = new CountDownLatch(1);
        Statement statement = (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("cancel")) {
                        events.add("cancelling");
                        answered.await();
                        events.add("cancelled");
                    }
                    return null;
                });
        Deadlines.Running running = deadlines.begin(statement, LIMIT);
        Thread time = new Thread(() -> passQuietly(LIMIT + 1), "time");
        time.start();
        while (events.isEmpty()) {
            Thread.onSpinWait();
        }
        Thread closing = new Thread(
                () -> {
                    running.end();
                    events.add("closed");
                },
                "closing");
        closing.start();
        while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
        answered.countDown();
        closing.join();
        time.join();

        assertThat(events).containsExactly("cancelling", "cancelled", "closed");
    }

    @Test
    void statement_whileAllOfTheCommonPoolWaits_isCancelledByAThreadOfItsOwn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Thread> cancelling = new CompletableFuture<>();
        Statement statement = (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    cancelling.complete(Thread.currentThread());
                    return null;
                });
        try {
            for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
                ForkJoinPool.commonPool().execute(() -> awaitQuietly(end));
            }
            Deadlines.Running running = Deadlines.ofSystem().begin(statement, 0);

            // With a single worker older JDKs do without the pool, and only the name shows whose thread it is.
            Thread thread = cancelling.get(1, TimeUnit.MINUTES);
            assertThat(thread.getName()).isEqualTo("stravaai-deadlines");
            assertThat(thread.isDaemon()).isTrue();
            running.end();
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(int seconds) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            nextSecond.take().run();
        }
    }

    private void passQuietly(int seconds) {
        try {
            pass(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SyncCommit commit(SyncState next) {
        return SyncCommit.of(next, List.of(), List.of(), List.of());
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
