package io.stravaai.internal.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.Analytics;
import io.stravaai.AnalyticsBuilder;
import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.Metric;
import io.stravaai.analytics.MetricStatus;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalyticsTest {

    private static final AthleteId ATHLETE = AthleteId.of(7);
    private static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2024, 6, 1);

    private final CountingStore store = new CountingStore(InMemoryStores.activities());
    private final ResourceStore resources = InMemoryStores.resources();
    private ThresholdHistory thresholds = ThresholdHistory.always(Thresholds.builder()
            .ftp(200)
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .build());
    private final Analytics analytics = builder().build();

    private AnalyticsBuilder builder() {
        return Analytics.builder().store(store).resources(resources).thresholds(athlete -> thresholds);
    }

    @Test
    void a_history_is_read_once_and_is_that_of_the_store() {
        commit(IntStream.rangeClosed(1, 2_500)
                .mapToObj(i -> run(i, i % 300, 10_000))
                .toList());

        TrainingHistory history = analytics.history(ATHLETE);
        int reads = store.reads;

        assertThat(history.sessions()).hasSize(2_500);
        assertThat(history.totals().distance().get()).isEqualTo(25_000_000);
        assertThat(analytics.history(ATHLETE)).isSameAs(history);
        assertThat(store.reads).isEqualTo(reads);
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
    void after_a_sync_through_its_store_nothing_is_compared() {
        commit(IntStream.rangeClosed(1, 300).mapToObj(i -> run(i, i, 10_000)).toList());
        analytics.load(ATHLETE, TODAY);
        int reads = store.reads;

        for (int round = 0; round < 3; round++) {
            commit(
                    analytics.store(),
                    List.of(
                            run(301 + round, 301, 10_000),
                            run(5, 5, 30_000 + round),
                            run(7 + round, 7, 10_000).deleted(NOW, DeletionReason.DELETED)));
            commit(analytics.store(), List.of(run(400, 100 + round, 5_000)));

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
            commit(analytics.store(), List.of(run(51, 51, 10_000)));
            commit(List.of(run(5, 5, last ? 30_000 : 20_000)));
            if (!last) {
                commit(analytics.store(), List.of(run(52, 52, 10_000)));
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
            commit(analytics.store(), List.of(run(i, i, 10_000)));
        }

        assertThat(analytics.load(ATHLETE, TODAY)).isEqualTo(fresh().load(ATHLETE, TODAY));
        assertThat(store.found).isZero();
    }

    @Test
    void its_store_is_the_one_that_it_was_given() {
        commit(analytics.store(), List.of(run(1, 1, 10_000)));
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
    void load_goes_on_with_the_days() {
        commit(IntStream.rangeClosed(1, 100).mapToObj(i -> run(i, i, 10_000)).toList());
        LoadSeries today = analytics.load(ATHLETE, TODAY);

        assertThat(analytics.load(ATHLETE, TODAY)).isSameAs(today);
        for (LocalDate day : List.of(TODAY.plusDays(1), TODAY.plusDays(400), TODAY.minusDays(30))) {
            assertThat(analytics.load(ATHLETE, day)).isEqualTo(fresh().load(ATHLETE, day));
        }
    }

    @Test
    void other_thresholds_are_not_answered_with_old_results() {
        commit(List.of(ride(1, 10), run(2, 12, 10_000)));
        streams(1, 3600, 200, ResourceStatus.DONE);
        double before = analytics
                .activity(ATHLETE, ActivityId.of(1))
                .orElseThrow()
                .value(Metric.TRAINING_STRESS_SCORE)
                .get();
        LoadSeries load = analytics.load(ATHLETE, TODAY);

        thresholds = ThresholdHistory.always(Thresholds.builder().ftp(400).build());

        assertThat(before).isCloseTo(100, within(0.1));
        assertThat(analytics
                        .activity(ATHLETE, ActivityId.of(1))
                        .orElseThrow()
                        .value(Metric.TRAINING_STRESS_SCORE)
                        .get())
                .isCloseTo(25, within(0.1));
        assertThat(analytics.load(ATHLETE, TODAY)).isNotEqualTo(load);
        // A threshold of later days changes nothing of this one.
        ActivityMetrics metrics = analytics.activity(ATHLETE, ActivityId.of(1)).orElseThrow();
        thresholds = thresholds.from(TODAY, Thresholds.builder().ftp(300).build());
        assertThat(analytics.activity(ATHLETE, ActivityId.of(1))).containsSame(metrics);
    }

    @Test
    void metrics_are_kept_while_the_activity_is_the_same() {
        commit(List.of(ride(1, 10)));
        streams(1, 3600, 200, ResourceStatus.DONE);
        ActivityMetrics metrics = analytics.activity(ATHLETE, ActivityId.of(1)).orElseThrow();

        assertThat(metrics.value(Metric.NORMALIZED_POWER).get()).isCloseTo(200, within(1e-6));
        assertThat(analytics.activity(ATHLETE, ActivityId.of(1))).containsSame(metrics);

        commit(List.of(ride(1, 11)));

        assertThat(analytics
                        .activity(ATHLETE, ActivityId.of(1))
                        .orElseThrow()
                        .session()
                        .day())
                .isEqualTo(LocalDate.of(2023, 1, 1).plusDays(11));
        commit(List.of(ride(1, 11).deleted(NOW, DeletionReason.DELETED)));
        assertThat(analytics.activity(ATHLETE, ActivityId.of(1))).isEmpty();
    }

    @Test
    void streams_that_come_later_are_seen() {
        commit(List.of(ride(1, 10)));
        resources.enqueue(List.of(queued(1)));
        assertThat(power()).isEqualTo(MetricStatus.MISSING_POWER);

        streams(1, 3600, 200, ResourceStatus.DONE);

        assertThat(power()).isEqualTo(MetricStatus.OK);
    }

    @Test
    void streams_that_are_fetched_again_are_seen() {
        commit(List.of(ride(1, 10)));
        streams(1, 3600, 200, ResourceStatus.DONE);
        // The activity is queued again because it has changed; its old streams stay until the new ones are there.
        resources.enqueue(List.of(queued(1)));
        commit(List.of(ride(1, 11)));
        assertThat(power()).isEqualTo(MetricStatus.OK);

        streams(1, 100, 200, ResourceStatus.DONE);

        assertThat(power()).isEqualTo(MetricStatus.TOO_SHORT);
    }

    @Test
    void streams_that_cannot_be_read_are_none() {
        commit(List.of(ride(1, 10)));
        put(1, "no json", ResourceStatus.DONE);

        assertThat(power()).isEqualTo(MetricStatus.MISSING_POWER);
    }

    @Test
    void loads_come_from_streams_if_that_is_wanted() {
        Analytics exact = builder().loadsFromStreams().build();
        commit(List.of(ride(1, 10), ride(2, 12)));
        resources.enqueue(List.of(queued(1), queued(2)));
        streams(1, 3600, 200, ResourceStatus.DONE);
        assertThat(exact.history(ATHLETE).sessions().get(0).load().orElseThrow().get())
                .isCloseTo(100, within(0.1));
        assertThat(exact.history(ATHLETE).sessions().get(1).load().orElseThrow().isPresent())
                .isFalse();
        LoadSeries before = exact.load(ATHLETE, TODAY);

        streams(2, 3600, 200, ResourceStatus.DONE);

        assertThat(exact.history(ATHLETE).totals().load().get()).isCloseTo(200, within(0.2));
        assertThat(exact.load(ATHLETE, TODAY)).isNotEqualTo(before);
        assertThat(exact.load(ATHLETE, TODAY))
                .isEqualTo(builder().loadsFromStreams().build().load(ATHLETE, TODAY));
    }

    @Test
    void an_activity_is_scored_among_those_before_it() {
        List<StoredActivity> rides =
                IntStream.rangeClosed(1, 7).mapToObj(i -> ride(i, 10 + i)).toList();
        commit(rides);
        rides.forEach(ride -> streams(ride.id().value(), 3600, 200, ResourceStatus.DONE));

        assertThat(analytics
                        .efficiency(ATHLETE, ActivityId.of(7))
                        .orElseThrow()
                        .score()
                        .get())
                .isCloseTo(100, within(1e-6));
        assertThat(analytics
                        .efficiency(ATHLETE, ActivityId.of(3))
                        .orElseThrow()
                        .score()
                        .status())
                .isEqualTo(MetricStatus.NOT_COMPARABLE);
        assertThat(analytics.efficiency(ATHLETE, ActivityId.of(99))).isEmpty();
    }

    @Test
    void what_was_purged_is_gone() {
        commit(List.of(ride(1, 10)));
        streams(1, 3600, 200, ResourceStatus.DONE);
        analytics.history(ATHLETE);
        analytics.activity(ATHLETE, ActivityId.of(1));
        store.purge(ATHLETE);

        assertThat(analytics.history(ATHLETE).sessions()).isEmpty();
        assertThat(analytics.activity(ATHLETE, ActivityId.of(1))).isEmpty();
        analytics.forget(ATHLETE);
        assertThat(analytics.load(ATHLETE, TODAY).size()).isZero();
    }

    @Test
    void what_is_missing_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Analytics.builder().build())
                .withMessageContaining("store");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Analytics.builder().store(store).loadsFromStreams().build())
                .withMessageContaining("resources");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().maxAge(Duration.ofDays(8)));
    }

    private MetricStatus power() {
        return analytics
                .activity(ATHLETE, ActivityId.of(1))
                .orElseThrow()
                .value(Metric.NORMALIZED_POWER)
                .status();
    }

    private Analytics fresh() {
        return builder().build();
    }

    private void commit(List<StoredActivity> rows) {
        commit(store, rows);
    }

    private void commit(ActivityStore store, List<StoredActivity> rows) {
        SyncState state = store.syncState(ATHLETE).orElse(SyncState.initial(ATHLETE));
        SyncCommit commit = SyncCommit.of(state.next().build(), rows, List.of(), List.of());
        assertThat(store.commit(commit)).isEqualTo(CommitResult.COMMITTED);
        this.store.found = 0;
    }

    private static StoredActivity run(long id, int day, double distance) {
        return row(
                id,
                day,
                "\"sport_type\":\"Run\",\"distance\":" + distance + ",\"moving_time\":3000,\"average_heartrate\":150");
    }

    private static StoredActivity ride(long id, int day) {
        return row(id, day, "\"sport_type\":\"Ride\",\"moving_time\":3600");
    }

    private static StoredActivity row(long id, int day, String fields) {
        String start = LocalDate.of(2023, 1, 1).plusDays(day) + "T08:00:00Z";
        SummaryActivity activity = StravaJson.read(
                "{\"id\":" + id + ",\"start_date\":\"" + start + "\",\"start_date_local\":\"" + start + "\"," + fields
                        + "}",
                SummaryActivity.class);
        return StoredActivity.of(ATHLETE, activity, NOW);
    }

    private static StoredResource queued(long id) {
        return StoredResource.builder(ATHLETE, ActivityId.of(id), ActivityResource.STREAMS, NOW)
                .build();
    }

    private void streams(long id, int seconds, int watts, ResourceStatus status) {
        String time = IntStream.range(0, seconds).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String power = IntStream.range(0, seconds).mapToObj(i -> "" + watts).collect(Collectors.joining(","));
        String rate = IntStream.range(0, seconds).mapToObj(i -> "140").collect(Collectors.joining(","));
        put(
                id,
                "{\"time\":{\"data\":[" + time + "]},\"watts\":{\"data\":[" + power + "]},\"heartrate\":{\"data\":["
                        + rate + "]}}",
                status);
    }

    private void put(long id, String json, ResourceStatus status) {
        if (resources.find(ATHLETE, ActivityId.of(id), ActivityResource.STREAMS).isEmpty()) {
            resources.enqueue(List.of(queued(id)));
        }
        StoredResource row = resources
                .find(ATHLETE, ActivityId.of(id), ActivityResource.STREAMS)
                .orElseThrow();
        assertThat(resources.replace(
                        row.toBuilder().status(status, null).content(json, NOW).build()))
                .isTrue();
    }

    /** Counts what is read. */
    private static final class CountingStore implements ActivityStore {

        private final ActivityStore store;
        private int reads;
        private int found;
        private int compared;

        private CountingStore(ActivityStore store) {
            this.store = store;
        }

        @Override
        public Optional<SyncState> syncState(AthleteId athlete) {
            return store.syncState(athlete);
        }

        @Override
        public CommitResult commit(SyncCommit commit) {
            return store.commit(commit);
        }

        @Override
        public List<KnownActivity> known(KnownQuery query) {
            reads++;
            compared++;
            return store.known(query);
        }

        @Override
        public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
            reads++;
            found++;
            return store.find(athlete, activity);
        }

        @Override
        public List<StoredActivity> list(ActivityQuery query) {
            reads++;
            return new ArrayList<>(store.list(query));
        }

        @Override
        public List<AthleteId> due(Instant now, int limit) {
            return store.due(now, limit);
        }

        @Override
        public List<QuarantinedActivity> quarantined(AthleteId athlete) {
            return store.quarantined(athlete);
        }

        @Override
        public void purge(AthleteId athlete) {
            store.purge(athlete);
        }
    }
}
