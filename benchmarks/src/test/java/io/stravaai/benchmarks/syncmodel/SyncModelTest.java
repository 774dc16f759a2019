package io.stravaai.benchmarks.syncmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.benchmarks.syncmodel.Change.Kind;
import io.stravaai.benchmarks.syncmodel.Simulation.Difference;
import io.stravaai.benchmarks.syncmodel.Simulation.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncModelTest {

    private static final Difference NONE = new Difference(0, 0, 0);

    @ParameterizedTest(name = "{0} years, seed {1}")
    @CsvSource({"1, 1", "1, 2", "1, 3", "10, 1", "10, 2", "10, 3"})
    void a_year_of_syncs_leaves_nothing_missed_stale_or_deleted_at_hardly_more_than_a_request_each(
            int years, long seed) {
        Outcome outcome = Simulation.run(AthleteHistory.changes(seed, years, true), new LibraryContender(seed));

        assertThat(outcome.atRest()).isEqualTo(NONE);
        assertThat(outcome.listCallsPerRun()).isBetween(1.0, years == 1 ? 1.05 : 1.20);
        assertThat(Collections.max(outcome.hours().get(Kind.NEW))).isLessThanOrEqualTo(6);
    }

    @Test
    void a_year_has_late_uploads_edits_and_deletions_at_the_rates_it_names() {
        List<Change> changes = AthleteHistory.changes(1, 10, false);
        List<Change> uploads = changes.stream().filter(SyncModelTest::isUpload).toList();
        Map<Long, Change> byId = new HashMap<>();
        uploads.forEach(upload -> byId.put(upload.id(), upload));

        assertThat(uploads).hasSizeBetween(4_950, 5_000);
        assertThat(share(changes, Kind.LATE, uploads)).isCloseTo(0.15, within(0.015));
        assertThat(share(changes, Kind.EDIT, uploads)).isCloseTo(0.12, within(0.015));
        assertThat(share(changes, Kind.DELETE, uploads)).isCloseTo(0.03, within(0.008));
        for (Change change : changes) {
            Duration sinceUpload = Duration.between(byId.get(change.id()).at(), change.at());
            Duration sinceStart = Duration.between(change.start(), change.at());
            switch (change.kind()) {
                case NEW -> assertThat(sinceStart).isLessThan(Duration.ofHours(4));
                case LATE -> assertThat(sinceStart).isBetween(Duration.ofMinutes(90), Duration.ofDays(121));
                case EDIT -> assertThat(sinceUpload).isBetween(Duration.ofMinutes(1), Duration.ofDays(10));
                case DELETE -> assertThat(sinceUpload).isBetween(Duration.ofMinutes(1), Duration.ofDays(20));
            }
        }
    }

    @Test
    void a_tail_adds_changes_of_the_whole_history_and_takes_none_away() {
        List<Change> with = AthleteHistory.changes(1, 10, true);
        List<Change> without = AthleteHistory.changes(1, 10, false);
        Instant old = AthleteHistory.YEAR_BEGINS.minus(AthleteHistory.YEAR.multipliedBy(2));

        assertThat(count(with, Kind.EDIT) - count(without, Kind.EDIT)).isBetween(70, 120);
        assertThat(count(with, Kind.DELETE) - count(without, Kind.DELETE)).isBetween(15, 35);
        assertThat(count(with, Kind.LATE) - count(without, Kind.LATE)).isEqualTo(AthleteHistory.BACKDATED);
        assertThat(with)
                .filteredOn(
                        change -> change.start().isBefore(old) && !change.at().isBefore(AthleteHistory.YEAR_BEGINS))
                .extracting(Change::kind)
                .contains(Kind.EDIT, Kind.DELETE, Kind.LATE);
    }

    @Test
    void an_activity_is_uploaded_then_edited_and_deleted_last() {
        Map<Long, Integer> versions = new HashMap<>();
        Set<Long> deleted = new HashSet<>();
        List<Change> changes = AthleteHistory.changes(2, 10, true);

        assertThat(changes).extracting(Change::at).isSorted();
        for (Change change : changes) {
            assertThat(deleted).doesNotContain(change.id());
            if (isUpload(change)) {
                assertThat(versions.put(change.id(), 0)).isNull();
            } else if (change.kind() == Kind.EDIT) {
                assertThat(versions.put(change.id(), change.version())).isEqualTo(change.version() - 1);
            } else {
                assertThat(versions).containsKey(change.id());
                deleted.add(change.id());
            }
        }
        assertThat(deleted).isNotEmpty();
    }

    @Test
    void the_same_seed_has_the_same_outcome() {
        assertThat(outcomeOfLibrary(5)).isEqualTo(outcomeOfLibrary(5));
        assertThat(AthleteHistory.changes(5, 1, true)).isNotEqualTo(AthleteHistory.changes(6, 1, true));
    }

    @Test
    void a_full_list_at_each_run_notices_all_at_the_next_run() {
        Outcome outcome = Simulation.run(AthleteHistory.changes(3, 1, true), new PeerAlgorithm.FullList(200, false));

        assertThat(outcome.atEndOfYear()).isEqualTo(NONE);
        assertThat(outcome.atRest()).isEqualTo(NONE);
        assertThat(outcome.runs()).isEqualTo(365 * 4);
        assertThat(outcome.listCallsPerRun()).isBetween(2.5, 3.0);
        assertThat(outcome.hours()).containsOnlyKeys(Kind.values());
        outcome.hours()
                .values()
                .forEach(hours -> assertThat(hours)
                        .isNotEmpty()
                        .allSatisfy(value -> assertThat(value).isBetween(0.0, 6.0)));
    }

    @Test
    void what_no_run_ever_stores_is_counted_as_missed_stale_or_zombie_and_as_never_noticed() {
        Instant start = AthleteHistory.YEAR_BEGINS.plus(Duration.ofDays(50));
        Instant before = start.minus(Duration.ofDays(20));
        Instant at = start.plus(Duration.ofHours(2));
        List<Change> changes = List.of(
                new Change(at, Kind.NEW, 1, start, 0),
                new Change(at, Kind.NEW, 2, start, 0),
                new Change(at, Kind.NEW, 3, start, 0),
                new Change(at.plus(Duration.ofDays(1)), Kind.EDIT, 1, start, 1),
                new Change(at.plus(Duration.ofDays(1)), Kind.DELETE, 2, start, 0),
                new Change(at.plus(Duration.ofDays(1)), Kind.LATE, 4, before, 0),
                // Held by nobody, so nobody can notice what becomes of it.
                new Change(at.plus(Duration.ofDays(2)), Kind.EDIT, 4, before, 1));

        Outcome outcome = Simulation.run(changes, new PeerAlgorithm.NewestStart(Duration.ZERO, 30));

        assertThat(outcome.atRest()).isEqualTo(new Difference(1, 1, 1));
        assertThat(outcome.activities()).isEqualTo(3);
        assertThat(outcome.hours().get(Kind.NEW)).containsExactly(4.0, 4.0, 4.0);
        assertThat(outcome.hours().get(Kind.LATE)).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(outcome.hours().get(Kind.EDIT)).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(outcome.hours().get(Kind.DELETE)).containsExactly(Double.POSITIVE_INFINITY);
    }

    private static Outcome outcomeOfLibrary(long seed) {
        return Simulation.run(AthleteHistory.changes(seed, 1, true), new LibraryContender(seed));
    }

    private static boolean isUpload(Change change) {
        return change.kind() == Kind.NEW || change.kind() == Kind.LATE;
    }

    private static double share(List<Change> changes, Kind kind, List<Change> uploads) {
        return (double) count(changes, kind) / uploads.size();
    }

    private static int count(List<Change> changes, Kind kind) {
        return (int) changes.stream().filter(change -> change.kind() == kind).count();
    }
}
