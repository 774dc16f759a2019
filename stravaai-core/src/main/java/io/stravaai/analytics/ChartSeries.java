package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * A line to draw: points in order, with gaps where there is no value, and what they are. Immutable.
 *
 * <p>A gap is a point whose value is {@code NaN}; nothing may be drawn across it, and it is not zero.
 */
public final class ChartSeries {

    private static final String MIXED = "mixed";

    private final String name;
    private final MetricUnit unit;
    private final String variant;
    private final boolean days;
    private final double[] x;
    private final double[] y;
    private final int original;

    private ChartSeries(
            String name, MetricUnit unit, String variant, boolean days, double[] x, double[] y, int original) {
        this.name = Objects.requireNonNull(name, "name");
        this.unit = Objects.requireNonNull(unit, "unit");
        this.variant = Objects.requireNonNull(variant, "variant");
        this.days = days;
        this.x = x;
        this.y = y;
        this.original = original;
    }

    /** CTL, ATL and TSB, day by day. */
    public static List<ChartSeries> of(LoadSeries load) {
        List<LoadSeries.Day> days = load.days().toList();
        MetricValue none = MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.POINTS, Loads.NONE);
        return List.of(
                ofDays("CTL", days, LoadSeries.Day::day, LoadSeries.Day::fitness, none),
                ofDays("ATL", days, LoadSeries.Day::day, LoadSeries.Day::fatigue, none),
                ofDays("TSB", days, LoadSeries.Day::day, LoadSeries.Day::form, none));
    }

    /**
     * A value of each period, at its first day.
     *
     * @param value which, such as {@code Totals::distance}
     */
    public static ChartSeries of(String name, List<PeriodTotals> periods, Function<Totals, MetricValue> value) {
        return ofDays(
                name, periods, PeriodTotals::first, period -> value.apply(period.totals()), value.apply(Totals.none()));
    }

    /**
     * A value of each thing that has a day. Of nothing it is a line without unit, which any axes take.
     *
     * @param things in the order of their days
     */
    public static <T> ChartSeries ofDays(
            String name, List<T> things, Function<T, LocalDate> day, Function<T, MetricValue> value) {
        MetricValue none = MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.RATIO, Loads.NONE);
        return ofDays(name, things, day, value, none);
    }

    /** A line that is like a value where it has none of its own. */
    private static <T> ChartSeries ofDays(
            String name, List<T> things, Function<T, LocalDate> day, Function<T, MetricValue> value, MetricValue like) {
        double[] x = new double[things.size()];
        double[] y = new double[things.size()];
        MetricValue last = like;
        Set<String> variants = new HashSet<>();
        for (int i = 0; i < x.length; i++) {
            last = value.apply(things.get(i));
            x[i] = day.apply(things.get(i)).toEpochDay();
            y[i] = last.orElse(Double.NaN);
            if (last.isPresent()) {
                variants.add(last.variant());
            }
        }
        String variant = variants.isEmpty()
                ? last.variant()
                : variants.size() == 1 ? variants.iterator().next() : MIXED;
        return new ChartSeries(name, last.unit(), variant, true, x, y, x.length);
    }

    /** The power at each duration, in seconds. */
    public static ChartSeries of(PowerCurve curve) {
        List<PowerCurve.Point> points = curve.points();
        return ofNumbers(
                "Power",
                MetricUnit.WATTS,
                "mean-maximal",
                points.stream()
                        .mapToDouble(point -> point.duration().toSeconds())
                        .toArray(),
                points.stream().mapToDouble(PowerCurve.Point::watts).toArray());
    }

    /** A channel over the seconds since the start, with a gap at each pause. */
    public static ChartSeries of(Samples samples, Samples.Channel channel) {
        MetricUnit unit = switch (channel) {
            case DISTANCE, ALTITUDE -> MetricUnit.METRES;
            case SPEED -> MetricUnit.METRES_PER_SECOND;
            case HEART_RATE -> MetricUnit.BEATS_PER_MINUTE;
            case CADENCE -> MetricUnit.REVOLUTIONS_PER_MINUTE;
            case POWER -> MetricUnit.WATTS;
            case GRADE -> MetricUnit.PERCENT;
            case MOVING -> MetricUnit.RATIO;
        };
        double[] x = new double[2 * samples.size()];
        double[] y = new double[2 * samples.size()];
        int size = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (i > 0 && samples.time(i) - samples.time(i - 1) > samples.gapLimit()) {
                x[size] = (samples.time(i - 1) + samples.time(i)) / 2;
                y[size++] = Double.NaN;
            }
            x[size] = samples.time(i);
            y[size++] = samples.value(channel, i);
        }
        return ofNumbers(channel.name(), unit, "recorded", Arrays.copyOf(x, size), Arrays.copyOf(y, size));
    }

    /**
     * Any numbers.
     *
     * @param x rising
     * @param y {@code NaN} for a gap
     * @throws IllegalArgumentException if there are not as many, or x does not rise or is not finite
     */
    public static ChartSeries ofNumbers(String name, MetricUnit unit, String variant, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("Not as many x as y: " + x.length + ", " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || (i > 0 && x[i] < x[i - 1])) {
                throw new IllegalArgumentException("x must rise: " + x[i] + " at " + i);
            }
        }
        double[] values = y.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isFinite(values[i]) ? values[i] : Double.NaN;
        }
        return new ChartSeries(name, unit, variant, false, x.clone(), values, x.length);
    }

    public String name() {
        return name;
    }

    public MetricUnit unit() {
        return unit;
    }

    /** Which formula the values are of; {@code mixed} if not all are of the same, and cannot be compared. */
    public String variant() {
        return variant;
    }

    /** Whether x are days, counted from 1970-01-01; else they are numbers, such as seconds. */
    public boolean hasDays() {
        return days;
    }

    /** How many points there are, gaps included. */
    public int size() {
        return x.length;
    }

    /** How many points there were before {@link #downsampled}. */
    public int originalSize() {
        return original;
    }

    /** How many points are gaps. */
    public int missing() {
        return (int) Arrays.stream(y).filter(Double::isNaN).count();
    }

    /**
     * The x of a point.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double x(int index) {
        return x[Objects.checkIndex(index, x.length)];
    }

    /**
     * The value of a point, {@code NaN} for a gap.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double y(int index) {
        return y[Objects.checkIndex(index, y.length)];
    }

    /**
     * The same line with about as many points, chosen by their largest triangles (LTTB): what the eye sees stays. Each stretch between
     * gaps keeps its ends, each gap stays a gap, and the highest and the lowest point of all are kept, so that there may be some points
     * more.
     *
     * <p>Source: Steinarsson 2013.
     *
     * @throws IllegalArgumentException if fewer than three points are wanted
     */
    public ChartSeries downsampled(int points) {
        if (points < 3) {
            throw new IllegalArgumentException("At least three points: " + points);
        }
        if (x.length <= points) {
            return this;
        }
        boolean[] kept = new boolean[x.length];
        int present = x.length - missing();
        for (int from = 0; from < x.length; ) {
            if (Double.isNaN(y[from])) {
                // One point is enough for a gap.
                kept[from] = from == 0 || !Double.isNaN(y[from - 1]);
                from++;
                continue;
            }
            int to = from;
            while (to < x.length && !Double.isNaN(y[to])) {
                to++;
            }
            long share = Math.round((double) points * (to - from) / present);
            keepTriangles(kept, from, to, (int) Math.max(2, share));
            from = to;
        }
        keepExtremes(kept);
        int size = 0;
        double[] keptX = new double[x.length];
        double[] keptY = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (kept[i]) {
                keptX[size] = x[i];
                keptY[size++] = y[i];
            }
        }
        return new ChartSeries(
                name, unit, variant, days, Arrays.copyOf(keptX, size), Arrays.copyOf(keptY, size), original);
    }

    private void keepTriangles(boolean[] kept, int from, int to, int points) {
        int length = to - from;
        if (length <= points) {
            Arrays.fill(kept, from, to, true);
            return;
        }
        kept[from] = true;
        kept[to - 1] = true;
        double bucket = (double) (length - 2) / (points - 2);
        int chosen = from;
        for (int b = 0; b < points - 2; b++) {
            int first = from + 1 + (int) (b * bucket);
            int last = from + 1 + (int) ((b + 1) * bucket);
            int next = Math.min(to, from + 1 + (int) ((b + 2) * bucket));
            double meanX = 0;
            double meanY = 0;
            int count = Math.max(1, next - last);
            for (int i = Math.min(last, to - 1); i < Math.max(next, Math.min(last, to - 1) + 1); i++) {
                meanX += x[i] / count;
                meanY += y[i] / count;
            }
            double largest = -1;
            int best = first;
            for (int i = first; i < Math.max(last, first + 1); i++) {
                double area =
                        Math.abs((x[chosen] - meanX) * (y[i] - y[chosen]) - (x[chosen] - x[i]) * (meanY - y[chosen]));
                if (area > largest) {
                    largest = area;
                    best = i;
                }
            }
            kept[best] = true;
            chosen = best;
        }
    }

    private void keepExtremes(boolean[] kept) {
        int lowest = -1;
        int highest = -1;
        for (int i = 0; i < y.length; i++) {
            if (!Double.isNaN(y[i])) {
                lowest = lowest < 0 || y[i] < y[lowest] ? i : lowest;
                highest = highest < 0 || y[i] > y[highest] ? i : highest;
            }
        }
        if (lowest >= 0) {
            kept[lowest] = true;
            kept[highest] = true;
        }
    }

    @Override
    public String toString() {
        return "ChartSeries[" + name + ", " + x.length + " points]";
    }
}
