package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.squareup.moshi.JsonReader;
import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

    @Test
    void a_pause_is_a_gap() {
        Samples samples = Samples.builder(0, 1, 2, 500, 501)
                .channel(Channel.HEART_RATE, 100, 101, Double.NaN, 110, 111)
                .build();
        ChartSeries series = ChartSeries.of(samples, Channel.HEART_RATE);

        assertThat(series.size()).isEqualTo(6);
        assertThat(series.missing()).isEqualTo(2);
        assertThat(series.y(2)).isNaN();
        assertThat(series.x(3)).isEqualTo(251);
        assertThat(series.y(3)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 100, 1000})
    void fewer_points_keep_ends_gaps_and_extremes(int points) {
        Random random = new Random(3);
        double[] x = IntStream.range(0, 14_400).asDoubleStream().toArray();
        double[] y = IntStream.range(0, 14_400)
                .mapToDouble(i -> i >= 5_000 && i < 5_600 ? Double.NaN : 200 + 50 * random.nextGaussian())
                .toArray();
        y[7_777] = 1_999;
        y[8_888] = -3;
        ChartSeries full = ChartSeries.ofNumbers("Power", MetricUnit.WATTS, "recorded", x, y);
        ChartSeries few = full.downsampled(points);

        assertThat(few.size()).isBetween(7, Math.max(7, points + 4));
        assertThat(few.originalSize()).isEqualTo(14_400);
        assertThat(few.missing()).isEqualTo(1);
        List<Double> values = IntStream.range(0, few.size()).mapToObj(few::y).toList();
        assertThat(values).contains(1_999.0, -3.0);
        assertThat(few.x(0)).isZero();
        assertThat(few.x(few.size() - 1)).isEqualTo(14_399);
        List<Double> xs = IntStream.range(0, few.size()).mapToObj(few::x).toList();
        assertThat(xs).contains(4_999.0, 5_600.0).isSorted();
    }

    @Test
    void a_series_that_is_small_enough_stays() {
        ChartSeries series =
                ChartSeries.ofNumbers("a", MetricUnit.WATTS, "v", new double[] {1, 2}, new double[] {3, 4});

        assertThat(series.downsampled(3)).isSameAs(series);
        assertThatIllegalArgumentException().isThrownBy(() -> series.downsampled(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ChartSeries.ofNumbers("a", MetricUnit.WATTS, "v", new double[] {2, 1}, new double[] {3, 4}));
    }

    @ParameterizedTest
    @EnumSource(ChartExport.class)
    void an_export_is_json_with_nulls_for_gaps_and_says_what_it_shows(ChartExport export) throws IOException {
        LoadSeries load = LoadSeries.of(
                Map.of(DAY, new DailyLoad(0, 1, 0), DAY.plusDays(1), DailyLoad.of(70)),
                DAY.plusDays(2),
                LoadModel.standard());
        String json = export.toJson("Load </script> \"of\" \\ me\n", ChartSeries.of(load));

        Object read = JsonReader.of(new Buffer().writeUtf8(json)).readJsonValue();
        assertThat(read).isInstanceOf(Map.class);
        assertThat(json)
                .contains(
                        "null",
                        "\"CTL\"",
                        "\"ATL\"",
                        "\"TSB\"",
                        "points",
                        "ctl-EXPONENTIAL-42-7",
                        "2024-03-01T00:00:00")
                .doesNotContain("NaN", "</script>");
    }

    @ParameterizedTest
    @EnumSource(ChartExport.class)
    void a_line_has_no_gap_where_only_another_one_has_a_point(ChartExport export) {
        List<ChartSeries> lines = List.of(
                ChartSeries.ofNumbers("a", MetricUnit.WATTS, "v", new double[] {0, 2, 4}, new double[] {7, 7, 7}),
                ChartSeries.ofNumbers("b", MetricUnit.WATTS, "v", new double[] {1, 3}, new double[] {7, Double.NaN}));

        assertThat(export.toJson("Power", lines).split("(?<!title\":)null", -1))
                .as("one gap")
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ChartExport.class)
    void numbers_are_drawn_over_numbers(ChartExport export) {
        double[] watts = IntStream.range(0, 400).mapToDouble(i -> 300 - i / 2.0).toArray();
        PowerCurve curve = PowerCurve.of(
                Samples.builder(IntStream.range(0, 400).asDoubleStream().toArray())
                        .channel(Channel.POWER, watts)
                        .build(),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(60)));

        assertThat(export.toJson("Power", List.of(ChartSeries.of(curve)))).contains("285.25", "\"W\"");
    }

    @Test
    void lines_of_other_units_do_not_share_axes() {
        ChartSeries watts = ChartSeries.ofNumbers("a", MetricUnit.WATTS, "v", new double[1], new double[1]);
        ChartSeries beats = ChartSeries.ofNumbers("b", MetricUnit.BEATS_PER_MINUTE, "v", new double[1], new double[1]);

        assertThatIllegalArgumentException().isThrownBy(() -> ChartExport.VEGA_LITE.toJson("t", List.of(watts, beats)));
        assertThatIllegalArgumentException().isThrownBy(() -> ChartExport.VEGA_LITE.toJson("t", List.of()));
    }

    @ParameterizedTest
    @EnumSource(ChartExport.class)
    void a_sport_that_was_not_done_is_a_line_without_points(ChartExport export) {
        Session run = Session.builder(ActivityId.of(1), DAY.atTime(8, 0), SportType.RUN)
                .distance(10_000)
                .build();
        TrainingHistory history = TrainingHistory.of(List.of(run), ThresholdHistory.empty());
        List<ChartSeries> lines = Stream.of(SportGroup.RIDE, SportGroup.RUN)
                .map(sport -> ChartSeries.of(
                        sport.name(), history.only(sport).totalsBy(CalendarPeriod.MONTH, DAY), Totals::distance))
                .toList();

        assertThat(lines.get(0).size()).isZero();
        assertThat(lines.get(0).unit()).isEqualTo(MetricUnit.METRES);
        assertThat(lines.get(0).variant()).isEqualTo(lines.get(1).variant());
        assertThat(export.toJson("Distance", lines)).contains("\"RIDE\"", "\"RUN\"", "10000");
    }

    @ParameterizedTest
    @EnumSource(ChartExport.class)
    void a_line_without_points_belongs_on_any_axes(ChartExport export) {
        ChartSeries none = ChartSeries.ofDays("None", List.of(), day -> DAY, day -> value("a"));
        ChartSeries watts = ChartSeries.ofNumbers("Some", MetricUnit.WATTS, "v", new double[] {1}, new double[] {200});

        assertThat(export.toJson("Power", List.of(none, watts)))
                .contains("\"W\"")
                .doesNotContain("temporal", "\"time\"");
        assertThat(export.toJson("Power", List.of(watts, none))).contains("\"W\"");
    }

    @Test
    void a_line_of_several_variants_says_so() {
        MetricValue missing = MetricValue.missing(MetricStatus.MISSING_POWER, MetricUnit.POINTS, "none");

        assertThat(line(value("a"), value("a"), missing).variant()).isEqualTo("a");
        assertThat(line(value("a"), value("b")).variant()).isEqualTo("mixed");
        assertThat(line(missing).variant()).isEqualTo("none");
    }

    private static ChartSeries line(MetricValue... values) {
        return ChartSeries.ofDays("line", List.of(values), value -> DAY, value -> value);
    }

    private static MetricValue value(String variant) {
        return MetricValue.of(1, MetricUnit.POINTS, variant);
    }

    @Test
    void totals_are_drawn_by_period() {
        TrainingHistory history = TrainingHistory.of(List.of(), ThresholdHistory.empty());

        assertThat(ChartSeries.of("Distance", history.totalsBy(CalendarPeriod.MONTH, DAY), Totals::distance)
                        .size())
                .isZero();
    }
}
