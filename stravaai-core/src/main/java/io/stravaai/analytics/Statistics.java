package io.stravaai.analytics;

import java.util.Arrays;

/** What is used everywhere. */
final class Statistics {

    private Statistics() {}

    /** {@code NaN} of nothing. */
    static double median(double[] values) {
        return medianInPlace(values.clone(), values.length);
    }

    /** The median of the first so many values, whose order is lost. Sorting them all would take ten times as long. */
    private static double medianInPlace(double[] values, int size) {
        if (size == 0) {
            return Double.NaN;
        }
        int middle = size / 2;
        select(values, size, middle);
        if (size % 2 == 1) {
            return values[middle];
        }
        double below = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < middle; i++) {
            below = Math.max(below, values[i]);
        }
        return (below + values[middle]) / 2;
    }

    /** Puts the value that would be at an index, if all were sorted, there; what is smaller before it, what is larger behind it. */
    private static void select(double[] values, int size, int index) {
        int from = 0;
        int to = size - 1;
        for (int round = 0; from < to; round++) {
            if (round > 64) {
                // So many bad pivots are no accident.
                Arrays.sort(values, from, to + 1);
                return;
            }
            double pivot = middleOf(values[from], values[(from + to) >>> 1], values[to]);
            int low = from;
            int high = to;
            while (low <= high) {
                while (values[low] < pivot) {
                    low++;
                }
                while (values[high] > pivot) {
                    high--;
                }
                if (low <= high) {
                    double swapped = values[low];
                    values[low++] = values[high];
                    values[high--] = swapped;
                }
            }
            if (index <= high) {
                to = high;
            } else if (index >= low) {
                from = low;
            } else {
                return;
            }
        }
    }

    private static double middleOf(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
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

    /** The median of the slopes between all pairs (Theil and Sen); {@code NaN} if there is no pair. Holds all of them at once: for some thousand values. */
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
        return medianInPlace(slopes, size);
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
