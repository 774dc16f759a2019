package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads that take longer than it is from one commit of the athlete to the next. */
class ReadBesideCommitsTest extends CrashScene {

    private static final int MORE_THAN_IS_BORNE = 20;
    private static final long NEW = 100;
    private static final Instant LATER = START.plusSeconds(3600);

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }

    @Test
    void read_whileABackfillAddsAPageEachTimeItLooks_showsThePagesOfItsBeginning() {
        Backfill backfill = new Backfill();
        backfill.addPage();
        backfill.addPage();

        assertThat(shown(backfill.readerBeside(), backfill.athlete)).containsOnly("1", "2");
        assertThat(backfill.pages).isLessThan(MORE_THAN_IS_BORNE);
    }

    @Test
    void nextRead_whileABackfillAddsAPageEachTimeItLooks_showsWhatWasAddedSince() {
        Backfill backfill = new Backfill();
        backfill.addPage();
        ActivityStore reader = backfill.readerBeside();
        shown(reader, backfill.athlete);
        backfill.addPage();
        int before = backfill.pages;

        assertThat(shown(reader, backfill.athlete)).contains(Integer.toString(before));
        assertThat(backfill.pages).isLessThan(MORE_THAN_IS_BORNE);
    }

    @Test
    void readInTwoSteps_whileAllIsChangedBetweenThem_showsAllOfItChanged() {
        AthleteId athlete = newAthlete();
        readInTwoSteps(athlete, twoRows(athlete, 2));
    }

    @Test
    void readInTwoSteps_whileMoreIsAddedAndAllIsChangedBetweenThem_showsAllOfItChanged() {
        AthleteId athlete = newAthlete();
        List<StoredActivity> page = new ArrayList<>(rows(athlete, 2, NEW));
        page.addAll(twoRows(athlete, 2));
        readInTwoSteps(athlete, page);
    }

    /** One row first, and then the other. After the change comes a commit that changes nothing. */
    private void readInTwoSteps(AthleteId athlete, List<StoredActivity> change) {
        ActivityStore others = healthy().activities();
        others.commit(commit(athlete, 1, twoRows(athlete, 1)));
        AtomicInteger looks = new AtomicInteger();
        ActivityStore reader = stores(mongo.beforeFind("stravaai_activity", () -> {
                    if (looks.incrementAndGet() == 2) {
                        others.commit(commit(athlete, 2, change));
                        others.commit(commit(athlete, 3, List.of()));
                    }
                }))
                .activities();

        assertThat(reader.known(
                        KnownQuery.of(athlete, List.of(ActivityId.of(1))).orStartedBetween(LATER, LATER)))
                .hasSize(2)
                .extracting(KnownActivity::observedAt)
                .containsOnly(OBSERVED.plusSeconds(2));
    }

    private static List<StoredActivity> twoRows(AthleteId athlete, long version) {
        return List.of(
                row(athlete, 1, START, OBSERVED.plusSeconds(version)),
                row(athlete, 2, LATER, OBSERVED.plusSeconds(version)));
    }

    private static SyncCommit commit(AthleteId athlete, long version, List<StoredActivity> rows) {
        return SyncCommit.of(SyncState.builder(athlete, version).build(), rows, List.of(), List.of());
    }

    private static StoredActivity row(AthleteId athlete, long id, Instant start, Instant observed) {
        return StoredActivity.builder(athlete, ActivityId.of(id), "{}", observed)
                .startDate(start)
                .build();
    }

    /** Whole pages only: the name of each row is the number of its page. */
    private static List<String> shown(ActivityStore reader, AthleteId athlete) {
        List<String> names = reader.list(ActivityQuery.of(athlete)).stream()
                .map(row -> row.name().orElseThrow())
                .toList();
        List<String> pages = names.stream().distinct().toList();
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(pages.stream()
                        .flatMap(page -> Stream.generate(() -> page).limit(ROWS))
                        .toList());
        return pages;
    }

    private final class Backfill {

        private final AthleteId athlete = newAthlete();
        private final ActivityStore others = healthy().activities();
        private int pages;

        /** All of its rows are new. */
        void addPage() {
            pages++;
            List<StoredActivity> rows = rows(athlete, pages, (long) pages * ROWS);
            assertThat(others.commit(commit(athlete, pages, rows))).isEqualTo(CommitResult.COMMITTED);
        }

        /** Each time it looks at rows, a page is added before. */
        ActivityStore readerBeside() {
            return stores(mongo.beforeFind("stravaai_activity", () -> {
                        if (pages < MORE_THAN_IS_BORNE) {
                            addPage();
                        }
                    }))
                    .activities();
        }
    }
}
