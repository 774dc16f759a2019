package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.squareup.moshi.JsonReader;
import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.Vectors.Node;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Charts beside the schema of Vega-Lite 6, which lies beside the project, and what must hold without it. */
class VegaLiteTest {

    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);
    private static final String SCHEMA = "vega-lite/vega-lite-v6.4.1-schema.json";

    private static @Nullable Schema schema;

    /** All kinds of series that the library makes. */
    private enum Chart {
        LOAD_WITH_A_GAP_AND_A_FORECAST {
            @Override
            List<ChartSeries> series() {
                return ChartSeries.of(LoadSeries.of(
                                Map.of(DAY, new DailyLoad(0, 1, 0), DAY.plusDays(1), DailyLoad.of(70.25)),
                                DAY.plusDays(2),
                                LoadModel.standard())
                        .forecast(DAY.plusDays(9), Map.of()));
            }
        },
        POWER_CURVE {
            @Override
            List<ChartSeries> series() {
                return List.of(ChartSeries.of(PowerCurve.of(samples(), List.of(Duration.ofSeconds(1)))));
            }
        },
        HEART_RATE_WITH_A_PAUSE {
            @Override
            List<ChartSeries> series() {
                return List.of(ChartSeries.of(samples(), Channel.HEART_RATE));
            }
        },
        POWER_WITH_FEWER_POINTS {
            @Override
            List<ChartSeries> series() {
                return List.of(ChartSeries.of(samples(), Channel.POWER).downsampled(50));
            }
        },
        DISTANCE_BY_MONTH {
            @Override
            List<ChartSeries> series() {
                TrainingHistory history = TrainingHistory.of(
                        List.of(Session.builder(ActivityId.of(1), DAY.atTime(8, 0), SportType.RUN)
                                .distance(10_000)
                                .build()),
                        ThresholdHistory.empty());
                return List.of(ChartSeries.of(
                        "Distance", history.totalsBy(CalendarPeriod.MONTH, DAY.plusDays(100)), Totals::distance));
            }
        },
        NOTHING {
            @Override
            List<ChartSeries> series() {
                return List.of(
                        ChartSeries.ofNumbers("Nothing", MetricUnit.WATTS, "none", new double[0], new double[0]));
            }
        };

        abstract List<ChartSeries> series();

        String json() {
            return ChartExport.VEGA_LITE.toJson("Odd \"title\" </script> \\ \n ünd", series());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_chart_is_valid(Chart chart) {
        assertThat(schema().validate(chart.json(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void what_vega_lite_does_not_know_is_not_valid() {
        String json = Chart.POWER_CURVE.json();

        for (String spoiled : List.of(
                json.replace("\"line\"", "\"lin\""),
                json.replace("break-paths-show-domains", "break-paths"),
                json.replace("\"quantitative\"", "\"number\""),
                json.replace("\"encoding\"", "\"encodings\""))) {
            assertThat(spoiled).isNotEqualTo(json);
            assertThat(schema().validate(spoiled, InputFormat.JSON)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_chart_draws_the_fields_that_its_rows_have(Chart chart) throws IOException {
        Node spec = new Node(JsonReader.of(new Buffer().writeUtf8(chart.json())).readJsonValue());
        List<ChartSeries> series = chart.series();

        assertThat(spec.names())
                .containsExactlyInAnyOrder(
                        "$schema", "title", "width", "height", "data", "mark", "encoding", "usermeta");
        assertThat(spec.get("$schema").text()).isEqualTo("https://vega.github.io/schema/vega-lite/v6.json");
        assertThat(spec.get("mark", "type").text()).isEqualTo("line");
        assertThat(spec.get("encoding", "x", "type").text())
                .isEqualTo(series.get(0).hasDays() ? "temporal" : "quantitative");
        List<Node> rows = spec.get("data", "values").list();
        assertThat(rows).hasSize(series.stream().mapToInt(ChartSeries::size).sum());
        for (String channel : List.of("x", "y", "color")) {
            String field = spec.get("encoding", channel, "field").text();
            assertThat(rows).allSatisfy(row -> assertThat(row.has(field)).isTrue());
        }
        assertThat(rows.stream().filter(row -> row.get("y").isNull()).count())
                .isEqualTo(series.stream().mapToInt(ChartSeries::missing).sum());
        assertThat(spec.get("usermeta", "series").list())
                .hasSameSizeAs(series)
                .allSatisfy(meta -> assertThat(meta.names())
                        .contains("name", "unit", "variant", "points", "originalPoints", "missing"));
    }

    private static Samples samples() {
        double[] time =
                IntStream.range(0, 400).mapToDouble(i -> i < 200 ? i : 600 + i).toArray();
        double[] watts =
                Arrays.stream(time).map(t -> 200 + 50 * Math.sin(t / 9)).toArray();
        return Samples.builder(time)
                .channel(Channel.POWER, watts)
                .channel(
                        Channel.HEART_RATE, Arrays.stream(watts).map(w -> w / 2).toArray())
                .build();
    }

    private static Schema schema() {
        Schema read = schema;
        if (read == null) {
            try {
                read = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(Files.readString(Vectors.path(SCHEMA)), InputFormat.JSON);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            schema = read;
        }
        return read;
    }
}
