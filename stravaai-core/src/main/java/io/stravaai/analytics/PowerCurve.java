package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The mean maximal power of an activity, or of many: the best average for each duration. Immutable.
 *
 * <p>A window is time without pauses: it may span measurements that lie no further apart than a pause takes ({@link Samples}), which
 * are interpolated, and no longer gap. What a rider could do for a longer time counts for a shorter one too, so the curve never rises: the power at a
 * duration is the best mean over a window of at least that duration, of those that are looked at.
 */
public final class PowerCurve {

    /** In seconds: what is looked at by default. */
    private static final int[] DURATIONS = {
        1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 900, 1200, 1500, 1800, 2400,
        2700, 3600, 4500, 5400, 7200, 9000, 10_800, 14_400, 18_000, 21_600, 28_800, 36_000
    };

    private final MetricStatus status;
    private final List<Point> points;

    /**
     * The best average power for a duration.
     *
     * @param duration of the effort
     * @param watts the best average
     * @param start where the window began, in seconds since the start of the activity
     * @param window how long the window is: the duration, or the longer one that was better
     */
    public record Point(Duration duration, double watts, double start, Duration window) {}

    private PowerCurve(MetricStatus status, List<Point> points) {
        this.status = status;
        this.points = List.copyOf(points);
    }

    /** The curve at usual durations from 1 s to 10 h, as far as the activity goes. Takes O(n) for each duration. */
    public static PowerCurve of(Samples samples) {
        return of(samples, DURATIONS);
    }

    /**
     * The curve at these durations, as far as the activity goes.
     *
     * @throws IllegalArgumentException if a duration is shorter than a second
     */
    public static PowerCurve of(Samples samples, Collection<Duration> durations) {
        return of(
                samples,
                durations.stream()
                        .mapToInt(duration -> Math.toIntExact(duration.toSeconds()))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    private static PowerCurve of(Samples samples, int[] durations) {
        if (durations.length > 0 && durations[0] < 1) {
            throw new IllegalArgumentException("A duration must be at least a second");
        }
        double[] power = samples.channel(Channel.POWER);
        if (power == null) {
            return new PowerCurve(MetricStatus.MISSING_POWER, List.of());
        }
        double[] grid = Grid.withGaps(samples.times(), power, samples.gapLimit());
        double offset = firstTime(samples, power);
        double[] sums = new double[grid.length + 1];
        int[] missing = new int[grid.length + 1];
        for (int i = 0; i < grid.length; i++) {
            boolean gap = Double.isNaN(grid[i]);
            sums[i + 1] = sums[i] + (gap ? 0 : grid[i]);
            missing[i + 1] = missing[i] + (gap ? 1 : 0);
        }
        List<Point> points = new ArrayList<>();
        Point longer = null;
        for (int d = durations.length - 1; d >= 0; d--) {
            Point point = best(sums, missing, durations[d], offset);
            if (point == null || (longer != null && longer.watts() > point.watts())) {
                point = longer == null
                        ? null
                        : new Point(Duration.ofSeconds(durations[d]), longer.watts(), longer.start(), longer.window());
            }
            if (point != null) {
                points.add(0, point);
                longer = point;
            }
        }
        return points.isEmpty()
                ? new PowerCurve(MetricStatus.TOO_SHORT, points)
                : new PowerCurve(MetricStatus.OK, points);
    }

    private static @Nullable Point best(double[] sums, int[] missing, int duration, double offset) {
        double best = Double.NEGATIVE_INFINITY;
        int start = -1;
        for (int i = 0; i + duration < sums.length; i++) {
            if (missing[i + duration] == missing[i] && sums[i + duration] - sums[i] > best) {
                best = sums[i + duration] - sums[i];
                start = i;
            }
        }
        Duration window = Duration.ofSeconds(duration);
        return start < 0 ? null : new Point(window, best / duration, offset + start, window);
    }

    private static double firstTime(Samples samples, double[] power) {
        int first = 0;
        while (Double.isNaN(power[first])) {
            first++;
        }
        return Math.ceil(samples.time(first));
    }

    /** The best of several curves at each of their durations. */
    public static PowerCurve bestOf(Collection<PowerCurve> curves) {
        Map<Duration, Point> best = new TreeMap<>();
        for (PowerCurve curve : curves) {
            for (Point point : curve.points) {
                best.merge(point.duration(), point, (one, other) -> other.watts() > one.watts() ? other : one);
            }
        }
        List<Point> points = new ArrayList<>(best.values());
        for (int i = points.size() - 2; i >= 0; i--) {
            Point longer = points.get(i + 1);
            if (longer.watts() > points.get(i).watts()) {
                points.set(i, new Point(points.get(i).duration(), longer.watts(), longer.start(), longer.window()));
            }
        }
        return new PowerCurve(points.isEmpty() ? MetricStatus.MISSING_POWER : MetricStatus.OK, points);
    }

    /** {@link MetricStatus#OK}, {@link MetricStatus#MISSING_POWER}, or {@link MetricStatus#TOO_SHORT}. */
    public MetricStatus status() {
        return status;
    }

    /** The points, the shortest duration first. */
    public List<Point> points() {
        return points;
    }

    /** The point at a duration; empty if it was not looked at, or the activity is too short. */
    public Optional<Point> at(Duration duration) {
        return points.stream()
                .filter(point -> point.duration().equals(duration))
                .findFirst();
    }

    /** The points from one duration to another, both included. */
    List<Point> between(Duration shortest, Duration longest) {
        return points.stream()
                .filter(point -> point.duration().compareTo(shortest) >= 0
                        && point.duration().compareTo(longest) <= 0)
                .sorted(Comparator.comparing(Point::duration))
                .toList();
    }

    @Override
    public String toString() {
        return "PowerCurve[" + status + ", " + points.size() + " points]";
    }
}
