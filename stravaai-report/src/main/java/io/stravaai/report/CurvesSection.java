package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.CriticalPower;
import io.stravaai.analytics.MetricUnit;
import io.stravaai.analytics.PersonalBests;
import io.stravaai.analytics.PowerCurve;
import io.stravaai.analytics.SpeedUnit;
import io.stravaai.analytics.SportGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The best power and the best pace, of all time and of the last 90 days. */
final class CurvesSection {

    private static final double[] DURATIONS = {1, 5, 15, 60, 300, 1_200, 3_600, 10_800, 36_000};
    private static final double[] DISTANCES = {400, 1_000, 1_609, 5_000, 10_000, 21_097, 42_195, 100_000};
    private static final List<Duration> TABLE = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(20),
            Duration.ofHours(1));

    private CurvesSection() {}

    static void power(Training training, Markup out) {
        List<ActivityMetrics> rides = training.activities(SportGroup.RIDE);
        PowerCurve all = curve(rides);
        if (all.points().isEmpty()) {
            Section.missing(
                    out,
                    training.history().only(SportGroup.RIDE).sessions().isEmpty()
                            ? "There is no ride."
                            : "No streams with power are stored of any ride: store streams of rides with a power meter.");
            return;
        }
        PowerCurve recent = curve(training.recent(rides));
        double longest = Units.seconds(all.points().get(all.points().size() - 1).duration());
        double most = all.points().get(0).watts();
        Plot plot = new Plot(
                out,
                "The most power over a duration, all time and the last 90 days",
                "W",
                Axis.logarithmic(1, longest, DURATIONS, Units::duration),
                Axis.numbers(0, most, Units::trimmed),
                Plot.WIDE,
                260);
        plot.line(ChartSeries.of(all), "c1");
        plot.line(ChartSeries.of(recent), "c2");
        all.points().forEach(point -> plot.dot(Units.seconds(point.duration()), point.watts(), "c1", hint(point)));
        recent.points().forEach(point -> plot.dot(Units.seconds(point.duration()), point.watts(), "c2", hint(point)));
        plot.legend("c1", "all time").legend("c2", "last 90 days").end();
        table(training, rides, out);
        CriticalPower model = CriticalPower.fit(recent);
        if (model.power().isPresent() && model.wPrime().isPresent()) {
            Section.note(
                    out,
                    "Of the last 90 days the model of critical power makes CP "
                            + Units.decimal(model.power().get(), 0)
                            + " W and W' " + Units.decimal(model.wPrime().get(), 1) + " kJ ("
                            + model.power().variant().toLowerCase(Locale.ROOT).replace('_', ' ') + ").");
        }
    }

    private static PowerCurve curve(List<ActivityMetrics> rides) {
        return PowerCurve.bestOf(rides.stream().map(ActivityMetrics::powerCurve).toList());
    }

    private static String hint(PowerCurve.Point point) {
        return Units.duration(Units.seconds(point.duration())) + ": " + Units.decimal(point.watts(), 0) + " W";
    }

    private static void table(Training training, List<ActivityMetrics> rides, Markup out) {
        List<String> columns = new ArrayList<>(List.of("Best power"));
        List<String> ever = new ArrayList<>(List.of("All time"));
        List<String> lately = new ArrayList<>(List.of("Last 90 days"));
        for (Duration duration : TABLE) {
            columns.add(Units.duration(Units.seconds(duration)));
            ever.add(most(training, rides, duration));
            lately.add(most(training, training.recent(rides), duration));
        }
        Section.table(out, "numbers", columns.toArray(String[]::new));
        Section.row(out, ever.toArray(String[]::new));
        Section.row(out, lately.toArray(String[]::new));
        out.close().close();
    }

    /** The most power over a duration, and by the weight of the day on which it was ridden. */
    private static String most(Training training, List<ActivityMetrics> rides, Duration duration) {
        double watts = -1;
        OptionalDouble weight = OptionalDouble.empty();
        for (ActivityMetrics ride : rides) {
            double its =
                    ride.powerCurve().at(duration).map(PowerCurve.Point::watts).orElse(-1.0);
            if (its > watts) {
                watts = its;
                weight =
                        training.history().thresholds().on(ride.session().day()).weight();
            }
        }
        return watts < 0 ? Units.UNKNOWN : watts(watts, weight);
    }

    private static String watts(double watts, OptionalDouble weight) {
        return Units.decimal(watts, 0) + " W"
                + (weight.isPresent() ? ", " + Units.decimal(watts / weight.getAsDouble(), 1) + " W/kg" : "");
    }

    static void pace(Training training, Markup out) {
        List<ActivityMetrics> runs = training.activities(SportGroup.RUN);
        ChartSeries all = series(training, runs);
        if (all.size() == 0) {
            Section.missing(
                    out,
                    training.history().only(SportGroup.RUN).sessions().isEmpty()
                            ? "There is no run."
                            : "No run of 400 m or more has streams with time and distance: store streams.");
            return;
        }
        ChartSeries recent = series(training, training.recent(runs));
        double slowest = 0;
        double fastest = Double.MAX_VALUE;
        for (ChartSeries series : List.of(all, recent)) {
            for (int i = 0; i < series.size(); i++) {
                slowest = Math.max(slowest, series.y(i));
                fastest = Math.min(fastest, series.y(i));
            }
        }
        String unit = "min/" + training.units().symbol();
        Plot plot = new Plot(
                out,
                "The best pace over a distance, all time and the last 90 days",
                unit,
                Axis.logarithmic(all.x(0), all.x(all.size() - 1), DISTANCES, CurvesSection::distanceLabel),
                Axis.paces(fastest, slowest),
                Plot.WIDE,
                240);
        plot.line(all, "c1").line(recent, "c2");
        dots(plot, all, "c1", unit);
        dots(plot, recent, "c2", unit);
        plot.legend("c1", "all time").legend("c2", "last 90 days").end();
    }

    /** Shorter than the name of a distance: the axis has little room. */
    private static String distanceLabel(double metres) {
        return metres == 1_609
                ? "1 mile"
                : metres < 1_000 ? Units.decimal(metres, 0) + " m" : Units.trimmed(metres / 1_000) + " km";
    }

    private static void dots(Plot plot, ChartSeries series, String style, String unit) {
        for (int i = 0; i < series.size(); i++) {
            plot.dot(
                    series.x(i),
                    series.y(i),
                    style,
                    RecordsSection.distanceName(series.x(i)) + ": " + Units.clock(series.y(i)) + " " + unit);
        }
    }

    private static ChartSeries series(Training training, List<ActivityMetrics> runs) {
        SpeedUnit unit = SpeedUnit.of(SportGroup.RUN, training.units().metric());
        List<double[]> points = new ArrayList<>();
        PersonalBests.of(runs).progressions().forEach((distance, progression) -> {
            PersonalBests.Entry best = progression.get(progression.size() - 1);
            unit.fromMetresPerSecond(distance / best.seconds())
                    .ifPresent(pace -> points.add(new double[] {distance, pace}));
        });
        return ChartSeries.ofNumbers(
                "Pace",
                MetricUnit.SECONDS_PER_KILOMETRE,
                "best-efforts",
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }
}
