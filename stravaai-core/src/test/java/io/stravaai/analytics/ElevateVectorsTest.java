package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.VectorTable.Row;
import io.stravaai.analytics.Vectors.Node;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What head units wrote, and what Elevate computes. */
@ExtendWith(VectorTable.Printer.class)
class ElevateVectorsTest {

    private static final VectorTable TABLE = VectorTable.INSTANCE;

    @ParameterizedTest
    @CsvSource({"first-power-ride", "petite_pererree", "brasilia", "noroeste", "flagged-speed"})
    void normalized_power_is_that_of_the_head_unit(String file) {
        Node stream = Vectors.read("elevate/fit_streams/" + file + ".json");
        MetricValue power = PowerMetrics.normalizedPower(Vectors.fitSamples(stream.get("streams")));
        Node session = stream.get("device_session");

        Row row = TABLE.row("Normalized power", "head units", "1 W");
        row.check(file, session.get("normalized_power").number(), power.get(), 1);
        if (session.has("threshold_power") && session.get("threshold_power").number() > 0) {
            Thresholds thresholds = Thresholds.builder()
                    .ftp(session.get("threshold_power").number())
                    .build();
            TABLE.row("Intensity factor", "head units", "1 W of NP")
                    .check(
                            file,
                            session.get("intensity_factor").number(),
                            PowerMetrics.intensityFactor(power, thresholds).get(),
                            1 / thresholds.ftp().getAsDouble());
            TABLE.row("Training stress score", "head units", "1.5 %")
                    .check(
                            file,
                            session.get("training_stress_score").number(),
                            PowerMetrics.trainingStressScore(
                                            power, session.get("total_timer_s").number(), thresholds)
                                    .get(),
                            0.015 * session.get("training_stress_score").number());
        }
        assertThat(power.get()).isCloseTo(session.get("normalized_power").number(), offset(1.0));
    }

    @Test
    void best_powers_are_elevates() {
        Node splits = Vectors.read("elevate/best_split_sliding_window.json");
        Node stream = splits.get("streams", "B");
        Samples samples = Samples.builder(stream.get("time").numbers())
                .channel(Channel.POWER, stream.get("watts").numbers())
                .build();
        // Elevate averages the samples at both ends too: 61 of them for a minute.
        PowerCurve curve = PowerCurve.of(samples, List.of(Duration.ofSeconds(61), Duration.ofSeconds(1201)));

        Row row = TABLE.row("Power curve, 1 min", "elevate split calculator", "0.5 W");
        // Elevate's best 20 minutes hold a pause of 48 s; ours must not.
        Row paused = TABLE.row("Power curve, 20 min", "elevate split calculator", "1 %: pause in theirs");
        for (Node split : splits.get("cases").list()) {
            if (split.get("expected").has("watts")) {
                Duration range = Duration.ofSeconds(split.get("range").integer());
                double expected = split.get("expected", "watts").number();
                double watts = curve.at(range.plusSeconds(1)).orElseThrow().watts();
                if (range.toMinutes() == 1) {
                    row.check("1 min", expected, watts, 0.5);
                } else {
                    paused.check("20 min", expected, watts, 0.01 * expected);
                }
            }
        }
        assertThat(paused.isGreen()).as(paused.toString()).isTrue();
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void stress_scores_are_elevates() {
        Node file = Vectors.read("elevate/stress_scores.json");
        for (Node each : file.get("cases").list()) {
            switch (each.get("metric").text()) {
                case "HRSS" -> {
                    Thresholds.Builder athlete =
                            Vectors.athlete(
                                    each.get("rest_hr").number(),
                                    each.get("max_hr").number())
                                    .toBuilder();
                    if (!each.has("lthr_rule")) {
                        athlete.lthr(each.get("lthr").number());
                    }
                    MetricValue trimp = MetricValue.of(each.get("trimp").number(), MetricUnit.POINTS, "given");
                    TABLE.row("HRSS", "elevate", "floor, exact")
                            .check(
                                    "" + each.get("lthr").number(),
                                    each.get("expected_floor").number(),
                                    Math.floor(HeartRateMetrics.heartRateStressScore(
                                                    trimp, SportGroup.RIDE, athlete.build())
                                            .get()),
                                    0);
                }
                case "RSS" -> {
                    double threshold = 1000 / each.get("threshold_s_per_km").number();
                    MetricValue speed = MetricValue.of(
                            1000 / each.get("gap_s_per_km").number(), MetricUnit.METRES_PER_SECOND, "gap");
                    double score = RunningMetrics.stressScore(
                                    speed,
                                    each.get("moving_s").number(),
                                    Thresholds.builder()
                                            .thresholdSpeed(threshold)
                                            .build())
                            .get();
                    TABLE.row("rTSS", "elevate", "exact")
                            .check(
                                    "" + threshold,
                                    each.get("expected").isNumber()
                                            ? each.get("expected").number()
                                            : 400,
                                    score,
                                    0);
                }
                case "SWOLF" ->
                    TABLE.row("SWOLF", "elevate", "rounded, exact")
                            .check(
                                    "swolf",
                                    each.get("expected").number(),
                                    Math.round(SwimmingMetrics.swolf(
                                                    each.get("s_per_100m").number(),
                                                    each.get("strokes_per_min").number(),
                                                    each.get("pool_m").number())
                                            .get()),
                                    0);
                case "LTHR resolution" -> {
                    for (Node one : each.get("cases").list()) {
                        Thresholds.Builder athlete = Thresholds.builder();
                        for (String name : one.at(1).names()) {
                            double rate = one.at(1).get(name).number();
                            switch (name) {
                                case "default" -> athlete.lthr(rate);
                                case "cycling" -> athlete.lthr(SportGroup.RIDE, rate);
                                default -> athlete.lthr(SportGroup.RUN, rate);
                            }
                        }
                        SportGroup sport = SportGroup.of(SportType.of(one.at(0).text()));
                        TABLE.row("LTHR of the sport", "elevate", "exact")
                                .check(
                                        one.at(0).text(),
                                        one.at(2).number(),
                                        athlete.build().lthr(sport).orElse(-1),
                                        0);
                    }
                }
                default -> {}
            }
        }
        for (String metric : List.of("HRSS", "rTSS", "SWOLF", "LTHR of the sport")) {
            Row row = TABLE.row(metric, "elevate", "");
            assertThat(row.isGreen()).as(row.toString()).isTrue();
        }
    }

    @Test
    void fitness_fatigue_and_form_are_elevates() {
        Node file = Vectors.read("elevate/fitness_trend_ctl_atl_tsb.json");
        Map<LocalDate, DailyLoad> loads = new HashMap<>();
        file.get("daily_load")
                .names()
                .forEach(day -> loads.put(
                        LocalDate.parse(day),
                        DailyLoad.of(file.get("daily_load", day).number())));
        LoadSeries series = LoadSeries.of(loads, LocalDate.of(2018, 2, 14), LoadModel.standard());
        Row row = TABLE.row("CTL, ATL, TSB: EXPONENTIAL", "elevate", "cut to 2 decimals");
        for (String day : file.get("expected").names()) {
            LoadSeries.Day at = series.day(LocalDate.parse(day)).orElseThrow();
            Node expected = file.get("expected", day);
            row.check(
                    day + " ctl",
                    expected.get("ctl").number(),
                    Math.floor(100 * at.fitness().get()) / 100,
                    1e-9);
            row.check(
                    day + " atl",
                    expected.get("atl").number(),
                    Math.floor(100 * at.fatigue().get()) / 100,
                    1e-9);
            row.check(
                    day + " tsb",
                    expected.get("tsb").number(),
                    Math.floor(100 * at.form().get()) / 100,
                    1e-9);
        }
        LoadSeries seeded = LoadSeries.of(
                Map.of(Vectors.DAY_0, new DailyLoad(0, 1, 1)), Vectors.DAY_0, LoadModel.standard(), 50, 100);
        row.check(
                "seeded tsb",
                -50,
                seeded.day(Vectors.DAY_0).orElseThrow().form().get(),
                0);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void years_add_up_as_elevates() {
        Node file = Vectors.read("elevate/year_progress_aggregation.json");
        List<Session> sessions = new ArrayList<>();
        for (Node each : file.get("activities", "rows").list()) {
            sessions.add(Session.builder(
                            ActivityId.of(sessions.size() + 1),
                            LocalDate.parse(each.at(0).text()).atTime(9, 0),
                            SportType.of(each.at(1).text()))
                    .movingTime(Duration.ofSeconds(each.at(2).integer()))
                    .distance(each.at(3).number())
                    .elevationGain(each.at(4).number())
                    .build());
        }
        TrainingHistory history = TrainingHistory.of(sessions, ThresholdHistory.empty());
        Row row = TABLE.row("Year to date, rolling, target", "elevate", "whole units, exact");
        List<PeriodTotals> years = history.totalsBy(CalendarPeriod.YEAR, LocalDate.of(2017, 12, 31));
        for (PeriodTotals year : years) {
            String name = "" + year.first().getYear();
            Node metric = file.get("ytd_last_day", "metric", name);
            Node imperial = file.get("ytd_last_day", "imperial", name);
            Totals totals = year.totals();
            row.check(
                    name + " km",
                    metric.get("km").number(),
                    Math.round(totals.distance().get() / 1000),
                    0);
            row.check(
                    name + " hours",
                    metric.get("hours").number(),
                    totals.movingTime().get() / 3600,
                    0);
            row.check(
                    name + " gain",
                    metric.get("gain_m").number(),
                    totals.elevationGain().get(),
                    0);
            row.check(name + " count", metric.get("count").number(), totals.sessions(), 0);
            row.check(
                    name + " mi",
                    imperial.get("mi").number(),
                    Math.round(totals.distance().get() / DistanceUnit.MILE.metres()),
                    0);
        }
        Map<LocalDate, Double> rolling = new TreeMap<>();
        Node input = file.get("rolling7", "input");
        List<Session> ofRolling = new ArrayList<>();
        input.names()
                .forEach(day -> ofRolling.add(Session.builder(
                                ActivityId.of(ofRolling.size() + 1),
                                LocalDate.parse(day).atTime(9, 0),
                                SportType.RIDE)
                        .distance(1000 * input.get(day).number())
                        .build()));
        TrainingHistory.of(ofRolling, ThresholdHistory.empty())
                .rollingTotals(7, LocalDate.of(2019, 2, 1), LocalDate.of(2019, 2, 16))
                .forEach(day -> rolling.put(day.last(), day.totals().distance().get() / 1000));
        Node expected = file.get("rolling7", "expected_km");
        expected.names()
                .forEach(day ->
                        row.check("rolling " + day, expected.get(day).number(), rolling.get(LocalDate.parse(day)), 0));
        for (Node each : file.get("target_line", "cases").list()) {
            double step = YearToDate.targetLine(
                    each.get("target").number(), LocalDate.of(each.get("year").integer(), 1, 1));
            row.check("target", each.get("step_floor3").number(), Math.floor(step * 1000) / 1000, 0);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }
}
