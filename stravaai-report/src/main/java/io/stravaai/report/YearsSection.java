package io.stravaai.report;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.MetricUnit;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.analytics.YearToDate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** This year beside the ones before. */
final class YearsSection {

    private static final int YEARS = 5;
    private static final int SPORTS = 2;

    private YearsSection() {}

    static void write(Training training, Markup out) {
        List<SportGroup> sports = training.sports().stream()
                .filter(sport -> sport != SportGroup.OTHER)
                .filter(sport ->
                        training.history().only(sport).totals().distance().orElse(0) > 0)
                .limit(SPORTS)
                .toList();
        if (sports.isEmpty()) {
            Section.missing(out, "No session has a distance that could be compared.");
            return;
        }
        sports.forEach(sport -> chart(training, sport, out));
        Section.table(
                out,
                "numbers",
                "By this day of the year",
                "Sessions",
                "Moving time",
                "Distance",
                "Climbing",
                "Load, points");
        for (YearToDate year : training.history().yearToDate(training.today()).stream()
                .limit(Training.YEARS)
                .toList()) {
            Totals totals = year.totals();
            boolean none = totals.sessions() == 0;
            Section.row(
                    out,
                    String.valueOf(year.year()),
                    Units.decimal(totals.sessions(), 0),
                    none ? "" : Units.or(totals.movingTime(), Units::time),
                    none ? "" : Units.or(totals.distance(), training.units()::distance),
                    none ? "" : Units.or(totals.elevationGain(), training.units()::height),
                    none ? "" : Units.or(totals.load(), points -> Units.decimal(points, 0)));
        }
        out.close().close();
    }

    private static void chart(Training training, SportGroup sport, Markup out) {
        TrainingHistory history = training.history().only(sport);
        int thisYear = training.today().getYear();
        List<ChartSeries> years = new ArrayList<>();
        double most = 1;
        for (int year = Math.max(history.sessions().get(0).day().getYear(), thisYear - YEARS + 1);
                year <= thisYear;
                year++) {
            LocalDate last = year == thisYear ? training.today() : LocalDate.of(year, 12, 31);
            ChartSeries series = cumulated(training, history, year, last);
            years.add(series);
            most = Math.max(most, series.y(series.size() - 1));
        }
        Plot plot = new Plot(
                out,
                Training.nameOf(sport) + ": distance since the first of January",
                training.units().symbol(),
                Axis.daysOfYear(),
                Axis.numbers(0, most, Units::trimmed),
                Plot.WIDE,
                240);
        for (int i = 0; i < years.size(); i++) {
            ChartSeries series = years.get(i);
            int age = years.size() - 1 - i;
            String style = "y" + age;
            plot.line(series, style);
            double end = series.y(series.size() - 1);
            plot.dot(
                    series.x(series.size() - 1),
                    end,
                    style,
                    series.name() + ": "
                            + training.units()
                                    .distance(end * training.units().unit().metres()));
        }
        for (int i = years.size() - 1; i >= 0; i--) {
            plot.legend("y" + (years.size() - 1 - i), years.get(i).name());
        }
        plot.end();
    }

    private static ChartSeries cumulated(Training training, TrainingHistory history, int year, LocalDate last) {
        NavigableMap<LocalDate, Double> metres = history.metresByDay();
        int days = last.getDayOfYear();
        double[] x = new double[days];
        double[] y = new double[days];
        double sum = 0;
        for (int i = 0; i < days; i++) {
            LocalDate day = LocalDate.ofYearDay(year, i + 1);
            sum += metres.getOrDefault(day, 0.0);
            x[i] = i + 1;
            // Before the first session nothing is known, which is not nothing.
            y[i] = day.isBefore(training.first())
                    ? Double.NaN
                    : sum / training.units().unit().metres();
        }
        return ChartSeries.ofNumbers(String.valueOf(year), MetricUnit.METRES, "cumulated", x, y);
    }
}
