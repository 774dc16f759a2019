package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.VectorTable.Row;
import io.stravaai.analytics.Vectors.Node;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers of Runalyze, and of Daniels' tables. */
@ExtendWith(VectorTable.Printer.class)
class RunalyzeVectorsTest {

    private static final VectorTable TABLE = VectorTable.INSTANCE;

    @Test
    void training_impulses_are_as_published() {
        Row row = TABLE.row("TRIMP, Banister", "runalyze, published", "1 %, else printed");
        for (Node each : Vectors.read("runalyze/trimp.json").get("cases").list()) {
            if (!each.has("sex")) {
                continue;
            }
            // A resting heart rate of 0 cannot be; what is asked is the share of the maximum.
            double rest = Math.max(1e-9, each.get("hr_rest").number());
            Thresholds athlete = Vectors.athlete(rest, each.get("hr_max").number());
            String rate = each.get("seconds_by_hr").names().get(0);
            row.check(
                    "runalyze " + rate,
                    each.get("expected").number(),
                    HeartRateMetrics.trimpBanister(
                                    Double.parseDouble(rate),
                                    each.get("seconds_by_hr", rate).number(),
                                    athlete)
                            .get(),
                    0.01 * each.get("expected").number());
        }
        for (Node each : Vectors.published("TRIMP Banister male")) {
            Node input = each.get("input");
            row.check(
                    each.get("source").text(),
                    each.get("expected").number(),
                    HeartRateMetrics.trimpBanister(
                                    input.get("hr").number(),
                                    60 * input.get("min").number(),
                                    Vectors.athlete(
                                            input.get("rest").number(),
                                            input.get("max").number()))
                            .get(),
                    each.has("tolerance") ? each.get("tolerance").number() : 0.5);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void a_histogram_of_heart_rates_is_runalyzes() {
        Row row = TABLE.row("Time in zones", "runalyze histogram", "exact");
        Node histogram = Vectors.read("runalyze/trimp.json").get("histogram").at(1);
        Samples samples = Samples.builder(histogram.get("cumulative_time").numbers())
                .channel(Channel.HEART_RATE, histogram.get("hr").numbers())
                .build();
        Zones zones = Zones.of("each", 140, 145, 150, 160, 175);
        List<Double> seconds = HeartRateMetrics.timeInZones(samples, zones).seconds();
        List<String> names = histogram.get("expected").names();
        for (int i = 0; i < names.size(); i++) {
            row.check(names.get(i), histogram.get("expected", names.get(i)).number(), seconds.get(i), 0);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void vdot_is_daniels() {
        Node file = Vectors.read("runalyze/vdot_race_times.json");
        Row row = TABLE.row("VDOT", "Daniels' table", "0.1");
        for (String kilometres : file.get("table").names()) {
            for (String vdot : file.get("table", kilometres).names()) {
                double seconds = file.get("table", kilometres, vdot).number();
                double metres = 1000 * Double.parseDouble(kilometres);
                // Beyond 240 minutes the formula is not given as a metric; it holds there all the same.
                row.check(
                        kilometres + " " + vdot, Double.parseDouble(vdot), RunningMetrics.vdotOf(metres, seconds), 0.1);
            }
        }
        Row inverse = TABLE.row("Race prediction, VDOT", "Daniels' table", "1.5 s/km");
        double[] distances = file.get("inverse_prognosis", "columns_km").numbers();
        for (String vdot : file.get("inverse_prognosis", "table").names()) {
            double[] times = file.get("inverse_prognosis", "table", vdot).numbers();
            for (int i = 0; i < distances.length; i++) {
                // From the 10 km of the table to all distances.
                MetricValue predicted = RacePrediction.VDOT.predict(10_000, times[1], 1000 * distances[i]);
                if (predicted.isPresent()) {
                    inverse.check(vdot + " " + distances[i], times[i], predicted.get(), 1.5 * distances[i]);
                }
            }
        }
        Row hr = TABLE.row("Share of max. heart rate", "Daniels' table", "0.0125");
        for (Node point :
                Vectors.read("runalyze/daniels_hr_vs_vvo2max.json").get("table").list()) {
            double share = point.at(0).number() / 100;
            double rate = point.at(1).number() / 100;
            hr.check("" + share, rate, RunningMetrics.shareOfMaxHeartRate(share).get(), 0.0125);
        }
        for (Row each : List.of(row, inverse, hr)) {
            assertThat(each.isGreen()).as(each.toString()).isTrue();
        }
    }

    @Test
    void race_predictions_are_as_published() {
        Row cameron = TABLE.row("Race prediction, CAMERON", "runalyze", "as there");
        for (Node each : Vectors.read("runalyze/prognosis_cameron_bock_steffny.json")
                .get("cameron", "cases")
                .list()) {
            double metres = 1000 * each.get("ref_km").number();
            double seconds = each.get("ref_s").number();
            if (each.has("expected")) {
                for (String km : each.get("expected").names()) {
                    cameron.check(
                            km,
                            each.get("expected", km).number(),
                            RacePrediction.CAMERON
                                    .predict(metres, seconds, 1000 * Double.parseDouble(km))
                                    .get(),
                            each.get("tol").number());
                }
            } else {
                cameron.check(
                        "3 km",
                        each.get("s").number(),
                        RacePrediction.CAMERON
                                .predict(metres, seconds, 1000 * each.get("km").number())
                                .get(),
                        each.get("tol").number());
            }
        }
        Row riegel = TABLE.row("Race prediction, RIEGEL", "published", "as there");
        for (Node each : Vectors.published("Riegel")) {
            Node in = each.get("input");
            boolean half = in.has("half_s");
            MetricValue predicted = half
                    ? RacePrediction.RIEGEL.predict(21_097.5, in.get("half_s").number(), 42_195)
                    : RacePrediction.RIEGEL.predict(
                            1000 * in.get("d1").number(),
                            in.get("t").number(),
                            1000 * in.get("d2").number());
            riegel.check(each.get("source").text(), each.get("recomputed").number(), predicted.get(), 1e-6);
        }
        assertThat(cameron.isGreen()).as(cameron.toString()).isTrue();
        assertThat(riegel.isGreen()).as(riegel.toString()).isTrue();
    }

    @Test
    void elevation_is_runalyzes_without_hysteresis() {
        Row row = TABLE.row("Elevation gain and loss", "runalyze, method none", "exact");
        for (Node each :
                Vectors.read("runalyze/elevation_gain.json").get("cases").list()) {
            if (each.get("method").text().equals("none")) {
                double[] altitude = each.get("input").numbers();
                Samples samples = Samples.builder(IntStream.range(0, altitude.length)
                                .asDoubleStream()
                                .toArray())
                        .channel(Channel.ALTITUDE, altitude)
                        .build();
                row.check(
                        "up",
                        each.get("up").number(),
                        MovementMetrics.elevationGain(samples, 0).get(),
                        0);
                row.check(
                        "down",
                        each.get("down").number(),
                        MovementMetrics.elevationLoss(samples, 0).get(),
                        0);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void fitness_fatigue_and_form_by_span_are_runalyzes() {
        Node file = Vectors.read("runalyze/ctl_atl_ema_2_over_n_plus_1.json");
        LoadModel model = LoadModel.standard().withGain(LoadModel.Gain.SPAN).withForm(LoadModel.Form.SAME_DAY);
        Row row = TABLE.row("CTL, ATL, TSB: SPAN", "runalyze", "rounded, exact");
        List<Node> cases = file.get("cases").list();
        double[] once = Vectors.loads(cases.get(0).get("loads_by_day"), 101);
        LoadSeries.Day first = Vectors.series(model, once).day(Vectors.DAY_0).orElseThrow();
        row.check("ctl", 47, Math.round(first.fitness().get()), 0);
        row.check("atl", 250, Math.round(first.fatigue().get()), 0);
        row.check("tsb", -203, Math.round(first.form().get()), 0);
        for (int c : new int[] {1, 2}) {
            Node each = cases.get(c);
            double[] loads =
                    each.has("loads") ? each.get("loads").numbers() : Vectors.loads(each.get("loads_by_day"), 8);
            LoadSeries series = Vectors.series(model, loads);
            double[] ctl = each.get("expected", "ctl").numbers();
            double[] atl = each.get("expected", "atl").numbers();
            for (int i = 0; i < ctl.length; i++) {
                LoadSeries.Day day = series.day(Vectors.DAY_0.plusDays(i)).orElseThrow();
                row.check("ctl " + i, ctl[i], Math.round(day.fitness().get()), 0);
                row.check("atl " + i, atl[i], Math.round(day.fatigue().get()), 0);
                if (each.get("expected").has("tsb")) {
                    row.check(
                            "tsb " + i,
                            each.get("expected", "tsb").at(i).number(),
                            Math.round(day.form().get()),
                            0);
                }
            }
        }
        LoadSeries future = Vectors.series(model, new double[] {1000}).forecast(Vectors.DAY_0.plusDays(100), Map.of());
        for (String days : cases.get(3).get("future_ctl").names()) {
            row.check(
                    "future ctl " + days,
                    cases.get(3).get("future_ctl", days).number(),
                    Math.round(future.day(Vectors.DAY_0.plusDays(Long.parseLong(days)))
                            .orElseThrow()
                            .fitness()
                            .get()),
                    0);
        }
        for (String days : cases.get(3).get("future_atl").names()) {
            row.check(
                    "future atl " + days,
                    cases.get(3).get("future_atl", days).number(),
                    Math.round(future.day(Vectors.DAY_0.plusDays(Long.parseLong(days)))
                            .orElseThrow()
                            .fatigue()
                            .get()),
                    0);
        }
        double[] rest = cases.get(2).get("expected", "rest_days_1dp").numbers();
        Row restDays = TABLE.row("Days of rest to form", "runalyze", "whole days, exact");
        for (int i = 0; i < rest.length; i++) {
            // There CTL and ATL are rounded before; a day of rest brings these to the rounded ones.
            double ctl = cases.get(2).get("expected", "ctl").at(i).number() / (1 - model.fitnessGain());
            double atl = cases.get(2).get("expected", "atl").at(i).number() / (1 - model.fatigueGain());
            LoadSeries rested =
                    LoadSeries.of(Map.of(Vectors.DAY_0, new DailyLoad(0, 1, 1)), Vectors.DAY_0, model, ctl, atl);
            restDays.check(
                    "day " + i, Math.ceil(rest[i]), rested.restDaysToForm().get(), 0);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
        assertThat(restDays.isGreen()).as(restDays.toString()).isTrue();
    }

    @Test
    void the_impulse_response_is_runalyzes() {
        Node file = Vectors.read("runalyze/banister_impulse_response.json");
        LoadModel model = LoadModel.standard();
        Row row = TABLE.row("Impulse response (CTL / gain)", "runalyze", "rounded, exact");
        for (int c : new int[] {0, 1, 2}) {
            Node each = file.get("cases").at(c);
            double[] loads = new double[101];
            if (each.has("loads_by_day")) {
                loads = Vectors.loads(each.get("loads_by_day"), 101);
            } else {
                Arrays.fill(loads, 0, 51, 100);
            }
            LoadSeries series = Vectors.series(model, loads);
            for (String days : each.get("expected", "fitness").names()) {
                double fitness = series.day(Vectors.DAY_0.plusDays(Long.parseLong(days)))
                        .orElseThrow()
                        .fitness()
                        .get();
                row.check(
                        c + " fitness " + days,
                        each.get("expected", "fitness", days).number(),
                        Math.round(fitness / model.fitnessGain()),
                        0);
            }
            for (String days : each.get("expected", "fatigue").names()) {
                double fatigue = series.day(Vectors.DAY_0.plusDays(Long.parseLong(days)))
                        .orElseThrow()
                        .fatigue()
                        .get();
                row.check(
                        c + " fatigue " + days,
                        each.get("expected", "fatigue", days).number(),
                        Math.round(fatigue / model.fatigueGain()),
                        0);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void monotony_and_strain_are_runalyzes() {
        Row row = TABLE.row("Monotony, strain", "runalyze, afitpilot", "as there");
        for (Node each :
                Vectors.read("runalyze/monotony_strain.json").get("cases").list()) {
            double[] loads = each.get("loads").numbers();
            if (loads.length == 7 && each.has("monotony")) {
                LocalDate day = Vectors.DAY_0.plusDays(7);
                double[] shifted = new double[8];
                // A first day, so that a series that begins with rest has seven days.
                shifted[0] = 1;
                System.arraycopy(loads, 0, shifted, 1, 7);
                LoadSeries series = Vectors.series(LoadModel.standard(), shifted);
                row.check(
                        "monotony",
                        each.get("monotony").number(),
                        series.monotony(day).get(),
                        each.has("tol_m") ? each.get("tol_m").number() : 1e-9);
                if (each.has("strain")) {
                    row.check(
                            "strain",
                            each.get("strain").number(),
                            series.strain(day).get(),
                            each.has("tol_s") ? each.get("tol_s").number() : 1e-9);
                }
            }
        }
        Node foster = Vectors.published("Foster monotony").get(0);
        row.check(
                "published input",
                foster.get("recomputed", "monotony_population").number(),
                LoadSeries.monotony(foster.get("input").numbers()).get(),
                1e-12);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }
}
