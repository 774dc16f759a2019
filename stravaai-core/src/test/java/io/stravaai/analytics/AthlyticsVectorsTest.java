package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.VectorTable.Row;
import io.stravaai.analytics.Vectors.Node;
import io.stravaai.model.ActivityId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers of Athlytics. */
@ExtendWith(VectorTable.Printer.class)
class AthlyticsVectorsTest {

    private static final VectorTable TABLE = VectorTable.INSTANCE;

    @Test
    void interpolated_best_efforts_are_those_of_athlytics() {
        Node cases = Vectors.read("athlytics/best_effort_interpolation.json");
        Row row = TABLE.row("Best efforts, INTERPOLATED", "athlytics", "as there");
        double[] constant = IntStream.range(0, 667).mapToDouble(i -> 3 * i).toArray();
        for (Node each : cases.get("cases").list()) {
            String name = each.get("name").text();
            if (!each.has("expected_s") || each.get("expected_s").isNull()) {
                continue;
            }
            double[] distance = each.get("distance").value() instanceof String
                    ? constant
                    : each.get("distance").numbers();
            double[] time = each.get("time").value() instanceof String
                    ? IntStream.range(0, distance.length).asDoubleStream().toArray()
                    : each.get("time").numbers();
            BestEffort best = BestEffort.over(
                    each.get("target_m").number(),
                    Samples.builder(time).channel(Channel.DISTANCE, distance).build(),
                    SportGroup.OTHER,
                    BestEffort.Method.INTERPOLATED);
            row.check(
                    name,
                    each.get("expected_s").number(),
                    best.time().orElse(-1),
                    each.get("tol").number());
        }
        double[] few = IntStream.range(0, 100).mapToDouble(i -> 500.0 * i / 99).toArray();
        row.check(
                "too short",
                !BestEffort.over(1_000, Vectors.ofDistance(few), SportGroup.RUN, BestEffort.Method.INTERPOLATED)
                        .status()
                        .hasValue());
        double[] bounced = DoubleStream.concat(
                        DoubleStream.concat(
                                IntStream.range(0, 50).mapToDouble(i -> 3 * i), DoubleStream.of(10, 20, 30)),
                        IntStream.range(50, 201).mapToDouble(i -> 3 * i))
                .toArray();
        double[] times = DoubleStream.concat(
                        DoubleStream.concat(
                                IntStream.range(0, 50).asDoubleStream(), DoubleStream.of(49.25, 49.5, 49.75)),
                        IntStream.range(50, 201).asDoubleStream())
                .toArray();
        row.check(
                "bounce",
                BestEffort.over(
                                        100,
                                        Samples.builder(times)
                                                .channel(Channel.DISTANCE, bounced)
                                                .build(),
                                        SportGroup.RUN,
                                        BestEffort.Method.INTERPOLATED)
                                .time()
                                .get()
                        >= 25);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void core_metrics_are_those_of_athlytics() {
        Row row = TABLE.row("EF, TSS, ACWR", "athlytics", "1e-12");
        MetricValue rate = MetricValue.of(150, MetricUnit.BEATS_PER_MINUTE, "mean");
        for (Node each :
                Vectors.read("athlytics/metrics_core.json").get("cases").list()) {
            String metric = each.get("metric").text();
            if (metric.startsWith("EF speed")) {
                MetricValue speed = MetricValue.of(
                        each.get("distance_m").number() / each.get("time_s").number(),
                        MetricUnit.METRES_PER_SECOND,
                        "mean");
                row.check(
                        metric,
                        60 * each.get("expected").number(),
                        EfficiencyMetrics.efficiencyFactor(speed, rate).get(),
                        1e-12);
            } else if (metric.startsWith("EF power")) {
                MetricValue watts = MetricValue.of(each.get("watts").number(), MetricUnit.WATTS, "mean");
                row.check(
                        metric,
                        each.get("expected").number(),
                        EfficiencyMetrics.efficiencyFactor(watts, rate).get(),
                        1e-12);
            } else if (metric.equals("TSS")) {
                row.check(
                        metric,
                        each.get("expected").number(),
                        PowerMetrics.trainingStressScore(
                                        MetricValue.of(each.get("watts").number(), MetricUnit.WATTS, "np"),
                                        each.get("time_s").number(),
                                        Thresholds.builder()
                                                .ftp(each.get("ftp").number())
                                                .build())
                                .get(),
                        1e-12);
            } else if (metric.startsWith("ACWR rolling, 28 d")) {
                double[] loads = new double[35];
                Arrays.fill(loads, 0, 28, 30);
                Arrays.fill(loads, 28, 35, 90);
                row.check(
                        metric,
                        each.get("exact_by_definition", "acwr").number(),
                        Vectors.series(LoadModel.standard(), loads)
                                .acuteChronicRatio(Vectors.DAY_0.plusDays(34))
                                .get(),
                        1e-12);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void the_acute_chronic_ratio_is_that_of_athlytics() {
        Node file = Vectors.read("athlytics/rolling_acwr_365_days.json");
        double[] loads = file.get("input", "daily_load").numbers();
        LoadSeries series = Vectors.series(LoadModel.standard(), loads);
        Row row = TABLE.row("ACWR, rolling", "athlytics, 365 days", "0.005");
        double[] expected = file.get("expected", "acwr").numbers();
        for (int i = 0; i < expected.length; i++) {
            MetricValue ratio = series.acuteChronicRatio(Vectors.DAY_0.plusDays(i));
            if (Double.isNaN(expected[i])) {
                row.check("day " + i, !ratio.isPresent());
            } else {
                row.check("day " + i, expected[i], ratio.get(), 0.005);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void personal_bests_are_those_of_athlytics_without_ties() {
        Row row = TABLE.row("Personal bests", "athlytics", "exact, no ties");
        List<PersonalBests.Entry> efforts = new ArrayList<>();
        List<Node> rows = Vectors.read("athlytics/personal_best_progression.json")
                .get("rows")
                .list();
        for (int i = 0; i < rows.size(); i++) {
            efforts.add(new PersonalBests.Entry(
                    LocalDate.parse(rows.get(i).get("date").text()),
                    ActivityId.of(i + 1),
                    rows.get(i).get("distance_m").number(),
                    rows.get(i).get("time_s").number()));
        }
        PersonalBests bests = PersonalBests.ofEfforts(efforts);
        Map<Double, Double> fastest = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            PersonalBests.Entry effort = efforts.get(i);
            Double before = fastest.get(effort.distance());
            boolean tie = before != null && before == effort.seconds();
            boolean there = ((Boolean) rows.get(i).get("is_pb").value()) && !tie;
            row.check("row " + i, bests.progression(effort.distance()).contains(effort) == there);
            fastest.merge(effort.distance(), effort.seconds(), Math::min);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }
}
