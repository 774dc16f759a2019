package io.stravaai.analytics;

import java.util.Arrays;

/** A channel at one value a second. */
final class Grid {

    private Grid() {}

    /**
     * The channel second by second, pauses taken out: between two measurements that lie at most so far apart it is interpolated
     * linearly, a longer gap is left out, and what follows it is put behind what was before. Nothing is filled with zeros.
     */
    static double[] joined(double[] time, double[] values, double maxGap) {
        double[] grid = new double[values.length + 16];
        int size = 0;
        int last = -1;
        // The recorded time of the last measurement, and the next second that wants a value.
        double clock = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            double gap = last < 0 ? Double.POSITIVE_INFINITY : time[i] - time[last];
            if (gap > maxGap) {
                clock = size;
                grid = put(grid, size++, values[i]);
            } else {
                double next = clock + gap;
                while (size <= next + 1e-9) {
                    double share = (size - clock) / gap;
                    grid = put(grid, size++, values[last] + share * (values[i] - values[last]));
                }
                clock = next;
            }
            last = i;
        }
        return Arrays.copyOf(grid, size);
    }

    /**
     * The channel second by second since the first measurement, with {@code NaN} in gaps that are longer than this. The
     * length is bounded by the time of the last measurement.
     */
    static double[] withGaps(double[] time, double[] values, double maxGap) {
        int first = 0;
        while (first < values.length && Double.isNaN(values[first])) {
            first++;
        }
        if (first == values.length) {
            return new double[0];
        }
        double start = Math.ceil(time[first]);
        double[] grid = new double[(int) (Math.floor(time[time.length - 1]) - start) + 1];
        Arrays.fill(grid, Double.NaN);
        int last = -1;
        for (int i = first; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            double gap = last < 0 ? 0 : time[i] - time[last];
            if (last >= 0 && gap <= maxGap) {
                for (int second = (int) Math.max(0, Math.ceil(time[last] - start));
                        second + start < time[i];
                        second++) {
                    double share = (second + start - time[last]) / gap;
                    grid[second] = values[last] + share * (values[i] - values[last]);
                }
            }
            int exact = (int) (time[i] - start);
            if (exact >= 0 && exact + start == time[i]) {
                grid[exact] = values[i];
            }
            last = i;
        }
        return grid;
    }

    /** The fourth root of the mean of the fourth powers of the means over each full window; {@code NaN} if none is full. */
    static double meanOfFourthPowers(double[] grid, int window) {
        if (grid.length < window) {
            return Double.NaN;
        }
        double sum = 0;
        double fourth = 0;
        for (int i = 0; i < grid.length; i++) {
            sum += grid[i];
            if (i >= window) {
                sum -= grid[i - window];
            }
            if (i >= window - 1) {
                double mean = sum / window;
                fourth += mean * mean * mean * mean;
            }
        }
        return Math.sqrt(Math.sqrt(fourth / (grid.length - window + 1)));
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] put(double[] grid, int index, double value) {
        double[] larger = index < grid.length ? grid : Arrays.copyOf(grid, 2 * grid.length);
        larger[index] = value;
        return larger;
    }
}
