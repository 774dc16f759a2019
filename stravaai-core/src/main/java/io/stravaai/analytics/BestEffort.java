package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The fastest part of an activity over a distance. Immutable.
 *
 * <p>A jump in the distance, faster than the sport allows and of more than 25 m, is an error of the measurement; no effort lies
 * across one.
 */
public final class BestEffort {

    /** How the ends of the part are found. New ones may be added. */
    public enum Method {
        /**
         * As Strava: from a sample to the first one that is at least the distance away; elapsed time, so that pauses count. To
         * be compared with Strava's efforts.
         */
        STRAVA,
        /**
         * Both ends between samples, by linear interpolation, and time in which the distance stands still left out. Up to a
         * second faster in 1 Hz data.
         */
        INTERPOLATED
    }

    private final Method method;
    private final MetricStatus status;
    private final double distance;
    private final double seconds;
    private final double start;
    private final double end;

    private BestEffort(Method method, MetricStatus status, double distance, double seconds, double start, double end) {
        this.method = method;
        this.status = status;
        this.distance = distance;
        this.seconds = seconds;
        this.start = start;
        this.end = end;
    }

    /**
     * The fastest part by {@link Method#STRAVA}.
     *
     * @param distance in metres; Strava's are 400, 805, 1000, 1609, 3219, 5000, 10000, 15000, 16090, 20000, 21097, 30000 and 42195
     * @throws IllegalArgumentException if the distance is not positive
     */
    public static BestEffort over(double distance, Samples samples, SportGroup sport) {
        return over(distance, samples, sport, Method.STRAVA);
    }

    /**
     * The fastest part; of equally fast ones the first.
     *
     * @param distance in metres
     * @throws IllegalArgumentException if the distance is not positive
     */
    public static BestEffort over(double distance, Samples samples, SportGroup sport, Method method) {
        if (!(distance > 0)) {
            throw new IllegalArgumentException("distance must be positive: " + distance);
        }
        double[] reached = samples.channel(Channel.DISTANCE);
        if (reached == null) {
            return new BestEffort(method, MetricStatus.MISSING_DISTANCE, distance, Double.NaN, Double.NaN, Double.NaN);
        }
        Track track = Track.of(samples, reached, sport, method == Method.INTERPOLATED);
        BestEffort best = null;
        for (int from = 0; from < track.size; ) {
            int to = from + 1;
            while (to < track.size && !track.jump[to]) {
                to++;
            }
            BestEffort found = method == Method.STRAVA
                    ? track.stepwise(from, to, distance)
                    : track.interpolated(from, to, distance);
            if (found != null && (best == null || found.seconds < best.seconds)) {
                best = found;
            }
            from = to;
        }
        return best == null
                ? new BestEffort(method, MetricStatus.TOO_SHORT, distance, Double.NaN, Double.NaN, Double.NaN)
                : best;
    }

    /** {@link MetricStatus#OK}, {@link MetricStatus#MISSING_DISTANCE}, or {@link MetricStatus#TOO_SHORT}. */
    public MetricStatus status() {
        return status;
    }

    /** The distance, in metres. */
    public double distance() {
        return distance;
    }

    /** How long it took, in seconds. */
    public MetricValue time() {
        return value(seconds, MetricUnit.SECONDS);
    }

    /** The average speed, in metres per second. */
    public MetricValue speed() {
        return value(distance / seconds, MetricUnit.METRES_PER_SECOND);
    }

    /** When it began, in seconds since the start of the activity. */
    public MetricValue start() {
        return value(start, MetricUnit.SECONDS);
    }

    /** When it ended, in seconds since the start of the activity. */
    public MetricValue end() {
        return value(end, MetricUnit.SECONDS);
    }

    private MetricValue value(double value, MetricUnit unit) {
        return status.hasValue()
                ? MetricValue.of(value, unit, method.name())
                : MetricValue.missing(status, unit, method.name());
    }

    @Override
    public String toString() {
        return "BestEffort[" + distance + " m, " + time() + "]";
    }

    /** The samples with a distance that count. */
    private static final class Track {

        private final double[] metres;
        private final double[] seconds;
        private final double[] clock;
        private final boolean[] jump;
        private int size;

        private Track(int capacity) {
            this.metres = new double[capacity];
            this.seconds = new double[capacity];
            this.clock = new double[capacity];
            this.jump = new boolean[capacity];
        }

        /**
         * The track.
         *
         * @param moving whether only samples that are farther than all before count, and time at one place does not
         */
        static Track of(Samples samples, double[] reached, SportGroup sport, boolean moving) {
            Track track = new Track(reached.length);
            double stood = 0;
            boolean bounced = false;
            double previous = 0;
            for (int i = 0; i < reached.length; i++) {
                double time = samples.time(i);
                if (Double.isNaN(reached[i])) {
                    bounced = true;
                } else if (moving && track.size > 0 && reached[i] <= track.metres[track.size - 1]) {
                    stood += bounced ? 0 : time - previous;
                } else {
                    track.add(reached[i], time - (moving ? stood : 0), time, sport);
                    bounced = false;
                }
                previous = time;
            }
            return track;
        }

        private void add(double reached, double second, double time, SportGroup sport) {
            if (size > 0) {
                jump[size] = sport.isJump(reached - metres[size - 1], time - clock[size - 1]);
            }
            metres[size] = reached;
            seconds[size] = second;
            clock[size++] = time;
        }

        @Nullable
        BestEffort stepwise(int from, int to, double distance) {
            int start = -1;
            int end = -1;
            double best = Double.POSITIVE_INFINITY;
            for (int i = from, j = from; i < to; i++) {
                while (j < to && metres[j] - metres[i] < distance) {
                    j++;
                }
                if (j == to) {
                    break;
                }
                if (seconds[j] - seconds[i] < best) {
                    best = seconds[j] - seconds[i];
                    start = i;
                    end = j;
                }
            }
            return start < 0
                    ? null
                    : new BestEffort(Method.STRAVA, MetricStatus.OK, distance, best, clock[start], clock[end]);
        }

        @Nullable
        BestEffort interpolated(int from, int to, double distance) {
            BestEffort best = null;
            for (int i = from, j = from; i < to; i++) {
                while (j < to && metres[j] < metres[i] + distance) {
                    j++;
                }
                if (j == to) {
                    break;
                }
                double end = at(seconds, j, metres[i] + distance);
                if (best == null || end - seconds[i] < best.seconds) {
                    best = found(distance, end - seconds[i], clock[i], at(clock, j, metres[i] + distance));
                }
            }
            for (int j = to - 1, i = to - 1; j >= from; j--) {
                while (i > from && metres[i - 1] > metres[j] - distance) {
                    i--;
                }
                // The start lies between the sample before i and i.
                if (metres[from] > metres[j] - distance) {
                    break;
                }
                double start = i == from ? seconds[from] : at(seconds, i, metres[j] - distance);
                if (best == null || seconds[j] - start < best.seconds) {
                    double begun = i == from ? clock[from] : at(clock, i, metres[j] - distance);
                    best = found(distance, seconds[j] - start, begun, clock[j]);
                }
            }
            return best;
        }

        private static BestEffort found(double distance, double seconds, double start, double end) {
            return new BestEffort(Method.INTERPOLATED, MetricStatus.OK, distance, seconds, start, end);
        }

        private double at(double[] values, int index, double reached) {
            if (index == 0) {
                return values[0];
            }
            double share = (reached - metres[index - 1]) / (metres[index] - metres[index - 1]);
            return values[index - 1] + share * (values[index] - values[index - 1]);
        }
    }
}
