package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.VectorTable.Row;
import io.stravaai.analytics.Vectors.Node;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strava's own numbers. */
@ExtendWith(VectorTable.Printer.class)
class StravaVectorsTest {

    private static final VectorTable TABLE = VectorTable.INSTANCE;

    @ParameterizedTest
    @ValueSource(strings = {"ride_power_2020", "virtual_ride_power_2021"})
    void a_ride_of_strava_has_stravas_averages(String file) {
        Node ride = Vectors.read("strava-api/" + file + ".json");
        Samples samples = Vectors.stravaSamples(ride.get("streams"));
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
                    0.05);
            // When the athlete moved is not recorded: what was sampled at a standstill counts here, and does not at
            // Strava.
            Row still = TABLE.row("Strava's average power", file, "0.3 W: stops count");
            still.check(
                    "average_watts",
                    strava.get("average_watts").number(),
                    StravaMetrics.averagePower(samples).get(),
                    0.3);
            assertThat(still.isGreen()).as(still.toString()).isTrue();
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
        List<Session> sessions = Vectors.sessions(history);
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

    @Test
    void grade_adjusted_pace_is_stravas() {
        Node truth = Vectors.read("gap/gap_models_and_strava_truth.json");
        Row row = TABLE.row("Grade adjusted speed, STRAVA", "Strava's GAP of 5 runs", "3 %");
        for (Node run : truth.get("strava_genuine_gap").list()) {
            Samples samples =
                    Vectors.fitSamples(Vectors.read(run.get("file").text()).get("streams"));
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
}
