package io.stravaai.analytics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * How the time of training is spread over low, moderate and high intensity. Immutable.
 *
 * <p>Of five zones the first two are low, the third is moderate, the others are high; three zones are taken as they are. The pattern
 * is a name, no judgement.
 */
public final class IntensityDistribution {

    /** What a distribution is called. New ones may be added. */
    public enum Pattern {
        /** 75 to 90 % low, at most 10 % moderate, 10 to 20 % high; or a {@link #polarizationIndex} above 2. */
        POLARISED,
        /** More low than moderate, and more moderate than high. */
        PYRAMIDAL,
        /** Most is moderate. */
        THRESHOLD,
        /** Most is high. */
        HIGH_INTENSITY,
        /** None of these. */
        MIXED,
        /** There is no time in zones. */
        UNKNOWN
    }

    private final double[] seconds;

    private IntensityDistribution(double[] seconds) {
        this.seconds = seconds;
    }

    /** The sum over activities. Those without time in zones, or with other zones than three or five, do not count. */
    public static IntensityDistribution of(Collection<TimeInZones> activities) {
        double[] sum = new double[3];
        for (TimeInZones activity : activities) {
            List<Double> zones = activity.seconds();
            for (int i = 0; i < zones.size(); i++) {
                if (zones.size() == 3) {
                    sum[i] += zones.get(i);
                } else if (zones.size() == 5) {
                    sum[Math.max(0, Math.min(2, i - 1))] += zones.get(i);
                }
            }
        }
        return new IntensityDistribution(sum);
    }

    /** The share of low, moderate and high intensity, from 0 to 1; empty if there is no time in zones. */
    public List<Double> shares() {
        double total = total();
        return total == 0
                ? List.of()
                : Arrays.stream(seconds).map(each -> each / total).boxed().toList();
    }

    /** The seconds of low, moderate and high intensity. */
    public List<Double> seconds() {
        return Arrays.stream(seconds).boxed().toList();
    }

    /**
     * The polarization index, a pure number: {@code log10(low / moderate * high * 100)} of the shares; above 2 is called polarised.
     *
     * <p>Source: Treff et al. 2019.
     *
     * @return {@link MetricStatus#MISSING_DATA} without time in zones; {@link MetricStatus#IMPLAUSIBLE} unless low is more than high,
     *     and high more than moderate, and moderate more than nothing, for which the index was made
     */
    public MetricValue polarizationIndex() {
        if (total() == 0) {
            return MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.RATIO, "treff");
        }
        double low = seconds[0] / total();
        double moderate = seconds[1] / total();
        double high = seconds[2] / total();
        return low > high && high > moderate && moderate > 0
                ? MetricValue.of(Math.log10(low / moderate * high * 100), MetricUnit.RATIO, "treff")
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.RATIO, "treff");
    }

    public Pattern pattern() {
        double total = total();
        if (total == 0) {
            return Pattern.UNKNOWN;
        }
        double low = seconds[0] / total;
        double moderate = seconds[1] / total;
        double high = seconds[2] / total;
        boolean usual = low >= 0.75 && low <= 0.9 && moderate <= 0.1 && high >= 0.1 && high <= 0.2;
        if (usual || polarizationIndex().orElse(0) > 2) {
            return Pattern.POLARISED;
        }
        if (low > moderate && moderate > high) {
            return Pattern.PYRAMIDAL;
        }
        if (moderate > low && moderate > high) {
            return Pattern.THRESHOLD;
        }
        return high > low && high > moderate ? Pattern.HIGH_INTENSITY : Pattern.MIXED;
    }

    private double total() {
        return seconds[0] + seconds[1] + seconds[2];
    }

    @Override
    public String toString() {
        return "IntensityDistribution[" + pattern() + "]";
    }
}
