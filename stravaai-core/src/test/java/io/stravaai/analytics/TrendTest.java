package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {

    @Test
    void a_line_rises_with_each_pair() {
        Trend trend = Trend.of(Trend.Method.ORIGINAL, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19);

        assertThat(trend.n()).isEqualTo(10);
        assertThat(trend.s()).isEqualTo(45);
        assertThat(trend.variance()).isCloseTo(10 * 9 * 25 / 18.0, within(1e-12));
        assertThat(trend.z()).isCloseTo(44 / Math.sqrt(125), within(1e-12));
        assertThat(trend.slope()).isEqualTo(2);
        assertThat(trend.intercept()).isEqualTo(1);
        assertThat(trend.direction(18)).isEqualTo(Trend.Direction.RISING);
        assertThat(trend.direction(18.1)).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
    }

    @Test
    void ties_lower_the_variance_and_missing_values_keep_their_place() {
        Trend trend = Trend.of(Trend.Method.ORIGINAL, 1, 1, Double.NaN, 2, 2, 2);

        assertThat(trend.n()).isEqualTo(5);
        assertThat(trend.s()).isEqualTo(6);
        assertThat(trend.variance()).isCloseTo((5 * 4 * 15 - 2 * 9 - 3 * 2 * 11) / 18.0, within(1e-12));
        // Slopes of pairs at 0, 1, 3, 4, 5: four of 0, and 1/3, 1/2, 1/4, 1/3, 1/5, 1/4.
        assertThat(trend.slope()).isCloseTo(0.225, within(1e-12));
    }

    @Test
    void real_times_make_the_slope_one_of_time() {
        Trend trend = Trend.of(Trend.Method.ORIGINAL, new double[] {0, 10, 40}, new double[] {0, 20, 80});

        assertThat(trend.slope()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trend.of(Trend.Method.ORIGINAL, new double[1], new double[2]));
    }

    @Test
    void nothing_changes_in_a_constant_series() {
        Trend trend = Trend.of(new double[50]);

        assertThat(trend.p()).isEqualTo(1);
        assertThat(trend.slope()).isZero();
        assertThat(trend.direction(0)).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
    }

    @Test
    void values_that_depend_on_each_other_are_judged_more_carefully() {
        double[] waves = IntStream.range(0, 60)
                .mapToDouble(i -> Math.sin(i / 8.0) + i / 100.0)
                .toArray();

        assertThat(Trend.of(waves).method()).isEqualTo(Trend.Method.HAMED_RAO);
        assertThat(Trend.of(waves).p())
                .isGreaterThan(Trend.of(Trend.Method.ORIGINAL, waves).p());
        assertThat(Trend.of(3, 5, 9, 2, 1, 7, 6, 4, 8, 5).method()).isEqualTo(Trend.Method.ORIGINAL);
    }

    @Test
    void values_that_swing_make_no_trend_surer() {
        double[] swinging = {
            246, 215, 277, 183, 329, 243, 262, 229, 304, 203, 300, 154, 275, 194, 257, 261, 300, 162, 315, 260, 290,
            233, 341, 249, 331, 206
        };
        Trend trend = Trend.of(swinging);

        assertThat(trend.method()).isEqualTo(Trend.Method.ORIGINAL);
        assertThat(trend.direction(0.1 * Statistics.median(swinging))).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
    }

    @Test
    void a_trend_that_swings_is_found() {
        double[] rising = {
            287, 202, 259, 213, 329, 241, 291, 214, 323, 212, 281, 291, 367, 285, 328, 256, 276, 310, 331, 287, 341,
            295, 356, 338, 382, 277
        };
        Trend corrected = Trend.of(Trend.Method.HAMED_RAO, rising);

        assertThat(Trend.of(rising).p()).isCloseTo(0.0048, within(5e-5));
        assertThat(Trend.of(rising).direction(0.1 * Statistics.median(rising))).isEqualTo(Trend.Direction.RISING);
        // The correction would leave no variance at all.
        assertThat(corrected.variance())
                .isEqualTo(Trend.of(Trend.Method.ORIGINAL, rising).variance());
    }

    @Test
    void more_values_than_can_be_compared_with_each_other_are_refused() {
        double[] many = new double[5_001];

        assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(many)).withMessageContaining("5001");
        assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(Trend.Method.SEASONAL_12, many));
    }

    @Test
    void a_season_is_no_trend_and_does_not_hide_one() {
        double[] flat = IntStream.range(0, 60)
                .mapToDouble(i -> 10 * Math.sin(i * Math.PI / 6))
                .toArray();
        double[] rising =
                IntStream.range(0, 60).mapToDouble(i -> flat[i] + i / 12.0).toArray();

        assertThat(Trend.of(Trend.Method.SEASONAL_12, rising).slope()).isCloseTo(1, within(1e-9));
        assertThat(Trend.of(Trend.Method.SEASONAL_12, rising).direction(1)).isEqualTo(Trend.Direction.RISING);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 0.31731050786291415",
        "1.959963984540054, 0.05",
        "3, 0.0026997960632601866",
        "6, 1.9731752900754024e-09"
    })
    void the_normal_distribution_is_exact(double z, double p) {
        assertThat(Statistics.twoSidedNormal(z)).isCloseTo(p, within(1e-13 * Math.max(p, 0.1)));
        assertThat(Statistics.twoSidedNormal(-z) / p).isCloseTo(1, within(1e-12));
    }
}
