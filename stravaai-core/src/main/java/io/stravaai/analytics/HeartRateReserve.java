package io.stravaai.analytics;

import org.jspecify.annotations.Nullable;

/** The range between resting and maximal heart rate. */
record HeartRateReserve(double rest, double max) {

    /** Null if one of the two is not known, or the maximum is not above the rest. */
    static @Nullable HeartRateReserve of(Thresholds thresholds) {
        double rest = thresholds.restingHeartRate().orElse(Double.NaN);
        double max = thresholds.maxHeartRate().orElse(Double.NaN);
        return max > rest ? new HeartRateReserve(rest, max) : null;
    }

    /** 0 at rest, 1 at the maximum. */
    double share(double heartRate) {
        return (heartRate - rest) / (max - rest);
    }

    /** Whether a heart rate can be this athlete's. */
    boolean accepts(double heartRate) {
        return heartRate >= 0.7 * rest && heartRate <= 1.5 * max;
    }
}
