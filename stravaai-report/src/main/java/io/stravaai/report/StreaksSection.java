package io.stravaai.report;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.Streaks;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Days, weeks and months in a row. */
final class StreaksSection {

    private StreaksSection() {}

    static void write(Training training, Markup out) {
        if (training.isEmpty()) {
            Section.missing(out, "No session is known up to this day.");
            return;
        }
        Section.table(out, "records", "In a row", "Now", "From and to", "Longest", "From and to");
        row(training, CalendarPeriod.DAY, "day", "days", out);
        row(training, CalendarPeriod.ISO_WEEK, "week", "weeks", out);
        row(training, CalendarPeriod.MONTH, "month", "months", out);
        out.close().close();
    }

    private static void row(Training training, CalendarPeriod period, String one, String many, Markup out) {
        Streaks streaks = training.history().streaks(period, training.today());
        Section.begin(out, many.substring(0, 1).toUpperCase(Locale.ROOT) + many.substring(1));
        streak(training, streaks.current(), one, many, out);
        streak(training, streaks.longest(), one, many, out);
        out.close();
    }

    private static void streak(Training training, Optional<Streaks.Streak> found, String one, String many, Markup out) {
        Streaks.Streak streak = found.orElse(null);
        out.element("td", streak == null ? "none" : Units.count(streak.length(), one, many), "class", "value");
        out.element("td", streak == null ? "" : days(streak, training.today()));
    }

    private static String days(Streaks.Streak streak, LocalDate today) {
        LocalDate last = streak.last().isAfter(today) ? today : streak.last();
        return Units.day(streak.first()) + " – " + Units.day(last);
    }
}
