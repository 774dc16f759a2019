package io.stravaai.analytics;

/** The common form of scores by speed. */
final class StressScores {

    private StressScores() {}

    /**
     * {@code 100 * h * (v / threshold)^exponent}.
     *
     * @param threshold {@code NaN} if it is not known
     */
    static MetricValue ofSpeed(MetricValue speed, double seconds, double threshold, int exponent, String variant) {
        if (!(seconds >= 0)) {
            return MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.POINTS, variant);
        }
        if (speed.isPresent() && Double.isNaN(threshold)) {
            return MetricValue.missing(MetricStatus.MISSING_THRESHOLD, MetricUnit.POINTS, variant);
        }
        return speed.map(
                MetricUnit.POINTS,
                variant,
                metresPerSecond -> 100 * seconds / 3600 * Math.pow(metresPerSecond / threshold, exponent));
    }
}
