package io.stravaai.report;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.MetricStatus;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Thresholds;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Fitness, fatigue and form. */
final class LoadSection {

    private static final int SHOWN = 365;
    private static final int FORECAST = 14;
    private static final int MOST_POINTS = 400;

    private LoadSection() {}

    static void write(Training training, Markup out) {
        LoadSeries.Day now = training.load().day(training.today()).orElse(null);
        if (now == null || !now.fitness().isPresent()) {
            Section.missing(out, "No load is known of any session. " + remedy(training));
            return;
        }
        numbers(training, now, out);
        chart(training, out);
        if (training.load().size() > SHOWN + 180) {
            years(training, out);
        }
        if (now.fitness().coverage() < 0.995) {
            Section.note(
                    out,
                    "The load of " + Units.percent(now.fitness().coverage())
                            + " of the sessions of the last weeks is known, so that CTL and ATL are too low. "
                            + remedy(training));
        }
    }

    private static void numbers(Training training, LoadSeries.Day now, Markup out) {
        LocalDate today = training.today();
        out.open("div", "class", "tiles");
        tile(out, "Fitness (CTL), points", now.fitness(), 0);
        tile(out, "Fatigue (ATL), points", now.fatigue(), 0);
        tile(out, "Form (TSB), points", now.form(), 0);
        tile(out, "Ramp, points in 7 days", training.load().ramp(today), 1);
        tile(out, "Monotony, 7 days", training.load().monotony(today), 1);
        tile(out, "7 : 28 days (ACWR)", training.load().acuteChronicRatio(today), 2);
        out.close();
    }

    private static void tile(Markup out, String name, MetricValue value, int digits) {
        out.open("div")
                .element(
                        "b",
                        Units.or(value, number -> Units.decimal(number, digits)).replace('-', '−'));
        out.element("span", name);
        if (!value.isPresent() || value.status() == MetricStatus.WARMING_UP) {
            out.element("small", Units.reason(value.status()));
        }
        out.close();
    }

    private static void chart(Training training, Markup out) {
        LocalDate today = training.today();
        LocalDate end = today.plusDays(FORECAST);
        LocalDate first = latest(training.load().first(), today.minusDays(SHOWN));
        List<LoadSeries.Day> days = training.load()
                .forecast(end, Map.of())
                .days()
                .filter(day -> !day.day().isBefore(first))
                .toList();
        List<LoadSeries.Day> past =
                days.stream().filter(day -> !day.day().isAfter(today)).toList();
        List<LoadSeries.Day> future =
                days.stream().filter(day -> !day.day().isBefore(today)).toList();
        double low = 0;
        double high = 10;
        for (LoadSeries.Day day : days) {
            low = Math.min(low, day.form().orElse(0));
            high = Math.max(
                    high, Math.max(day.fatigue().orElse(0), day.fitness().orElse(0)));
        }
        Plot plot = new Plot(
                out,
                "Fitness, fatigue and form: the last 12 months and 14 days of rest",
                "points",
                Axis.days(first, end),
                Axis.numbers(low, high, value -> Units.trimmed(value).replace('-', '−')),
                Plot.WIDE,
                300);
        warmUp(past, plot);
        plot.band(today, end, "forecast");
        plot.area(series("TSB", past, LoadSeries.Day::form), "c3");
        plot.line(series("TSB", past, LoadSeries.Day::form), "c3 thin");
        plot.line(series("ATL", past, LoadSeries.Day::fatigue), "c2 thin");
        plot.line(series("CTL", past, LoadSeries.Day::fitness), "c1 thick");
        plot.line(series("TSB", future, LoadSeries.Day::form), "c3 dashed");
        plot.line(series("ATL", future, LoadSeries.Day::fatigue), "c2 dashed");
        plot.line(series("CTL", future, LoadSeries.Day::fitness), "c1 dashed");
        plot.legend("c1", "fitness (CTL)").legend("c2", "fatigue (ATL)").legend("c3", "form (TSB)");
        plot.end();
    }

    /** Sets the days apart on which the averages still remember that they began at nothing. */
    private static void warmUp(List<LoadSeries.Day> days, Plot plot) {
        List<LocalDate> warming = days.stream()
                .filter(day -> day.fitness().status() == MetricStatus.WARMING_UP)
                .map(LoadSeries.Day::day)
                .toList();
        if (!warming.isEmpty()) {
            plot.band(warming.get(0), warming.get(warming.size() - 1), "warm-up");
        }
    }

    private static void years(Training training, Markup out) {
        List<LoadSeries.Day> days = training.load().days().toList();
        double high =
                days.stream().mapToDouble(day -> day.fitness().orElse(0)).max().orElse(10);
        Plot plot = new Plot(
                out,
                "Fitness (CTL) in all years",
                "points",
                Axis.days(training.load().first(), training.today()),
                Axis.numbers(0, Math.max(10, high), Units::trimmed),
                Plot.WIDE,
                160);
        ChartSeries fitness = series("CTL", days, LoadSeries.Day::fitness).downsampled(MOST_POINTS);
        warmUp(days, plot);
        plot.area(fitness, "c1").line(fitness, "c1").end();
    }

    private static ChartSeries series(
            String name, List<LoadSeries.Day> days, Function<LoadSeries.Day, MetricValue> value) {
        return ChartSeries.ofDays(name, days, LoadSeries.Day::day, value);
    }

    private static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /** Which thresholds would give the sessions without load one. */
    private static String remedy(Training training) {
        Map<SportGroup, Integer> lacking = new EnumMap<>(SportGroup.class);
        Set<String> needed = new TreeSet<>();
        for (Session session : training.history().sessions()) {
            Thresholds known = training.history().thresholds().on(session.day());
            MetricValue load = session.load(known);
            if (load.status() == MetricStatus.MISSING_THRESHOLD) {
                lacking.merge(session.sportGroup(), 1, Integer::sum);
                needed.addAll(needed(session, known));
            }
        }
        if (lacking.isEmpty()) {
            return training.isEmpty()
                    ? "There is no session."
                    : "The others have neither heart rate nor power, and no speed that counts: a device with one of them"
                            + " brings it.";
        }
        int sessions = lacking.values().stream().mapToInt(Integer::intValue).sum();
        return Units.count(sessions, "session lacks", "sessions lack")
                + " only a threshold for it; give Thresholds with one of: " + String.join("; ", needed) + ".";
    }

    private static List<String> needed(Session session, Thresholds known) {
        List<String> needed = new ArrayList<>();
        SportGroup sport = session.sportGroup();
        if (sport == SportGroup.RIDE
                && session.weightedPower().isPresent()
                && known.ftp().isEmpty()) {
            needed.add("FTP (rides with power)");
        }
        if (session.averageHeartRate().isPresent()) {
            needed.add("resting and maximum heart rate, and sex (sessions with heart rate)");
        }
        if (sport == SportGroup.RUN && known.thresholdSpeed().isEmpty()) {
            needed.add("threshold pace (runs)");
        }
        if (sport == SportGroup.SWIM && known.criticalSwimSpeed().isEmpty()) {
            needed.add("critical swim speed (swims)");
        }
        return needed;
    }
}
