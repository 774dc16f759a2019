package io.stravaai.report;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.PeriodTotals;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.analytics.Trend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What rises and what falls, if that can be claimed. */
final class TrendsSection {

    private static final int WEEKS = 26;
    /** A change of so much of the usual value is worth something: volume is less exact than speed. */
    private static final double VOLUME = 0.1;

    private static final double PERFORMANCE = 0.02;

    private TrendsSection() {}

    static void write(Training training, Markup out) {
        LocalDate thisWeek = CalendarPeriod.ISO_WEEK.firstDay(training.today());
        LocalDate first = thisWeek.minusWeeks(WEEKS);
        TrainingHistory half = training.history().between(first, thisWeek.minusDays(1));
        if (training.first().isAfter(thisWeek.minusWeeks(8))) {
            Section.missing(out, "A trend needs at least eight whole weeks.");
            return;
        }
        if (half.sessions().isEmpty()) {
            Section.missing(out, "There was no session in the last 26 whole weeks.");
            return;
        }
        List<Row> rows = rows(training, first, half).stream()
                .filter(row -> !row.isEmpty())
                .toList();
        if (rows.isEmpty()) {
            Section.missing(out, "No session of the last 26 whole weeks has a number that could rise or fall.");
            return;
        }
        Section.table(out, "records", "Week by week, last 26 weeks", "Trend", "From", "To", "How sure");
        rows.forEach(row -> row.write(out));
        out.close().close();
    }

    private static List<Row> rows(Training training, LocalDate first, TrainingHistory half) {
        LocalDate last = first.plusWeeks(WEEKS).minusDays(1);
        List<PeriodTotals> weeks = half.totalsBy(CalendarPeriod.ISO_WEEK, last);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("Moving time", volume(training, first, weeks, Totals::movingTime), VOLUME, Units::time));
        rows.add(new Row(
                "Load",
                volume(training, first, weeks, Totals::load),
                VOLUME,
                points -> Units.decimal(points, 0) + " points"));
        for (SportGroup sport : List.of(SportGroup.RUN, SportGroup.SWIM)) {
            rows.add(new Row(
                    Training.nameOf(sport) + ", speed",
                    medians(first, half.only(sport), TrendsSection::speed),
                    PERFORMANCE,
                    speed -> training.units().speed(sport, speed)));
        }
        rows.add(new Row(
                "Runs, metres for each heartbeat",
                medians(first, half.only(SportGroup.RUN), TrendsSection::metresPerBeat),
                PERFORMANCE,
                metres -> Units.decimal(metres, 2) + " m"));
        rows.add(new Row(
                "Rides, weighted power",
                medians(first, half.only(SportGroup.RIDE), Session::weightedPower),
                PERFORMANCE,
                watts -> Units.decimal(watts, 0) + " W"));
        rows.add(new Row(
                "Rides, watts for each beat per minute",
                medians(first, half.only(SportGroup.RIDE), TrendsSection::wattsPerBeat),
                PERFORMANCE,
                watts -> Units.decimal(watts, 2) + " W/bpm"));
        return rows;
    }

    /** A week of rest is zero. One before the first session, or of which the number is known in part only, has none. */
    private static double[] volume(
            Training training, LocalDate first, List<PeriodTotals> weeks, Function<Totals, MetricValue> value) {
        double[] values = new double[WEEKS];
        if (training.first().isAfter(first)) {
            Arrays.fill(values, 0, index(first, training.first()), Double.NaN);
        }
        for (PeriodTotals week : weeks) {
            MetricValue sum = value.apply(week.totals());
            values[index(first, week.first())] = Training.isWhole(sum) ? sum.get() : Double.NaN;
        }
        return values;
    }

    private static double[] medians(LocalDate first, TrainingHistory history, Function<Session, OptionalDouble> value) {
        List<List<Double>> found = new ArrayList<>();
        for (int i = 0; i < WEEKS; i++) {
            found.add(new ArrayList<>());
        }
        for (Session session : history.sessions()) {
            value.apply(session)
                    .ifPresent(number -> found.get(index(first, session.day())).add(number));
        }
        return found.stream().mapToDouble(TrendsSection::median).toArray();
    }

    private static int index(LocalDate first, LocalDate day) {
        return (int) ((day.toEpochDay() - first.toEpochDay()) / 7);
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static OptionalDouble speed(Session session) {
        return session.averageSpeed().value();
    }

    private static OptionalDouble metresPerBeat(Session session) {
        return perBeat(session, session.averageSpeed().orElse(Double.NaN) * 60);
    }

    private static OptionalDouble wattsPerBeat(Session session) {
        return perBeat(session, session.weightedPower().orElse(Double.NaN));
    }

    private static OptionalDouble perBeat(Session session, double output) {
        double quotient = output / session.averageHeartRate().orElse(Double.NaN);
        return Double.isFinite(quotient) ? OptionalDouble.of(quotient) : OptionalDouble.empty();
    }

    /**
     * What can be said of values week by week.
     *
     * @param worthwhile the smallest change that is worth something, as a share of the median
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String name, double[] values, double worthwhile, DoubleFunction<String> format) {

        boolean isEmpty() {
            return known().stream().allMatch(value -> value == 0);
        }

        void write(Markup out) {
            Trend trend = Trend.of(values);
            Trend.Direction direction = trend.direction(worthwhile * median(known()));
            String style = direction == Trend.Direction.NO_CLEAR_TREND ? "unclear" : "clear";
            Section.begin(out, name, "class", style);
            out.element(
                    "td",
                    switch (direction) {
                        case RISING -> "▲ rising";
                        case FALLING -> "▼ falling";
                        case NO_CLEAR_TREND -> trend.n() < 8 ? "too few weeks" : "no clear trend";
                    });
            boolean clear = direction != Trend.Direction.NO_CLEAR_TREND;
            out.element("td", clear ? at(trend, weeks().min()) : "");
            out.element("td", clear ? at(trend, weeks().max()) : "");
            out.element(
                    "td",
                    Units.count(trend.n(), "week", "weeks")
                            + (trend.n() < 8
                                    ? ""
                                    : trend.p() < 0.001 ? ", p < 0.001" : ", p = " + Units.decimal(trend.p(), 3)));
            out.close();
        }

        /** Where Sen's line is in a week. */
        private String at(Trend trend, OptionalInt week) {
            return format.apply(Math.max(0, trend.intercept() + trend.slope() * week.orElse(0)));
        }

        /** The weeks that have a value: beyond them the line would be a guess. */
        private IntStream weeks() {
            return IntStream.range(0, values.length).filter(week -> !Double.isNaN(values[week]));
        }

        private List<Double> known() {
            return weeks().mapToObj(week -> values[week]).toList();
        }
    }
}
