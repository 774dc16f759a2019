package io.stravaai.analytics;

import java.util.Arrays;
import java.util.Collection;

/**
 * How efficient an activity was, beside the athlete's own comparable ones of the 90 days before. Immutable.
 *
 * <p>Comparable is another activity of the same group of sports, or of the same sport where that has no group, with the same variant
 * of the efficiency factor, of at least 20 minutes, with heart rate in at least 90 % of the time; of a ride besides, with a variability
 * index of at most 1.05, and an intensity factor that differs by at most 0.1. There must be at least five, and the activity must be fit to be compared itself.
 */
public final class EfficiencyScore {

    private static final int DAYS = 90;
    private static final int MIN_COMPARABLE = 5;
    private static final double MIN_SECONDS = 20 * 60;
    private static final double MIN_COVERAGE = 0.9;
    private static final double MAX_VARIABILITY = 1.05;
    private static final double INTENSITY_BAND = 0.1;
    private static final String VARIANT = "ef-over-own-median-90d";

    private final MetricValue score;
    private final MetricValue percentile;
    private final int comparable;

    private EfficiencyScore(MetricValue score, MetricValue percentile, int comparable) {
        this.score = score;
        this.percentile = percentile;
        this.comparable = comparable;
    }

    /**
     * The score of an activity.
     *
     * @param others the athlete's other activities; which are comparable is decided here
     */
    public static EfficiencyScore of(ActivityMetrics activity, Collection<ActivityMetrics> others) {
        double[] factors = others.stream()
                .filter(other -> isComparable(activity, other))
                .mapToDouble(other -> other.value(Metric.EFFICIENCY_FACTOR).get())
                .sorted()
                .toArray();
        MetricValue own = activity.value(Metric.EFFICIENCY_FACTOR);
        if (!own.isPresent()) {
            return none(own.status(), factors.length);
        }
        boolean fit = isFit(activity);
        MetricValue intensity = activity.value(Metric.INTENSITY_FACTOR);
        if (fit && activity.session().sportGroup() == SportGroup.RIDE && !intensity.isPresent()) {
            return none(intensity.status(), factors.length);
        }
        if (!fit || factors.length < MIN_COMPARABLE) {
            return none(MetricStatus.NOT_COMPARABLE, factors.length);
        }
        double below = Arrays.stream(factors)
                .map(factor -> factor < own.get() ? 1 : factor == own.get() ? 0.5 : 0)
                .sum();
        return new EfficiencyScore(
                MetricValue.of(100 * own.get() / Statistics.median(factors), MetricUnit.POINTS, VARIANT),
                MetricValue.of(100 * below / factors.length, MetricUnit.PERCENT, VARIANT),
                factors.length);
    }

    private static EfficiencyScore none(MetricStatus status, int comparable) {
        return new EfficiencyScore(
                MetricValue.missing(status, MetricUnit.POINTS, VARIANT),
                MetricValue.missing(status, MetricUnit.PERCENT, VARIANT),
                comparable);
    }

    private static boolean isFit(ActivityMetrics activity) {
        MetricValue factor = activity.value(Metric.EFFICIENCY_FACTOR);
        return factor.isPresent()
                && factor.coverage() >= MIN_COVERAGE
                && activity.value(Metric.MOVING_TIME).orElse(0) >= MIN_SECONDS
                && (activity.session().sportGroup() != SportGroup.RIDE
                        || activity.value(Metric.VARIABILITY_INDEX).orElse(Double.MAX_VALUE) <= MAX_VARIABILITY);
    }

    private static boolean isComparable(ActivityMetrics activity, ActivityMetrics other) {
        Session session = activity.session();
        Session another = other.session();
        if (session.sportGroup() != another.sportGroup()
                || (session.sportGroup() == SportGroup.OTHER && !session.sport().equals(another.sport()))
                || session.id().equals(another.id())
                || !another.start().isBefore(session.start())
                || another.day().isBefore(session.day().minusDays(DAYS))
                || !isFit(other)
                || !other.value(Metric.EFFICIENCY_FACTOR)
                        .variant()
                        .equals(activity.value(Metric.EFFICIENCY_FACTOR).variant())) {
            return false;
        }
        if (session.sportGroup() != SportGroup.RIDE) {
            return true;
        }
        double difference = other.value(Metric.INTENSITY_FACTOR).orElse(Double.NaN)
                - activity.value(Metric.INTENSITY_FACTOR).orElse(Double.NaN);
        return Math.abs(difference) <= INTENSITY_BAND;
    }

    /**
     * The efficiency factor divided by the median of the comparable ones, times 100: 100 is as usual.
     *
     * @return {@link MetricStatus#NOT_COMPARABLE} with too few comparable activities, or none to compare; what the efficiency factor
     *     lacks if it has no value, and of a ride what the intensity factor lacks: {@link MetricStatus#MISSING_THRESHOLD} without FTP
     */
    public MetricValue score() {
        return score;
    }

    /** The share of comparable activities that were less efficient, in percent; equal ones count half. As {@link #score}. */
    public MetricValue percentile() {
        return percentile;
    }

    /** How many activities were comparable. */
    public int comparable() {
        return comparable;
    }

    @Override
    public String toString() {
        return "EfficiencyScore[" + score + "]";
    }
}
