package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.Activity;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityMetricsTest {

    private static final int HOUR = 3600;

    private static final Thresholds ATHLETE = Thresholds.builder()
            .ftp(200)
            .criticalPower(190, 20_000)
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .thresholdSpeed(4)
            .criticalSwimSpeed(1.2)
            .build();

    /** An hour at 150 beats a minute, by the estimate of Banister over that of an hour at threshold. */
    private static final double HEART_RATE_STRESS = 64.8;

    @Test
    void power_that_strava_estimated_is_no_measurement() {
        Samples samples = samples(constant(250), constant(150));

        ActivityMetrics estimated = ActivityMetrics.of(ride("\"device_watts\":false,"), samples, ATHLETE);
        ActivityMetrics measured = ActivityMetrics.of(ride("\"device_watts\":true,"), samples, ATHLETE);
        ActivityMetrics unknown = ActivityMetrics.of(ride(""), samples, ATHLETE);

        assertThat(estimated.value(Metric.NORMALIZED_POWER).status()).isEqualTo(MetricStatus.MISSING_POWER);
        assertThat(estimated.value(Metric.TRAINING_STRESS_SCORE).status()).isEqualTo(MetricStatus.MISSING_POWER);
        assertThat(estimated.powerCurve().points()).isEmpty();
        assertThat(estimated.powerZones().orElseThrow().status()).isEqualTo(MetricStatus.MISSING_POWER);
        assertThat(estimated.value(Metric.LOAD).get()).isCloseTo(HEART_RATE_STRESS, within(0.1));
        assertThat(measured.value(Metric.LOAD).variant()).startsWith("tss-");
        assertThat(unknown.value(Metric.LOAD).variant()).startsWith("tss-");
    }

    @Test
    void a_score_of_a_part_of_an_activity_is_not_its_load() {
        double[] tenMinutes = constant(200);
        Arrays.fill(tenMinutes, 600, HOUR, Double.NaN);
        Session ride = session(SportType.RIDE).build();

        MetricValue byHeartRate = ActivityMetrics.of(ride, samples(tenMinutes, constant(150)), ATHLETE)
                .value(Metric.LOAD);
        MetricValue none = ActivityMetrics.of(ride, samples(tenMinutes, new double[0]), ATHLETE)
                .value(Metric.LOAD);

        assertThat(byHeartRate.variant()).startsWith("hrss-");
        assertThat(byHeartRate.get()).isCloseTo(HEART_RATE_STRESS, within(0.1));
        assertThat(none.status()).isEqualTo(MetricStatus.LOW_COVERAGE);
    }

    @Test
    void a_power_meter_without_signal_is_no_rest() {
        Session ride = session(SportType.RIDE).build();

        MetricValue load = ActivityMetrics.of(ride, samples(constant(0), constant(150)), ATHLETE)
                .value(Metric.LOAD);
        MetricValue summary = session(SportType.RIDE)
                .weightedPower(0)
                .averageHeartRate(150)
                .build()
                .load(ATHLETE);

        assertThat(load.get()).isCloseTo(HEART_RATE_STRESS, within(0.1));
        assertThat(summary.variant()).startsWith("hrss-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Swim", "Run"})
    void a_distance_that_was_not_recorded_is_no_load_of_zero(String sport) {
        Session still = session(SportType.of(sport)).distance(0).build();

        MetricValue load = still.load(ATHLETE);
        TrainingHistory history =
                TrainingHistory.of(List.of(still), ThresholdHistory.empty().from(LocalDate.of(2024, 1, 1), ATHLETE));

        assertThat(load.status()).isEqualTo(MetricStatus.MISSING_DATA);
        assertThat(history.dailyLoads().get(still.day())).isEqualTo(new DailyLoad(0, 1, 0));
        assertThat(ActivityMetrics.of(still, ATHLETE).value(Metric.LOAD).status())
                .isEqualTo(MetricStatus.MISSING_DATA);
    }

    @Test
    void a_distance_that_was_not_recorded_is_no_speed_of_zero() {
        Session yoga = session(SportType.YOGA).distance(0).build();
        ActivityMetrics metrics = ActivityMetrics.of(yoga, samples(new double[0], constant(100)), ATHLETE);

        assertThat(yoga.averageSpeed().status()).isEqualTo(MetricStatus.MISSING_DISTANCE);
        assertThat(metrics.value(Metric.AVERAGE_SPEED).status()).isEqualTo(MetricStatus.MISSING_DISTANCE);
        assertThat(metrics.value(Metric.EFFICIENCY_FACTOR).status()).isEqualTo(MetricStatus.MISSING_DISTANCE);
    }

    @Test
    void power_of_a_run_has_no_zones_of_the_power_on_the_bike() {
        Samples samples = samples(constant(300), constant(150));

        assertThat(ActivityMetrics.of(session(SportType.RUN).build(), samples, ATHLETE)
                        .powerZones())
                .isEmpty();
        assertThat(ActivityMetrics.of(session(SportType.RIDE).build(), samples, ATHLETE)
                        .powerZones())
                .isPresent();
    }

    private static Session ride(String fields) {
        Activity activity = StravaJson.read(
                "{\"id\":1,\"sport_type\":\"Ride\",\"moving_time\":3600," + fields
                        + "\"start_date_local\":\"2024-03-01T08:00:00Z\"}",
                SummaryActivity.class);
        return Session.of(activity).orElseThrow();
    }

    private static Session.Builder session(SportType sport) {
        return Session.builder(ActivityId.of(1), LocalDate.of(2024, 3, 1).atTime(8, 0), sport)
                .movingTime(Duration.ofHours(1));
    }

    private static double[] constant(double value) {
        return DoubleStream.generate(() -> value).limit(HOUR).toArray();
    }

    private static Samples samples(double[] watts, double[] rates) {
        return Samples.builder(DoubleStream.iterate(1, second -> second + 1)
                        .limit(HOUR)
                        .toArray())
                .channel(Channel.POWER, watts)
                .channel(Channel.HEART_RATE, rates)
                .build();
    }
}
