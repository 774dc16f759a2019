package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What must hold whatever the numbers are. */
class PropertiesTest {

    private static final int TIMES = 20;
    private static final long SEED = Long.getLong("seed", 20_260_301);

    private Random random = new Random(SEED);

    @BeforeEach
    void seed(RepetitionInfo repetition) {
        random = new Random(SEED + repetition.getCurrentRepetition());
        System.out.println("-Dseed=" + SEED + ", repetition " + repetition.getCurrentRepetition());
    }

    @RepeatedTest(TIMES)
    void normalized_power_and_xpower_of_constant_power_are_that_power() {
        double watts = 50 + 300 * random.nextDouble();
        double[] time = seconds(7200);
        double[] power = new double[7200];
        Arrays.fill(power, watts);
        Samples samples = power(time, power);

        assertThat(PowerMetrics.normalizedPower(samples).get()).isCloseTo(watts, within(1e-6));
        assertThat(PowerMetrics.averagePower(samples).get()).isCloseTo(watts, within(1e-6));
        // It rises from 0 over a minute and a half.
        assertThat(PowerMetrics.xPower(samples).get()).isCloseTo(watts, within(0.01 * watts));
    }

    @RepeatedTest(TIMES)
    void normalized_power_is_not_below_the_mean_of_full_windows() {
        Samples samples = ride();

        assertThat(PowerMetrics.normalizedPower(samples).get())
                .isGreaterThan(0.98 * PowerMetrics.averagePower(samples).get());
    }

    @RepeatedTest(TIMES)
    void a_power_curve_never_rises() {
        List<PowerCurve.Point> points = PowerCurve.of(ride()).points();

        assertThat(points).hasSizeGreaterThan(10);
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).watts())
                    .isLessThanOrEqualTo(points.get(i - 1).watts());
        }
    }

    @RepeatedTest(TIMES)
    void a_best_power_is_the_mean_of_its_window() {
        Samples samples = ride();
        for (PowerCurve.Point point : PowerCurve.of(samples).points()) {
            int from = (int) point.start();
            double sum = 0;
            for (int i = from; i < from + point.window().toSeconds(); i++) {
                sum += samples.value(Channel.POWER, i);
            }
            assertThat(sum / point.window().toSeconds()).isCloseTo(point.watts(), within(1e-6));
        }
    }

    @RepeatedTest(TIMES)
    void a_longer_best_effort_takes_longer() {
        Samples samples = run();
        double before = 0;
        for (double distance = 100; distance < 10_000; distance *= 1.4) {
            double seconds =
                    BestEffort.over(distance, samples, SportGroup.RUN).time().orElse(before);
            double exactly = BestEffort.over(distance, samples, SportGroup.RUN, BestEffort.Method.INTERPOLATED)
                    .time()
                    .orElse(0);
            assertThat(seconds).isGreaterThanOrEqualTo(before);
            assertThat(exactly).isLessThanOrEqualTo(seconds + 1e-9);
            before = seconds;
        }
        assertThat(before).isPositive();
    }

    @RepeatedTest(TIMES)
    void the_time_in_zones_is_the_time_with_heart_rate() {
        Samples samples = run();
        TimeInZones zones = HeartRateMetrics.timeInZones(samples, Zones.byMaxHeartRate(190));

        assertThat(zones.seconds().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(samples.recordedSeconds() * zones.coverage(), within(1e-6));
    }

    @RepeatedTest(TIMES)
    void more_samples_of_the_same_change_no_metric_much() {
        Samples once = run();
        Thresholds athlete = athlete();
        double[] time = seconds(2 * once.size());
        double[] rate = IntStream.range(0, time.length)
                .mapToDouble(i -> once.value(Channel.HEART_RATE, i / 2))
                .toArray();
        double[] half = Arrays.stream(time).map(t -> t / 2).toArray();
        Samples twice = Samples.builder(half).channel(Channel.HEART_RATE, rate).build();

        assertThat(HeartRateMetrics.trimpBanister(twice, athlete).get())
                .isCloseTo(HeartRateMetrics.trimpBanister(once, athlete).get(), within(1.0));
    }

    @RepeatedTest(TIMES)
    void constant_load_becomes_fitness_and_fatigue() {
        double points = 10 + 200 * random.nextDouble();
        for (LoadModel.Gain gain : LoadModel.Gain.values()) {
            Map<LocalDate, DailyLoad> loads = new HashMap<>();
            LocalDate first = LocalDate.of(2020, 1, 1);
            for (int i = 0; i < 1000; i++) {
                loads.put(first.plusDays(i), DailyLoad.of(points));
            }
            LoadSeries series = LoadSeries.of(
                    loads, first.plusDays(999), LoadModel.standard().withGain(gain));
            LoadSeries.Day last = series.day(first.plusDays(999)).orElseThrow();

            assertThat(last.fitness().get()).isCloseTo(points, within(1e-6));
            assertThat(last.fatigue().get()).isCloseTo(points, within(1e-6));
            assertThat(last.form().get()).isCloseTo(0, within(1e-6));
        }
    }

    @RepeatedTest(TIMES)
    void a_series_that_is_continued_is_the_one_that_is_computed_anew() {
        TrainingHistory history = TrainingHistory.of(sessions(400), athleteHistory());
        LocalDate today = LocalDate.of(2024, 6, 1);
        LoadSeries all = history.load(today);
        LocalDate dirty = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(500));
        LoadSeries before = history.between(LocalDate.MIN, dirty.minusDays(1)).load(dirty.minusDays(1));

        LoadSeries continued = before.updated(dirty, history.dailyLoads().tailMap(dirty, true), today);

        assertThat(continued).isEqualTo(all);
    }

    @RepeatedTest(TIMES)
    void a_history_that_is_changed_is_the_one_that_is_made_anew() {
        List<Session> before = sessions(200);
        List<Session> after = new ArrayList<>(before);
        Collections.shuffle(after, random);
        List<Session> removed = new ArrayList<>();
        List<Session> added = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Session gone = after.remove(0);
            removed.add(gone);
            if (random.nextBoolean()) {
                Session moved = Session.builder(
                                gone.id(), gone.start().plusHours(random.nextInt(2_000) - 1_000), gone.sport())
                        .distance(1)
                        .build();
                added.add(moved);
                after.add(moved);
            }
        }
        removed.add(Session.builder(ActivityId.of(9_999), LocalDateTime.of(2024, 1, 1, 0, 0), SportType.RUN)
                .build());

        assertThat(TrainingHistory.of(before, athleteHistory()).updated(removed, added))
                .isEqualTo(TrainingHistory.of(after, athleteHistory()));
    }

    @RepeatedTest(TIMES)
    void sums_do_not_depend_on_the_order_of_sessions() {
        List<Session> sessions = sessions(300);
        List<Session> shuffled = new ArrayList<>(sessions);
        Collections.shuffle(shuffled, random);
        TrainingHistory one = TrainingHistory.of(sessions, athleteHistory());
        TrainingHistory other = TrainingHistory.of(shuffled, athleteHistory());
        LocalDate today = LocalDate.of(2024, 6, 1);

        assertThat(other.totals()).isEqualTo(one.totals());
        assertThat(other.totalsBy(CalendarPeriod.ISO_WEEK, today))
                .isEqualTo(one.totalsBy(CalendarPeriod.ISO_WEEK, today));
        assertThat(other.totalsBy(Session::sport)).isEqualTo(one.totalsBy(Session::sport));
        assertThat(other.load(today)).isEqualTo(one.load(today));
        assertThat(other.eddington(DistanceUnit.MILE).number())
                .isEqualTo(one.eddington(DistanceUnit.MILE).number());
        assertThat(other.streaks(CalendarPeriod.DAY, today).all())
                .isEqualTo(one.streaks(CalendarPeriod.DAY, today).all());
    }

    @RepeatedTest(TIMES)
    void periods_add_up_to_the_whole() {
        TrainingHistory history = TrainingHistory.of(sessions(300), athleteHistory());
        LocalDate today = LocalDate.of(2024, 6, 1);
        for (CalendarPeriod period : CalendarPeriod.values()) {
            List<PeriodTotals> periods = history.totalsBy(period, today);
            double metres = periods.stream()
                    .mapToDouble(each -> each.totals().distance().orElse(0))
                    .sum();
            int count =
                    periods.stream().mapToInt(each -> each.totals().sessions()).sum();

            assertThat(metres).isCloseTo(history.totals().distance().get(), within(1e-3));
            assertThat(count).isEqualTo(history.totals().sessions());
            for (int i = 1; i < periods.size(); i++) {
                assertThat(periods.get(i).first())
                        .isEqualTo(periods.get(i - 1).last().plusDays(1));
            }
        }
    }

    @RepeatedTest(TIMES)
    void another_time_zone_moves_days_and_never_totals() {
        List<Session> utc = sessions(300);
        ZoneOffset offset = ZoneOffset.ofHours(random.nextBoolean() ? 13 : -11);
        List<Session> moved = utc.stream()
                .map(session -> Session.builder(
                                session.id(),
                                LocalDateTime.ofInstant(session.start().toInstant(ZoneOffset.UTC), offset),
                                session.sport())
                        .distance(session.distance().orElse(Double.NaN))
                        .movingTime(Duration.ofSeconds(
                                (long) session.movingSeconds().getAsDouble()))
                        .build())
                .toList();
        TrainingHistory here = TrainingHistory.of(utc, ThresholdHistory.empty());
        TrainingHistory there = TrainingHistory.of(moved, ThresholdHistory.empty());

        assertThat(there.totals().distance().get())
                .isCloseTo(here.totals().distance().get(), within(1e-6));
        assertThat(there.totals().movingTime()).isEqualTo(here.totals().movingTime());
        assertThat(there.metresByDay().keySet()).isNotEqualTo(here.metresByDay().keySet());
    }

    @RepeatedTest(TIMES)
    void units_there_and_back_are_the_same() {
        double speed = 0.3 + 12 * random.nextDouble();
        for (SpeedUnit unit : SpeedUnit.values()) {
            double there = unit.fromMetresPerSecond(speed).getAsDouble();

            assertThat(unit.toMetresPerSecond(there).getAsDouble()).isCloseTo(speed, within(1e-12 * speed + 1e-12));
        }
    }

    @RepeatedTest(TIMES)
    void an_eddington_number_is_reached_and_the_next_is_not() {
        Eddington eddington =
                TrainingHistory.of(sessions(500), ThresholdHistory.empty()).eddington(DistanceUnit.KILOMETRE);
        int number = eddington.number();

        assertThat(eddington.daysWith(number)).isGreaterThanOrEqualTo(number);
        assertThat(eddington.daysWith(number + 1)).isLessThan(number + 1);
        assertThat(eddington.daysNeeded(number)).isZero();
        assertThat(eddington.daysNeeded(number + 1)).isEqualTo(number + 1 - eddington.daysWith(number + 1));
    }

    @RepeatedTest(TIMES)
    void a_trend_of_noise_is_seldom_claimed_and_a_real_one_is() {
        double[] noise = random.doubles(60).toArray();
        double[] rising =
                IntStream.range(0, 60).mapToDouble(i -> 0.1 * i + noise[i]).toArray();

        assertThat(Trend.of(rising).direction(0)).isEqualTo(Trend.Direction.RISING);
        assertThat(Trend.of(rising).direction(100)).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
        assertThat(Trend.of(noise).slope()).isCloseTo(0, within(0.02));
        assertThat(Trend.of(Arrays.copyOf(rising, 7)).direction(0)).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
    }

    @RepeatedTest(TIMES)
    void a_median_is_the_one_in_the_middle() {
        double[] values = random.ints(1 + random.nextInt(300), 0, 1 + random.nextInt(100))
                .asDoubleStream()
                .toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;

        assertThat(Statistics.median(values)).isEqualTo(middle);
        assertThat(Statistics.median(sorted)).isEqualTo(middle);
    }

    private Samples ride() {
        int n = 4000 + random.nextInt(4000);
        double[] power = new double[n];
        double level = 180;
        for (int i = 0; i < n; i++) {
            if (random.nextInt(60) == 0) {
                level = random.nextInt(4) == 0 ? 0 : 100 + 250 * random.nextDouble();
            }
            power[i] = Math.max(0, level + 30 * random.nextGaussian());
        }
        return power(seconds(n), power);
    }

    private Samples run() {
        int n = 3000 + random.nextInt(3000);
        double[] time = new double[n];
        double[] distance = new double[n];
        double[] rate = new double[n];
        for (int i = 1; i < n; i++) {
            time[i] = time[i - 1] + (random.nextInt(500) == 0 ? 60 : 1);
            distance[i] = distance[i - 1] + 2 + 2 * random.nextDouble();
            rate[i] = random.nextInt(50) == 0 ? Double.NaN : 120 + 40 * Math.sin(i / 300.0);
        }
        return Samples.builder(time)
                .channel(Channel.DISTANCE, distance)
                .channel(Channel.HEART_RATE, rate)
                .build();
    }

    private List<Session> sessions(int count) {
        SportType[] sports = {SportType.RUN, SportType.RIDE, SportType.SWIM, SportType.of("Parkour")};
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Session.Builder builder = Session.builder(
                            ActivityId.of(i + 1),
                            LocalDateTime.of(2023, 1, 1, 0, 0).plusMinutes(random.nextInt(510 * 24 * 60)),
                            sports[random.nextInt(sports.length)])
                    .distance(100 + 60_000 * random.nextDouble())
                    .movingTime(Duration.ofSeconds(600 + random.nextInt(9000)));
            if (random.nextBoolean()) {
                builder.averageHeartRate(110 + 50 * random.nextDouble());
            }
            sessions.add(builder.build());
        }
        return sessions;
    }

    private static Thresholds athlete() {
        return Thresholds.builder()
                .sex(Sex.FEMALE)
                .restingHeartRate(50)
                .maxHeartRate(190)
                .ftp(220)
                .thresholdSpeed(4)
                .build();
    }

    private static ThresholdHistory athleteHistory() {
        return ThresholdHistory.always(athlete());
    }

    private static Samples power(double[] time, double[] power) {
        return Samples.builder(time).channel(Channel.POWER, power).build();
    }

    private static double[] seconds(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }
}
