package io.stravaai.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A scale and the places on it that are named. Immutable.
 *
 * @param min the lowest value
 * @param max the highest
 * @param scale how values are spread
 * @param ticks the places, rising
 * @param label how a value is written
 */
record Axis(double min, double max, Scale scale, List<Tick> ticks, DoubleFunction<String> label) {

    enum Scale {
        LINEAR,
        LOGARITHMIC,
        /** The lowest value is at the end: paces, of which the lowest is the best. */
        REVERSED
    }

    record Tick(double at, String label) {}

    private static final int TICKS = 6;
    private static final double[] PACE_STEPS = {5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600};

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** Where a value lies, from 0 to 1. */
    double share(double value) {
        return switch (scale) {
            case LINEAR -> (value - min) / (max - min);
            case LOGARITHMIC -> Math.log(value / min) / Math.log(max / min);
            case REVERSED -> (max - value) / (max - min);
        };
    }

    /** Numbers with round ticks; the ends are ticks. */
    static Axis numbers(double min, double max, DoubleFunction<String> label) {
        double span = max - min;
        if (!(span > 1e-9)) {
            return stepped(min, max, 1, Scale.LINEAR, label);
        }
        double step = Math.pow(10, Math.floor(Math.log10(span / TICKS)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (span / (step * factor) <= TICKS) {
                step *= factor;
                break;
            }
        }
        return stepped(min, max, step, Scale.LINEAR, label);
    }

    /** Times for a distance, in seconds, with the shortest on top. */
    static Axis paces(double min, double max) {
        double step = PACE_STEPS[PACE_STEPS.length - 1];
        for (int i = PACE_STEPS.length - 1; i >= 0 && (max - min) / PACE_STEPS[i] <= TICKS; i--) {
            step = PACE_STEPS[i];
        }
        return stepped(min, max, step, Scale.REVERSED, Units::clock);
    }

    private static Axis stepped(double min, double max, double step, Scale scale, DoubleFunction<String> label) {
        long first = (long) Math.floor(min / step + 1e-9);
        long last = Math.max(first + 1, (long) Math.ceil(max / step - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(new Tick(i * step, label.apply(i * step)));
        }
        return new Axis(first * step, last * step, scale, ticks, label);
    }

    /** Positive numbers of which some have a name. */
    static Axis logarithmic(double min, double max, double[] named, DoubleFunction<String> label) {
        double end = max > min ? max : min * 2;
        List<Tick> ticks = new ArrayList<>();
        for (double each : named) {
            if (each >= min && each <= end) {
                ticks.add(new Tick(each, label.apply(each)));
            }
        }
        return new Axis(min, end, Scale.LOGARITHMIC, ticks, label);
    }

    /** Days, as they are counted from 1970-01-01; as many as there are, with days, Mondays, months or years named. */
    static Axis days(LocalDate first, LocalDate last) {
        LocalDate end = last.isAfter(first) ? last : first.plusDays(1);
        long span = end.toEpochDay() - first.toEpochDay();
        List<Tick> ticks = new ArrayList<>();
        if (span < 62) {
            int step = span < 10 ? 1 : span < 19 ? 2 : 7;
            LocalDate day = step == 7 ? first.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY)) : first;
            for (; !day.isAfter(end); day = day.plusDays(step)) {
                ticks.add(new Tick(day.toEpochDay(), Units.dayOfMonth(day)));
            }
        } else if (span > 1_000) {
            int years = (int) Math.ceil(span / 365.25 / 10);
            LocalDate day = first.minusDays(1).with(TemporalAdjusters.firstDayOfNextYear());
            for (; !day.isAfter(end); day = day.plusYears(years)) {
                ticks.add(new Tick(day.toEpochDay(), String.valueOf(day.getYear())));
            }
        } else {
            int months = span > 500 ? 3 : 1;
            LocalDate day = first.minusDays(1).with(TemporalAdjusters.firstDayOfNextMonth());
            while ((day.getMonthValue() - 1) % months != 0) {
                day = day.plusMonths(1);
            }
            for (; !day.isAfter(end); day = day.plusMonths(months)) {
                ticks.add(new Tick(
                        day.toEpochDay(), day.getMonthValue() == 1 ? String.valueOf(day.getYear()) : Units.month(day)));
            }
        }
        return new Axis(
                first.toEpochDay(),
                end.toEpochDay(),
                Scale.LINEAR,
                ticks,
                day -> Units.day(LocalDate.ofEpochDay((long) Math.floor(day))));
    }

    /** The days of a year, from 1 to 366. */
    static Axis daysOfYear() {
        List<Tick> ticks = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            LocalDate day = LocalDate.of(2024, month, 1);
            ticks.add(new Tick(day.getDayOfYear(), Units.month(day)));
        }
        return new Axis(
                1, 366, Scale.LINEAR, ticks, day -> Units.dayOfMonth(LocalDate.ofYearDay(2024, (int) Math.round(day))));
    }
}
