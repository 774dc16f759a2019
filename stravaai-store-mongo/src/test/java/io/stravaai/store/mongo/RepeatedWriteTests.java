package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Writes that reach the server twice, since the driver repeats one whose answer was lost, and the server does not number them. */
abstract class RepeatedWriteTests extends CrashScene {

    @Test
    void commitOfNewRows_eachWriteSentTwice_isReadable() throws Exception {
        eachWriteOfACommitTwice(rows -> rows, false);
    }

    @Test
    void commitOfNewRows_eachWriteSentTwiceWhileOthersGoOn_isReadable() throws Exception {
        eachWriteOfACommitTwice(rows -> rows, true);
    }

    /** So small a page is left pending, and its row is large. */
    @Test
    void smallCommit_eachWriteSentTwiceWhileOthersGoOn_isReadable() throws Exception {
        eachWriteOfACommitTwice(rows -> rows.subList(1, 2), true);
    }

    private void eachWriteOfACommitTwice(UnaryOperator<List<StoredActivity>> choice, boolean othersGoOn)
            throws Exception {
        AtomicInteger writes = new AtomicInteger(1);
        for (int doubled = 1; doubled <= writes.get(); doubled++) {
            assertThat(doubled).isLessThan(MOST_WRITES);
            AthleteId athlete = newAthlete();
            healthy().activities().commit(generation(athlete, 1));
            List<StoredActivity> rows = choice.apply(rows(athlete, 2, 100));
            SyncCommit commit = SyncCommit.of(SyncState.builder(athlete, 2).build(), rows, List.of(), List.of());
            writes.set(0);
            int at = doubled;
            Wire wire = mongo.wire().twice(write -> writes.incrementAndGet() == at, () -> {
                ActivityStore others = healthy().activities();
                if (othersGoOn && version(others, athlete) == 2) {
                    assertThat(others.commit(SyncCommit.of(
                                    SyncState.builder(athlete, 3).build(), List.of(), List.of(), List.of())))
                            .isEqualTo(CommitResult.COMMITTED);
                }
            });

            over(wire).activities().commit(commit);

            assertThat(healthy().activities().list(ActivityQuery.of(athlete)))
                    .as("write %s sent twice", doubled)
                    .hasSize(ROWS + rows.size());
            mongo.disconnect();
        }
    }

    @Test
    void replacement_sentTwiceWhileOthersQueue_isReadable() throws Exception {
        AthleteId athlete = newAthlete();
        healthy().resources().enqueue(queued(athlete));
        Wire wire = mongo.wire()
                .twice(
                        write -> write.equals("findAndModify"),
                        () -> healthy().resources().enqueue(queued(athlete)));

        over(wire).resources().replace(fetched(athlete, json("large", 2 * PIECE_SIZE)));

        assertThat(resource(healthy().resources(), athlete).rawJson()).isPresent();
    }

    @Test
    void purge_thatComesLate_endsNoOtherLife() throws Exception {
        AthleteId athlete = newAthlete();
        healthy().activities().commit(generation(athlete, 1));
        Wire.Gate gate = new Wire.Gate();
        // Dead, but for what it had sent.
        Wire wire = mongo.wire().afterWrite(write -> false).beforeWrite(write -> {
            gate.pass();
            return true;
        });
        MongoStores stores = stores(mongo.over(wire, 1000));
        Future<?> late = threads.submit(() -> {
            try {
                stores.activities().purge(athlete);
            } catch (StoreException e) {
                // It never gets an answer.
            }
        });
        assertThat(gate.awaitReached()).isTrue();
        healthy().activities().purge(athlete);
        for (long version = 1; version <= 3; version++) {
            assertThat(healthy().activities().commit(generation(athlete, version)))
                    .isEqualTo(CommitResult.COMMITTED);
        }
        wire.beforeWrite(write -> false);

        gate.open();
        late.get();

        assertGeneration(healthy().activities(), athlete, 3);
        mongo.disconnect();
    }
}
