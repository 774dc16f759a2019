package io.stravaai.analytics;

import java.util.Arrays;

/** What is used everywhere. */
final class Statistics {

    private Statistics() {}

    /** {@code NaN} of nothing. */
    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The standard deviation of all there is, not of a sample: divided by n. */
    static double populationDeviation(double[] values) {
        double mean = Grid.mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** The median of the slopes between all pairs (Theil and Sen); {@code NaN} if there is no pair. */
    static double theilSen(double[] x, double[] y) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int size = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                if (x[j] != x[i]) {
                    slopes[size++] = (y[j] - y[i]) / (x[j] - x[i]);
                }
            }
        }
        return median(Arrays.copyOf(slopes, size));
    }

    /** The probability that a standard normal variable lies farther from 0 than this, on either side. */
    static double twoSidedNormal(double z) {
        return complementaryErrorFunction(Math.abs(z) / Math.sqrt(2));
    }

    /** To about 15 digits, by the series of the error function for small numbers and a continued fraction for others. */
    static double complementaryErrorFunction(double x) {
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = 0;
        for (int n = 120; n > 0; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
