package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadSeriesTest {

    private static final LocalDate DAY = LocalDate.of(2024, 1, 1);

    @Test
    void fitness_and_fatigue_begin_at_nothing_and_say_so() {
        LoadSeries series = LoadSeries.of(Map.of(DAY, DailyLoad.of(100)), DAY.plusDays(100), LoadModel.standard());
        LoadSeries.Day first = series.day(DAY).orElseThrow();

        assertThat(first.fitness().get()).isCloseTo(100 * (1 - Math.exp(-1 / 42.0)), within(1e-12));
        assertThat(first.fatigue().get()).isCloseTo(100 * (1 - Math.exp(-1 / 7.0)), within(1e-12));
        assertThat(first.form().get()).isZero();
        assertThat(first.fitness().status()).isEqualTo(MetricStatus.WARMING_UP);
        assertThat(series.day(DAY.plusDays(1)).orElseThrow().form().get())
                .isCloseTo(first.fitness().get() - first.fatigue().get(), within(1e-12));
        assertThat(series.day(DAY.plusDays(1)).orElseThrow().load().get()).isZero();
        assertThat(series.day(DAY.plusDays(89)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.WARMING_UP);
        assertThat(series.day(DAY.plusDays(90)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.OK);
        assertThat(series.day(DAY.minusDays(1))).isEmpty();
        assertThat(series.day(DAY.plusDays(101))).isEmpty();
    }

    @Test
    void sessions_without_a_known_load_warm_nothing_up() {
        TreeMap<LocalDate, DailyLoad> loads = new TreeMap<>();
        IntStream.range(0, 730).forEach(i -> loads.put(DAY.plusDays(i), new DailyLoad(0, 1, 0)));
        LocalDate known = DAY.plusDays(730);
        IntStream.range(0, 91).forEach(i -> loads.put(known.plusDays(i), DailyLoad.of(100)));
        LoadModel model = LoadModel.standard();
        LoadSeries series = LoadSeries.of(loads, known.plusDays(90), model);
        LoadSeries begun = LoadSeries.of(loads, known.minusDays(1), model);
        LoadSeries forecast = LoadSeries.of(loads, known.plusDays(45), model).forecast(known.plusDays(90), Map.of());

        assertThat(series.day(known.plusDays(45)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.WARMING_UP);
        assertThat(series.day(known.plusDays(89)).orElseThrow().fatigue().status())
                .isEqualTo(MetricStatus.WARMING_UP);
        assertThat(series.day(known.plusDays(90)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.OK);
        assertThat(begun.updated(known, loads.tailMap(known), known.plusDays(90))
                        .days())
                .containsExactlyElementsOf(series.days().toList());
        assertThat(forecast.day(known.plusDays(89)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.WARMING_UP);
        assertThat(forecast.day(known.plusDays(90)).orElseThrow().fitness().status())
                .isEqualTo(MetricStatus.ESTIMATED);
    }

    @Test
    void the_same_training_gives_other_numbers_by_other_models_and_says_which() {
        Map<LocalDate, DailyLoad> loads = Map.of(DAY, DailyLoad.of(100));
        LoadModel standard = LoadModel.standard();
        MetricValue exponential =
                LoadSeries.of(loads, DAY, standard).day(DAY).orElseThrow().fitness();
        MetricValue reciprocal = LoadSeries.of(loads, DAY, standard.withGain(LoadModel.Gain.RECIPROCAL))
                .day(DAY)
                .orElseThrow()
                .fitness();
        MetricValue span = LoadSeries.of(loads, DAY, standard.withGain(LoadModel.Gain.SPAN))
                .day(DAY)
                .orElseThrow()
                .fitness();

        assertThat(exponential.get()).isCloseTo(2.3528, within(1e-4));
        assertThat(reciprocal.get()).isCloseTo(100 / 42.0, within(1e-12));
        assertThat(span.get()).isCloseTo(200 / 43.0, within(1e-12));
        assertThat(List.of(exponential.variant(), reciprocal.variant(), span.variant()))
                .doesNotHaveDuplicates();
        assertThatIllegalArgumentException().isThrownBy(() -> standard.withDays(7, 42));
    }

    @Test
    void a_forecast_rests_unless_something_is_planned() {
        LoadSeries series = LoadSeries.of(Map.of(DAY, DailyLoad.of(70)), DAY, LoadModel.standard(), 60, 80);
        LoadSeries rest = series.forecast(DAY.plusDays(14), Map.of());
        LoadSeries plan = series.forecast(DAY.plusDays(14), Map.of(DAY.plusDays(3), 50.0));
        double ctl = series.day(DAY).orElseThrow().fitness().get();

        assertThat(rest.day(DAY.plusDays(14)).orElseThrow().fitness().get())
                .isCloseTo(ctl * Math.exp(-14 / 42.0), within(1e-9));
        assertThat(rest.day(DAY.plusDays(14)).orElseThrow().fitness().status()).isEqualTo(MetricStatus.ESTIMATED);
        assertThat(rest.day(DAY).orElseThrow().fitness().status()).isEqualTo(MetricStatus.OK);
        assertThat(plan.day(DAY.plusDays(3)).orElseThrow().load().get()).isEqualTo(50);
        assertThat(plan.day(DAY.plusDays(3)).orElseThrow().load().status()).isEqualTo(MetricStatus.ESTIMATED);
        assertThat(plan.day(DAY.plusDays(14)).orElseThrow().fitness().get())
                .isGreaterThan(
                        rest.day(DAY.plusDays(14)).orElseThrow().fitness().get());
        int days = (int) series.restDaysToForm().get();
        LoadSeries.Day at = series.forecast(DAY.plusDays(days), Map.of())
                .day(DAY.plusDays(days))
                .orElseThrow();
        LoadSeries.Day before = series.forecast(DAY.plusDays(days), Map.of())
                .day(DAY.plusDays(days - 1L))
                .orElseThrow();
        assertThat(at.fitness().get()).isGreaterThanOrEqualTo(at.fatigue().get());
        assertThat(before.fitness().get()).isLessThan(before.fatigue().get());
        double load = series.loadForForm(-10).get();
        LoadSeries.Day after = series.forecast(DAY.plusDays(1), Map.of(DAY.plusDays(1), load))
                .day(DAY.plusDays(1))
                .orElseThrow();
        assertThat(after.fitness().get() - after.fatigue().get()).isCloseTo(-10, within(1e-9));
    }

    @Test
    void a_forecast_of_a_forecast_keeps_what_was_planned() {
        LoadSeries series = series(50, 60);
        LocalDate end = DAY.plusDays(20);
        LoadSeries first = series.forecast(DAY.plusDays(8), Map.of(DAY.plusDays(3), 50.0, DAY.plusDays(5), 90.0));

        assertThat(first.forecast(end, Map.of(DAY.plusDays(5), 70.0, DAY.plusDays(15), 80.0)))
                .isEqualTo(series.forecast(
                        end, Map.of(DAY.plusDays(3), 50.0, DAY.plusDays(5), 70.0, DAY.plusDays(15), 80.0)));
    }

    @Test
    void form_that_is_negative_needs_a_day_of_rest_at_least() {
        LoadModel forgetful = LoadModel.standard().withDays(42, 1).withGain(LoadModel.Gain.RECIPROCAL);
        LoadSeries series = LoadSeries.of(Map.of(DAY, DailyLoad.of(100)), DAY, forgetful);

        assertThat(series.restDaysToForm().get()).isEqualTo(1);
    }

    @Test
    void monotony_is_capped_where_all_days_are_alike() {
        LoadSeries alike = series(50, 50, 50, 50, 50, 50, 50);
        LoadSeries varied = series(0, 100, 0, 100, 0, 100, 100);
        double mean = 400 / 7.0;
        double deviation = Math.sqrt((3 * mean * mean + 4 * (100 - mean) * (100 - mean)) / 7);

        assertThat(alike.monotony(DAY.plusDays(6)).get()).isEqualTo(10);
        assertThat(alike.monotony(DAY.plusDays(6)).status()).isEqualTo(MetricStatus.CAPPED);
        assertThat(alike.strain(DAY.plusDays(6)).get()).isEqualTo(3_500);
        assertThat(varied.monotony(DAY.plusDays(6)).get()).isCloseTo(mean / deviation, within(1e-9));
        assertThat(varied.strain(DAY.plusDays(6)).get()).isCloseTo(400 * mean / deviation, within(1e-9));
        assertThat(varied.monotony(DAY.plusDays(5)).status()).isEqualTo(MetricStatus.TOO_SHORT);
        LoadSeries rested = LoadSeries.of(Map.of(DAY, DailyLoad.of(50)), DAY.plusDays(30), LoadModel.standard());
        assertThat(rested.monotony(DAY.plusDays(20)).status()).isEqualTo(MetricStatus.MISSING_DATA);
    }

    @Test
    void the_acute_chronic_ratio_needs_four_weeks() {
        double[] loads =
                IntStream.range(0, 35).mapToDouble(i -> i < 28 ? 30 : 90).toArray();
        LoadSeries series = series(loads);

        assertThat(series.acuteChronicRatio(DAY.plusDays(26)).status()).isEqualTo(MetricStatus.TOO_SHORT);
        assertThat(series.acuteChronicRatio(DAY.plusDays(27)).get()).isCloseTo(1, within(1e-12));
        assertThat(series.acuteChronicRatio(DAY.plusDays(34)).get()).isCloseTo(2, within(1e-12));
        assertThat(series.ramp(DAY.plusDays(34)).get())
                .isCloseTo(
                        series.day(DAY.plusDays(34)).orElseThrow().fitness().get()
                                - series.day(DAY.plusDays(27))
                                        .orElseThrow()
                                        .fitness()
                                        .get(),
                        within(1e-12));
    }

    @Test
    void load_that_is_not_known_lowers_the_coverage_and_is_no_rest() {
        Map<LocalDate, DailyLoad> loads = new HashMap<>();
        loads.put(DAY, DailyLoad.of(100));
        loads.put(DAY.plusDays(1), new DailyLoad(0, 1, 0));
        LoadSeries series = LoadSeries.of(loads, DAY.plusDays(10), LoadModel.standard());

        assertThat(series.day(DAY.plusDays(1)).orElseThrow().load().isPresent()).isFalse();
        assertThat(series.day(DAY.plusDays(1)).orElseThrow().fitness().coverage())
                .isEqualTo(0.5);
        assertThat(series.day(DAY.plusDays(2)).orElseThrow().load().get()).isZero();
        assertThat(series.monotony(DAY.plusDays(7)).status()).isEqualTo(MetricStatus.LOW_COVERAGE);
    }

    @Test
    void a_series_is_continued_from_the_day_that_changed() {
        Map<LocalDate, DailyLoad> loads = new TreeMap<>();
        IntStream.range(0, 50).forEach(i -> loads.put(DAY.plusDays(i), DailyLoad.of(i)));
        LoadSeries series = LoadSeries.of(loads, DAY.plusDays(49), LoadModel.standard());
        loads.put(DAY.plusDays(20), DailyLoad.of(500));
        loads.put(DAY.plusDays(50), DailyLoad.of(10));
        loads.remove(DAY.plusDays(30));
        TreeMap<LocalDate, DailyLoad> changed = new TreeMap<>(loads);

        assertThat(series.updated(DAY.plusDays(20), changed.tailMap(DAY.plusDays(20)), DAY.plusDays(50)))
                .isEqualTo(LoadSeries.of(loads, DAY.plusDays(50), LoadModel.standard()));
        loads.remove(DAY);
        changed.remove(DAY);
        assertThat(series.updated(DAY, changed, DAY.plusDays(50)))
                .isEqualTo(LoadSeries.of(loads, DAY.plusDays(50), LoadModel.standard()));
        assertThat(series.updated(DAY.minusDays(3), changed, DAY.plusDays(60)))
                .isEqualTo(LoadSeries.of(loads, DAY.plusDays(60), LoadModel.standard()));
    }

    @Test
    void a_series_that_began_with_known_averages_keeps_the_day_on_which_it_began() {
        TreeMap<LocalDate, DailyLoad> later = new TreeMap<>(Map.of(DAY.plusDays(10), DailyLoad.of(50)));
        TreeMap<LocalDate, DailyLoad> loads = new TreeMap<>(later);
        loads.put(DAY, DailyLoad.of(50));
        LoadSeries series = LoadSeries.of(loads, DAY.plusDays(30), LoadModel.standard(), 60, 40);

        LoadSeries deleted = series.updated(DAY, later, DAY.plusDays(30));
        loads.put(DAY.minusDays(9), DailyLoad.of(500));

        assertThat(deleted.day(DAY.plusDays(9)).orElseThrow().fitness().get())
                .isCloseTo(60 * Math.exp(-10 / 42.0), within(1e-9));
        assertThat(deleted.day(DAY.plusDays(9)).orElseThrow().fatigue().get())
                .isCloseTo(40 * Math.exp(-10 / 7.0), within(1e-9));
        assertThat(series.updated(DAY.minusDays(9), loads, DAY.plusDays(30))).isEqualTo(series);
    }

    @Test
    void the_load_of_a_summary_is_the_first_that_can_be_computed() {
        Thresholds all = Thresholds.builder()
                .ftp(200)
                .sex(Sex.MALE)
                .restingHeartRate(50)
                .maxHeartRate(190)
                .thresholdSpeed(4)
                .criticalSwimSpeed(1)
                .build();
        Session.Builder hour = Session.builder(ActivityId.of(1), DAY.atTime(9, 0), SportType.RIDE)
                .movingTime(Duration.ofHours(1))
                .distance(14_400)
                .weightedPower(200)
                .averageHeartRate(169);
        MetricValue power = hour.build().load(all);
        MetricValue heartRate = hour.build()
                .load(Thresholds.builder()
                        .sex(Sex.MALE)
                        .restingHeartRate(50)
                        .maxHeartRate(190)
                        .build());
        MetricValue speed = Session.builder(ActivityId.of(2), DAY.atTime(9, 0), SportType.RUN)
                .movingTime(Duration.ofHours(1))
                .distance(14_400)
                .build()
                .load(all);
        MetricValue swim = Session.builder(ActivityId.of(2), DAY.atTime(9, 0), SportType.SWIM)
                .movingTime(Duration.ofHours(1))
                .distance(3_600)
                .build()
                .load(all);

        assertThat(power.get()).isCloseTo(100, within(1e-9));
        assertThat(power.variant()).startsWith("tss-");
        assertThat(heartRate.get()).isCloseTo(100, within(1e-9));
        assertThat(heartRate.variant()).startsWith("hrss-");
        assertThat(speed.get()).isCloseTo(100, within(1e-9));
        assertThat(swim.get()).isCloseTo(100, within(1e-9));
        assertThat(hour.load(MetricValue.of(77, MetricUnit.POINTS, "given"))
                        .build()
                        .load(all)
                        .get())
                .isEqualTo(77);
    }

    private static LoadSeries series(double... loads) {
        Map<LocalDate, DailyLoad> daily = new HashMap<>();
        for (int i = 0; i < loads.length; i++) {
            daily.put(DAY.plusDays(i), DailyLoad.of(loads[i]));
        }
        return LoadSeries.of(daily, DAY.plusDays(loads.length - 1L), LoadModel.standard());
    }
}
