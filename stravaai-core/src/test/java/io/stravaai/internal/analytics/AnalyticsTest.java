package io.stravaai.internal.analytics;

import static io.stravaai.internal.analytics.Rows.ATHLETE;
import static io.stravaai.internal.analytics.Rows.NOW;
import static io.stravaai.internal.analytics.Rows.TODAY;
import static io.stravaai.internal.analytics.Rows.ride;
import static io.stravaai.internal.analytics.Rows.run;
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
import io.stravaai.store.ActivityResource;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalyticsTest {

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
        Rows.commit(store, rows);
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
}
