package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.PeriodTotals;
import io.stravaai.analytics.PersonalBests;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The most that was done, and the fastest. */
final class RecordsSection {

    private static final List<SportGroup> RACED = List.of(SportGroup.RIDE, SportGroup.RUN, SportGroup.SWIM);

    private RecordsSection() {}

    static void write(Training training, Markup out) {
        if (training.isEmpty()) {
            Section.missing(out, "No session is known up to this day.");
            return;
        }
        most(training, out);
        boolean any = false;
        for (SportGroup sport : RACED) {
            PersonalBests bests = PersonalBests.of(training.activities(sport));
            if (!bests.progressions().isEmpty()) {
                any = true;
                fastest(training, sport, bests, out);
            }
        }
        if (!any) {
            Section.missing(
                    out,
                    "The fastest over a distance need streams with time and distance, and none are stored: store streams.");
        }
    }

    private static void most(Training training, Markup out) {
        Section.table(out, "records", "The most", "How much", "When", "Session");
        for (SportGroup sport : training.orderedSports()) {
            if (sport == SportGroup.OTHER) {
                continue;
            }
            String name = Training.nameOf(sport);
            List<Session> sessions = training.history().only(sport).sessions();
            session(training, name + ", distance", sessions, Session::distance, training.units()::distance, out);
            session(training, name + ", moving time", sessions, Session::movingSeconds, Units::time, out);
            if (sport != SportGroup.SWIM) {
                session(training, name + ", climbing", sessions, Session::elevationGain, training.units()::height, out);
            }
        }
        TrainingHistory all = training.history();
        LocalDate today = training.today();
        period("Week, moving time", all.totalsBy(CalendarPeriod.ISO_WEEK, today), Totals::movingTime, Units::time, out);
        period("Month, moving time", all.totalsBy(CalendarPeriod.MONTH, today), Totals::movingTime, Units::time, out);
        period(
                "Week, load",
                all.totalsBy(CalendarPeriod.ISO_WEEK, today),
                Totals::load,
                p -> Units.decimal(p, 0) + " points",
                out);
        out.close().close();
    }

    private static void session(
            Training training,
            String what,
            List<Session> sessions,
            Function<Session, OptionalDouble> value,
            DoubleFunction<String> format,
            Markup out) {
        Session most = null;
        double highest = 0;
        for (Session session : sessions) {
            double number = value.apply(session).orElse(0);
            if (number > highest) {
                highest = number;
                most = session;
            }
        }
        if (most != null) {
            row(out, what, format.apply(highest), Units.day(most.day()), training.name(most));
        }
    }

    private static void period(
            String what,
            List<PeriodTotals> periods,
            Function<Totals, MetricValue> value,
            DoubleFunction<String> format,
            Markup out) {
        periods.stream()
                .filter(period -> value.apply(period.totals()).orElse(0) > 0)
                .max(Comparator.<PeriodTotals>comparingDouble(
                                period -> value.apply(period.totals()).get())
                        .thenComparing(PeriodTotals::first, Comparator.reverseOrder()))
                .ifPresent(period -> row(
                        out,
                        what,
                        format.apply(value.apply(period.totals()).get()),
                        "from " + Units.day(period.first()),
                        Units.count(period.totals().sessions(), "session", "sessions")));
    }

    private static void row(Markup out, String what, String value, String when, String name) {
        Section.begin(out, what).element("td", value, "class", "value").element("td", when);
        // An athlete's text may run the other way; it must not turn what stands around it.
        out.open("td").element("bdi", name).close().close();
    }

    private static void fastest(Training training, SportGroup sport, PersonalBests bests, Markup out) {
        Map<Long, Session> sessions = new HashMap<>();
        for (ActivityMetrics activity : training.activities(sport)) {
            sessions.put(activity.session().id().value(), activity.session());
        }
        Section.table(
                out,
                "records",
                Training.nameOf(sport) + ", the fastest",
                "Time",
                sport == SportGroup.RIDE ? "Speed" : "Pace",
                "When",
                "Before",
                "Session");
        for (Map.Entry<Double, List<PersonalBests.Entry>> each :
                bests.progressions().entrySet()) {
            List<PersonalBests.Entry> progression = each.getValue();
            PersonalBests.Entry best = progression.get(progression.size() - 1);
            Session session = sessions.get(best.activity().value());
            String before = "";
            if (progression.size() > 1) {
                PersonalBests.Entry last = progression.get(progression.size() - 2);
                before = Units.clock(last.seconds()) + ", " + Units.day(last.day());
            }
            Section.begin(out, distanceName(each.getKey()));
            out.element("td", Units.clock(best.seconds()), "class", "value");
            out.element("td", training.units().speed(sport, best.distance() / best.seconds()));
            out.element("td", Units.day(best.day())).element("td", before);
            out.open("td")
                    .element("bdi", session == null ? "" : training.name(session))
                    .close()
                    .close();
        }
        out.close().close();
    }

    /** {@code 5 km}, {@code half marathon}: as those say who race over it. */
    static String distanceName(double metres) {
        return switch ((int) Math.round(metres)) {
            case 805 -> "half mile";
            case 1_609 -> "1 mile";
            case 3_219 -> "2 miles";
            case 16_090 -> "10 miles";
            case 21_097 -> "half marathon";
            case 42_195 -> "marathon";
            case 80_467 -> "50 miles";
            case 160_934 -> "100 miles";
            default -> metres < 1_000 ? Units.decimal(metres, 0) + " m" : Units.trimmed(metres / 1_000) + " km";
        };
    }
}
