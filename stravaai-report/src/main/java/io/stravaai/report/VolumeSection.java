package io.stravaai.report;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.PeriodTotals;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much was done in each week, by sport. */
final class VolumeSection {

    private static final int WEEKS = 52;
    private static final double HOUR = 3_600;

    private VolumeSection() {}

    static void write(Training training, Markup out) {
        LocalDate last = CalendarPeriod.ISO_WEEK.firstDay(training.today());
        LocalDate first = last.minusWeeks(WEEKS - 1L);
        TrainingHistory year = training.history().between(first, training.today());
        if (year.sessions().isEmpty()) {
            Section.missing(out, "There was no session in the last 52 weeks.");
            return;
        }
        Map<SportGroup, Map<LocalDate, Totals>> weeks = new EnumMap<>(SportGroup.class);
        for (SportGroup sport : SportGroup.values()) {
            Map<LocalDate, Totals> bySport = new TreeMap<>();
            for (PeriodTotals week : year.only(sport).totalsBy(CalendarPeriod.ISO_WEEK, training.today())) {
                bySport.put(week.first(), week.totals());
            }
            if (!bySport.isEmpty()) {
                weeks.put(sport, bySport);
            }
        }
        chart(training, first, weeks, out);
        table(training, year, out);
    }

    private static void chart(
            Training training, LocalDate first, Map<SportGroup, Map<LocalDate, Totals>> weeks, Markup out) {
        double most = 1;
        for (int i = 0; i < WEEKS; i++) {
            LocalDate week = first.plusWeeks(i);
            double hours = weeks.values().stream()
                    .mapToDouble(sport -> hours(sport, week))
                    .sum();
            most = Math.max(most, hours);
        }
        Plot plot = new Plot(
                out,
                "Moving time week by week",
                "hours",
                Axis.days(first, first.plusWeeks(WEEKS)),
                Axis.numbers(0, most, Units::trimmed),
                Plot.WIDE,
                220);
        for (int i = 0; i < WEEKS; i++) {
            LocalDate week = first.plusWeeks(i);
            double bottom = 0;
            for (Map.Entry<SportGroup, Map<LocalDate, Totals>> sport : weeks.entrySet()) {
                Totals totals = sport.getValue().get(week);
                double hours = hours(sport.getValue(), week);
                if (totals != null && hours > 0) {
                    plot.bar(
                            week.toEpochDay() + 0.6,
                            week.toEpochDay() + 6.4,
                            bottom,
                            bottom + hours,
                            Training.styleOf(sport.getKey()),
                            "Week of " + Units.day(week) + ", " + Training.nameOf(sport.getKey()) + ": "
                                    + Units.time(hours * HOUR) + ", "
                                    + Units.or(totals.distance(), training.units()::distance));
                    bottom += hours;
                }
            }
        }
        weeks.keySet().forEach(sport -> plot.legend(Training.styleOf(sport), Training.nameOf(sport)));
        plot.end();
    }

    /** What is not known adds nothing; the table beside the chart says of how many sessions it is. */
    private static double hours(Map<LocalDate, Totals> weeks, LocalDate week) {
        Totals totals = weeks.get(week);
        return totals == null ? 0 : totals.movingTime().orElse(0) / HOUR;
    }

    private static void table(Training training, TrainingHistory year, Markup out) {
        Section.table(
                out,
                "numbers",
                "52 weeks",
                "Sessions",
                "Moving time",
                "Distance",
                "Climbing",
                "Average",
                "Load, points");
        List<SportGroup> sports = training.orderedSports();
        for (SportGroup sport : sports) {
            Totals totals = year.only(sport).totals();
            if (totals.sessions() > 0) {
                row(training, Training.nameOf(sport), totals, sport, out);
            }
        }
        if (sports.size() > 1) {
            row(training, "All", year.totals(), SportGroup.OTHER, out);
        }
        out.close().close();
    }

    private static void row(Training training, String name, Totals totals, SportGroup sport, Markup out) {
        Section.row(
                out,
                name,
                Units.decimal(totals.sessions(), 0),
                Units.or(totals.movingTime(), Units::time),
                Units.or(totals.distance(), training.units()::distance),
                Units.or(totals.elevationGain(), training.units()::height),
                sport == SportGroup.OTHER || totals.distance().orElse(0) == 0
                        ? ""
                        : Units.or(
                                totals.averageSpeed(), speed -> training.units().speed(sport, speed)),
                Units.or(totals.load(), points -> Units.decimal(points, 0)));
    }
}
