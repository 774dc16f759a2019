package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.StravaJson;
import io.stravaai.model.ZoneRanges;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartRateMetricsTest {

    private static final Thresholds ATHLETE = Thresholds.builder()
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(200)
            .ventilatoryThresholds(140, 170)
            .build();

    @ParameterizedTest
    @CsvSource({"MALE, 0.64, 1.92", "FEMALE, 0.86, 1.67"})
    void a_training_impulse_is_by_the_reserve_and_the_sex(Sex sex, double a, double b) {
        Thresholds athlete = ATHLETE.toBuilder().sex(sex).build();
        // 125 is half of the reserve.
        double half = 10 * 0.5 * a * Math.exp(b * 0.5);
        double full = 10 * a * Math.exp(b);

        assertThat(HeartRateMetrics.trimpBanister(rates(601, 125), athlete).get())
                .isCloseTo(half, within(1e-9));
        assertThat(HeartRateMetrics.trimpBanister(125, 600, athlete).get()).isCloseTo(half, within(1e-9));
        assertThat(HeartRateMetrics.trimpBanister(rates(601, 125, 600, 200), athlete)
                        .get())
                .isCloseTo(half + full, within(1e-9));
    }

    @Test
    void intervals_give_more_than_their_average() {
        double samples = HeartRateMetrics.trimpBanister(rates(601, 110, 600, 190), ATHLETE)
                .get();

        assertThat(samples)
                .isGreaterThan(
                        1.1 * HeartRateMetrics.trimpBanister(150, 1200, ATHLETE).get());
    }

    @Test
    void below_rest_is_nothing_and_what_cannot_be_is_no_measurement() {
        assertThat(HeartRateMetrics.trimpBanister(rates(601, 45), ATHLETE).get())
                .isZero();
        assertThat(HeartRateMetrics.trimpBanister(rates(601, 30), ATHLETE).status())
                .isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(HeartRateMetrics.trimpBanister(330, 600, ATHLETE).status()).isEqualTo(MetricStatus.IMPLAUSIBLE);
    }

    @Test
    void an_hour_at_threshold_is_a_stress_score_of_100() {
        Thresholds athlete = ATHLETE.toBuilder().lthr(SportGroup.RUN, 170).build();
        MetricValue trimp = HeartRateMetrics.trimpBanister(rates(3601, 170), athlete);

        MetricValue run = HeartRateMetrics.heartRateStressScore(trimp, SportGroup.RUN, athlete);
        MetricValue ride = HeartRateMetrics.heartRateStressScore(trimp, SportGroup.RIDE, athlete);
        assertThat(run.get()).isCloseTo(100, within(1e-9));
        assertThat(run.status()).isEqualTo(MetricStatus.OK);
        // 85 % of the reserve is 177.5.
        assertThat(ride.get()).isLessThan(95);
        assertThat(ride.status()).isEqualTo(MetricStatus.ESTIMATED);
    }

    @Test
    void edwards_counts_zones_of_ten_percent() {
        // 90, 110, 130, 150, 170 and 190 are 45, 55, 65, 75, 85 and 95 % of 200; the first sample stands for no time.
        Samples samples = rates(61, 90, 60, 110, 60, 130, 60, 150, 60, 170, 60, 190);

        assertThat(HeartRateMetrics.trimpEdwards(samples, ATHLETE).get()).isCloseTo(15, within(1e-9));
        assertThat(HeartRateMetrics.trimpEdwards(rates(601, 60), ATHLETE).get()).isZero();
    }

    @Test
    void lucia_counts_three_zones() {
        assertThat(HeartRateMetrics.trimpLucia(rates(61, 120, 60, 150, 60, 180), ATHLETE)
                        .get())
                .isCloseTo(6, within(1e-9));
    }

    @Test
    void a_bound_belongs_to_the_zone_below_it() {
        Zones zones = Zones.byMaxHeartRate(200);

        assertThat(zones.count()).isEqualTo(5);
        assertThat(zones.zoneOf(0)).isEqualTo(1);
        assertThat(zones.zoneOf(120)).isEqualTo(1);
        assertThat(zones.zoneOf(120.1)).isEqualTo(2);
        assertThat(zones.zoneOf(999)).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> Zones.of("wrong", 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Zones.byHeartRateReserve(60, 60));
    }

    @Test
    void stravas_zones_are_read_with_their_bounds() {
        Zones overlapping =
                strava("{\"zones\":[{\"min\":0,\"max\":111},{\"min\":111,\"max\":139},{\"min\":139,\"max\":-1}]}");
        Zones inclusive =
                strava("{\"zones\":[{\"min\":0,\"max\":116},{\"min\":117,\"max\":144},{\"min\":145,\"max\":-1}]}");

        assertThat(overlapping.zoneOf(111)).isEqualTo(2);
        assertThat(overlapping.zoneOf(110)).isEqualTo(1);
        assertThat(inclusive.zoneOf(116)).isEqualTo(1);
        assertThat(inclusive.zoneOf(117)).isEqualTo(2);
        assertThat(inclusive.zoneOf(144)).isEqualTo(2);
        assertThat(Zones.ofStrava(StravaJson.read("{\"zones\":[{\"min\":0,\"max\":-1}]}", ZoneRanges.class)))
                .isEmpty();
        assertThat(Zones.ofStrava(
                        StravaJson.read("{\"zones\":[{\"min\":0,\"max\":-1},{\"min\":5}]}", ZoneRanges.class)))
                .isEmpty();
    }

    @Test
    void zones_come_from_the_best_that_is_known() {
        Thresholds max = Thresholds.builder().maxHeartRate(200).build();
        Thresholds reserve = max.toBuilder().restingHeartRate(50).build();
        Thresholds threshold = reserve.toBuilder().lthr(170).build();
        Thresholds given =
                threshold.toBuilder().heartRateZones(Zones.of("mine", 140)).build();

        assertThat(Thresholds.none().heartRateZones(SportGroup.RUN)).isEmpty();
        assertThat(max.heartRateZones(SportGroup.RUN).orElseThrow().bounds())
                .containsExactly(120.0, 140.0, 160.0, 180.0);
        assertThat(reserve.heartRateZones(SportGroup.RUN).orElseThrow().bounds())
                .containsExactly(140.0, 155.0, 170.0, 185.0);
        assertThat(threshold
                        .heartRateZones(SportGroup.RUN)
                        .orElseThrow()
                        .bounds()
                        .get(0))
                .isCloseTo(115.6, within(1e-9));
        assertThat(given.heartRateZones(SportGroup.RUN).orElseThrow().name()).isEqualTo("mine");
    }

    @Test
    void an_average_is_weighted_by_time() {
        Samples samples = Samples.builder(0, 1, 2, 3, 9)
                .channel(Channel.HEART_RATE, 100, 100, 100, 100, 160)
                .build();

        assertThat(HeartRateMetrics.average(samples).get()).isCloseTo((3 * 100 + 6 * 160) / 9.0, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"TANAKA, 180", "FOX, 180", "GELLISH, 179", "NES, 185.4", "ASTRAND, 183", "ARENA, 180.5"})
    void an_estimated_maximum_says_that_it_is_estimated(HeartRateMetrics.MaxFormula formula, double expected) {
        MetricValue maximum = HeartRateMetrics.estimatedMaximum(formula, 40);

        assertThat(maximum.get()).isCloseTo(expected, within(1e-9));
        assertThat(maximum.status()).isEqualTo(MetricStatus.ESTIMATED);
        assertThat(HeartRateMetrics.estimatedMaximum(formula, 200).isPresent()).isFalse();
    }

    private static Zones strava(String json) {
        return Zones.ofStrava(StravaJson.read(json, ZoneRanges.class)).orElseThrow();
    }

    /** Pairs of a number of seconds and a heart rate. */
    private static Samples rates(double... pairs) {
        double[] rates = new double[0];
        for (int i = 0; i < pairs.length; i += 2) {
            int from = rates.length;
            rates = Arrays.copyOf(rates, from + (int) pairs[i]);
            Arrays.fill(rates, from, rates.length, pairs[i + 1]);
        }
        return Samples.builder(IntStream.range(0, rates.length).asDoubleStream().toArray())
                .channel(Channel.HEART_RATE, rates)
                .build();
    }
}
