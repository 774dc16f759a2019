package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite ends a transaction by itself if it has no room for it, and a pool lends the connection again. */
class SqliteFullTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commit_onTheConnectionOfOneThatHadNoRoom_isWholeToo(boolean autoCommit, @TempDir Path directory)
            throws SQLException {
        DataSource database = TestDatabases.newSqlite(directory);
        try (CountingPool pool = new CountingPool(database, autoCommit)) {
            JdbcSchema.create(pool);
            ActivityStore store = JdbcStores.open(pool).activities();
            ActivityStore others = JdbcStores.open(database).activities();
            limit(pool, 1);

            for (int attempt = 1; attempt <= 2; attempt++) {
                StoreException e = catchThrowableOfType(StoreException.class, () -> store.commit(page()));
                assertThat(others.syncState(ATHLETE))
                        .as("after attempt %d", attempt)
                        .isEmpty();
                assertThat(e).hasMessageContaining("too little of something: disk");
                assertThat(e.retryable()).isTrue();
            }

            limit(pool, 1_000_000);
            assertThat(store.commit(page())).isEqualTo(CommitResult.COMMITTED);
            assertThat(store.list(ActivityQuery.of(ATHLETE))).hasSize(1);
            pool.assertAllReturned();
        }
    }

    /** Larger than what the pages of the file that are free can hold. */
    private static SyncCommit page() {
        StoredActivity activity = StoredActivity.builder(
                        ATHLETE, ActivityId.of(1), "{\"x\":\"" + "x".repeat(1 << 20) + "\"}", Instant.EPOCH)
                .build();
        return SyncCommit.of(SyncState.initial(ATHLETE).next().build(), List.of(activity), List.of(), List.of());
    }

    /** On the pool's only connection; the file keeps what it has. */
    private static void limit(CountingPool pool, int pages) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }
}
