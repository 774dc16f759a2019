package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import org.jspecify.annotations.Nullable;

/** From one sample with a distance to the next: how far, in what time, and whether that was moving. */
final class Moves {

    private final double[] metres;
    private final double[] seconds;
    private final double totalMetres;
    private final double totalSeconds;

    private Moves(double[] metres, double[] seconds) {
        this.metres = metres;
        this.seconds = seconds;
        this.totalMetres = sum(metres);
        this.totalSeconds = sum(seconds);
    }

    /**
     * The moves that end at each sample; nothing where there was a pause, a jump faster than the sport allows, or less speed than
     * this.
     *
     * @return null without distance
     */
    static @Nullable Moves of(Samples samples, double minSpeed, double maxSpeed) {
        double[] distance = samples.channel(Channel.DISTANCE);
        if (distance == null) {
            return null;
        }
        double[] metres = new double[distance.length];
        double[] seconds = new double[distance.length];
        int last = -1;
        for (int i = 0; i < distance.length; i++) {
            if (Double.isNaN(distance[i])) {
                continue;
            }
            if (last >= 0) {
                double interval = samples.time(i) - samples.time(last);
                double speed = (distance[i] - distance[last]) / interval;
                if (interval <= samples.gapLimit() && speed > minSpeed && speed <= maxSpeed) {
                    metres[i] = distance[i] - distance[last];
                    seconds[i] = interval;
                }
            }
            last = i;
        }
        return new Moves(metres, seconds);
    }

    /** For each sample the metres of the move that ends there, 0 if none does. */
    double[] metres() {
        return metres;
    }

    /** For each sample the seconds of the move that ends there, 0 if none does. */
    double[] seconds() {
        return seconds;
    }

    double totalMetres() {
        return totalMetres;
    }

    double totalSeconds() {
        return totalSeconds;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
