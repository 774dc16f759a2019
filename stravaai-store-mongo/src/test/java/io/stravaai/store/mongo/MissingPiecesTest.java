package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Values that are too large for a document, and whose pieces are not there. */
class MissingPiecesTest extends CrashScene {

    private static final int MORE_THAN_IS_BORNE = 20;

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }

    @Test
    void read_whileTheAthleteIsCommittedAgainAndAgain_answersTheLast() {
        Database database = new Database(mongo.database());
        Journal journal = new Journal(
                database,
                "stravaai_head",
                "stravaai_activity_piece",
                new Sizes(PIECE_SIZE, 3),
                List.of(
                        new Table(database, "stravaai_activity", true),
                        new Table(database, "stravaai_quarantine", true)));
        AthleteId athlete = newAthlete();
        ActivityStore others = healthy().activities();
        others.commit(generation(athlete, 1));
        AtomicInteger reads = new AtomicInteger(1);
        long read = journal.read(athlete.value(), 0L, head -> {
            if (reads.get() < MORE_THAN_IS_BORNE) {
                others.commit(generation(athlete, reads.incrementAndGet()));
                throw new TornReadException();
            }
            return head.version();
        });
        assertThat(read).isEqualTo(MORE_THAN_IS_BORNE);
    }

    @Test
    void lostPieces_endTheReadWithAnErrorThatIsNotRetryable() {
        AthleteId athlete = newAthlete();
        ActivityStore store = healthy().activities();
        store.commit(generation(athlete, 1));
        removePieces(athlete);
        assertThatThrownBy(() -> store.list(ActivityQuery.of(athlete)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("Pieces of a large value are missing");
    }

    @Test
    void lostPiecesOfWhatIsPending_hinderNoOtherAthletesTurn() throws Exception {
        AthleteId lost = newAthlete();
        AthleteId other = newAthlete();
        ActivityStore store = healthy().activities();
        store.commit(due(lost, 1));
        store.commit(due(other, 1));
        leavePending(due(lost, 2));
        removePieces(lost);
        assertThat(store.due(OBSERVED, 10)).containsExactly(lost, other);
        assertThat(version(store, other)).isEqualTo(1);
        assertThatThrownBy(() -> version(store, lost)).isInstanceOf(StoreException.class);
    }

    private static SyncCommit due(AthleteId athlete, long version) {
        List<StoredActivity> rows = rows(athlete, version, 0);
        return SyncCommit.of(
                SyncState.builder(athlete, version).nextDueAt(OBSERVED).build(), rows, List.of(), List.of());
    }

    /** Its process dies when it is decided, and before anything of it is spread. */
    private void leavePending(SyncCommit commit) throws Exception {
        Wire wire = mongo.wire();
        wire.afterWrite(write -> {
            if (pending("stravaai_head") == 0) {
                return true;
            }
            wire.die();
            return false;
        });
        ActivityStore dying = stores(mongo.over(wire, 1000)).activities();
        assertThatThrownBy(() -> dying.commit(commit)).isInstanceOf(StoreException.class);
        assertThat(pending("stravaai_head")).isEqualTo(1);
        mongo.disconnect();
    }

    private void removePieces(AthleteId athlete) {
        mongo.database()
                .getCollection("stravaai_activity_piece")
                .deleteMany(new Document("athlete_id", athlete.value()));
    }
}
