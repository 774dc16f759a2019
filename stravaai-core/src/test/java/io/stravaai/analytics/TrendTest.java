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
