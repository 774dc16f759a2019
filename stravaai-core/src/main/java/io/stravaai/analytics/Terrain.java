package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The slope below each sample. */
final class Terrain {

    /** Half of the distance over which a slope is taken, in metres. */
    private static final double HALF_WINDOW = 20;

    /** Steeper than this, in percent, is nothing to run on. */
    private static final double STEEPEST = 45;

    private Terrain() {}

    /**
     * The slope at each sample in percent: the difference of the altitudes 20 m before and behind it, interpolated linearly, at
     * most 45 %. {@code NaN} where distance or altitude is missing. Without altitude the recorded slopes are taken, if there are
     * any; null if there is nothing.
     */
    static double @Nullable [] grades(Samples samples) {
        double[] distance = samples.channel(Channel.DISTANCE);
        double[] altitude = samples.channel(Channel.ALTITUDE);
        if (distance == null || altitude == null) {
            return samples.channel(Channel.GRADE);
        }
        double[] grades = new double[distance.length];
        Arrays.fill(grades, Double.NaN);
        // Strictly rising distances, so that each has one altitude.
        int[] indices = new int[distance.length];
        int size = 0;
        for (int i = 0; i < distance.length; i++) {
            if (!Double.isNaN(distance[i])
                    && !Double.isNaN(altitude[i])
                    && (size == 0 || distance[i] > distance[indices[size - 1]])) {
                indices[size++] = i;
            }
        }
        if (size < 2) {
            return grades;
        }
        double first = distance[indices[0]];
        double last = distance[indices[size - 1]];
        int low = 0;
        int high = 0;
        for (int i = 0; i < distance.length; i++) {
            if (Double.isNaN(distance[i])) {
                continue;
            }
            double from = Math.max(first, distance[i] - HALF_WINDOW);
            double to = Math.min(last, distance[i] + HALF_WINDOW);
            if (to <= from) {
                continue;
            }
            while (low < size - 2 && distance[indices[low + 1]] <= from) {
                low++;
            }
            while (high < size - 2 && distance[indices[high + 1]] <= to) {
                high++;
            }
            double rise = between(distance, altitude, indices[high], indices[high + 1], to)
                    - between(distance, altitude, indices[low], indices[low + 1], from);
            grades[i] = Math.max(-STEEPEST, Math.min(STEEPEST, 100 * rise / (to - from)));
        }
        return grades;
    }

    private static double between(double[] x, double[] y, int before, int after, double at) {
        return y[before] + (y[after] - y[before]) * (at - x[before]) / (x[after] - x[before]);
    }
}
