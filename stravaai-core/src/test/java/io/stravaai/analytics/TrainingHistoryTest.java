package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.model.ActivityId;
import io.stravaai.model.GearId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingHistoryTest {

    private static final LocalDate DAY = LocalDate.of(2024, 1, 1);

    @Test
    void totals_are_sums_and_averages_of_sums() {
        Session slow = session(1, "2024-03-01T08:00")
                .distance(10_000)
                .movingTime(Duration.ofHours(1))
                .averageHeartRate(120)
                .build();
        Session fast = session(2, "2024-03-01T18:00")
                .distance(20_000)
                .movingTime(Duration.ofMinutes(30))
                .averageHeartRate(180)
                .build();
        // Where no distance was recorded Strava says zero.
        Session still = session(3, "2024-03-02T08:00")
                .distance(0)
                .movingTime(Duration.ofHours(1))
                .build();
        Session unknown = session(4, "2024-03-02T18:00").build();
        Totals totals = history(slow, fast, still, unknown).totals();

        assertThat(totals.sessions()).isEqualTo(4);
        assertThat(totals.distance().get()).isEqualTo(30_000);
        assertThat(totals.distance().coverage()).isCloseTo(3 / 4.0, within(1e-12));
        assertThat(totals.averageSpeed().get()).isCloseTo(30_000 / 5400.0, within(1e-12));
        assertThat(totals.averageSpeed().coverage()).isCloseTo(2 / 4.0, within(1e-12));
        assertThat(totals.averageHeartRate().get()).isCloseTo(140, within(1e-12));
        assertThat(totals.elevationGain().status()).isEqualTo(MetricStatus.MISSING_ALTITUDE);
    }

    @Test
    void a_session_belongs_to_the_day_and_week_on_which_it_began() {
        TrainingHistory history = history(
                session(1, "2023-12-31T23:59").distance(1_000).build(),
                session(2, "2024-01-01T00:00").distance(2_000).build(),
                session(3, "2024-01-15T12:00").distance(4_000).build());
        LocalDate today = LocalDate.of(2024, 1, 17);
        List<PeriodTotals> weeks = history.totalsBy(CalendarPeriod.ISO_WEEK, today);

        assertThat(weeks)
                .extracting(PeriodTotals::first)
                .containsExactly(
                        LocalDate.of(2023, 12, 25),
                        LocalDate.of(2024, 1, 1),
                        LocalDate.of(2024, 1, 8),
                        LocalDate.of(2024, 1, 15));
        assertThat(weeks)
                .extracting(week -> week.totals().distance().get())
                .containsExactly(1_000.0, 2_000.0, 0.0, 4_000.0);
        assertThat(weeks).extracting(PeriodTotals::complete).containsExactly(true, true, true, false);
        assertThat(weeks.get(2).totals().averageSpeed().isPresent()).isFalse();
        assertThat(history.totalsBy(CalendarPeriod.YEAR, today)).hasSize(2);
        assertThat(history.totalsBy(CalendarPeriod.MONTH, today)).hasSize(2);
        assertThat(history.totalsBy(CalendarPeriod.WEEK_FROM_SUNDAY, today)
                        .get(0)
                        .first())
                .isEqualTo(LocalDate.of(2023, 12, 31));
        assertThat(history.totalsBy(CalendarPeriod.DAY, LocalDate.of(2024, 1, 1)))
                .hasSize(2);
    }

    @Test
    void sessions_are_grouped_by_sport_and_gear() {
        Session shoes = session(1, "2024-03-01T08:00")
                .gear(GearId.of("g1"))
                .distance(5_000)
                .build();
        Session bare = session(2, "2024-03-02T08:00").distance(7_000).build();
        Map<Optional<GearId>, Totals> gear = history(shoes, bare).totalsBy(Session::gear);

        assertThat(gear.get(Optional.of(GearId.of("g1"))).distance().get()).isEqualTo(5_000);
        assertThat(gear.get(Optional.<GearId>empty()).distance().get()).isEqualTo(7_000);
        assertThat(history(shoes, bare)
                        .totalsBy(Session::sport)
                        .get(SportType.RUN)
                        .sessions())
                .isEqualTo(2);
        assertThat(history(shoes, bare).only(SportGroup.RIDE).sessions()).isEmpty();
    }

    @Test
    void rolling_totals_reach_back_so_many_days() {
        TrainingHistory history = history(
                session(1, "2024-03-01T08:00").distance(10_000).build(),
                session(2, "2024-03-03T08:00").distance(20_000).build());
        List<PeriodTotals> rolling = history.rollingTotals(3, LocalDate.of(2024, 3, 1), LocalDate.of(2024, 3, 6));

        assertThat(rolling)
                .extracting(each -> each.totals().distance().get() / 1000)
                .containsExactly(10.0, 10.0, 30.0, 20.0, 20.0, 0.0);
        assertThatIllegalArgumentException().isThrownBy(() -> history.rollingTotals(0, DAY, DAY));
    }

    @Test
    void years_are_compared_up_to_the_same_day() {
        TrainingHistory history = history(
                session(1, "2022-02-28T08:00").distance(1_000).build(),
                session(2, "2022-03-01T08:00").distance(2_000).build(),
                session(3, "2024-02-29T08:00").distance(4_000).build());
        List<YearToDate> years = history.yearToDate(LocalDate.of(2024, 2, 29));

        assertThat(years).extracting(YearToDate::year).containsExactly(2024, 2023, 2022);
        assertThat(years)
                .extracting(YearToDate::until)
                .containsExactly(LocalDate.of(2024, 2, 29), LocalDate.of(2023, 2, 28), LocalDate.of(2022, 2, 28));
        assertThat(years).extracting(year -> year.totals().distance().get()).containsExactly(4_000.0, 0.0, 1_000.0);
        assertThat(YearToDate.targetLine(3_660, LocalDate.of(2024, 1, 10))).isCloseTo(100, within(1e-9));
    }

    @Test
    void an_eddington_number_counts_days_and_whole_units() {
        Map<LocalDate, Double> days = new HashMap<>();
        days.put(DAY, 5_000.0);
        days.put(DAY.plusDays(1), 3_999.0);
        days.put(DAY.plusDays(2), 3_000.0);
        days.put(DAY.plusDays(3), 3_000.0);
        days.put(DAY.plusDays(4), -7.0);
        Eddington kilometres = Eddington.of(days, DistanceUnit.KILOMETRE);

        assertThat(kilometres.number()).isEqualTo(3);
        assertThat(kilometres.daysWith(3)).isEqualTo(4);
        assertThat(kilometres.daysWith(4)).isEqualTo(1);
        assertThat(kilometres.daysNeeded(4)).isEqualTo(3);
        assertThat(kilometres.daysNeeded(5)).isEqualTo(4);
        assertThat(Eddington.of(days, DistanceUnit.MILE).number()).isEqualTo(2);
    }

    @Test
    void two_sessions_of_a_day_count_together() {
        TrainingHistory history = history(
                session(1, "2024-03-01T08:00").distance(600).build(),
                session(2, "2024-03-01T18:00").distance(600).build());

        assertThat(history.eddington(DistanceUnit.KILOMETRE).number()).isEqualTo(1);
    }

    @Test
    void a_streak_lives_until_a_period_has_gone_by() {
        List<LocalDate> days =
                List.of(DAY, DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(10), DAY.plusDays(11), DAY.plusDays(400));
        Streaks today = Streaks.of(days, CalendarPeriod.DAY, DAY.plusDays(11));

        assertThat(today.longest()).contains(new Streaks.Streak(3, DAY, DAY.plusDays(2)));
        assertThat(today.current().orElseThrow().length()).isEqualTo(2);
        assertThat(Streaks.of(days, CalendarPeriod.DAY, DAY.plusDays(12))
                        .current()
                        .orElseThrow()
                        .length())
                .isEqualTo(2);
        assertThat(Streaks.of(days, CalendarPeriod.DAY, DAY.plusDays(13)).current())
                .isEmpty();
        // The first of January 2024 was a Monday.
        assertThat(Streaks.of(days, CalendarPeriod.ISO_WEEK, DAY.plusDays(20))
                        .current()
                        .orElseThrow())
                .isEqualTo(new Streaks.Streak(2, DAY, DAY.plusDays(13)));
        assertThat(Streaks.of(days, CalendarPeriod.ISO_WEEK, DAY.plusDays(21)).current())
                .isEmpty();
        assertThat(Streaks.of(days, CalendarPeriod.MONTH, DAY.plusDays(40))
                        .current()
                        .orElseThrow()
                        .length())
                .isEqualTo(1);
    }

    @Test
    void todays_threshold_never_rewrites_last_year() {
        Session ride = Session.builder(ActivityId.of(1), LocalDateTime.of(2023, 6, 1, 9, 0), SportType.RIDE)
                .movingTime(Duration.ofHours(1))
                .weightedPower(200)
                .build();
        ThresholdHistory before = ThresholdHistory.empty()
                .from(LocalDate.of(2023, 1, 1), Thresholds.builder().ftp(200).build());
        ThresholdHistory after = before.from(
                LocalDate.of(2024, 1, 1), Thresholds.builder().ftp(300).build());

        assertThat(ride.load(after.on(ride.day()))).isEqualTo(ride.load(before.on(ride.day())));
        assertThat(ride.load(after.on(ride.day())).get()).isCloseTo(100, within(1e-9));
        assertThat(ride.load(after.on(ride.day())).status()).isEqualTo(MetricStatus.ESTIMATED);
        assertThat(ride.load(after.on(LocalDate.of(2022, 1, 1))).status()).isEqualTo(MetricStatus.MISSING_THRESHOLD);
    }

    @Test
    void a_threshold_holds_until_it_is_named_again() {
        ThresholdHistory history = ThresholdHistory.empty()
                .from(DAY, Thresholds.builder().ftp(200).weight(70).build())
                .from(DAY.plusDays(10), Thresholds.builder().ftp(210).build());

        assertThat(history.on(DAY.plusDays(9)).ftp()).hasValue(200);
        assertThat(history.on(DAY.plusDays(10)).ftp()).hasValue(210);
        assertThat(history.on(DAY.plusDays(10)).weight()).hasValue(70);
        assertThat(history.on(DAY.minusDays(1))).isEqualTo(Thresholds.none());
        assertThat(ThresholdHistory.always(Thresholds.builder().ftp(1).build())
                        .on(LocalDate.MIN)
                        .ftp())
                .hasValue(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Thresholds.builder().ftp(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Thresholds.builder().weight(Double.NaN));
    }

    @Test
    void personal_bests_are_faster_than_all_before_and_a_tie_is_none() {
        PersonalBests bests = PersonalBests.ofEfforts(List.of(
                best(3, 5_000, 1_200),
                best(1, 5_000, 1_250),
                best(2, 5_000, 1_300),
                best(4, 5_000, 1_200),
                best(5, 10_000, 2_600),
                best(6, 5_000, -1)));

        assertThat(bests.progression(5_000)).containsExactly(best(1, 5_000, 1_250), best(3, 5_000, 1_200));
        assertThat(bests.best(5_000)).contains(best(3, 5_000, 1_200));
        assertThat(bests.best(42_195)).isEmpty();
        assertThat(bests.progressions()).containsOnlyKeys(5_000.0, 10_000.0);
    }

    @Test
    void a_distribution_has_a_name() {
        assertThat(distribution(80, 5, 15).pattern()).isEqualTo(IntensityDistribution.Pattern.POLARISED);
        assertThat(distribution(60, 30, 10).pattern()).isEqualTo(IntensityDistribution.Pattern.PYRAMIDAL);
        assertThat(distribution(20, 60, 20).pattern()).isEqualTo(IntensityDistribution.Pattern.THRESHOLD);
        assertThat(distribution(20, 20, 60).pattern()).isEqualTo(IntensityDistribution.Pattern.HIGH_INTENSITY);
        assertThat(distribution(60, 15, 25).pattern()).isEqualTo(IntensityDistribution.Pattern.MIXED);
        assertThat(distribution(80, 5, 15).shares().get(0)).isCloseTo(0.8, within(1e-12));
        assertThat(distribution(80, 5, 15).polarizationIndex().get())
                .isCloseTo(Math.log10(0.8 / 0.05 * 0.15 * 100), within(1e-12));
        IntensityDistribution none = IntensityDistribution.of(Collections.emptyList());
        assertThat(none.pattern()).isEqualTo(IntensityDistribution.Pattern.UNKNOWN);
        assertThat(none.polarizationIndex().status()).isEqualTo(MetricStatus.MISSING_DATA);
        assertThat(none.shares()).isEmpty();
    }

    @Test
    void what_the_index_calls_polarised_has_that_pattern() {
        IntensityDistribution muchHigh = distribution(70, 5, 25);

        assertThat(muchHigh.polarizationIndex().get()).isGreaterThan(2);
        assertThat(muchHigh.pattern()).isEqualTo(IntensityDistribution.Pattern.POLARISED);
    }

    /** Minutes below 100, between 100 and 150, and above. */
    private static IntensityDistribution distribution(int low, int moderate, int high) {
        int n = low + moderate + high + 1;
        double[] rates = IntStream.range(0, n)
                .mapToDouble(i -> i <= low ? 80 : i <= low + moderate ? 120 : 180)
                .toArray();
        Samples samples = Samples.builder(IntStream.range(0, n).asDoubleStream().toArray())
                .channel(Samples.Channel.HEART_RATE, rates)
                .build();
        return IntensityDistribution.of(List.of(HeartRateMetrics.timeInZones(samples, Zones.of("three", 100, 150))));
    }

    private static PersonalBests.Entry best(int day, double distance, double seconds) {
        return new PersonalBests.Entry(DAY.plusDays(day), ActivityId.of(day), distance, seconds);
    }

    private static Session.Builder session(long id, String start) {
        return Session.builder(ActivityId.of(id), LocalDateTime.parse(start), SportType.RUN);
    }

    private static TrainingHistory history(Session... sessions) {
        return TrainingHistory.of(List.of(sessions), ThresholdHistory.empty());
    }
}
