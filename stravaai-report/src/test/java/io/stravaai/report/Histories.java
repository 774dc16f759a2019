package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.Samples;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up histories. */
final class Histories {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    static final ThresholdHistory KNOWN = ThresholdHistory.always(Thresholds.builder()
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .ftp(250)
            .weight(70)
            .thresholdPace(Duration.ofSeconds(270))
            .build());

    private Histories() {}

    static TrainingHistory none() {
        return TrainingHistory.of(List.of(), KNOWN);
    }

    static Session.Builder session(long id, LocalDate day, SportType sport) {
        return Session.builder(ActivityId.of(id), day.atTime(8, 0), sport);
    }

    static Session run(long id, LocalDate day) {
        return session(id, day, SportType.RUN)
                .distance(10_000)
                .movingTime(Duration.ofMinutes(50))
                .elapsedTime(Duration.ofMinutes(52))
                .elevationGain(80)
                .averageHeartRate(150)
                .build();
    }

    static Session ride(long id, LocalDate day) {
        return session(id, day, SportType.RIDE)
                .distance(40_000 + 500 * (id % 40))
                .movingTime(Duration.ofMinutes(90))
                .elevationGain(400)
                .averageHeartRate(140)
                .weightedPower(200)
                .build();
    }

    /** A run every second day and a ride on Sundays. */
    static List<Session> years(int years) {
        List<Session> sessions = new ArrayList<>();
        long id = 1;
        for (LocalDate day = TODAY.minusYears(years); !day.isAfter(TODAY); day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() == 7) {
                sessions.add(ride(id++, day));
            } else if (day.toEpochDay() % 2 == 0) {
                sessions.add(run(id++, day));
            }
        }
        return sessions;
    }

    static TrainingHistory history(List<Session> sessions) {
        return TrainingHistory.of(sessions, KNOWN);
    }

    /** The metrics of a session with streams of an hour, once a second. */
    static ActivityMetrics streams(Session session, double watts, double speed) {
        return ActivityMetrics.of(session, samples(watts, speed), KNOWN.on(session.day()));
    }

    /** An hour, once a second, of which the first five minutes have twice the power. */
    static Samples samples(double watts, double speed) {
        double[] time = IntStream.range(0, 3_601).asDoubleStream().toArray();
        Samples.Builder samples = Samples.builder(time)
                .channel(
                        Samples.Channel.DISTANCE,
                        Arrays.stream(time).map(t -> t * speed).toArray())
                .channel(
                        Samples.Channel.HEART_RATE,
                        Arrays.stream(time).map(t -> 120 + t / 60).toArray());
        if (watts > 0) {
            samples.channel(
                    Samples.Channel.POWER,
                    Arrays.stream(time).map(t -> t < 300 ? 2 * watts : watts).toArray());
        }
        return samples.build();
    }
}
