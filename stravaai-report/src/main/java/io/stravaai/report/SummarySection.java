package io.stravaai.report;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.Totals;
import java.time.LocalDate;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** What this week, month and year add up to, beside the same days of the ones before. */
final class SummarySection {

    private SummarySection() {}

    static void write(Training training, Markup out) {
        if (training.isEmpty()) {
            Section.missing(out, "No session is known up to this day: sync the athlete's activities first.");
            return;
        }
        out.open("div", "class", "cards");
        card(training, out, "This week", "last week", CalendarPeriod.ISO_WEEK);
        card(training, out, "This month", "last month", CalendarPeriod.MONTH);
        card(training, out, "This year", "last year", CalendarPeriod.YEAR);
        all(training, out);
        out.close();
        Section.note(
                out,
                "Beside each number: the same days of the week, month or year before, where both are known of nine tenths of the"
                        + " sessions. Weeks begin on Monday.");
    }

    private static void card(Training training, Markup out, String title, String before, CalendarPeriod period) {
        LocalDate first = period.firstDay(training.today());
        Totals now = training.totals(first, training.today());
        Totals then = training.totals(period.firstDay(first.minusDays(1)), training.sameDayBefore(period));
        boolean comparable = !training.first().isAfter(period.firstDay(first.minusDays(1)));
        open(out, title, now);
        numbers(training, out, now, comparable ? then : null);
        out.close();
        out.element(
                "p",
                comparable ? sessions(then) + " by this day of " + before : "nothing known of all of " + before,
                "class",
                "remark");
        out.close();
    }

    private static void all(Training training, Markup out) {
        Totals totals = training.history().totals();
        open(out, "All time", totals);
        numbers(training, out, totals, null);
        out.close();
        out.element("p", "since " + Units.day(training.first()), "class", "remark")
                .close();
    }

    private static void open(Markup out, String title, Totals totals) {
        out.line().open("div", "class", "card").element("h3", title);
        out.element("p", Units.or(totals.movingTime(), Units::time), "class", "big")
                .open("dl");
    }

    private static void numbers(Training training, Markup out, Totals now, @Nullable Totals then) {
        row(
                out,
                "Sessions",
                Units.decimal(now.sessions(), 0),
                then == null ? "" : change(now.sessions(), then.sessions()));
        row(out, "Moving time", now.movingTime(), then == null ? null : then.movingTime(), Units::time);
        row(out, "Distance", now.distance(), then == null ? null : then.distance(), training.units()::distance);
        row(out, "Climbing", now.elevationGain(), then == null ? null : then.elevationGain(), training.units()::height);
        row(
                out,
                "Load, points",
                now.load(),
                then == null ? null : then.load(),
                points -> Units.decimal(points, 0)
                        + (now.load().coverage() < 0.995
                                ? " (" + Units.percent(now.load().coverage()) + " known)"
                                : ""));
    }

    private static void row(
            Markup out, String name, MetricValue now, @Nullable MetricValue then, DoubleFunction<String> format) {
        String change =
                then != null && Training.isWhole(now) && Training.isWhole(then) ? change(now.get(), then.get()) : "";
        row(out, name, now.isPresent() ? format.apply(now.get()) : Units.UNKNOWN, change);
    }

    private static void row(Markup out, String name, String value, String change) {
        out.element("dt", name).open("dd").text(value);
        if (!change.isEmpty()) {
            out.text(" ").element("small", change);
        }
        out.close();
    }

    /** Beside nothing everything is infinitely more, which says nothing. */
    private static String change(double now, double then) {
        return then > 0 ? Units.change(now / then - 1) : "";
    }

    private static String sessions(Totals totals) {
        return Units.count(totals.sessions(), "session", "sessions");
    }
}
