package io.stravaai.benchmarks.analytics;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Eddington;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.PeriodTotals;
import io.stravaai.analytics.PersonalBests;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.analytics.Trend;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.StoredActivity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a page about an athlete's years shows: load day by day, records, Eddington numbers, and trends by month.
 *
 * @param load to the last day
 * @param bests of the runs
 * @param eddington in kilometres and in miles
 * @param trends of distance, load and speed, of runs and of rides
 */
record Overview(LoadSeries load, PersonalBests bests, List<Eddington> eddington, List<Trend> trends) {

    private static final double[] DISTANCES = {1_000, 5_000, 10_000, 21_097};

    /** An entry a year. */
    static final ThresholdHistory THRESHOLDS = thresholds();

    private static ThresholdHistory thresholds() {
        ThresholdHistory history = ThresholdHistory.empty();
        for (int year = 2006; year <= 2026; year++) {
            history = history.from(
                    LocalDate.of(year, 1, 1),
                    Thresholds.builder()
                            .sex(Sex.MALE)
                            .restingHeartRate(50)
                            .maxHeartRate(2_196 - year)
                            .ftp(220 + year % 7)
                            .thresholdSpeed(3.8)
                            .criticalSwimSpeed(1.1)
                            .build());
        }
        return history;
    }

    /** What is known of rows without their streams. */
    static List<Session> sessions(List<StoredActivity> rows) {
        return rows.stream()
                .flatMap(row -> Session.of(StravaJson.read(row.rawJson(), SummaryActivity.class)).stream())
                .toList();
    }

    /** Best efforts, as if each run had been even. */
    static List<PersonalBests.Entry> efforts(List<Session> sessions) {
        List<PersonalBests.Entry> efforts = new ArrayList<>();
        for (Session session : sessions) {
            double speed = session.averageSpeed().orElse(0);
            if (session.sportGroup() == SportGroup.RUN && speed > 0) {
                for (double distance : DISTANCES) {
                    if (session.distance().orElse(0) >= distance) {
                        efforts.add(new PersonalBests.Entry(session.day(), session.id(), distance, distance / speed));
                    }
                }
            }
        }
        return efforts;
    }

    static Overview of(TrainingHistory history, List<PersonalBests.Entry> efforts, LocalDate today) {
        List<Trend> trends = new ArrayList<>();
        for (SportGroup sport : List.of(SportGroup.RUN, SportGroup.RIDE)) {
            List<PeriodTotals> months = history.only(sport).totalsBy(CalendarPeriod.MONTH, today);
            trends.add(trend(months, Totals::distance));
            trends.add(trend(months, Totals::load));
            trends.add(trend(months, Totals::averageSpeed));
        }
        return new Overview(
                history.load(today),
                PersonalBests.ofEfforts(efforts),
                List.of(history.eddington(DistanceUnit.KILOMETRE), history.eddington(DistanceUnit.MILE)),
                trends);
    }

    private static Trend trend(List<PeriodTotals> months, Function<Totals, MetricValue> metric) {
        return Trend.of(months.stream()
                .mapToDouble(month -> metric.apply(month.totals()).orElse(Double.NaN))
                .toArray());
    }
}
