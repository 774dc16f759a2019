package io.stravaai.analytics;

import java.util.Arrays;

/** Brings order into what can only rise. */
final class Monotone {

    /** If more than this share of the measurements, and more than so many, would go, another way of going on is looked for. */
    private static final double MANY = 0.02;

    private static final int FEW = 10;

    private Monotone() {}

    /** The indices of the longest sequence that strictly rises; {@code NaN} is in none. */
    static int[] longestRising(double[] values) {
        int[] indices = rising(values, false);
        return indices.length == values.length ? indices : longest(values, true);
    }

    /**
     * The values without those that lie below what was reached before. Where that would cost much, as after a jump upwards
     * that was an error, most values are kept instead.
     */
    static double[] neverFalling(double[] values) {
        int present = 0;
        for (double value : values) {
            present += Double.isNaN(value) ? 0 : 1;
        }
        int[] kept = rising(values, true);
        if (present - kept.length > Math.max(FEW, MANY * present)) {
            kept = longest(values, false);
        }
        if (kept.length == values.length) {
            return values;
        }
        double[] clean = new double[values.length];
        Arrays.fill(clean, Double.NaN);
        for (int index : kept) {
            clean[index] = values[index];
        }
        return clean;
    }

    /** Those that are above, or, if equal ones may be kept, not below, all before them. */
    private static int[] rising(double[] values, boolean equalToo) {
        int[] indices = new int[values.length];
        int size = 0;
        double reached = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > reached || (equalToo && values[i] == reached)) {
                indices[size++] = i;
                reached = values[i];
            }
        }
        return Arrays.copyOf(indices, size);
    }

    /** The longest rising subsequence, by patience sorting. */
    private static int[] longest(double[] values, boolean strictly) {
        int[] tails = new int[values.length];
        int[] before = new int[values.length];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                double tail = values[tails[middle]];
                if (strictly ? tail < values[i] : tail <= values[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        int[] indices = new int[length];
        for (int i = length - 1, index = length == 0 ? -1 : tails[length - 1]; i >= 0; i--) {
            indices[i] = index;
            index = before[index];
        }
        return indices;
    }
}
