package io.stravaai.internal.analytics;

import static io.stravaai.internal.analytics.Rows.ATHLETE;
import static io.stravaai.internal.analytics.Rows.NOW;
import static io.stravaai.internal.analytics.Rows.TODAY;
import static io.stravaai.internal.analytics.Rows.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.Analytics;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read after a sync. */
class HistoryCacheTest {

    private final CountingStore store = new CountingStore(InMemoryStores.activities());
    private final Analytics analytics = fresh();

    @Test
    void after_a_sync_through_its_store_nothing_is_compared() {
        commit(IntStream.rangeClosed(1, 300).mapToObj(i -> run(i, i, 10_000)).toList());
        analytics.load(ATHLETE, TODAY);
        int reads = store.reads;

        for (int round = 0; round < 3; round++) {
            Rows.commit(
                    analytics.store(),
                    List.of(
                            run(301 + round, 301, 10_000),
                            run(5, 5, 30_000 + round),
                            run(7 + round, 7, 10_000).deleted(NOW, DeletionReason.DELETED)));
            Rows.commit(analytics.store(), List.of(run(400, 100 + round, 5_000)));

            assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
            assertThat(analytics.history(ATHLETE)).isEqualTo(fresh().history(ATHLETE));
        }

        assertThat(store.compared).isZero();
        // Three rounds of four rows, and of two lists of the fresh ones.
        assertThat(store.reads - reads).isEqualTo(3 * (4 + 2));
    }

    @Test
    void a_commit_by_another_way_among_others_is_seen() {
        commit(IntStream.rangeClosed(1, 50).mapToObj(i -> run(i, i, 10_000)).toList());
        for (boolean last : new boolean[] {true, false}) {
            analytics.load(ATHLETE, TODAY);
            Rows.commit(analytics.store(), List.of(run(51, 51, 10_000)));
            commit(List.of(run(5, 5, last ? 30_000 : 20_000)));
            if (!last) {
                Rows.commit(analytics.store(), List.of(run(52, 52, 10_000)));
            }

            assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
            assertThat(analytics.history(ATHLETE)).isEqualTo(fresh().history(ATHLETE));
        }
        assertThat(store.compared).isEqualTo(2);
    }

    @Test
    void a_commit_that_was_not_applied_changes_nothing() {
        commit(List.of(run(1, 1, 10_000)));
        TrainingHistory before = analytics.history(ATHLETE);
        SyncState state = store.syncState(ATHLETE).orElseThrow();
        SyncState stale = state.next().version(state.version() + 7).build();

        assertThat(analytics.store().commit(SyncCommit.of(stale, List.of(run(2, 2, 10_000)), List.of(), List.of())))
                .isEqualTo(CommitResult.CONFLICT);

        assertThat(analytics.history(ATHLETE)).isSameAs(before);
    }

    @Test
    void many_commits_through_its_store_are_read_as_a_list() {
        commit(List.of(run(1, 1, 10_000)));
        analytics.load(ATHLETE, TODAY);
        for (int i = 2; i < 300; i++) {
            Rows.commit(analytics.store(), List.of(run(i, i, 10_000)));
        }

        assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
        assertThat(store.found).isZero();
    }

    @Test
    void its_store_is_the_one_that_it_was_given() {
        Rows.commit(analytics.store(), List.of(run(1, 1, 10_000)));
        ActivityStore observed = analytics.store();

        assertThat(observed.syncState(ATHLETE)).isEqualTo(store.syncState(ATHLETE));
        assertThat(observed.find(ATHLETE, ActivityId.of(1))).isPresent();
        assertThat(observed.list(ActivityQuery.of(ATHLETE))).hasSize(1);
        assertThat(observed.known(KnownQuery.of(ATHLETE, List.of(ActivityId.of(1)))))
                .hasSize(1);
        assertThat(observed.due(NOW, 10)).isEqualTo(store.due(NOW, 10));
        assertThat(observed.quarantined(ATHLETE)).isEmpty();
        observed.purge(ATHLETE);
        assertThat(store.syncState(ATHLETE)).isEmpty();
        assertThat(analytics.history(ATHLETE).sessions()).isEmpty();
    }

    @Test
    void after_a_sync_only_what_has_changed_is_read_and_everything_is_right() {
        commit(IntStream.rangeClosed(1, 300).mapToObj(i -> run(i, i, 10_000)).toList());
        analytics.history(ATHLETE);
        analytics.load(ATHLETE, TODAY);
        int reads = store.reads;

        commit(List.of(
                run(301, 301, 10_000),
                run(5, 5, 30_000),
                run(6, 40, 10_000),
                run(7, 7, 10_000).deleted(NOW, DeletionReason.DELETED)));

        assertThat(analytics.history(ATHLETE)).isEqualTo(fresh().history(ATHLETE));
        assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
        assertThat(analytics
                        .load(ATHLETE, TODAY)
                        .day(TODAY)
                        .orElseThrow()
                        .fitness()
                        .get())
                .isPositive();
        assertThat(analytics.history(ATHLETE).sessions()).hasSize(300);
        // Three that are there, and the one that has gone is known from the list of ids.
        assertThat(store.found).isEqualTo(3);
        assertThat(store.reads).isGreaterThan(reads);
    }

    @Test
    void an_activity_of_which_only_the_local_start_is_known_stays() {
        SummaryActivity local = StravaJson.read(
                "{\"id\":9,\"start_date_local\":\"2023-02-01T08:00:00Z\",\"sport_type\":\"Run\",\"distance\":5000}",
                SummaryActivity.class);
        commit(List.of(StoredActivity.of(ATHLETE, local, NOW), run(1, 1, 10_000)));
        assertThat(analytics.history(ATHLETE).sessions()).hasSize(2);

        commit(List.of(run(2, 2, 10_000)));

        assertThat(analytics.history(ATHLETE).sessions()).hasSize(3);
        assertThat(analytics.history(ATHLETE)).isEqualTo(fresh().history(ATHLETE));
    }

    @Test
    void an_activity_that_moves_changes_load_from_the_earlier_of_its_days_on() {
        commit(IntStream.rangeClosed(1, 100).mapToObj(i -> run(i, i, 10_000)).toList());
        for (int day : new int[] {3, 90}) {
            analytics.load(ATHLETE, TODAY);

            commit(List.of(run(50, day, 10_000)));

            assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
        }
    }

    @Test
    void commits_do_not_keep_what_was_read_for_longer_than_allowed() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        InstantSource time = now::get;
        Analytics kept = Analytics.builder()
                .store(store)
                .clock(time.withZone(ZoneOffset.UTC))
                .build();
        commit(List.of(run(1, 1, 10_000)));
        kept.history(ATHLETE);
        for (int day = 1; day <= 8; day++) {
            now.set(NOW.plus(Duration.ofDays(day)));
            Rows.commit(kept.store(), List.of(run(1 + day, 1 + day, 10_000)));
        }
        int reads = store.reads;

        assertThat(kept.history(ATHLETE).sessions()).hasSize(9);

        // All at once, as if nothing had been kept: no row by itself, and nothing compared.
        assertThat(store.reads - reads).isEqualTo(1);
        assertThat(store.found + store.compared).isZero();
    }

    private Analytics fresh() {
        return Analytics.builder()
                .store(store)
                .thresholds(athlete -> ThresholdHistory.always(Thresholds.builder()
                        .sex(Sex.MALE)
                        .restingHeartRate(50)
                        .maxHeartRate(190)
                        .build()))
                .build();
    }

    private void commit(List<StoredActivity> rows) {
        Rows.commit(store, rows);
        store.found = 0;
    }
}
