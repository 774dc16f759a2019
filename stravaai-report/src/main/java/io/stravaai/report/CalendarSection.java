package io.stravaai.report;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.PeriodTotals;
import io.stravaai.analytics.Totals;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The days of the last twelve months, and the months of all years, coloured by moving time. */
final class CalendarSection {

    private static final int WEEKS = 53;
    private static final double CELL = 12.8;
    private static final double LEFT = 34;
    private static final double MONTHS_LEFT = 46;
    private static final double TOP = 18;

    /** Below so many minutes a day has the colour of its place in this list. */
    private static final List<Integer> MINUTES = List.of(30, 60, 120);

    /** Likewise for months, in hours. */
    private static final List<Integer> HOURS = List.of(10, 20, 40);

    private CalendarSection() {}

    static void write(Training training, Markup out) {
        if (training.isEmpty()) {
            Section.missing(out, "No session is known up to this day.");
            return;
        }
        days(training, out);
        months(training, out);
    }

    private static void days(Training training, Markup out) {
        LocalDate last = CalendarPeriod.ISO_WEEK.firstDay(training.today());
        LocalDate first = last.minusWeeks(WEEKS - 1L);
        Map<LocalDate, Totals> byDay = new TreeMap<>();
        for (PeriodTotals day :
                training.history().between(first, training.today()).totalsBy(CalendarPeriod.DAY, training.today())) {
            // Days of rest are among them.
            if (day.totals().sessions() > 0) {
                byDay.put(day.first(), day.totals());
            }
        }
        Extremes times = new Extremes(day -> Units.day(LocalDate.ofEpochDay((long) day)), Units::time);
        byDay.forEach((day, totals) ->
                times.add((double) day.toEpochDay(), totals.movingTime().orElse(Double.NaN)));
        String title = "Moving time day by day, the last 12 months";
        out.line().open("figure", "class", "days").element("figcaption", title);
        out.open("svg", "viewBox", "0 0 720 112", "role", "img", "aria-label", title);
        out.element("desc", Units.count(byDay.size(), "day", "days") + " with a session: " + times);
        String[] names = {"Mon", "", "Wed", "", "Fri", "", "Sun"};
        for (int i = 0; i < names.length; i++) {
            out.element("text", names[i], "class", "tick y", "x", "28", "y", Plot.number(TOP + CELL * i + 10));
        }
        for (int week = 0; week < WEEKS; week++) {
            LocalDate monday = first.plusWeeks(week);
            double x = LEFT + week * CELL;
            if (monday.getDayOfMonth() <= 7 && week < WEEKS - 1) {
                String month = monday.getMonthValue() == 1 ? String.valueOf(monday.getYear()) : Units.month(monday);
                out.element("text", month, "class", "tick start", "x", Plot.number(x), "y", "11");
            }
            for (int day = 0; day < 7; day++) {
                LocalDate date = monday.plusDays(day);
                // Before the first session nothing is known, which is no rest.
                if (date.isBefore(training.first()) || date.isAfter(training.today())) {
                    continue;
                }
                Totals totals = byDay.get(date);
                cell(
                        out,
                        x,
                        TOP + day * CELL,
                        CELL - 2,
                        CELL - 2,
                        style(totals, 60, MINUTES),
                        hint(training, Units.day(date), totals));
            }
        }
        out.close();
        Plot.legend(
                out,
                List.of("h0", "h1", "h2", "h3", "h4"),
                List.of("rest", "under 30 min", "under 1 h", "under 2 h", "2 h and more"));
        out.close();
    }

    private static void months(Training training, Markup out) {
        Map<LocalDate, Totals> byMonth = new TreeMap<>();
        for (PeriodTotals month : training.history().totalsBy(CalendarPeriod.MONTH, training.today())) {
            byMonth.put(month.first(), month.totals());
        }
        int all = training.today().getYear() - training.first().getYear() + 1;
        // A clock that was wrong once must not make the page endless.
        int years = Math.min(Training.YEARS, all);
        Extremes times = new Extremes(day -> monthOf(LocalDate.ofEpochDay((long) day)), Units::time);
        byMonth.forEach((month, totals) -> {
            if (month.getYear() > training.today().getYear() - years) {
                times.add((double) month.toEpochDay(), totals.movingTime().orElse(Double.NaN));
            }
        });
        double width = 47;
        double height = 20;
        String title =
                "Moving time month by month, " + (all > years ? "the last " + years : "all") + " years, in hours";
        out.line().open("figure").element("figcaption", title);
        out.open(
                "svg",
                "viewBox",
                "0 0 720 " + Plot.number(TOP + years * height + 2),
                "role",
                "img",
                "aria-label",
                title);
        out.element("desc", Units.count(years, "year", "years") + ": " + times);
        for (int month = 1; month <= 12; month++) {
            out.element(
                    "text",
                    Units.month(LocalDate.of(2024, month, 1)),
                    "class",
                    "tick x",
                    "x",
                    Plot.number(MONTHS_LEFT + (month - 0.5) * width),
                    "y",
                    "11");
        }
        out.element("text", "year", "class", "tick x", "x", Plot.number(MONTHS_LEFT + 13.2 * width), "y", "11");
        for (int i = 0; i < years; i++) {
            int year = training.today().getYear() - i;
            double y = TOP + i * height;
            out.element("text", String.valueOf(year), "class", "tick y", "x", "40", "y", Plot.number(y + 13));
            for (int month = 1; month <= 12; month++) {
                LocalDate first = LocalDate.of(year, month, 1);
                if (first.isAfter(training.today())
                        || first.isBefore(CalendarPeriod.MONTH.firstDay(training.first()))) {
                    continue;
                }
                Totals totals = byMonth.get(first);
                String style = style(totals, 3_600, HOURS);
                double x = MONTHS_LEFT + (month - 1) * width;
                cell(out, x, y, width - 2, height - 2, style, hint(training, monthOf(first), totals));
                out.element(
                        "text",
                        hours(totals),
                        "class",
                        "inside " + style,
                        "x",
                        Plot.number(x + width / 2 - 1),
                        "y",
                        Plot.number(y + 13));
            }
            Totals sum = training.totals(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
            out.element(
                    "text",
                    Units.or(sum.movingTime(), s -> Units.decimal(s / 3_600, 0)),
                    "class",
                    "tick x strong",
                    "x",
                    Plot.number(MONTHS_LEFT + 13.2 * width),
                    "y",
                    Plot.number(y + 13));
        }
        out.close().close();
    }

    /** {@code Nov 2026}. */
    private static String monthOf(LocalDate day) {
        return Units.month(day) + " " + day.getYear();
    }

    private static String hours(@Nullable Totals totals) {
        return totals == null || totals.sessions() == 0
                ? ""
                : Units.or(totals.movingTime(), seconds -> Units.decimal(seconds / 3_600, 0));
    }

    /** The class of a colour. What was trained for an unknown time is no rest. */
    private static String style(@Nullable Totals totals, double unit, List<Integer> bounds) {
        if (totals == null || totals.sessions() == 0) {
            return "h0";
        }
        if (!totals.movingTime().isPresent()) {
            return "h1";
        }
        int level = 1;
        for (int bound : bounds) {
            level += totals.movingTime().get() >= bound * unit ? 1 : 0;
        }
        return "h" + level;
    }

    private static String hint(Training training, String when, @Nullable Totals totals) {
        if (totals == null || totals.sessions() == 0) {
            return when + ": rest";
        }
        return when + ": " + Units.count(totals.sessions(), "session", "sessions") + ", "
                + (totals.movingTime().isPresent()
                        ? Units.time(totals.movingTime().get())
                        : "time unknown")
                + (totals.distance().orElse(0) > 0
                        ? ", " + training.units().distance(totals.distance().get())
                        : "");
    }

    private static void cell(Markup out, double x, double y, double width, double height, String style, String hint) {
        out.open(
                "rect",
                "class",
                style,
                "x",
                Plot.number(x),
                "y",
                Plot.number(y),
                "width",
                Plot.number(width),
                "height",
                Plot.number(height),
                "rx",
                "2");
        out.element("title", hint).close();
    }
}
