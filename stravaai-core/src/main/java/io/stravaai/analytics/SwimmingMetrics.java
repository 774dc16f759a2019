package io.stravaai.analytics;

/** Metrics of swimming. Speeds are in metres per second; {@link SpeedUnit} makes paces of them. */
public final class SwimmingMetrics {

    private SwimmingMetrics() {}

    /**
     * Swimming stress score (sTSS) in points: {@code 100 * h * (v / CSS)^3}; an hour at critical swim speed is 100. Cubic, because
     * the drag of water grows so; calculators that square it give other numbers.
     *
     * <p>Source: Fitzgerald and McGregor 2008.
     *
     * @param metresPerSecond the speed without rests
     * @param seconds the time without rests
     * @return {@link MetricStatus#MISSING_THRESHOLD} without critical swim speed, {@link MetricStatus#IMPLAUSIBLE} if speed or time
     *     are negative
     */
    public static MetricValue stressScore(double metresPerSecond, double seconds, Thresholds thresholds) {
        String variant = "stss-cubic";
        return metresPerSecond >= 0
                ? StressScores.ofSpeed(
                        MetricValue.of(metresPerSecond, MetricUnit.METRES_PER_SECOND, "mean"),
                        seconds,
                        thresholds.criticalSwimSpeed().orElse(Double.NaN),
                        3,
                        variant)
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.POINTS, variant);
    }

    /**
     * SWOLF, a pure number: the seconds and the strokes of a pool's length, added up. Comparable only in pools of the same length.
     *
     * @param secondsPer100Metres the pace
     * @param strokesPerMinute of one arm or both, as it was counted
     * @param poolLength in metres
     * @return {@link MetricStatus#IMPLAUSIBLE} if one of them is not positive
     */
    public static MetricValue swolf(double secondsPer100Metres, double strokesPerMinute, double poolLength) {
        if (!(secondsPer100Metres > 0 && strokesPerMinute > 0 && poolLength > 0)) {
            return MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.COUNT, "swolf");
        }
        double secondsPerMetre = secondsPer100Metres / 100;
        double strokesPerMetre = strokesPerMinute / 60 * secondsPerMetre;
        return MetricValue.of((secondsPerMetre + strokesPerMetre) * poolLength, MetricUnit.COUNT, "swolf");
    }
}
