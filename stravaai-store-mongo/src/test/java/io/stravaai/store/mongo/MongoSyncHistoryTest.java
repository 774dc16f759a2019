package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A history of years, which no command could prune at once. */
class MongoSyncHistoryTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final Instant START = Instant.parse("2026-11-19T06:30:00Z");

    @Test
    void prune_severalPieces_goTogetherWhereTheyBeganAtOneInstant() throws IOException {
        try (TestMongo mongo = TestMongo.inProcess()) {
            MongoSchema.ensureIndexes(mongo.database());
            AtomicInteger looks = new AtomicInteger();
            SyncHistory history = new MongoSyncHistory(
                    new Database(mongo.beforeFind(MongoSyncHistory.COLLECTION, looks::incrementAndGet)), 3);
            List<Integer> seconds = List.of(1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7);
            for (int id = 0; id < seconds.size(); id++) {
                Instant start = START.plusSeconds(seconds.get(id));
                history.record(StoredSync.builder(ATHLETE, id, start, start).build());
            }

            assertThat(history.prune(START.plusSeconds(6))).isEqualTo(9);
            // Before the first five, the next three, and the last one.
            assertThat(looks).hasValue(3);

            assertThat(history.list(ATHLETE, 100))
                    .extracting(StoredSync::startedAt)
                    .containsExactly(START.plusSeconds(7), START.plusSeconds(6));
        }
    }
}
