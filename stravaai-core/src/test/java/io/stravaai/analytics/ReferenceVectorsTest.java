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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics beside the reference numbers of others. Prints a table of all of them. */
class ReferenceVectorsTest {

    private static final VectorTable TABLE = new VectorTable();
    private static final LocalDate DAY_0 = LocalDate.of(2024, 1, 1);

    @AfterAll
    static void print() {
        TABLE.print();
    }

    // Strava's own numbers.

    @ParameterizedTest
    @ValueSource(strings = {"ride_power_2020", "virtual_ride_power_2021"})
    void a_ride_of_strava_has_stravas_averages(String file) {
        Node ride = Vectors.read("strava-api/" + file + ".json");
        Samples samples = stravaSamples(ride.get("streams"));
        Node strava = ride.get("strava");
        boolean moving = ride.get("streams").has("moving");

        Row row = TABLE.row("Strava's averages", file, "as rounded there");
        row.check(
                "weighted_average_watts",
                strava.get("weighted_average_watts").number(),
                StravaMetrics.weightedAveragePower(samples).get(),
                0.5);
        if (moving) {
            row.check(
                    "average_watts",
                    strava.get("average_watts").number(),
                    StravaMetrics.averagePower(samples).get(),
                    0.05);
            row.check(
                    "average_heartrate",
                    strava.get("average_heartrate").number(),
                    StravaMetrics.averageHeartRate(samples).get(),
                    0.05);
            row.check(
                    "average_cadence",
                    strava.get("average_cadence").number(),
                    StravaMetrics.averageCadence(samples).get(),
                    0.05);
        } else {
            row.check(
                    "average_heartrate",
                    strava.get("average_heartrate").number(),
                    StravaMetrics.averageHeartRate(samples).get(),
                    0.1);
            row.check(
                    "average_watts",
                    strava.get("average_watts").number(),
                    StravaMetrics.averagePower(samples).get(),
                    0.5);
        }
        Session session = Session.builder(ActivityId.of(1), LocalDateTime.of(2020, 6, 1, 15, 3), SportType.RIDE)
                .distance(strava.get("distance").number())
                .movingTime(Duration.ofSeconds(strava.get("moving_time").integer()))
                .build();
        row.check(
                "average_speed",
                strava.get("average_speed").number(),
                session.averageSpeed().get(),
                0.0005);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void a_marathon_of_strava_has_stravas_best_efforts() {
        Node run = Vectors.read("strava-api/run_marathon_2018.json");
        double[] distance = run.get("distance_stream").numbers();
        // The times are not there, so that only the ends can be compared: 1 Hz, and a pause where the way is too long
        // for a second.
        double[] time = new double[distance.length];
        for (int i = 1; i < time.length; i++) {
            time[i] = time[i - 1] + Math.max(1, Math.ceil((distance[i] - distance[i - 1]) / 12));
        }
        Row row = TABLE.row("Best efforts, STRAVA", "run_marathon_2018", "exact");
        for (Node effort : run.get("best_efforts").list()) {
            int start = effort.get("start_index").integer();
            int end = effort.get("end_index").integer();
            Samples window = Samples.builder(Arrays.copyOfRange(time, start, end + 1))
                    .channel(Channel.DISTANCE, Arrays.copyOfRange(distance, start, end + 1))
                    .build();
            // From Strava's first sample on, Strava's last is the first that is far enough.
            BestEffort inWindow = BestEffort.over(effort.get("distance").number(), window, SportGroup.RUN);
            row.check(
                    effort.get("name").text() + " ends",
                    time[end],
                    inWindow.end().orElse(-1),
                    0);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void swims_of_a_history_add_up_to_stravas_totals() {
        Node history = Vectors.read("strava-api/athlete_history_1132.json");
        List<Session> sessions = sessions(history);
        Collections.reverse(sessions);
        Totals swims = TrainingHistory.of(sessions, ThresholdHistory.empty())
                .only(SportGroup.SWIM)
                .totals();
        Node strava = history.get("strava_athlete_stats", "all_swim_totals");

        Row row = TABLE.row("Totals", "athlete_history_1132", "1e-6 m, else exact")
                .check("count", strava.get("count").number(), swims.sessions(), 0)
                .check(
                        "distance",
                        strava.get("distance").number(),
                        swims.distance().get(),
                        1e-6)
                .check(
                        "moving",
                        strava.get("moving_time").number(),
                        swims.movingTime().get(),
                        0)
                .check(
                        "elapsed",
                        strava.get("elapsed_time").number(),
                        swims.elapsedTime().get(),
                        0);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    // What head units wrote.

    @ParameterizedTest
    @CsvSource({"first-power-ride", "petite_pererree", "brasilia", "noroeste", "flagged-speed"})
    void normalized_power_is_that_of_the_head_unit(String file) {
        Node stream = Vectors.read("elevate/fit_streams/" + file + ".json");
        MetricValue power = PowerMetrics.normalizedPower(fitSamples(stream.get("streams")));
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
    void grade_adjusted_pace_is_stravas() {
        Node truth = Vectors.read("gap/gap_models_and_strava_truth.json");
        Row row = TABLE.row("Grade adjusted speed, STRAVA", "Strava's GAP of 5 runs", "3 %");
        for (Node run : truth.get("strava_genuine_gap").list()) {
            Samples samples = fitSamples(Vectors.read(run.get("file").text()).get("streams"));
            double pace = 1000
                    / RunningMetrics.gradeAdjustedSpeed(samples, GradeModel.STRAVA)
                            .get();
            double strava = run.get("gap_s_per_km").number();
            row.check(run.get("file").text(), strava, pace, 0.03 * strava);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void the_curves_of_slopes_are_as_published() {
        Row strava = TABLE.row("Grade factor, STRAVA", "gap_models", "1e-12");
        Node truth = Vectors.read("gap/gap_models_and_strava_truth.json");
        for (Node point :
                truth.get("strava_model_digitised_by_goldencheetah", "table").list()) {
            strava.check(
                    "" + point.at(0).number(),
                    point.at(1).number(),
                    GradeModel.STRAVA.factor(point.at(0).number()),
                    1e-12);
        }
        Node runalyze = Vectors.read("runalyze/minetti_gap.json");
        Row minetti = TABLE.row("Grade factor, MINETTI", "runalyze, Minetti 2002", "1e-4");
        for (Node point : runalyze.get("relative_cost").list()) {
            minetti.check(
                    "" + point.at(0).number(),
                    point.at(1).number(),
                    GradeModel.MINETTI.factor(100 * point.at(0).number()),
                    1e-4);
        }
        for (Node point : truth.get("minetti_2002", "values").list()) {
            minetti.check(
                    "" + point.at(0).number(),
                    point.at(2).number(),
                    GradeModel.MINETTI.factor(point.at(0).number()),
                    1e-4);
        }
        assertThat(strava.isGreen()).as(strava.toString()).isTrue();
        assertThat(minetti.isGreen()).as(minetti.toString()).isTrue();
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
    void interpolated_best_efforts_are_those_of_athlytics() {
        Node cases = Vectors.read("athlytics/best_effort_interpolation.json");
        Row row = TABLE.row("Best efforts, INTERPOLATED", "athlytics", "1e-6 s");
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
            row.check(name, each.get("expected_s").number(), best.time().orElse(-1), 1e-6);
        }
        double[] few = IntStream.range(0, 100).mapToDouble(i -> 500.0 * i / 99).toArray();
        row.check(
                "too short",
                !BestEffort.over(1_000, ofDistance(few), SportGroup.RUN, BestEffort.Method.INTERPOLATED)
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

    // Heart rate.

    @Test
    void training_impulses_are_as_published() {
        Row row = TABLE.row("TRIMP, Banister", "runalyze, published", "1 %, else printed");
        for (Node each : Vectors.read("runalyze/trimp.json").get("cases").list()) {
            if (!each.has("sex")) {
                continue;
            }
            // A resting heart rate of 0 cannot be; what is asked is the share of the maximum.
            double rest = Math.max(1e-9, each.get("hr_rest").number());
            Thresholds athlete = athlete(rest, each.get("hr_max").number());
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
        for (Node each : published("TRIMP Banister male")) {
            Node input = each.get("input");
            row.check(
                    each.get("source").text(),
                    each.get("expected").number(),
                    HeartRateMetrics.trimpBanister(
                                    input.get("hr").number(),
                                    60 * input.get("min").number(),
                                    athlete(
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
    void stress_scores_are_elevates() {
        Node file = Vectors.read("elevate/stress_scores.json");
        for (Node each : file.get("cases").list()) {
            switch (each.get("metric").text()) {
                case "HRSS" -> {
                    Thresholds.Builder athlete =
                            athlete(
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
                    TABLE.row("rTSS", "elevate", "1e-9")
                            .check(
                                    "" + threshold,
                                    each.get("expected").isNumber()
                                            ? each.get("expected").number()
                                            : 400,
                                    score,
                                    1e-9);
                }
                case "SWOLF" ->
                    TABLE.row("SWOLF", "elevate", "1 decimal")
                            .check(
                                    "swolf",
                                    each.get("expected").number(),
                                    SwimmingMetrics.swolf(
                                                    each.get("s_per_100m").number(),
                                                    each.get("strokes_per_min").number(),
                                                    each.get("pool_m").number())
                                            .get(),
                                    0.05);
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
    void decoupling_is_as_published() {
        Row row = TABLE.row("Decoupling", "published", "0.005");
        Node power = published("decoupling (average power basis)").get(0);
        Node in = power.get("input");
        row.check(
                "power",
                power.get("expected_pct").number(),
                EfficiencyMetrics.decoupling(
                                in.get("p1").number() / in.get("hr1").number(),
                                in.get("p2").number() / in.get("hr2").number())
                        .get(),
                0.005);
        Node ratios = published("decoupling from ratios").get(0);
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
                        series(LoadModel.standard(), loads)
                                .acuteChronicRatio(DAY_0.plusDays(34))
                                .get(),
                        1e-12);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    // Running and swimming.

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
        for (Node each : published("Riegel")) {
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
    void swims_are_as_published() {
        Row css = TABLE.row("Critical swim speed", "published", "1e-9");
        for (Node each : published("critical swim speed").get(0).get("cases").list()) {
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
        Node stss = published("sTSS cubic").get(0);
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

    // Over time.

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
        Row row = TABLE.row("CTL, ATL, TSB: EXPONENTIAL", "elevate", "2 decimals");
        for (String day : file.get("expected").names()) {
            LoadSeries.Day at = series.day(LocalDate.parse(day)).orElseThrow();
            Node expected = file.get("expected", day);
            row.check(day + " ctl", expected.get("ctl").number(), at.fitness().get(), 0.0101);
            row.check(day + " atl", expected.get("atl").number(), at.fatigue().get(), 0.0101);
            row.check(day + " tsb", expected.get("tsb").number(), at.form().get(), 0.0101);
        }
        LoadSeries seeded = LoadSeries.of(Map.of(DAY_0, new DailyLoad(0, 1, 1)), DAY_0, LoadModel.standard(), 50, 100);
        row.check("seeded tsb", -50, seeded.day(DAY_0).orElseThrow().form().get(), 0);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void fitness_fatigue_and_form_by_span_are_runalyzes() {
        Node file = Vectors.read("runalyze/ctl_atl_ema_2_over_n_plus_1.json");
        LoadModel model = LoadModel.standard().withGain(LoadModel.Gain.SPAN).withForm(LoadModel.Form.SAME_DAY);
        Row row = TABLE.row("CTL, ATL, TSB: SPAN", "runalyze", "0.5, as rounded");
        List<Node> cases = file.get("cases").list();
        double[] once = loads(cases.get(0).get("loads_by_day"), 101);
        LoadSeries.Day first = series(model, once).day(DAY_0).orElseThrow();
        row.check("ctl", 47, first.fitness().get(), 0.5);
        row.check("atl", 250, first.fatigue().get(), 0.5);
        row.check("tsb", -203, first.form().get(), 0.5 + 0.5);
        for (int c : new int[] {1, 2}) {
            Node each = cases.get(c);
            double[] loads = each.has("loads") ? each.get("loads").numbers() : loads(each.get("loads_by_day"), 8);
            LoadSeries series = series(model, loads);
            double[] ctl = each.get("expected", "ctl").numbers();
            double[] atl = each.get("expected", "atl").numbers();
            for (int i = 0; i < ctl.length; i++) {
                LoadSeries.Day day = series.day(DAY_0.plusDays(i)).orElseThrow();
                row.check("ctl " + i, ctl[i], day.fitness().get(), 0.5);
                row.check("atl " + i, atl[i], day.fatigue().get(), 0.5);
                if (each.get("expected").has("tsb")) {
                    row.check(
                            "tsb " + i,
                            each.get("expected", "tsb").at(i).number(),
                            day.form().get(),
                            0.5);
                }
            }
        }
        LoadSeries future = series(model, new double[] {1000}).forecast(DAY_0.plusDays(100), Map.of());
        for (String days : cases.get(3).get("future_ctl").names()) {
            row.check(
                    "future ctl " + days,
                    cases.get(3).get("future_ctl", days).number(),
                    future.day(DAY_0.plusDays(Long.parseLong(days)))
                            .orElseThrow()
                            .fitness()
                            .get(),
                    0.5);
        }
        for (String days : cases.get(3).get("future_atl").names()) {
            row.check(
                    "future atl " + days,
                    cases.get(3).get("future_atl", days).number(),
                    future.day(DAY_0.plusDays(Long.parseLong(days)))
                            .orElseThrow()
                            .fatigue()
                            .get(),
                    0.5);
        }
        double[] rest = cases.get(2).get("expected", "rest_days_1dp").numbers();
        Row restDays = TABLE.row("Days of rest to form", "runalyze", "1 d: whole CTL there");
        double[] loads = cases.get(2).get("loads").numbers();
        for (int i = 0; i < rest.length; i++) {
            double days =
                    series(model, Arrays.copyOf(loads, i + 1)).restDaysToForm().get();
            restDays.check("day " + i, rest[i] + 0.5, days, 0.85);
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
        assertThat(restDays.isGreen()).as(restDays.toString()).isTrue();
    }

    @Test
    void the_impulse_response_is_runalyzes() {
        Node file = Vectors.read("runalyze/banister_impulse_response.json");
        LoadModel model = LoadModel.standard();
        Row row = TABLE.row("Impulse response (CTL / gain)", "runalyze", "1");
        for (int c : new int[] {0, 1, 2}) {
            Node each = file.get("cases").at(c);
            double[] loads = new double[101];
            if (each.has("loads_by_day")) {
                loads = loads(each.get("loads_by_day"), 101);
            } else {
                Arrays.fill(loads, 0, 51, 100);
            }
            LoadSeries series = series(model, loads);
            for (String days : each.get("expected", "fitness").names()) {
                double fitness = series.day(DAY_0.plusDays(Long.parseLong(days)))
                        .orElseThrow()
                        .fitness()
                        .get();
                row.check(
                        c + " fitness " + days,
                        each.get("expected", "fitness", days).number(),
                        fitness / model.fitnessGain(),
                        1);
            }
            for (String days : each.get("expected", "fatigue").names()) {
                double fatigue = series.day(DAY_0.plusDays(Long.parseLong(days)))
                        .orElseThrow()
                        .fatigue()
                        .get();
                row.check(
                        c + " fatigue " + days,
                        each.get("expected", "fatigue", days).number(),
                        fatigue / model.fatigueGain(),
                        1);
            }
        }
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void gains_and_the_load_for_a_form_are_as_published() {
        Row row = TABLE.row("Gains, load for a form", "intervals.icu forum", "1e-6");
        Node factors = published("PMC factors").get(0).get("expected");
        row.check("ctl", factors.get("ctl_gain").number(), LoadModel.standard().fitnessGain(), 1e-6);
        row.check("atl", factors.get("atl_gain").number(), LoadModel.standard().fatigueGain(), 1e-6);
        LoadSeries series = LoadSeries.of(Map.of(DAY_0, DailyLoad.of(80)), DAY_0, LoadModel.standard(), 60, 70);
        double load = series.loadForForm(-20).get();
        LoadSeries.Day next = series.forecast(DAY_0.plusDays(2), Map.of(DAY_0.plusDays(1), load))
                .day(DAY_0.plusDays(2))
                .orElseThrow();
        row.check("form", -20, next.form().get(), 1e-6);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void monotony_and_strain_are_runalyzes() {
        Row row = TABLE.row("Monotony, strain", "runalyze, afitpilot", "as there");
        for (Node each :
                Vectors.read("runalyze/monotony_strain.json").get("cases").list()) {
            double[] loads = each.get("loads").numbers();
            if (loads.length == 7 && each.has("monotony")) {
                LocalDate day = DAY_0.plusDays(7);
                double[] shifted = new double[8];
                // A first day, so that a series that begins with rest has seven days.
                shifted[0] = 1;
                System.arraycopy(loads, 0, shifted, 1, 7);
                LoadSeries series = series(LoadModel.standard(), shifted);
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
        Node foster = published("Foster monotony").get(0);
        row.check(
                "published input",
                foster.get("recomputed", "monotony_population").number(),
                LoadSeries.monotony(foster.get("input").numbers()).get(),
                1e-12);
        assertThat(row.isGreen()).as(row.toString()).isTrue();
    }

    @Test
    void the_acute_chronic_ratio_is_that_of_athlytics() {
        Node file = Vectors.read("athlytics/rolling_acwr_365_days.json");
        double[] loads = file.get("input", "daily_load").numbers();
        LoadSeries series = series(LoadModel.standard(), loads);
        Row row = TABLE.row("ACWR, rolling", "athlytics, 365 days", "0.005");
        double[] expected = file.get("expected", "acwr").numbers();
        for (int i = 0; i < expected.length; i++) {
            MetricValue ratio = series.acuteChronicRatio(DAY_0.plusDays(i));
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
        Row row = TABLE.row("Year to date, rolling, target", "elevate", "whole units");
        List<PeriodTotals> years = history.totalsBy(CalendarPeriod.YEAR, LocalDate.of(2017, 12, 31));
        for (PeriodTotals year : years) {
            String name = "" + year.first().getYear();
            Node metric = file.get("ytd_last_day", "metric", name);
            Node imperial = file.get("ytd_last_day", "imperial", name);
            Totals totals = year.totals();
            row.check(name + " km", metric.get("km").number(), totals.distance().get() / 1000, 0.5);
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
                    totals.distance().get() / DistanceUnit.MILE.metres(),
                    0.51);
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

    private static LoadSeries series(LoadModel model, double[] loads) {
        Map<LocalDate, DailyLoad> daily = new HashMap<>();
        for (int i = 0; i < loads.length; i++) {
            daily.put(DAY_0.plusDays(i), DailyLoad.of(loads[i]));
        }
        return LoadSeries.of(daily, DAY_0.plusDays(loads.length - 1L), model);
    }

    private static double[] loads(Node byDay, int days) {
        double[] loads = new double[days];
        byDay.names()
                .forEach(day -> loads[Integer.parseInt(day)] = byDay.get(day).number());
        return loads;
    }

    private static List<Node> published(String metric) {
        return Vectors.read("published/worked_examples.json").get("examples").list().stream()
                .filter(each -> each.get("metric").text().equals(metric))
                .toList();
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

    private static Thresholds athlete(double rest, double max) {
        return Thresholds.builder()
                .sex(Sex.MALE)
                .restingHeartRate(rest)
                .maxHeartRate(max)
                .build();
    }

    static List<Session> sessions(Node history) {
        List<String> columns =
                history.get("columns").list().stream().map(Node::text).toList();
        List<Session> sessions = new ArrayList<>();
        for (Node row : history.get("rows").list()) {
            Session.Builder builder = Session.builder(
                    ActivityId.of(sessions.size() + 1),
                    LocalDateTime.parse(
                            row.at(columns.indexOf("start_date_local")).text().replace("Z", "")),
                    SportType.of(
                            row.at(columns.indexOf("sport_type")).isNull()
                                    ? row.at(columns.indexOf("type")).text()
                                    : row.at(columns.indexOf("sport_type")).text()));
            builder.distance(row.at(columns.indexOf("distance")).number());
            builder.movingTime(
                    Duration.ofSeconds(row.at(columns.indexOf("moving_time")).integer()));
            builder.elapsedTime(
                    Duration.ofSeconds(row.at(columns.indexOf("elapsed_time")).integer()));
            Node rate = row.at(columns.indexOf("average_heartrate"));
            if (rate.isNumber()) {
                builder.averageHeartRate(rate.number());
            }
            Node gain = row.at(columns.indexOf("total_elevation_gain"));
            if (gain.isNumber()) {
                builder.elevationGain(gain.number());
            }
            sessions.add(builder.build());
        }
        return sessions;
    }

    private static Samples ofDistance(double[] distance) {
        return Samples.builder(
                        IntStream.range(0, distance.length).asDoubleStream().toArray())
                .channel(Channel.DISTANCE, distance)
                .build();
    }

    private static Samples stravaSamples(Node streams) {
        return samples(
                streams,
                "time",
                Map.of(
                        "distance", Channel.DISTANCE,
                        "altitude", Channel.ALTITUDE,
                        "heartrate", Channel.HEART_RATE,
                        "cadence", Channel.CADENCE,
                        "watts", Channel.POWER,
                        "moving", Channel.MOVING));
    }

    static Samples fitSamples(Node streams) {
        return samples(
                streams,
                "time",
                Map.of(
                        "distance_m", Channel.DISTANCE,
                        "altitude_m", Channel.ALTITUDE,
                        "speed_mps", Channel.SPEED,
                        "heartrate", Channel.HEART_RATE,
                        "cadence", Channel.CADENCE,
                        "watts", Channel.POWER));
    }

    private static Samples samples(Node streams, String time, Map<String, Channel> channels) {
        Samples.Builder builder = Samples.builder(streams.get(time).numbers());
        channels.forEach((name, channel) -> {
            if (streams.has(name)) {
                builder.channel(channel, streams.get(name).numbers());
            }
        });
        return builder.build();
    }
}
