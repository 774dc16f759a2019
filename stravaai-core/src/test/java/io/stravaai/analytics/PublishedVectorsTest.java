package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.VectorTable.Row;
import io.stravaai.analytics.Vectors.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Worked examples on public pages, age grading tables, and pyMannKendall. */
@ExtendWith(VectorTable.Printer.class)
class PublishedVectorsTest {

    private static final VectorTable TABLE = VectorTable.INSTANCE;

    @Test
    void decoupling_is_as_published() {
        Row row = TABLE.row("Decoupling", "published", "0.005");
        Node power = Vectors.published("decoupling (average power basis)").get(0);
        Node in = power.get("input");
        row.check(
                "power",
                power.get("expected_pct").number(),
                EfficiencyMetrics.decoupling(
                                in.get("p1").number() / in.get("hr1").number(),
                                in.get("p2").number() / in.get("hr2").number())
                        .get(),
                0.005);
        Node ratios = Vectors.published("decoupling from ratios").get(0);
        row.check(
                "ratios",
                ratios.get("expected_pct").number(),
                EfficiencyMetrics.decoupling(
                                ratios.get("input", "r1").number(),
                                ratios.get("input", "r2").number())
                        .get(),
                0.005);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void swims_are_as_published() {
        Row css = TABLE.row("Critical swim speed", "published", "1e-9");
        for (Node each :
                Vectors.published("critical swim speed").get(0).get("cases").list()) {
            double[] d = each.get(each.has("d") ? "d" : "d_yd").numbers();
            double[] t = each.get("t").numbers();
            CriticalSpeed fit = CriticalSpeed.fit(
                    List.of(new CriticalSpeed.Effort(d[0], t[0]), new CriticalSpeed.Effort(d[1], t[1])));
            css.check(
                    "speed",
                    each.get(each.has("css") ? "css" : "css_yd_s").number(),
                    fit.speed().get(),
                    1e-9);
        }
        Node stss = Vectors.published("sTSS cubic").get(0);
        Node in = stss.get("input");
        Row row = TABLE.row("sTSS", "published", "as there")
                .check(
                        "cubic",
                        stss.get("expected").number(),
                        SwimmingMetrics.stressScore(
                                        in.get("distance_m").number()
                                                / (60 * in.get("moving_min").number()),
                                        60 * in.get("moving_min").number(),
                                        Thresholds.builder()
                                                .criticalSwimSpeed(in.get("threshold_m_per_min")
                                                                .number()
                                                        / 60)
                                                .build())
                                .get(),
                        stss.get("tolerance").number());
        assertThat(css.isGreen()).as(css.toString()).isTrue();
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void gains_and_the_load_for_a_form_are_as_published() {
        Row row = TABLE.row("Gains, load for a form", "intervals.icu forum", "1e-6");
        Node factors = Vectors.published("PMC factors").get(0).get("expected");
        row.check("ctl", factors.get("ctl_gain").number(), LoadModel.standard().fitnessGain(), 1e-6);
        row.check("atl", factors.get("atl_gain").number(), LoadModel.standard().fatigueGain(), 1e-6);
        LoadSeries series =
                LoadSeries.of(Map.of(Vectors.DAY_0, DailyLoad.of(80)), Vectors.DAY_0, LoadModel.standard(), 60, 70);
        double load = series.loadForForm(-20).get();
        LoadSeries.Day next = series.forecast(Vectors.DAY_0.plusDays(2), Map.of(Vectors.DAY_0.plusDays(1), load))
                .day(Vectors.DAY_0.plusDays(2))
                .orElseThrow();
        row.check("form", -20, next.form().get(), 1e-6);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void age_grades_are_those_of_the_primary_table() {
        Node tables = Vectors.read("age-grade/usatf_mldr_2020_road_tables.json").get("tables");
        Node expected = Vectors.read("age-grade/age_grade_expected.json");
        Row row = TABLE.row("Age grade", "USATF MLDR 2020", "1e-4");
        for (Node each : expected.get("cases").list()) {
            AgeGradingTable table = table(tables.get(each.get("sex").text()));
            row.check(
                    each.get("sex").text() + each.get("age").number(),
                    each.get("from_primary_table").number(),
                    table.grade(
                                    each.get("age").integer(),
                                    1000 * each.get("distance_km").number(),
                                    each.get("time_s").number())
                            .get(),
                    1e-4);
        }
        Node synthetic = expected.get("synthetic_table");
        Map<Integer, double[]> factors = new HashMap<>();
        synthetic
                .get("age_factors")
                .names()
                .forEach(age -> factors.put(
                        Integer.valueOf(age), synthetic.get("age_factors", age).numbers()));
        AgeGradingTable table = AgeGradingTable.of(
                metres(synthetic.get("distances_km")), synthetic.get("open_s").numbers(), factors);
        for (Node each : synthetic.get("age_standard").list()) {
            row.check(
                    "standard",
                    each.at(2).number(),
                    table.standard(each.at(0).integer(), 1000 * each.at(1).number())
                            .get(),
                    1e-4);
        }
        for (Node each : synthetic.get("performance").list()) {
            row.check(
                    "performance",
                    each.at(3).number(),
                    table.grade(
                                    each.at(0).integer(),
                                    1000 * each.at(1).number(),
                                    each.at(2).number())
                            .get(),
                    1e-4);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void trends_are_those_of_pymannkendall() {
        Row row = TABLE.row("Mann-Kendall, Sen's slope", "pyMannKendall", "1e-12 of the value");
        for (Node each :
                Vectors.read("pymannkendall/mann_kendall_sen.json").get("cases").list()) {
            String name = each.get("name").text();
            double[] series = each.get("series").value() instanceof String
                    ? name.equals("constant") ? new double[360] : ramp()
                    : each.get("series").numbers();
            compare(row, name, each, "original", Trend.of(Trend.Method.ORIGINAL, series));
            compare(row, name, each, "hamed_rao", Trend.of(Trend.Method.HAMED_RAO, series));
            compare(row, name, each, "prewhitening", Trend.of(Trend.Method.PRE_WHITENED, series));
            compare(row, name, each, "seasonal_12", Trend.of(Trend.Method.SEASONAL_12, series));
            Trend original = Trend.of(Trend.Method.ORIGINAL, series);
            if (each.has("sen_slope")) {
                near(row, name + " slope", each.get("sen_slope").number(), original.slope());
            }
            if (each.has("sen_intercept")) {
                near(row, name + " intercept", each.get("sen_intercept").number(), original.intercept());
            }
            for (String seasonal : List.of("seasonal_sen_slope", "seasonal_sen_slope_12")) {
                if (each.has(seasonal)) {
                    near(
                            row,
                            name + " " + seasonal,
                            each.get(seasonal).number(),
                            Trend.of(Trend.Method.SEASONAL_12, series).slope());
                }
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    private static void compare(Row row, String name, Node each, String method, Trend trend) {
        if (!each.has(method)) {
            return;
        }
        Node expected = each.get(method);
        if (expected.has("s")) {
            near(row, name + " s", expected.get("s").number(), trend.s());
        }
        if (expected.has("var_s")) {
            near(row, name + " variance", expected.get("var_s").number(), trend.variance());
        }
        if (expected.has("z")) {
            near(row, name + " z", expected.get("z").number(), trend.z());
        }
        if (expected.has("p")) {
            near(row, name + " p", expected.get("p").number(), trend.p());
        }
    }

    private static void near(Row row, String name, double expected, double actual) {
        row.check(name, expected, actual, 1e-12 * Math.max(1, Math.abs(expected)));
    }

    private static double[] ramp() {
        return IntStream.range(0, 360).asDoubleStream().toArray();
    }

    private static AgeGradingTable table(Node sex) {
        Map<Integer, double[]> factors = new HashMap<>();
        List<Node> rows = sex.get("age_factors_age5_to_100").list();
        for (int i = 0; i < rows.size(); i++) {
            factors.put(5 + i, rows.get(i).numbers());
        }
        return AgeGradingTable.of(
                metres(sex.get("distances_km")), sex.get("open_standard_s").numbers(), factors);
    }

    private static double[] metres(Node kilometres) {
        return Arrays.stream(kilometres.numbers()).map(km -> 1000 * km).toArray();
    }
}
