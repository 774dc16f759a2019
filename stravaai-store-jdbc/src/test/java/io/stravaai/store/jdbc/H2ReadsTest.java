package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** H2 keeps the result of each statement, and may hold one of before a commit for one of after it. */
class H2ReadsTest {

    private static final AthleteId ATHLETE = AthleteId.of(7);

    private static final int COMMITS = 10_000;

    @Test
    void syncState_readAfterAnActivity_isNotOlder() throws Exception {
        DataSource database = TestDatabases.newH2Memory();
        JdbcSchema.create(database);
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (CountingPool pool = new CountingPool(database, true);
                CountingPool others = new CountingPool(database, true)) {
            ActivityStore readers = JdbcStores.open(others).activities();
            Future<?> first = threads.submit(() -> readAll(readers, writing));
            Future<?> second = threads.submit(() -> readAll(readers, writing));
            try {
                ActivityStore store = JdbcStores.open(pool).activities();
                for (int version = 1; version <= COMMITS; version++) {
                    assertThat(store.commit(commit(version))).isEqualTo(CommitResult.COMMITTED);
                }
            } finally {
                writing.set(false);
            }
            first.get();
            second.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static SyncCommit commit(int version) {
        StoredActivity activity = StoredActivity.builder(ATHLETE, ActivityId.of(1), "{\"id\":1}", Instant.EPOCH)
                .name(Integer.toString(version))
                .build();
        return SyncCommit.of(SyncState.builder(ATHLETE, version).build(), List.of(activity), List.of(), List.of());
    }

    private static Void readAll(ActivityStore store, AtomicBoolean writing) {
        while (writing.get()) {
            long before = version(store);
            long seen = store.find(ATHLETE, ActivityId.of(1))
                    .flatMap(StoredActivity::name)
                    .map(Long::parseLong)
                    .orElse(0L);
            long after = version(store);
            assertThat(seen).as("the activity, after the state").isGreaterThanOrEqualTo(before);
            assertThat(after).as("the state, after the activity").isGreaterThanOrEqualTo(seen);
        }
        return null;
    }

    private static long version(ActivityStore store) {
        return store.syncState(ATHLETE).map(SyncState::version).orElse(0L);
    }
}
