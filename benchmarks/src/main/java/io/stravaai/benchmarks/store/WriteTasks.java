package io.stravaai.benchmarks.store;

import io.stravaai.benchmarks.Comparison;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Commits and purges, each of athletes that are new. */
final class WriteTasks {

    private static final double LEAST = 0.7;
    private static final double MOST = 1.5;

    private final Histories histories;
    private final Load load;
    private final Tables tables;
    private final Comparison commits = Comparison.ofRows("commit of a page", "StravaAI", "by hand", Load.PAGE, LEAST);
    private final Comparison purges;
    private long lastAthlete;

    WriteTasks(Histories histories, Load load, Tables tables) {
        this.histories = histories;
        this.load = load;
        this.tables = tables;
        this.purges = Comparison.ofTimes(String.format("purge of %,d", load.purged()), "StravaAI", "by hand", MOST);
        this.lastAthlete = load.athletes(load.activities());
    }

    List<Comparison> comparisons() {
        return List.of(commits, purges);
    }

    /** A round of pages: the history of an athlete as a sync stores it, and that of another one by hand. */
    void commits() throws Exception {
        AthleteId athlete = newAthlete();
        List<SyncCommit> own = new ArrayList<>();
        SyncState state = SyncState.initial(athlete);
        for (int page = 0; page < load.pages(); page++) {
            state = state.next().newestListedAt(Instant.EPOCH).build();
            own.add(SyncCommit.of(state, page(athlete, page), List.of(), List.of()));
        }
        AthleteId other = newAthlete();
        List<List<StoredActivity>> pages = new ArrayList<>();
        for (int page = 0; page < load.pages(); page++) {
            pages.add(page(other, page));
        }
        commits.round(load.pages(), i -> commit(own.get(i)), i -> tables.floor().insert(pages.get(i)));
    }

    /** A round of one purge by the store and one by hand. */
    void purges() throws Exception {
        AthleteId athlete = filledAthlete();
        AthleteId other = filledAthlete();
        tables.settle();
        purges.round(1, i -> tables.store().purge(athlete), i -> tables.floor().delete(other));
    }

    /** A new athlete with so many activities as are to be purged. */
    AthleteId filledAthlete() throws Exception {
        AthleteId athlete = newAthlete();
        for (int from = 0; from < load.purged(); from += Load.BULK) {
            tables.floor().insert(histories.rows(athlete, from, Math.min(Load.BULK, load.purged() - from)));
        }
        commit(SyncCommit.of(SyncState.initial(athlete).next().build(), List.of(), List.of(), List.of()));
        return athlete;
    }

    private void commit(SyncCommit commit) {
        if (tables.store().commit(commit) != CommitResult.COMMITTED) {
            throw new IllegalStateException("The store has refused a commit");
        }
    }

    private List<StoredActivity> page(AthleteId athlete, int page) {
        return histories.rows(athlete, page * Load.PAGE, Load.PAGE);
    }

    private AthleteId newAthlete() {
        return AthleteId.of(++lastAthlete);
    }
}
