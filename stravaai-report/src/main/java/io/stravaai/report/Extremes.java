package io.stravaai.report;

import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The first, the last, the lowest and the highest of some values, in words: a chart for those who cannot see it. Not thread-safe. */
final class Extremes {

    private record Point(double at, double value) {}

    private final DoubleFunction<String> at;
    private final DoubleFunction<String> value;
    private @Nullable Point first;
    private @Nullable Point last;
    private @Nullable Point lowest;
    private @Nullable Point highest;

    /**
     * Of no values yet.
     *
     * @param at how a place on the x-axis is written
     * @param value how a value is written
     */
    Extremes(DoubleFunction<String> at, DoubleFunction<String> value) {
        this.at = at;
        this.value = value;
    }

    /** Adds a value; {@code NaN} is none. */
    void add(double x, double y) {
        if (Double.isNaN(y)) {
            return;
        }
        Point point = new Point(x, y);
        first = first == null || x < first.at() ? point : first;
        last = last == null || x >= last.at() ? point : last;
        lowest = lowest == null || y < lowest.value() ? point : lowest;
        highest = highest == null || y > highest.value() ? point : highest;
    }

    /** {@code first 12 W (1 s), last 5 W (1 h), lowest 5 W (1 h), highest 12 W (1 s)}. */
    @Override
    public String toString() {
        return first == null || last == null || lowest == null || highest == null
                ? "no values"
                : "first " + text(first) + ", last " + text(last) + ", lowest " + text(lowest) + ", highest "
                        + text(highest);
    }

    private String text(Point point) {
        return value.apply(point.value()) + " (" + at.apply(point.at()) + ")";
    }
}
