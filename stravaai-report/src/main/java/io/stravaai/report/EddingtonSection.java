package io.stravaai.report;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Eddington;
import io.stravaai.analytics.MetricUnit;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.TrainingHistory;
import java.util.List;

/** The largest E so that E was covered on E days, in kilometres and miles. */
final class EddingtonSection {

    private static final List<SportGroup> SPORTS = List.of(SportGroup.RIDE, SportGroup.RUN, SportGroup.WALK);
    private static final int STEPS = 3;
    private static final int ROUND = 5;

    private EddingtonSection() {}

    static void write(Training training, Markup out) {
        boolean any = false;
        out.open("div", "class", "columns");
        for (SportGroup sport : SPORTS) {
            TrainingHistory history = training.history().only(sport);
            if (history.eddington(training.units().unit()).number() > 0) {
                any = true;
                out.open("div").element("h3", Training.nameOf(sport));
                for (DistanceUnit unit : DistanceUnit.values()) {
                    steps(history.eddington(unit), out);
                }
                chart(
                        history.eddington(training.units().unit()),
                        new Units(training.units().unit()).symbol(),
                        out);
                out.close();
            }
        }
        out.close();
        if (!any) {
            Section.missing(out, "There is no ride, run or walk with a distance.");
        }
    }

    private static void steps(Eddington eddington, Markup out) {
        String unit = new Units(eddington.unit()).symbol();
        int number = eddington.number();
        int round = (number / ROUND + 1) * ROUND;
        StringBuilder next = new StringBuilder();
        for (int target = number + 1; target <= number + STEPS; target++) {
            next.append(next.isEmpty() ? "" : ", ").append(step(eddington, target));
        }
        if (round > number + STEPS) {
            next.append(", ").append(step(eddington, round));
        }
        out.open("p").element("b", number + " " + unit, "class", "eddington");
        out.element("span", "  days needed: " + next).close();
    }

    private static String step(Eddington eddington, int target) {
        return eddington.daysNeeded(target) + " for " + target;
    }

    private static void chart(Eddington eddington, String unit, Markup out) {
        int end = Math.max(10, (int) Math.ceil(eddington.number() * 1.8));
        double[] x = new double[end];
        double[] days = new double[end];
        double[] same = new double[end];
        for (int i = 0; i < end; i++) {
            x[i] = i + 1;
            days[i] = eddington.daysWith(i + 1);
            same[i] = i + 1;
        }
        // With less than five days the ticks would be parts of one.
        double most = Math.max(5, Math.min(days[0], 3.0 * Math.max(5, eddington.number())));
        double top = 1;
        for (int i = 0; i < end; i++) {
            // The steep part would leave no room for the place that counts.
            days[i] = days[i] > most ? Double.NaN : days[i];
            same[i] = same[i] > most ? Double.NaN : same[i];
            top = Math.max(top, Math.max(Double.isNaN(days[i]) ? 0 : days[i], Double.isNaN(same[i]) ? 0 : same[i]));
        }
        Plot plot = new Plot(
                out,
                "Days with at least so many " + unit,
                "days",
                Axis.numbers(0, end, value -> Units.trimmed(value) + " " + unit),
                Axis.numbers(0, top, Units::trimmed),
                Plot.HALF,
                240);
        plot.line(ChartSeries.ofNumbers("as many days as " + unit, MetricUnit.COUNT, "days", x, same), "c5 dashed");
        plot.line(ChartSeries.ofNumbers("days with at least so many " + unit, MetricUnit.COUNT, "days", x, days), "c1");
        plot.dot(eddington.number(), eddington.number(), "c2", "E = " + eddington.number());
        plot.label(eddington.number(), eddington.number(), "E = " + eddington.number());
        plot.legend("c5", "as many days as " + unit).end();
    }
}
