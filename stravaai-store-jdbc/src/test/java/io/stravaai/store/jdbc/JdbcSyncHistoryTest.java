package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of years, which no statement could prune at once. */
class JdbcSyncHistoryTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final Instant START = Instant.parse("2026-11-19T06:30:00Z");

    @TempDir
    Path directory;

    @Test
    void prune_severalPieces_goTogetherWhereTheyBeganAtOneInstant() throws SQLException {
        for (DataSource database : List.of(
                TestDatabases.newSqlite(directory),
                TestDatabases.newPostgres(),
                TestDatabases.newMariadb(),
                TestDatabases.newH2Memory())) {
            try (CountingPool pool = new CountingPool(database, true)) {
                JdbcSchema.create(pool);
                SyncHistory history = new JdbcSyncHistory(Database.open(pool), 3);
                List<Integer> seconds = List.of(1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7);
                for (int id = 0; id < seconds.size(); id++) {
                    Instant start = START.plusSeconds(seconds.get(id));
                    history.record(StoredSync.builder(ATHLETE, id, start, start).build());
                }
                int before = pool.borrowings();

                assertThat(history.prune(START.plusSeconds(6))).isEqualTo(9);
                // The first five, the next three, the last one, each after a look.
                assertThat(pool.borrowings() - before).isEqualTo(6);

                assertThat(history.list(ATHLETE, 100))
                        .extracting(StoredSync::startedAt)
                        .containsExactly(START.plusSeconds(7), START.plusSeconds(6));
                pool.assertAllReturned();
            }
        }
    }
}
