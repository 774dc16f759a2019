package io.stravaai.examples.quickstart;

import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Three years of somebody who swims, rides and runs: weeks that build up, summers with more than winters, an illness, a holiday. The
 * same day gives the same years.
 */
final class MadeUpAthlete {

    private static final int YEARS = 3;
    private static final long SEED = 2026;
    private static final double FIRST_FTP = 214;
    private static final double LAST_FTP = 246;
    private static final double FIRST_PACE = 3.55;
    private static final double LAST_PACE = 3.8;
    private static final double SWIM_PACE = 1.08;
    /** Of these last days all rides and runs have streams, of those before every third. */
    private static final int STREAMS = 200;

    private final LocalDate first;
    private final LocalDate today;
    private final MemoryHistory history;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long sessions;

    private MadeUpAthlete(LocalDate today, Instant now) {
        this.today = today;
        this.first = today.minusYears(YEARS).withDayOfYear(1).plusDays(40);
        this.history = new MemoryHistory(now);
    }

    /** The sessions up to a day. */
    static MemoryHistory history(LocalDate today, Clock clock) {
        MadeUpAthlete athlete = new MadeUpAthlete(today, clock.instant());
        for (LocalDate day = athlete.first; !day.isAfter(today); day = day.plusDays(1)) {
            athlete.train(day);
        }
        athlete.history.store();
        return athlete.history;
    }

    /** What is known of the athlete: FTP is tested every half year. */
    static ThresholdHistory thresholds(LocalDate today) {
        MadeUpAthlete athlete = new MadeUpAthlete(today, Instant.EPOCH);
        ThresholdHistory known = ThresholdHistory.always(Thresholds.builder()
                .sex(Sex.FEMALE)
                .restingHeartRate(48)
                .maxHeartRate(188)
                .lthr(168)
                .weight(62)
                .criticalSwimSpeed(SWIM_PACE)
                .build());
        for (LocalDate day = athlete.first; day.isBefore(today); day = day.plusMonths(6)) {
            known = known.from(
                    day,
                    Thresholds.builder()
                            .ftp(Math.rint(athlete.grown(FIRST_FTP, LAST_FTP, day)))
                            .thresholdSpeed(athlete.grown(FIRST_PACE, LAST_PACE, day))
                            .build());
        }
        return known;
    }

    private double grown(double from, double to, LocalDate day) {
        double share = (double) (day.toEpochDay() - first.toEpochDay()) / (today.toEpochDay() - first.toEpochDay());
        return from + (to - from) * share;
    }

    private void train(LocalDate day) {
        boolean ill = day.getMonthValue() == 2 && day.getDayOfMonth() > 18;
        boolean away = day.getMonthValue() == 8 && day.getDayOfMonth() > 16;
        if (ill || random.nextInt(100) < 12) {
            return;
        }
        if (away) {
            if (day.getDayOfMonth() % 2 == 0) {
                session(day, 9, SportType.HIKE, "Up and down", steady(200 + random.nextInt(140), 0.35), 1.9);
            }
            return;
        }
        double season = 0.85 + 0.25 * Math.cos((day.getDayOfYear() - 190) / 365.25 * 2 * Math.PI);
        double block = new double[] {0.9, 1.0, 1.12, 0.65}[Math.floorMod(day.toEpochDay() / 7, 4)];
        double volume = season * block * random.nextDouble(0.85, 1.15);
        boolean winter = day.getMonthValue() < 4 || day.getMonthValue() > 10;
        week(day, volume, winter ? SportType.VIRTUAL_RIDE : SportType.RIDE);
    }

    private void week(LocalDate day, double volume, SportType ride) {
        double shape = 0.97 + 0.05 * Math.cos((day.getDayOfYear() - 190) / 365.25 * 2 * Math.PI);
        double ftp = shape * grown(FIRST_FTP, LAST_FTP, day);
        double pace = shape * grown(FIRST_PACE, LAST_PACE, day);
        DayOfWeek of = day.getDayOfWeek();
        switch (of) {
            case MONDAY -> {
                if (random.nextInt(100) < 45) {
                    session(day, 19, SportType.WEIGHT_TRAINING, "Strength", steady(45, 0.4), 1);
                }
            }
            case TUESDAY ->
                session(day, 18, SportType.RUN, "Intervals", intervals(minutes(50 * volume), 180, 120, 1.08), pace);
            case WEDNESDAY ->
                session(day, 18, ride, "Threshold ride", intervals(minutes(80 * volume), 480, 240, 1.02), ftp);
            case THURSDAY -> session(day, 7, SportType.SWIM, "Swim", steady(minutes(45 * volume), 0.9), SWIM_PACE);
            case FRIDAY -> session(day, 12, SportType.RUN, "Easy run 🌿", steady(minutes(40 * volume), 0.72), pace);
            case SATURDAY -> {
                SportType outside = random.nextInt(100) < 70 ? SportType.RIDE : ride;
                session(day, 9, outside, "Long ride", sprints(steady(minutes(170 * volume), 0.68)), ftp);
            }
            case SUNDAY -> {
                boolean race = day.getDayOfMonth() <= 7 && day.getMonthValue() % 3 == 0;
                session(
                        day,
                        9,
                        SportType.RUN,
                        race ? "10 km race" : "Long run",
                        race ? steady(46, 0.99) : steady(minutes(85 * volume), 0.75),
                        pace);
            }
        }
    }

    private static int minutes(double minutes) {
        return (int) Math.max(20, Math.rint(minutes));
    }

    private void session(LocalDate day, int hour, SportType sport, String name, double[] intensity, double threshold) {
        sessions++;
        MadeUpSession session = new MadeUpSession(
                sessions,
                sport,
                name,
                day.atTime(hour, random.nextInt(60)),
                intensity,
                threshold * random.nextDouble(0.92, 1.04),
                random);
        history.add(StravaJson.read(session.summary(), SummaryActivity.class));
        boolean recorded = day.isAfter(today.minusDays(STREAMS)) || sessions % 3 == 0;
        if (recorded && !sport.equals(SportType.SWIM)) {
            history.addStreams(ActivityId.of(sessions), session.streams());
        }
    }

    private static double[] steady(int minutes, double intensity) {
        double[] seconds = new double[minutes * 60];
        Arrays.fill(seconds, intensity);
        return seconds;
    }

    private static double[] intervals(int minutes, int hard, int easy, double intensity) {
        double[] seconds = steady(minutes, 0.65);
        int warm = seconds.length / 4;
        for (int i = warm; i < seconds.length * 9 / 10; i++) {
            seconds[i] = (i - warm) % (hard + easy) < hard ? intensity : 0.55;
        }
        return seconds;
    }

    /** Some short ones, as between town signs. */
    private double[] sprints(double[] seconds) {
        for (int sprint = 0; sprint < 3; sprint++) {
            int at = random.nextInt(600, seconds.length - 60);
            double most = random.nextDouble(2, 3.2);
            for (int i = 0; i < 40; i++) {
                seconds[at + i] = Math.max(seconds[at + i], most * Math.exp(-i / 18.0));
            }
        }
        return seconds;
    }
}
