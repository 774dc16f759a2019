package io.stravaai.analytics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whether a series rises or falls, by the test of Mann and Kendall, and how fast, by Sen's slope. Neither supposes a distribution, and
 * single outliers do not matter. Immutable.
 *
 * <p>The test: {@code S = sum over i < j of sign(x_j - x_i)}, {@code Var = (n (n - 1) (2 n + 5) - sum of t (t - 1) (2 t + 5)) / 18} over
 * groups of t equal values, {@code z = (S - 1) / sqrt(Var)} for positive and {@code (S + 1) / sqrt(Var)} for negative S, p
 * two-sided. Sen's slope is the median of the slopes between all pairs, the intercept {@code median(x) - slope * median(time)}.
 *
 * <p>Source: Mann 1945, Kendall 1975, Sen 1968.
 */
public final class Trend {

    /** How dependence between neighbours is dealt with. New ones may be added. */
    public enum Method {
        /** Not at all: right for independent values only. */
        ORIGINAL,
        /**
         * The variance is corrected by the autocorrelations of the ranks that are significant: Hamed and Rao 1998. Where negative ones
         * would leave no variance it is not corrected.
         */
        HAMED_RAO,
        /** What follows from the value before is taken out first: Yue and Wang 2002. Conservative. */
        PRE_WHITENED,
        /** Each month is compared with the same months of other years only: Hirsch et al. 1982. */
        SEASONAL_12
    }

    /** What is said about a series. */
    public enum Direction {
        RISING,
        FALLING,
        /** Not that there is none, but that none can be claimed. */
        NO_CLEAR_TREND
    }

    /** With fewer values nothing is said. */
    private static final int MIN_VALUES = 8;

    /** All pairs of more would take much memory, and long. */
    private static final int MAX_VALUES = 5_000;

    private static final double SIGNIFICANT = 0.05;

    /** The quantile of the normal distribution for 95 %, two-sided. */
    private static final double Z95 = 1.959963984540054;

    private final Method method;
    private final int n;
    private final double s;
    private final double variance;
    private final double slope;
    private final double intercept;
    private final double span;

    private Trend(Method method, int n, double s, double variance, double slope, double intercept, double span) {
        this.method = method;
        this.n = n;
        this.s = s;
        this.variance = variance;
        this.slope = slope;
        this.intercept = intercept;
        this.span = span;
    }

    /**
     * The trend of values at equal distances, such as weekly medians. {@code NaN} is a value that is missing; the slope takes its
     * place into account. If neighbours resemble each other (the autocorrelation at lag 1 of what is left without the trend is
     * positive, and significant at 95 %) the method is {@link Method#HAMED_RAO}, else {@link Method#ORIGINAL}: where they alternate
     * the correction would make less of the variance, and surer what is not.
     *
     * @throws IllegalArgumentException if there are more than 5,000 values
     */
    public static Trend of(double... values) {
        requireFew(values);
        double[] present = Arrays.stream(values).filter(Double::isFinite).toArray();
        boolean dependent = present.length >= MIN_VALUES
                && autocorrelations(withoutTrend(present))[1] > Z95 / Math.sqrt(present.length);
        return of(dependent ? Method.HAMED_RAO : Method.ORIGINAL, values);
    }

    /**
     * The trend of values at equal distances, by a method.
     *
     * @throws IllegalArgumentException if there are more than 5,000 values
     */
    public static Trend of(Method method, double... values) {
        return of(method, IntStream.range(0, values.length).asDoubleStream().toArray(), values);
    }

    /**
     * The trend of values at these times; the slope is per unit of them.
     *
     * @param times rising; {@link Method#SEASONAL_12} takes only the order of the values
     * @throws IllegalArgumentException if there are not as many times as values, or more than 5,000
     */
    public static Trend of(Method method, double[] times, double[] values) {
        if (times.length != values.length) {
            throw new IllegalArgumentException("Not as many times as values: " + times.length + ", " + values.length);
        }
        requireFew(values);
        int[] kept = IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]) && Double.isFinite(times[i]))
                .toArray();
        double[] x = Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
        double[] t = Arrays.stream(kept).mapToDouble(i -> times[i]).toArray();
        double slope = method == Method.SEASONAL_12 ? seasonalSlope(values) : Statistics.theilSen(t, x);
        double intercept = Statistics.median(x) - slope * Statistics.median(t);
        double span = t.length == 0 ? 0 : t[t.length - 1] - t[0];
        return switch (method) {
            case ORIGINAL -> new Trend(method, x.length, score(x), variance(x), slope, intercept, span);
            case HAMED_RAO ->
                new Trend(method, x.length, score(x), variance(x) * correction(x), slope, intercept, span);
            case PRE_WHITENED -> {
                double[] white = whitened(x);
                yield new Trend(method, x.length, score(white), variance(white), slope, intercept, span);
            }
            case SEASONAL_12 -> {
                double s = 0;
                double variance = 0;
                for (int season = 0; season < 12; season++) {
                    double[] members = season(values, season);
                    s += score(members);
                    variance += variance(members);
                }
                yield new Trend(method, x.length, s, variance, slope, Double.NaN, (values.length - 1) / 12.0);
            }
        };
    }

    public Method method() {
        return method;
    }

    /** How many values there are. */
    public int n() {
        return n;
    }

    /** How many pairs rise less how many fall. */
    public double s() {
        return s;
    }

    /** The variance of {@link #s()} if there were no trend. */
    public double variance() {
        return variance;
    }

    /** The test statistic; 0 if there is no variance. */
    public double z() {
        return variance > 0 ? (s - Math.signum(s)) / Math.sqrt(variance) : 0;
    }

    /** How probable a statistic as far from 0 would be if there were no trend. */
    public double p() {
        return Statistics.twoSidedNormal(z());
    }

    /** Sen's slope: for each unit of time; for {@link Method#SEASONAL_12} for each year. {@code NaN} of fewer than two values. */
    public double slope() {
        return slope;
    }

    /** The value of Sen's line at time 0; {@code NaN} for {@link Method#SEASONAL_12}. */
    public double intercept() {
        return intercept;
    }

    /**
     * What may be claimed: a direction if there are at least 8 values, p is below 0.05, and the change over the whole time is at least
     * the smallest that is worth anything.
     *
     * @param smallestWorthwhileChange in the unit of the values
     */
    public Direction direction(double smallestWorthwhileChange) {
        boolean clear = n >= MIN_VALUES
                && p() < SIGNIFICANT
                && Math.abs(slope * span) >= smallestWorthwhileChange
                && slope != 0;
        if (!clear) {
            return Direction.NO_CLEAR_TREND;
        }
        return slope > 0 ? Direction.RISING : Direction.FALLING;
    }

    private static void requireFew(double[] values) {
        if (values.length > MAX_VALUES) {
            throw new IllegalArgumentException("Of more than " + MAX_VALUES
                    + " values a trend takes too long, take means or medians of them: " + values.length);
        }
    }

    private static double score(double[] x) {
        long s = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                s += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0;
            }
        }
        return s;
    }

    private static double variance(double[] x) {
        double n = x.length;
        double sum = n * (n - 1) * (2 * n + 5);
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; ) {
            int j = i;
            while (j < sorted.length && sorted[j] == sorted[i]) {
                j++;
            }
            double ties = j - i;
            sum -= ties * (ties - 1) * (2 * ties + 5);
            i = j;
        }
        return sum / 18;
    }

    /** The factor of the variance by Hamed and Rao, from the ranks without the trend; 1 where theirs is not positive. */
    private static double correction(double[] x) {
        double n = x.length;
        if (n < 4) {
            return 1;
        }
        double[] correlations = autocorrelations(ranks(withoutTrend(x)));
        double sum = 0;
        for (int i = 1; i < x.length; i++) {
            if (Math.abs(correlations[i]) > Z95 / Math.sqrt(n)) {
                sum += (n - i) * (n - i - 1) * (n - i - 2) * correlations[i];
            }
        }
        double factor = 1 + 2 / (n * (n - 1) * (n - 2)) * sum;
        return factor > 0 ? factor : 1;
    }

    private static double[] withoutTrend(double[] x) {
        double slope = Statistics.theilSen(
                IntStream.range(0, x.length).asDoubleStream().toArray(), x);
        return IntStream.range(0, x.length)
                .mapToDouble(i -> x[i] - (i + 1) * slope)
                .toArray();
    }

    private static double[] whitened(double[] x) {
        if (x.length < 2) {
            return x;
        }
        double first = autocorrelations(x)[1];
        double[] white = new double[x.length - 1];
        for (int i = 1; i < x.length; i++) {
            white[i - 1] = x[i] - first * x[i - 1];
        }
        return white;
    }

    /** At all lags; 0 where there is no variance. */
    private static double[] autocorrelations(double[] x) {
        double mean = Grid.mean(x);
        double[] correlations = new double[x.length];
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean);
        }
        for (int lag = 0; lag < x.length && variance > 0; lag++) {
            double sum = 0;
            for (int i = lag; i < x.length; i++) {
                sum += (x[i] - mean) * (x[i - lag] - mean);
            }
            correlations[lag] = sum / variance;
        }
        return correlations;
    }

    /** From 1; equal values share the mean of their ranks. */
    private static double[] ranks(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int low = 0;
            int equal = 0;
            for (double each : sorted) {
                low += each < x[i] ? 1 : 0;
                equal += each == x[i] ? 1 : 0;
            }
            ranks[i] = low + (equal + 1) / 2.0;
        }
        return ranks;
    }

    private static double[] season(double[] values, int season) {
        return IntStream.range(0, values.length)
                .filter(i -> i % 12 == season && Double.isFinite(values[i]))
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double seasonalSlope(double[] values) {
        double[] slopes = new double[values.length * (values.length / 12 + 1)];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 12; j < values.length; j += 12) {
                if (Double.isFinite(values[i]) && Double.isFinite(values[j])) {
                    slopes[size++] = (values[j] - values[i]) / ((j - i) / 12.0);
                }
            }
        }
        return Statistics.median(Arrays.copyOf(slopes, size));
    }

    @Override
    public String toString() {
        return "Trend[" + method + ", n=" + n + ", p=" + p() + ", slope=" + slope + "]";
    }
}
