package io.stravaai.examples.quickstart;

import io.stravaai.Analytics;
import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.ChartExport;
import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Metric;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.Totals;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.jdbc.JdbcStores;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The code of docs/analytics.md. */
final class AnalyticsPage {

    private AnalyticsPage() {}

    static void show(JdbcStores stores, AthleteId athlete, ActivityId activity, LocalDate today) {
        // readme:begin
        var known = ThresholdHistory.empty()
                .from(
                        LocalDate.of(2025, 1, 1),
                        Thresholds.builder()
                                .sex(Sex.FEMALE)
                                .restingHeartRate(48)
                                .maxHeartRate(188)
                                .ftp(230)
                                .build())
                .from(LocalDate.of(2026, 3, 1), Thresholds.builder().ftp(245).build());
        var analytics = Analytics.builder()
                .store(stores.activities())
                .resources(stores.resources()) // for streams
                .thresholds(anyone -> known)
                .build();

        var ride = analytics.activity(athlete, activity).orElseThrow();
        System.out.println(ride.value(Metric.NORMALIZED_POWER)); // 211.4 W [coggan-30s, OK, coverage 1.0]
        System.out.println(ride.value(Metric.TRIMP_BANISTER)); // no value [banister-samples-0.86-1.67, MISSING_HR, ..]

        var history = analytics.history(athlete);
        for (var week : history.only(SportGroup.RUN).totalsBy(CalendarPeriod.ISO_WEEK, today)) {
            System.out.println(week.first() + " " + week.totals().distance());
        }
        System.out.println(history.only(SportGroup.RIDE).eddington(DistanceUnit.KILOMETRE));

        var load = analytics.load(athlete, today);
        System.out.println(load.forecast(today.plusDays(14), Map.of()).day(today.plusDays(14)));
        System.out.println(ChartExport.VEGA_LITE.toJson("Load", ChartSeries.of(load)));
        var months = history.totalsBy(CalendarPeriod.MONTH, today);
        System.out.println(
                ChartExport.E_CHARTS.toJson("By month", List.of(ChartSeries.of("Distance", months, Totals::distance))));
        // readme:end
    }
}
