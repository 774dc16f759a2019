package io.stravaai.report;

import io.stravaai.analytics.LoadModel;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How the numbers were computed. */
final class Notes {

    private Notes() {}

    static void write(Training training, Markup out) {
        out.line().open("footer").element("h2", "How it is computed").open("ul");
        out.element(
                "li",
                "Days are those of the place where a session began. “–” is not known; nothing that is missing counts as zero.");
        out.element("li", load(training));
        LoadModel model = training.load().model();
        out.element(
                "li",
                "CTL and ATL: running averages over " + model.fitnessDays() + " and " + model.fatigueDays()
                        + " days, gain "
                        + model.gain().name().toLowerCase(Locale.ROOT) + "; TSB "
                        + (model.form() == LoadModel.Form.BEFORE_THE_DAY ? "of the day before" : "of the same day")
                        + ". They begin at 0 and warm up for 90 days from the first known load on. The forecast is rest."
                        + " ACWR is no measure of the risk of injury.");
        training.load()
                .day(training.today())
                .map(LoadSeries.Day::fitness)
                .filter(MetricValue::isPresent)
                .ifPresent(fitness -> out.element(
                        "li",
                        "CTL today: " + fitness.variant() + ", "
                                + fitness.status()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ') + ", coverage "
                                + Units.percent(fitness.coverage()) + "."));
        for (String text : List.of(
                "Power curve: best averages without pauses in them. Fastest over a distance: elapsed time, from a sample to the"
                        + " first one that is far enough, as Strava does it.",
                "Time in zones: by the zones that were in force on each day; time without a measurement is in none.",
                "Eddington: the largest E so that E or more was covered on E days, whole units, all sessions of a day together.",
                "Trends: Mann-Kendall and Sen's slope over whole weeks, medians where it is not a sum. One is claimed with at least"
                        + " 8 weeks, p below 0.05, and a change of 10 % in volume or 2 % in performance. A week of which less than nine"
                        + " tenths of the sessions have the number has none; from and to are of the first and the last week with one.",
                "By this day of the year: up to the same day and month in each year.")) {
            out.element("li", text);
        }
        out.close().close();
    }

    private static String load(Training training) {
        Map<String, Integer> variants = new TreeMap<>();
        int without = 0;
        for (Session session : training.history().sessions()) {
            MetricValue load = session.load(training.history().thresholds().on(session.day()));
            if (load.isPresent()) {
                variants.merge(load.variant(), 1, Integer::sum);
            } else {
                without++;
            }
        }
        List<String> parts = new ArrayList<>();
        variants.forEach(
                (variant, sessions) -> parts.add(variant + " of " + Units.count(sessions, "session", "sessions")));
        if (without > 0 || parts.isEmpty()) {
            parts.add("not known of " + Units.count(without, "session", "sessions"));
        }
        return "Load, of which an hour at threshold is 100: " + String.join(", ", parts) + ".";
    }
}
