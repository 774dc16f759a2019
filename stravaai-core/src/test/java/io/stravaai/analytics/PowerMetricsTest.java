package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.analytics.Samples.Channel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerMetricsTest {

    private static final Thresholds RIDER =
            Thresholds.builder().ftp(250).weight(80).build();

    @Test
    void an_hour_at_ftp_is_a_score_of_100() {
        Samples hour = power(blocks(3600, 250));
        MetricValue np = PowerMetrics.normalizedPower(hour);

        assertThat(PowerMetrics.trainingStressScore(np, 3600, RIDER).get()).isCloseTo(100, within(1e-9));
        assertThat(PowerMetrics.intensityFactor(np, RIDER).get()).isCloseTo(1, within(1e-9));
        assertThat(PowerMetrics.variabilityIndex(np, PowerMetrics.averagePower(hour))
                        .get())
                .isCloseTo(1, within(1e-9));
        assertThat(PowerMetrics.work(hour).get()).isCloseTo(900, within(1e-9));
        assertThat(PowerMetrics.perKilogram(np, RIDER).get()).isCloseTo(250 / 80.0, within(1e-9));
    }

    @Test
    void half_an_hour_at_80_percent_is_a_score_of_32() {
        MetricValue np = PowerMetrics.normalizedPower(power(blocks(1800, 200)));

        assertThat(PowerMetrics.trainingStressScore(np, 1800, RIDER).get()).isCloseTo(32, within(1e-9));
    }

    @Test
    void normalized_power_weighs_what_is_hard() {
        // 3,571 means over 30 s: from all of the first block over 29 mixed ones to all of the second.
        double[] watts = blocks(1800, 100, 1800, 300);
        double fourth = 0;
        for (int i = 29; i < 3600; i++) {
            double mean = Arrays.stream(watts, i - 29, i + 1).sum() / 30;
            fourth += Math.pow(mean, 4);
        }

        assertThat(PowerMetrics.normalizedPower(power(watts)).get())
                .isCloseTo(Math.pow(fourth / 3571, 0.25), within(1e-9))
                .isCloseTo(252.8, within(0.1));
        assertThat(PowerMetrics.averagePower(power(watts)).get()).isCloseTo(200, within(1e-9));
    }

    @Test
    void xpower_is_smoothed_from_nothing() {
        double[] watts = blocks(600, 200);
        double gain = 1 - Math.exp(-1 / 25.0);
        double fourth = 0;
        for (int i = 1; i <= 600; i++) {
            fourth += Math.pow(200 * (1 - Math.pow(1 - gain, i)), 4);
        }

        assertThat(PowerMetrics.xPower(power(watts)).get()).isCloseTo(Math.pow(fourth / 600, 0.25), within(1e-9));
    }

    @Test
    void what_strava_averages_counts_missing_samples_as_zero_and_ours_does_not() {
        double[] watts = blocks(600, 200);
        Arrays.fill(watts, 300, 400, Double.NaN);
        Samples samples = power(watts);

        assertThat(StravaMetrics.averagePower(samples).get()).isCloseTo(200 * 500 / 600.0, within(1e-9));
        assertThat(PowerMetrics.averagePower(samples).get()).isCloseTo(200, within(1e-9));
        assertThat(PowerMetrics.averagePower(samples).coverage()).isCloseTo(5 / 6.0, within(1e-3));
    }

    @Test
    void stravas_averages_are_of_moving_samples() {
        Samples samples = Samples.builder(0, 1, 2, 3)
                .channel(Channel.POWER, 100, 200, 300, 0)
                .channel(Channel.HEART_RATE, 100, 110, 120, 130)
                .channel(Channel.CADENCE, 0, 80, 90, 0)
                .channel(Channel.MOVING, 0, 1, 1, 0)
                .build();

        assertThat(StravaMetrics.averagePower(samples).get()).isEqualTo(250);
        assertThat(StravaMetrics.averageHeartRate(samples).get()).isEqualTo(115);
        assertThat(StravaMetrics.averageCadence(samples).get()).isEqualTo(85);
        assertThat(StravaMetrics.averageCadence(samples).unit().symbol()).isEqualTo("rpm");
        assertThat(ChartSeries.of(samples, Channel.CADENCE).unit().symbol()).isEqualTo("rpm");
    }

    @Test
    void a_short_gap_is_bridged_and_a_long_one_is_left_out() {
        double[] time = DoubleStream.concat(
                        DoubleStream.iterate(0, t -> t + 1).limit(400),
                        DoubleStream.iterate(403, t -> t + 1).limit(400))
                .toArray();
        double[] watts = blocks(400, 100, 400, 200);
        Samples bridged = Samples.builder(time).channel(Channel.POWER, watts).build();

        // Three seconds between 100 and 200: 125, 150, 175.
        assertThat(PowerMetrics.work(bridged).get()).isCloseTo(120.45, within(1e-9));
        for (int i = 400; i < 800; i++) {
            time[i] += 60;
        }
        Samples paused = Samples.builder(time).channel(Channel.POWER, watts).build();
        assertThat(PowerMetrics.work(paused).get()).isCloseTo(120, within(1e-9));
    }

    @Test
    void samples_of_half_seconds_and_of_two_count_by_their_time() {
        double[] halves = DoubleStream.iterate(0, t -> t + 0.5).limit(2401).toArray();
        double[] twos = DoubleStream.iterate(0, t -> t + 2).limit(601).toArray();

        assertThat(PowerMetrics.work(Samples.builder(halves)
                                .channel(Channel.POWER, blocks(2401, 100))
                                .build())
                        .get())
                .isCloseTo(120.1, within(1e-9));
        assertThat(PowerMetrics.work(Samples.builder(twos)
                                .channel(Channel.POWER, blocks(601, 100))
                                .build())
                        .get())
                .isCloseTo(120.1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 60})
    void samples_that_are_far_apart_throughout_count_by_their_time_too(int interval) {
        double[] time = DoubleStream.iterate(0, t -> t + interval)
                .limit(7200 / interval + 1)
                .toArray();
        Samples samples = Samples.builder(time)
                .channel(Channel.POWER, blocks(time.length, 300))
                .build();
        Thresholds rider =
                Thresholds.builder().ftp(300).criticalPower(250, 20_000).build();

        assertThat(PowerMetrics.work(samples).get()).isCloseTo(2160, within(0.5));
        assertThat(PowerMetrics.normalizedPower(samples).get()).isCloseTo(300, within(1e-9));
        assertThat(PowerCurve.of(samples).at(Duration.ofHours(2)).orElseThrow().watts())
                .isCloseTo(300, within(1e-9));
        assertThat(WPrimeBalance.of(samples, rider, WPrimeBalance.Model.INTEGRAL)
                        .lowest()
                        .get())
                .isNegative();
    }

    @Test
    void less_than_five_minutes_have_no_normalized_power() {
        Samples samples = power(blocks(299, 200));

        assertThat(PowerMetrics.normalizedPower(samples).status()).isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(PowerMetrics.xPower(samples).status()).isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(PowerMetrics.trainingStressScore(PowerMetrics.normalizedPower(samples), 299, RIDER)
                        .status())
                .isEqualTo(MetricStatus.TOO_SHORT);
    }

    @Test
    void a_curve_has_the_best_of_each_duration_and_where_it_was() {
        Samples samples = power(blocks(100, 100, 10, 500, 200, 100, 60, 300, 100, 0));
        PowerCurve curve =
                PowerCurve.of(samples, List.of(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(9)));

        assertThat(curve.points())
                .containsExactly(
                        new PowerCurve.Point(Duration.ofSeconds(5), 500, 100, Duration.ofSeconds(5)),
                        new PowerCurve.Point(Duration.ofSeconds(60), 300, 310, Duration.ofSeconds(60)));
    }

    @Test
    void what_was_held_longer_counts_for_less_time_too() {
        // Best of two seconds is 50, of three 66.7.
        Samples samples = power(100, 0, 100, 0, 100);
        PowerCurve curve = PowerCurve.of(samples, List.of(Duration.ofSeconds(2), Duration.ofSeconds(3)));

        assertThat(curve.at(Duration.ofSeconds(2)).orElseThrow().watts()).isCloseTo(200 / 3.0, within(1e-9));
        assertThat(curve.at(Duration.ofSeconds(2)).orElseThrow().window()).isEqualTo(Duration.ofSeconds(3));
        assertThatIllegalArgumentException().isThrownBy(() -> PowerCurve.of(samples, List.of(Duration.ZERO)));
    }

    @ParameterizedTest
    @EnumSource(CriticalPower.Model.class)
    void critical_power_is_found_again(CriticalPower.Model model) {
        CriticalPower fit = CriticalPower.fit(
                efforts(
                        switch (model) {
                            case LINEAR_WORK_TIME, LINEAR_POWER_INVERSE_TIME -> t -> 250 + 20_000 / t;
                            case THREE_PARAMETER_TIME, THREE_PARAMETER_POWER -> t -> 250 + 20_000 / (t + 40);
                            case EXPONENTIAL -> t -> 250 + 500 * Math.exp(-t / 200);
                        },
                        120,
                        300,
                        600,
                        900,
                        1200),
                model);

        assertThat(fit.status()).isEqualTo(MetricStatus.OK);
        assertThat(fit.efforts()).hasSize(5);
        assertThat(fit.power().get()).isCloseTo(250, within(1e-4));
        if (model == CriticalPower.Model.EXPONENTIAL) {
            assertThat(fit.wPrime().status()).isEqualTo(MetricStatus.NOT_APPLICABLE);
        } else {
            assertThat(fit.wPrime().get()).isCloseTo(20, within(1e-4));
        }
        switch (model) {
            case LINEAR_WORK_TIME, LINEAR_POWER_INVERSE_TIME ->
                assertThat(fit.maxPower().status()).isEqualTo(MetricStatus.NOT_APPLICABLE);
            case THREE_PARAMETER_TIME, THREE_PARAMETER_POWER, EXPONENTIAL ->
                assertThat(fit.maxPower().get()).isCloseTo(750, within(1e-3));
        }
        assertThat(fit.residualStandardError().get()).isCloseTo(0, within(1e-4));
        assertThat(fit.power().variant()).isEqualTo(model.name());
    }

    /** The efforts, and what they give by least squares on time, are published with the R package cyclingtools. */
    @ParameterizedTest
    @CsvSource({"'0,1,2,3,4', 260, 27410, 1004", "'0,1,2,3', 246, 42699, 595", "'0,1,2,4', 255, 36462, 627"})
    void three_parameters_are_those_that_others_find(String chosen, double watts, double joules, double maxWatts) {
        double[] power = {446, 385, 324, 290, 280};
        double[] seconds = {100, 172, 434, 857, 1361};
        int[] tests =
                Arrays.stream(chosen.split(",")).mapToInt(Integer::parseInt).toArray();
        CriticalPower.Parameters found = CriticalPower.parameters(
                CriticalPower.Model.THREE_PARAMETER_TIME,
                Arrays.stream(tests).mapToDouble(i -> seconds[i]).toArray(),
                Arrays.stream(tests).mapToDouble(i -> power[i]).toArray());

        assertThat(found.watts()).isCloseTo(watts, within(0.5));
        assertThat(found.joules()).isCloseTo(joules, within(0.5));
        assertThat(found.maxWatts()).isCloseTo(maxWatts, within(0.5));
    }

    @Test
    void lines_through_the_same_tests_are_those_that_others_find() {
        double[] power = {446, 385, 324, 290, 280};
        double[] seconds = {100, 172, 434, 857, 1361};
        CriticalPower.Parameters work = CriticalPower.parameters(CriticalPower.Model.LINEAR_WORK_TIME, seconds, power);
        CriticalPower.Parameters inverse =
                CriticalPower.parameters(CriticalPower.Model.LINEAR_POWER_INVERSE_TIME, seconds, power);

        // 266 W there, rounded up from 265.47.
        assertThat(work.watts()).isCloseTo(265.5, within(0.5));
        assertThat(work.joules()).isCloseTo(20_961, within(0.5));
        assertThat(inverse.watts()).isCloseTo(274, within(0.5));
        assertThat(inverse.joules()).isCloseTo(17_784, within(0.5));
    }

    @Test
    void efforts_that_bend_the_wrong_way_have_no_end_of_the_curve() {
        // As if the shortest could be done at any power.
        PowerCurve curve = efforts(t -> 250 + 20_000 / (t - 60), 120, 180, 300, 600, 1200);

        for (CriticalPower.Model model :
                List.of(CriticalPower.Model.THREE_PARAMETER_TIME, CriticalPower.Model.THREE_PARAMETER_POWER)) {
            CriticalPower fit = CriticalPower.fit(curve, model);

            assertThat(fit.status()).as(model.name()).isEqualTo(MetricStatus.IMPLAUSIBLE);
            assertThat(fit.maxPower().isPresent()).isFalse();
        }
    }

    @Test
    void three_efforts_are_too_few_for_three_parameters() {
        PowerCurve curve = efforts(t -> 250 + 20_000 / t, 120, 300, 600);

        assertThat(CriticalPower.fit(curve).status()).isEqualTo(MetricStatus.OK);
        assertThat(CriticalPower.fit(curve, CriticalPower.Model.EXPONENTIAL).status())
                .isEqualTo(MetricStatus.TOO_SHORT);
    }

    /** Rides of one effort each. */
    private static PowerCurve efforts(DoubleUnaryOperator powerAt, int... durations) {
        return PowerCurve.bestOf(IntStream.of(durations)
                .mapToObj(seconds -> PowerCurve.of(
                        power(blocks(seconds, powerAt.applyAsDouble(seconds))), List.of(Duration.ofSeconds(seconds))))
                .toList());
    }

    @Test
    void two_efforts_are_too_few_for_critical_power() {
        PowerCurve curve =
                PowerCurve.of(power(blocks(600, 300)), List.of(Duration.ofMinutes(5), Duration.ofMinutes(10)));

        assertThat(CriticalPower.fit(curve).status()).isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(CriticalPower.fit(curve).power().isPresent()).isFalse();
        assertThat(CriticalPower.fit(PowerCurve.of(Samples.builder().build())).status())
                .isEqualTo(MetricStatus.MISSING_POWER);
    }

    @Test
    void w_prime_is_spent_above_critical_power_and_comes_back_below() {
        Thresholds rider = Thresholds.builder().criticalPower(250, 20_000).build();
        double[] watts = blocks(60, 350, 600, 150);
        double[] differential = WPrimeBalance.of(power(watts), rider, WPrimeBalance.Model.DIFFERENTIAL)
                .joules();
        WPrimeBalance integral = WPrimeBalance.of(power(watts), rider, WPrimeBalance.Model.INTEGRAL);
        double tau = 546 * Math.exp(-0.01 * 100) + 316;

        assertThat(differential[59]).isCloseTo(14_000, within(1e-6));
        // Below, what is lacking decays by (CP - P) / W' each second.
        assertThat(differential[659]).isCloseTo(20_000 - 6_000 * Math.pow(1 - 100 / 20_000.0, 600), within(1e-6));
        double spent = 0;
        for (int i = 0; i < 60; i++) {
            spent = spent * Math.exp(-1 / tau) + 100;
        }
        assertThat(integral.joules()[59]).isCloseTo(20_000 - spent, within(1e-6));
        assertThat(integral.joules()[659]).isCloseTo(20_000 - spent * Math.exp(-600 / tau), within(1e-6));
        assertThat(integral.lowest().get()).isCloseTo((20_000 - spent) / 1000, within(1e-9));
    }

    @Test
    void w_prime_balance_needs_power_and_thresholds() {
        Thresholds rider = Thresholds.builder().criticalPower(250, 20_000).build();
        double[] holes = blocks(1000, 200);
        Arrays.fill(holes, 100, 300, Double.NaN);

        assertThat(WPrimeBalance.of(power(blocks(100, 200)), Thresholds.none(), WPrimeBalance.Model.INTEGRAL)
                        .status())
                .isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(WPrimeBalance.of(power(holes), rider, WPrimeBalance.Model.INTEGRAL)
                        .status())
                .isEqualTo(MetricStatus.LOW_COVERAGE);
        assertThat(WPrimeBalance.of(Samples.builder(0, 1).build(), rider, WPrimeBalance.Model.INTEGRAL)
                        .lowest()
                        .status())
                .isEqualTo(MetricStatus.MISSING_POWER);
    }

    @Test
    void time_in_zones_of_power_is_by_the_level() {
        TimeInZones zones = PowerMetrics.timeInZones(power(blocks(101, 100, 100, 200, 50, 400)), Zones.byFtp(250));

        assertThat(zones.seconds()).containsExactly(100.0, 0.0, 100.0, 0.0, 0.0, 0.0, 50.0);
        assertThat(zones.shares().get(0)).isCloseTo(0.4, within(1e-12));
    }

    /** Pairs of a number of seconds and a power. */
    private static double[] blocks(double... pairs) {
        return IntStream.range(0, pairs.length / 2)
                .boxed()
                .flatMapToDouble(
                        i -> DoubleStream.generate(() -> pairs[2 * i + 1]).limit((long) pairs[2 * i]))
                .toArray();
    }

    private static Samples power(double... watts) {
        return Samples.builder(IntStream.range(0, watts.length).asDoubleStream().toArray())
                .channel(Channel.POWER, watts)
                .build();
    }
}
