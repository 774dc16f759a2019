package io.stravaai.analytics;

import java.util.Collection;
import java.util.List;

/**
 * Critical speed of swimming (CSS) or running, and D', the way that can be covered above it: {@code d = D' + CS * t}, by least
 * squares on the distance. With two efforts it is {@code (d2 - d1) / (t2 - t1)}. Immutable.
 *
 * <p>Source: Wakayoshi et al. 1992. The efforts must be maximal; for swims 200 and 400 m are usual, for runs what takes 2 to 20
 * minutes.
 */
public final class CriticalSpeed {

    private static final String VARIANT = "linear-distance-time";

    /**
     * A maximal effort.
     *
     * @param metres how far
     * @param seconds how long it took
     */
    public record Effort(double metres, double seconds) {}

    private final MetricStatus status;
    private final double speed;
    private final double dPrime;
    private final double residualStandardError;
    private final int efforts;

    private CriticalSpeed(MetricStatus status, double speed, double dPrime, double residualStandardError, int efforts) {
        this.status = status;
        this.speed = speed;
        this.dPrime = dPrime;
        this.residualStandardError = residualStandardError;
        this.efforts = efforts;
    }

    /**
     * Fits the line to at least two efforts of different durations. The longest must take at least 1.5 times as long as the
     * shortest, else the line means nothing.
     */
    public static CriticalSpeed fit(Collection<Effort> efforts) {
        List<Effort> usable = efforts.stream()
                .filter(effort -> effort.metres() > 0
                        && effort.seconds() > 0
                        && Double.isFinite(effort.metres())
                        && Double.isFinite(effort.seconds()))
                .toList();
        double[] seconds = usable.stream().mapToDouble(Effort::seconds).toArray();
        double[] metres = usable.stream().mapToDouble(Effort::metres).toArray();
        double shortest = usable.stream().mapToDouble(Effort::seconds).min().orElse(0);
        double longest = usable.stream().mapToDouble(Effort::seconds).max().orElse(0);
        if (usable.size() < 2 || longest < 1.5 * shortest) {
            return new CriticalSpeed(MetricStatus.TOO_SHORT, Double.NaN, Double.NaN, Double.NaN, usable.size());
        }
        LinearFit fit = LinearFit.of(seconds, metres);
        return new CriticalSpeed(
                fit.slope() > 0 && fit.intercept() > 0 ? MetricStatus.OK : MetricStatus.IMPLAUSIBLE,
                fit.slope(),
                fit.intercept(),
                fit.residualStandardError(),
                usable.size());
    }

    /**
     * {@link MetricStatus#TOO_SHORT} with too few efforts, {@link MetricStatus#IMPLAUSIBLE} if the speed or D' is not positive: a shorter
     * effort was not maximal then.
     */
    public MetricStatus status() {
        return status;
    }

    /** Critical speed, in metres per second. */
    public MetricValue speed() {
        return value(speed, MetricUnit.METRES_PER_SECOND);
    }

    /** D', in metres. */
    public MetricValue dPrime() {
        return value(dPrime, MetricUnit.METRES);
    }

    /** How far the efforts lie from the line, in metres; 0 for two efforts. */
    public MetricValue residualStandardError() {
        return value(residualStandardError, MetricUnit.METRES);
    }

    /** How many efforts were usable. */
    public int efforts() {
        return efforts;
    }

    private MetricValue value(double value, MetricUnit unit) {
        return status.hasValue() ? MetricValue.of(value, unit, VARIANT) : MetricValue.missing(status, unit, VARIANT);
    }

    @Override
    public String toString() {
        return "CriticalSpeed[" + speed() + "]";
    }
}
