package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad data gives a status: never an exception, and never a number that is wrong without saying so. */
class BadInputTest {

    private static final Thresholds ATHLETE = Thresholds.builder()
            .ftp(250)
            .criticalPower(240, 18_000)
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .lthr(168)
            .ventilatoryThresholds(130, 165)
            .thresholdSpeed(4)
            .criticalSwimSpeed(1.1)
            .weight(70)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"Ride", "Run", "Swim", "Walk", "Parkour"})
    void without_streams_no_metric_of_streams_has_a_value(String sport) {
        ActivityMetrics metrics = ActivityMetrics.of(session(sport), ATHLETE);

        metrics.values()
                .forEach((metric, value) ->
                        assertThat(value.isPresent()).as(metric + " " + value).isFalse());
        assertThat(metrics.powerCurve().status()).isEqualTo(MetricStatus.MISSING_POWER);
        assertThat(metrics.bestEfforts()).isEmpty();
        assertThat(metrics.heartRateZones().orElseThrow().seconds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ride", "Run", "Swim", "Walk", "Parkour"})
    void without_thresholds_what_needs_them_says_so(String sport) {
        ActivityMetrics metrics = ActivityMetrics.of(session(sport), good(4000), Thresholds.none());

        assertThat(metrics.value(Metric.LOAD).isPresent()).isFalse();
        assertThat(metrics.value(Metric.TRIMP_BANISTER).status()).isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(metrics.value(Metric.TRIMP_EDWARDS).status()).isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(metrics.value(Metric.TRIMP_LUCIA).status()).isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(metrics.value(Metric.NORMALIZED_POWER_PER_KILOGRAM).status())
                .isEqualTo(MetricStatus.MISSING_THRESHOLD);
        assertThat(metrics.heartRateZones()).isEmpty();
        assertThat(metrics.powerZones()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void nothing_but_one_channel_gives_values_or_reasons(Channel channel) {
        double[] values = new double[3000];
        Arrays.fill(values, channel == Channel.MOVING ? 1 : 100);
        Samples samples =
                Samples.builder(seconds(3000)).channel(channel, values).build();
        for (String sport : new String[] {"Ride", "Run", "Swim", "Parkour"}) {
            assertThatCode(() -> ActivityMetrics.of(session(sport), samples, ATHLETE))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void measurements_of_nothing_are_missing_and_never_zero() {
        double[] nothing = new double[4000];
        Arrays.fill(nothing, Double.NaN);
        Samples.Builder builder = Samples.builder(seconds(4000));
        for (Channel channel : Channel.values()) {
            builder.channel(channel, nothing);
        }
        for (String sport : new String[] {"Ride", "Run", "Swim", "Walk", "Parkour"}) {
            ActivityMetrics.of(session(sport), builder.build(), ATHLETE)
                    .values()
                    .forEach((metric, value) -> assertThat(metric == Metric.ELAPSED_TIME || !value.isPresent())
                            .as(metric + " " + value)
                            .isTrue());
        }
    }

    @Test
    void a_heart_rate_of_zero_is_none() {
        Samples samples = Samples.builder(seconds(100))
                .channel(Channel.HEART_RATE, new double[100])
                .build();

        assertThat(HeartRateMetrics.average(samples).status()).isEqualTo(MetricStatus.MISSING_HR);
    }

    @Test
    void times_that_go_back_are_dropped() {
        double[] time = seconds(1000);
        time[500] = 3;
        time[600] = -5;
        time[700] = Double.NaN;
        time[800] = 1e12;
        Samples samples = Samples.builder(time)
                .channel(Channel.HEART_RATE, filled(1000, 140))
                .build();

        assertThat(samples.size()).isEqualTo(996);
        assertThat(samples.dropped()).isEqualTo(4);
        assertThat(samples.elapsedSeconds()).isEqualTo(999);
        assertThat(HeartRateMetrics.average(samples).get()).isCloseTo(140, within(1e-9));
    }

    @Test
    void one_time_far_ahead_does_not_cost_all_that_follow() {
        double[] time = seconds(1000);
        time[10] = 500_000;

        assertThat(Samples.builder(time).build().size()).isEqualTo(999);
    }

    @Test
    void a_channel_of_another_length_is_left_out() {
        Samples samples = Samples.builder(seconds(1000))
                .channel(Channel.POWER, filled(999, 200))
                .channel(Channel.HEART_RATE, filled(1000, 140))
                .build();

        assertThat(samples.ignored()).containsExactly(Channel.POWER);
        assertThat(PowerMetrics.averagePower(samples).status()).isEqualTo(MetricStatus.MISSING_POWER);
        assertThat(HeartRateMetrics.average(samples).isPresent()).isTrue();
    }

    @Test
    void power_of_a_broken_meter_is_no_power() {
        double[] power = filled(2000, 200);
        power[7] = 65_535;
        power[8] = -20;
        power[9] = Double.POSITIVE_INFINITY;
        Samples samples =
                Samples.builder(seconds(2000)).channel(Channel.POWER, power).build();

        assertThat(PowerMetrics.averagePower(samples).get()).isCloseTo(200, within(1e-9));
        assertThat(PowerCurve.of(samples).points().get(0).watts()).isCloseTo(200, within(1e-9));
        assertThat(PowerMetrics.averagePower(samples).coverage()).isLessThan(1);
    }

    @Test
    void a_jump_of_the_satellites_is_no_best_effort() {
        double[] distance = IntStream.range(0, 2000).mapToDouble(i -> 3 * i).toArray();
        for (int i = 1000; i < 2000; i++) {
            distance[i] += 5_000;
        }
        Samples samples = Samples.builder(seconds(2000))
                .channel(Channel.DISTANCE, distance)
                .build();

        assertThat(BestEffort.over(1_000, samples, SportGroup.RUN).time().get()).isEqualTo(334);
        assertThat(BestEffort.over(5_000, samples, SportGroup.RUN).status()).isEqualTo(MetricStatus.TOO_SHORT);
    }

    @Test
    void a_jump_that_is_taken_back_is_dropped() {
        double[] distance = IntStream.range(0, 2000).mapToDouble(i -> 3 * i).toArray();
        distance[900] += 50_000;
        Samples samples = Samples.builder(seconds(2000))
                .channel(Channel.DISTANCE, distance)
                .build();

        assertThat(samples.value(Channel.DISTANCE, 900)).isNaN();
        assertThat(samples.value(Channel.DISTANCE, 1999)).isEqualTo(3 * 1999);
        assertThat(BestEffort.over(5_000, samples, SportGroup.RUN).time().get()).isEqualTo(1667);
    }

    @Test
    void a_pause_is_no_time_in_a_zone_and_no_power() {
        double[] time = seconds(2000);
        for (int i = 1000; i < 2000; i++) {
            time[i] += 3600;
        }
        Samples samples = Samples.builder(time)
                .channel(Channel.POWER, filled(2000, 200))
                .channel(Channel.HEART_RATE, filled(2000, 150))
                .build();

        assertThat(samples.recordedSeconds()).isEqualTo(1998);
        assertThat(PowerMetrics.normalizedPower(samples).get()).isCloseTo(200, within(1e-9));
        assertThat(PowerMetrics.work(samples).get()).isCloseTo(400, within(1e-9));
        assertThat(HeartRateMetrics.trimpEdwards(samples, ATHLETE).get()).isCloseTo(1998 / 60.0 * 3, within(1e-9));
        assertThat(PowerCurve.of(samples).at(Duration.ofMinutes(20))).isEmpty();
        assertThat(PowerCurve.of(samples)
                        .at(Duration.ofMinutes(15))
                        .orElseThrow()
                        .watts())
                .isCloseTo(200, within(1e-9));
    }

    @Test
    void forty_hours_count_ten_times_as_much_as_four() {
        ActivityMetrics four = ActivityMetrics.of(session("Ride"), good(4 * 3600), ATHLETE);
        ActivityMetrics forty = ActivityMetrics.of(session("Ride"), good(40 * 3600), ATHLETE);

        for (Metric same : List.of(
                Metric.NORMALIZED_POWER, Metric.AVERAGE_POWER, Metric.AVERAGE_HEART_RATE, Metric.AVERAGE_SPEED)) {
            assertThat(forty.value(same).get())
                    .as(same.name())
                    .isCloseTo(four.value(same).get(), withinPercentage(0.1));
        }
        for (Metric more : List.of(
                Metric.TRAINING_STRESS_SCORE,
                Metric.WORK,
                Metric.TRIMP_BANISTER,
                Metric.TRIMP_EDWARDS,
                Metric.TRIMP_LUCIA,
                Metric.HEART_RATE_STRESS_SCORE,
                Metric.DISTANCE,
                Metric.MOVING_TIME,
                Metric.ELEVATION_GAIN)) {
            assertThat(forty.value(more).get())
                    .as(more.name())
                    .isCloseTo(10 * four.value(more).get(), withinPercentage(0.5));
        }
        assertThat(forty.value(Metric.HEART_RATE_DRIFT).get()).isCloseTo(0, within(0.1));
        assertThat(forty.powerCurve().at(Duration.ofHours(10)).orElseThrow().watts())
                .isCloseTo(200, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ride", "Run", "Swim", "Walk", "Parkour"})
    void a_jump_of_the_satellites_changes_no_metric(String sport) {
        double[] good = IntStream.range(0, 4_000).mapToDouble(i -> 2 * i).toArray();
        double[] ahead = good.clone();
        double[] thereAndBack = good.clone();
        double[] fromTheStart = good.clone();
        for (int i = 0; i < 4_000; i++) {
            ahead[i] += i >= 2_000 ? 5_000 : 0;
            thereAndBack[i] += i >= 2_000 && i < 2_010 ? 5_000 : 0;
            fromTheStart[i] += 70_000;
        }
        ActivityMetrics expected = ActivityMetrics.of(session(sport), moved(good), ATHLETE);
        for (double[] jumped : List.of(ahead, thereAndBack, fromTheStart)) {
            ActivityMetrics metrics = ActivityMetrics.of(session(sport), moved(jumped), ATHLETE);

            expected.values().forEach((metric, value) -> {
                MetricValue found = metrics.value(metric);
                assertThat(found.isPresent()).as(metric + " " + found).isEqualTo(value.isPresent());
                assertThat(found.orElse(0))
                        .as(metric + " " + found)
                        .isCloseTo(value.orElse(0), within(1e-3 + 0.01 * Math.abs(value.orElse(0))));
            });
            assertThat(metrics.bestEfforts())
                    .allSatisfy(effort ->
                            assertThat(effort.distance() / effort.time().get()).isLessThan(2.1));
        }
        assertThat(ActivityMetrics.of(session(sport), moved(ahead), ATHLETE)
                        .value(Metric.DISTANCE)
                        .status())
                .isEqualTo(MetricStatus.ESTIMATED);
    }

    private static Samples moved(double[] distance) {
        return Samples.builder(seconds(distance.length))
                .channel(Channel.DISTANCE, distance)
                .channel(Channel.HEART_RATE, filled(distance.length, 150))
                .channel(Channel.ALTITUDE, filled(distance.length, 100))
                .build();
    }

    /** What is missing when a channel is, whatever the others say. */
    @ParameterizedTest
    @CsvSource({
        "Ride, POWER, MISSING_POWER, 'AVERAGE_POWER NORMALIZED_POWER X_POWER WORK INTENSITY_FACTOR TRAINING_STRESS_SCORE"
                + " VARIABILITY_INDEX NORMALIZED_POWER_PER_KILOGRAM LOWEST_W_PRIME_BALANCE EFFICIENCY_FACTOR DECOUPLING HEART_RATE_DRIFT'",
        "Ride, HEART_RATE, MISSING_HR, 'AVERAGE_HEART_RATE TRIMP_BANISTER TRIMP_EDWARDS TRIMP_LUCIA"
                + " HEART_RATE_STRESS_SCORE EFFICIENCY_FACTOR DECOUPLING HEART_RATE_DRIFT'",
        "Run, DISTANCE, MISSING_DISTANCE, 'DISTANCE MOVING_TIME AVERAGE_SPEED GRADE_ADJUSTED_SPEED NORMALIZED_GRADED_SPEED"
                + " RUNNING_STRESS_SCORE EFFICIENCY_FACTOR DECOUPLING HEART_RATE_DRIFT'",
        "Run, ALTITUDE, MISSING_ALTITUDE, 'ELEVATION_GAIN GRADE_ADJUSTED_SPEED NORMALIZED_GRADED_SPEED"
                + " RUNNING_STRESS_SCORE EFFICIENCY_FACTOR'",
        "Swim, DISTANCE, MISSING_DISTANCE, 'DISTANCE MOVING_TIME AVERAGE_SPEED SWIMMING_STRESS_SCORE EFFICIENCY_FACTOR"
                + " DECOUPLING HEART_RATE_DRIFT'"
    })
    void what_a_missing_channel_is_needed_for_says_so(
            String sport, Channel without, MetricStatus status, String metrics) {
        ActivityMetrics all = ActivityMetrics.of(session(sport), good(4_000), ATHLETE);
        ActivityMetrics found = ActivityMetrics.of(session(sport), goodWithout(4_000, without), ATHLETE);

        for (String metric : metrics.split(" ")) {
            assertThat(all.value(Metric.valueOf(metric)).isPresent()).as(metric).isTrue();
            assertThat(found.value(Metric.valueOf(metric)).status()).as(metric).isEqualTo(status);
        }
        List<String> missing = List.of(metrics.split(" "));
        all.values().forEach((metric, value) -> {
            // Another variant stands in for what is missing.
            boolean same = found.value(metric).variant().equals(value.variant());
            if (!missing.contains(metric.name()) && same) {
                assertThat(found.value(metric)).as(metric.name()).isEqualTo(value);
            }
        });
    }

    @Test
    void streams_of_mixed_lengths_are_what_belongs_together() {
        String streams = "{\"time\":{\"data\":[0,1,2,3]},\"heartrate\":{\"data\":[120,121,122,123]},"
                + "\"watts\":{\"data\":[200,200]},\"distance\":{\"data\":[]},\"altitude\":{\"data\":[1,2,3,4,5]},"
                + "\"moving\":{\"data\":[true]}}";
        Samples samples = Samples.of(StravaJson.read(streams, StreamSet.class));

        assertThat(samples.size()).isEqualTo(4);
        assertThat(samples.ignored())
                .containsExactlyInAnyOrder(Channel.POWER, Channel.DISTANCE, Channel.ALTITUDE, Channel.MOVING);
        assertThat(HeartRateMetrics.average(samples).get()).isCloseTo(122, within(0.5));
        assertThat(MovementMetrics.distance(samples, SportGroup.RUN).status()).isEqualTo(MetricStatus.MISSING_DISTANCE);

        Samples wrongTimes =
                Samples.of(StravaJson.read(streams.replace("[0,1,2,3]", "[0,1,2,3,4,5,6]"), StreamSet.class));
        for (String sport : new String[] {"Ride", "Run", "Swim", "Walk", "Parkour"}) {
            ActivityMetrics.of(session(sport), wrongTimes, ATHLETE)
                    .values()
                    .forEach((metric, value) -> assertThat(metric == Metric.ELAPSED_TIME || !value.isPresent())
                            .as(metric + " " + value)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"time\":{\"data\":[]}}",
                "{\"time\":{\"data\":[]},\"watts\":{\"data\":[]},\"heartrate\":{\"data\":[]},\"distance\":{\"data\":[]}}",
                "{\"time\":{\"data\":[null,null]},\"watts\":{\"data\":[200,200]}}",
                "{\"time\":{\"data\":[-2,-1]},\"watts\":{\"data\":[200,200]},\"heartrate\":{\"data\":[150,150]}}",
                "{\"time\":{},\"watts\":{}}",
                "{\"watts\":{\"data\":[200,200]}}"
            })
    void streams_of_nothing_give_reasons(String streams) {
        Samples samples = Samples.of(StravaJson.read(streams, StreamSet.class));

        for (String sport : new String[] {"Ride", "Run", "Swim", "Walk", "Parkour"}) {
            ActivityMetrics.of(session(sport), samples, ATHLETE)
                    .values()
                    .forEach((metric, value) -> assertThat(value.isPresent())
                            .as(metric + " " + value)
                            .isFalse());
        }
    }

    @Test
    void random_nonsense_gives_values_that_are_finite_or_reasons() {
        long seed = Long.getLong("seed", 7);
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0, 1e300, -1e300, Double.MIN_VALUE, 65_535, 1e9};
        for (int round = 0; round < 200; round++) {
            int n = random.nextInt(60);
            double[] time = IntStream.range(0, n)
                    .mapToDouble(i -> random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : i * random.nextInt(40))
                    .toArray();
            Samples.Builder builder = Samples.builder(time);
            for (Channel channel : Channel.values()) {
                if (random.nextInt(5) > 0) {
                    builder.channel(
                            channel,
                            IntStream.range(0, random.nextInt(9) == 0 ? n + 1 : n)
                                    .mapToDouble(i -> random.nextInt(3) == 0
                                            ? odd[random.nextInt(odd.length)]
                                            : 200 * random.nextDouble())
                                    .toArray());
                }
            }
            Samples samples = builder.build();
            for (String sport : new String[] {"Ride", "Run", "Swim", "Walk", "Parkour"}) {
                ActivityMetrics metrics = ActivityMetrics.of(session(sport), samples, ATHLETE);
                metrics.values()
                        .forEach((metric, value) -> assertThat(!value.isPresent() || Double.isFinite(value.get()))
                                .as(metric + " " + value)
                                .isTrue());
            }
            for (WPrimeBalance.Model model : WPrimeBalance.Model.values()) {
                assertThat(WPrimeBalance.of(samples, ATHLETE, model).joules()).doesNotContain(Double.NaN);
            }
            CriticalPower.fit(PowerCurve.of(samples)).power();
        }
    }

    @Test
    void streams_of_unknown_shapes_are_left_out() {
        String json =
                "{\"time\":{\"data\":[0,1,2]},\"watts\":{\"data\":\"many\"},\"heartrate\":{\"data\":[120,null,124]},"
                        + "\"moving\":{\"data\":[true,true,false]},\"velocity_smooth\":7}";

        Samples samples = Samples.of(StravaJson.read(json, StreamSet.class));

        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.has(Channel.POWER)).isFalse();
        assertThat(samples.has(Channel.SPEED)).isFalse();
        assertThat(samples.value(Channel.HEART_RATE, 0)).isEqualTo(120);
        assertThat(samples.value(Channel.HEART_RATE, 1)).isNaN();
        assertThat(samples.value(Channel.MOVING, 2)).isZero();
        assertThat(Samples.of(StravaJson.read("{}", StreamSet.class)).size()).isZero();
    }

    private static Session session(String sport) {
        return Session.builder(ActivityId.of(1), LocalDateTime.of(2024, 3, 1, 8, 0), SportType.of(sport))
                .build();
    }

    /** An even session with everything. */
    private static Samples good(int n) {
        return goodWithout(n, null);
    }

    private static Samples goodWithout(int n, @Nullable Channel without) {
        double[] wave =
                IntStream.range(0, n).mapToDouble(i -> Math.sin(i / 20.0)).toArray();
        Map<Channel, double[]> channels = new EnumMap<>(Map.of(
                Channel.POWER, Arrays.stream(wave).map(w -> 200 + 40 * w).toArray(),
                Channel.HEART_RATE, Arrays.stream(wave).map(w -> 140 + 10 * w).toArray(),
                Channel.DISTANCE,
                        IntStream.range(0, n).mapToDouble(i -> 2.5 * i).toArray(),
                Channel.ALTITUDE, Arrays.stream(wave).map(w -> 100 + 5 * w).toArray()));
        if (without != null) {
            channels.remove(without);
        }
        Samples.Builder builder = Samples.builder(seconds(n));
        channels.forEach(builder::channel);
        return builder.build();
    }

    private static double[] filled(int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] seconds(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }
}
