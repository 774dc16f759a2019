package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running, swimming and efficiency. */
class EnduranceMetricsTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "10, 1.48", "-10, 0.875", "3.5, 1.12", "37, 3.6045", "50, 3.739", "-60, 1.937"})
    void a_slope_costs_what_strava_says(double percent, double factor) {
        assertThat(GradeModel.STRAVA.factor(percent)).isCloseTo(factor, within(1e-9));
    }

    @Test
    void a_slope_costs_what_minetti_measured() {
        assertThat(GradeModel.MINETTI.factor(0)).isEqualTo(1);
        assertThat(GradeModel.MINETTI.factor(10)).isCloseTo(1.6578, within(1e-4));
        assertThat(GradeModel.MINETTI.factor(-10)).isCloseTo(0.5977, within(1e-4));
        assertThat(GradeModel.MINETTI.factor(80)).isEqualTo(GradeModel.MINETTI.factor(45));
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "0.1, 4.44", "-0.1, 2.625"})
    void on_an_even_slope_the_graded_speed_is_speed_times_factor(double slope, double expected) {
        Samples samples = run(1200, i -> 3.0 * i, i -> 500 + slope * 3.0 * i);

        assertThat(RunningMetrics.gradeAdjustedSpeed(samples, GradeModel.STRAVA).get())
                .isCloseTo(expected, within(1e-6));
        assertThat(RunningMetrics.normalizedGradedSpeed(samples, GradeModel.STRAVA)
                        .get())
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void standing_is_no_running() {
        Samples samples = run(1200, i -> i < 600 ? 3.0 * i : 1797, i -> 0);

        assertThat(RunningMetrics.gradeAdjustedSpeed(samples, GradeModel.STRAVA).get())
                .isCloseTo(3, within(1e-6));
        assertThat(RunningMetrics.normalizedGradedSpeed(samples, GradeModel.STRAVA)
                        .get())
                .isLessThan(2.6);
        assertThat(MovementMetrics.movingTime(samples, SportGroup.RUN).get()).isEqualTo(599);
    }

    @Test
    void who_did_not_move_has_no_graded_speed() {
        Samples treadmill = run(600, i -> 0, i -> 100);

        assertThat(RunningMetrics.gradeAdjustedSpeed(treadmill, GradeModel.STRAVA)
                        .status())
                .isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(RunningMetrics.normalizedGradedSpeed(treadmill, GradeModel.STRAVA)
                        .status())
                .isEqualTo(MetricStatus.TOO_SHORT);
    }

    @Test
    void an_altitude_that_trembles_is_no_slope() {
        Samples samples = run(1200, i -> 3.0 * i, i -> i % 4 < 2 ? 100 : 100.5);

        assertThat(RunningMetrics.gradeAdjustedSpeed(samples, GradeModel.STRAVA).get())
                .isCloseTo(3, within(0.06));
    }

    @Test
    void without_altitude_recorded_slopes_are_taken_and_without_both_there_is_no_graded_speed() {
        Samples.Builder flat = Samples.builder(seconds(1200))
                .channel(
                        Channel.DISTANCE,
                        IntStream.range(0, 1200).mapToDouble(i -> 3.0 * i).toArray());

        assertThat(RunningMetrics.gradeAdjustedSpeed(flat.build(), GradeModel.STRAVA)
                        .status())
                .isEqualTo(MetricStatus.MISSING_ALTITUDE);
        flat.channel(
                Channel.GRADE, IntStream.range(0, 1200).mapToDouble(i -> 10).toArray());
        assertThat(RunningMetrics.gradeAdjustedSpeed(flat.build(), GradeModel.STRAVA)
                        .get())
                .isCloseTo(4.44, within(1e-6));
    }

    @Test
    void an_hour_at_threshold_speed_is_100_and_half_the_speed_a_quarter() {
        Thresholds runner =
                Thresholds.builder().thresholdPace(Duration.ofSeconds(250)).build();
        MetricValue threshold = MetricValue.of(4, MetricUnit.METRES_PER_SECOND, "ngp");
        MetricValue half = MetricValue.of(2, MetricUnit.METRES_PER_SECOND, "ngp");

        assertThat(RunningMetrics.stressScore(threshold, 3600, runner).get()).isCloseTo(100, within(1e-9));
        assertThat(RunningMetrics.stressScore(half, 3600, runner).get()).isCloseTo(25, within(1e-9));
        assertThat(RunningMetrics.stressScore(half, 3600, Thresholds.none()).status())
                .isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(RunningMetrics.stressScore(half, -1, runner).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void swims_are_scored_by_the_cube() {
        Thresholds swimmer =
                Thresholds.builder().criticalSwimPace(Duration.ofSeconds(100)).build();

        assertThat(SwimmingMetrics.stressScore(1, 3600, swimmer).get()).isCloseTo(100, within(1e-9));
        assertThat(SwimmingMetrics.stressScore(0.5, 3600, swimmer).get()).isCloseTo(12.5, within(1e-9));
        assertThat(SwimmingMetrics.stressScore(1, 3600, Thresholds.none()).status())
                .isEqualTo(MetricStatus.MISSING_THRESHOLD);
    }

    @Test
    void swolf_adds_seconds_and_strokes_of_a_length() {
        // 25 m at 2:00/100m take 30 s and, at 30 a minute, 15 strokes.
        assertThat(SwimmingMetrics.swolf(120, 30, 25).get()).isCloseTo(45, within(1e-9));
        assertThat(SwimmingMetrics.swolf(120, 0, 25).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void critical_speed_is_the_slope_of_distance_over_time() {
        CriticalSpeed two = CriticalSpeed.fit(List.of(effort(400, 360), effort(200, 170)));
        CriticalSpeed three = CriticalSpeed.fit(List.of(effort(400, 360), effort(200, 170), effort(800, 745)));

        assertThat(two.speed().get()).isCloseTo(200 / 190.0, within(1e-12));
        assertThat(two.dPrime().get()).isCloseTo(400 - 360 * 200 / 190.0, within(1e-9));
        assertThat(three.residualStandardError().get()).isPositive();
        assertThat(CriticalSpeed.fit(List.of(effort(400, 360))).status()).isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(CriticalSpeed.fit(List.of(effort(400, 360), effort(200, Double.NaN)))
                        .status())
                .isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(CriticalSpeed.fit(List.of(effort(400, 100), effort(200, 300)))
                        .status())
                .isEqualTo(MetricStatus.IMPLAUSIBLE);
        // Faster than both: the first cannot have been maximal.
        assertThat(CriticalSpeed.fit(List.of(effort(200, 160), effort(400, 310)))
                        .status())
                .isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void a_5_km_of_twenty_minutes_is_a_vdot_of_49_8() {
        assertThat(RunningMetrics.vdot(5000, 1200).get()).isCloseTo(49.8, within(0.05));
        assertThat(RunningMetrics.vdot(100, 15).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RunningMetrics.vdot(5000, -1).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RunningMetrics.vdot(Double.NaN, 1200).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void predictions_know_what_they_hold_for() {
        MetricValue riegel = RacePrediction.RIEGEL.predict(5_000, 1200, 10_000);

        assertThat(riegel.get()).isCloseTo(1200 * Math.pow(2, 1.06), within(1e-9));
        assertThat(riegel.status()).isEqualTo(MetricStatus.ESTIMATED);
        assertThat(RacePrediction.RIEGEL.predict(5_000, 1200, 42_195).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RacePrediction.RIEGEL.predict(1_000, 200, 2_000).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RacePrediction.VDOT.predict(5_000, 1200, 5_000).get()).isCloseTo(1200, within(1e-6));
        assertThat(RacePrediction.CAMERON.predict(5_000, 1200, 5_000).get()).isCloseTo(1200, within(1e-9));
        assertThat(RacePrediction.VDOT.predict(5_000, 1200, 10_000).get()).isBetween(2450.0, 2540.0);
    }

    @Test
    void riegel_predicts_no_sprints() {
        assertThat(RacePrediction.RIEGEL.predict(5_000, 1200, 100).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RacePrediction.RIEGEL.predict(5_000, 1200, 1_499).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThat(RacePrediction.RIEGEL.predict(5_000, 1200, 1_500).status()).isEqualTo(MetricStatus.ESTIMATED);
    }

    @Test
    void heart_rate_and_speed_at_vo2max_belong_together() {
        assertThat(RunningMetrics.shareOfMaxHeartRate(0.8).get()).isCloseTo(0.85, within(0.01));
        assertThat(RunningMetrics.shareOfVo2MaxSpeed(
                                RunningMetrics.shareOfMaxHeartRate(0.8).get())
                        .get())
                .isCloseTo(0.8, within(1e-9));
        assertThat(RunningMetrics.shareOfMaxHeartRate(1.2).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void an_age_grade_is_the_standard_of_the_age_over_the_time() {
        AgeGradingTable table = AgeGradingTable.of(
                new double[] {5_000, 10_000},
                new double[] {800, 1_700},
                Map.of(50, new double[] {0.8, 0.85}, 51, new double[] {0.79, 0.84}));

        assertThat(table.standard(50, 5_000).get()).isCloseTo(1_000, within(1e-9));
        assertThat(table.grade(50, 5_000, 1_250).get()).isCloseTo(0.8, within(1e-9));
        assertThat(table.standard(50, 7_500).get()).isCloseTo(1_250 / 0.825, within(1e-9));
        assertThat(table.grade(20, 5_000, 1_250)).isEqualTo(table.grade(50, 5_000, 1_250));
        assertThat(table.grade(50, 42_195, 10_000).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgeGradingTable.of(new double[] {1}, new double[] {1, 2}, Map.of()));
    }

    @Test
    void a_best_effort_of_strava_ends_at_the_first_sample_that_is_far_enough() {
        Samples samples = run(1000, i -> 3.0 * i, i -> 0);

        assertThat(BestEffort.over(1_000, samples, SportGroup.RUN).time().get()).isEqualTo(334);
        assertThat(BestEffort.over(1_000, samples, SportGroup.RUN, BestEffort.Method.INTERPOLATED)
                        .time()
                        .get())
                .isCloseTo(1000 / 3.0, within(1e-9));
        assertThatIllegalArgumentException().isThrownBy(() -> BestEffort.over(0, samples, SportGroup.RUN));
    }

    @Test
    void a_best_effort_is_the_fastest_part_and_pauses_count() {
        double[] time = seconds(600);
        for (int i = 400; i < 600; i++) {
            time[i] += 100;
        }
        Samples samples = Samples.builder(time)
                .channel(
                        Channel.DISTANCE,
                        IntStream.range(0, 600)
                                .mapToDouble(i -> i < 300 ? 2 * i : 600 + 4 * (i - 300))
                                .toArray())
                .build();
        BestEffort fast = BestEffort.over(400, samples, SportGroup.RUN);
        BestEffort across = BestEffort.over(900, samples, SportGroup.RUN);

        // Before the pause the fast part is 4 m too short.
        assertThat(fast.time().get()).isEqualTo(100);
        assertThat(fast.start().get()).isEqualTo(500);
        assertThat(across.time().get()).isEqualTo(325);
    }

    @Test
    void gains_smaller_than_the_hysteresis_do_not_count() {
        Samples samples = Samples.builder(seconds(6))
                .channel(Channel.ALTITUDE, 100, 102, 100, 102, 110, 90)
                .build();

        assertThat(MovementMetrics.elevationGain(samples).get()).isEqualTo(10);
        assertThat(MovementMetrics.elevationGain(samples, 0).get()).isEqualTo(12);
        assertThat(MovementMetrics.elevationLoss(samples, 3).get()).isEqualTo(20);
        assertThat(MovementMetrics.elevationGain(samples).status()).isEqualTo(MetricStatus.ESTIMATED);
    }

    @Test
    void efficiency_is_output_for_each_beat() {
        MetricValue rate =
                MetricValue.of(150, MetricUnit.BEATS_PER_MINUTE, "mean").withCoverage(0.9);
        MetricValue power = EfficiencyMetrics.efficiencyFactor(MetricValue.of(225, MetricUnit.WATTS, "np"), rate);
        MetricValue speed =
                EfficiencyMetrics.efficiencyFactor(MetricValue.of(3, MetricUnit.METRES_PER_SECOND, "ngp"), rate);

        assertThat(power.get()).isEqualTo(1.5);
        assertThat(power.unit()).isEqualTo(MetricUnit.WATTS_PER_BEAT_PER_MINUTE);
        assertThat(power.coverage()).isEqualTo(0.9);
        assertThat(speed.get()).isCloseTo(1.2, within(1e-12));
    }

    @Test
    void a_rate_that_rises_at_even_power_decouples_and_drifts() {
        Samples samples = steady(3601, i -> 200, i -> 140 + 10.0 * i / 3600);
        double first = 200 / 142.5;
        double second = 200 / 147.5;

        assertThat(EfficiencyMetrics.decoupling(samples, EfficiencyMetrics.Output.POWER)
                        .get())
                .isCloseTo(100 * (first - second) / first, within(0.01));
        assertThat(EfficiencyMetrics.heartRateDrift(samples, EfficiencyMetrics.Output.POWER)
                        .get())
                .isCloseTo(10, within(0.05));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 8, 45})
    void drift_does_not_depend_on_how_often_was_recorded(int interval) {
        double[] time = IntStream.rangeClosed(0, 7200 / interval)
                .mapToDouble(i -> i * interval)
                .toArray();
        Samples samples = Samples.builder(time)
                .channel(Channel.POWER, Arrays.stream(time).map(second -> 200).toArray())
                .channel(
                        Channel.HEART_RATE,
                        Arrays.stream(time)
                                .map(second -> 130 + 10 * second / 3600)
                                .toArray())
                .build();

        assertThat(EfficiencyMetrics.heartRateDrift(samples, EfficiencyMetrics.Output.POWER)
                        .get())
                .isCloseTo(10, within(0.05));
    }

    @Test
    void decoupling_is_refused_where_it_means_nothing() {
        assertThat(EfficiencyMetrics.decoupling(steady(1700, i -> 200, i -> 140), EfficiencyMetrics.Output.POWER)
                        .status())
                .isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(EfficiencyMetrics.decoupling(
                                steady(3600, i -> i < 1800 ? 150 : 250, i -> 140), EfficiencyMetrics.Output.POWER)
                        .status())
                .isEqualTo(MetricStatus.NOT_STEADY);
        assertThat(EfficiencyMetrics.decoupling(
                                steady(3600, i -> 200, i -> i % 5 == 0 ? Double.NaN : 140),
                                EfficiencyMetrics.Output.POWER)
                        .status())
                .isEqualTo(MetricStatus.LOW_COVERAGE);
        assertThat(EfficiencyMetrics.decoupling(steady(3600, i -> 200, i -> 140), EfficiencyMetrics.Output.SPEED)
                        .status())
                .isEqualTo(MetricStatus.MISSING_DISTANCE);
    }

    @Test
    void an_activity_is_scored_by_the_median_of_comparable_ones() {
        List<ActivityMetrics> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(ride(i + 1, LocalDate.of(2024, 3, 1).plusDays(i), 200, 130 + 10 * i));
        }
        ActivityMetrics today = ride(99, LocalDate.of(2024, 4, 1), 200, 140);
        EfficiencyScore score = EfficiencyScore.of(today, others);

        assertThat(score.comparable()).isEqualTo(5);
        assertThat(score.score().get()).isCloseTo(100.0 * 150 / 140, within(1e-6));
        // One was better, one equal, three worse.
        assertThat(score.percentile().get()).isCloseTo(70, within(1e-9));
        assertThat(EfficiencyScore.of(today, others.subList(0, 4)).score().status())
                .isEqualTo(MetricStatus.NOT_COMPARABLE);
        assertThat(EfficiencyScore.of(ride(98, LocalDate.of(2024, 9, 1), 200, 140), others)
                        .comparable())
                .isZero();
        assertThat(EfficiencyScore.of(ride(97, LocalDate.of(2024, 4, 1), 240, 140), others)
                        .comparable())
                .isZero();
    }

    @Test
    void rides_without_ftp_lack_a_threshold_to_be_compared() {
        List<ActivityMetrics> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(ride(i + 1, LocalDate.of(2024, 3, 1).plusDays(i), 200, 140, Thresholds.none()));
        }
        EfficiencyScore score =
                EfficiencyScore.of(ride(99, LocalDate.of(2024, 4, 1), 200, 140, Thresholds.none()), others);

        assertThat(score.score().status()).isEqualTo(MetricStatus.MISSING_THRESHOLD);
    }

    @Test
    void sports_without_a_group_are_compared_with_themselves() {
        List<ActivityMetrics> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(paddle(SportType.INLINE_SKATE, i + 1, 20_000));
            others.add(paddle(SportType.KAYAKING, i + 11, 8_000));
        }

        EfficiencyScore score = EfficiencyScore.of(paddle(SportType.KAYAKING, 27, 8_000), others);

        assertThat(score.comparable()).isEqualTo(5);
        assertThat(score.score().get()).isCloseTo(100, within(1e-9));
    }

    private static ActivityMetrics paddle(SportType sport, int day, double metres) {
        Session session = Session.builder(
                        ActivityId.of(day), LocalDate.of(2024, 3, day).atTime(9, 0), sport)
                .movingTime(Duration.ofSeconds(3600))
                .distance(metres)
                .build();
        return ActivityMetrics.of(session, steady(3600, i -> Double.NaN, i -> 140), Thresholds.none());
    }

    private static ActivityMetrics ride(long id, LocalDate day, double watts, double rate) {
        return ride(id, day, watts, rate, Thresholds.builder().ftp(250).build());
    }

    private static ActivityMetrics ride(long id, LocalDate day, double watts, double rate, Thresholds thresholds) {
        Session session = Session.builder(ActivityId.of(id), day.atTime(9, 0), SportType.RIDE)
                .movingTime(Duration.ofSeconds(3600))
                .build();
        return ActivityMetrics.of(session, steady(3600, i -> watts, i -> rate), thresholds);
    }

    private static CriticalSpeed.Effort effort(double metres, double seconds) {
        return new CriticalSpeed.Effort(metres, seconds);
    }

    private static Samples steady(int n, IntToDoubleFunction watts, IntToDoubleFunction rate) {
        return Samples.builder(seconds(n))
                .channel(Channel.POWER, IntStream.range(0, n).mapToDouble(watts).toArray())
                .channel(
                        Channel.HEART_RATE,
                        IntStream.range(0, n).mapToDouble(rate).toArray())
                .build();
    }

    private static Samples run(int n, IntToDoubleFunction distance, IntToDoubleFunction altitude) {
        return Samples.builder(seconds(n))
                .channel(
                        Channel.DISTANCE,
                        IntStream.range(0, n).mapToDouble(distance).toArray())
                .channel(
                        Channel.ALTITUDE,
                        IntStream.range(0, n).mapToDouble(altitude).toArray())
                .build();
    }

    private static double[] seconds(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }
}
