package io.stravaai.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Which score is the load of an activity. */
final class Loads {

    static final String NONE = "none";

    /** A score of less of the activity is none of the activity. */
    private static final double MIN_COVERAGE = 0.9;

    private Loads() {}

    /** The load of an activity without streams, as {@link Session#load(Thresholds)} says. */
    static MetricValue estimate(Session session, Thresholds thresholds) {
        List<Supplier<MetricValue>> candidates = new ArrayList<>();
        SportGroup sport = session.sportGroup();
        double seconds = session.movingSeconds().orElse(Double.NaN);
        if (sport == SportGroup.RIDE && session.weightedPower().isPresent()) {
            candidates.add(() -> PowerMetrics.trainingStressScore(
                    MetricValue.of(session.weightedPower().getAsDouble(), MetricUnit.WATTS, "strava-skiba-25s"),
                    seconds,
                    thresholds));
        }
        if (session.averageHeartRate().isPresent()) {
            candidates.add(() -> HeartRateMetrics.heartRateStressScore(
                    HeartRateMetrics.trimpBanister(session.averageHeartRate().getAsDouble(), seconds, thresholds),
                    sport,
                    thresholds));
        }
        if (sport == SportGroup.RUN && session.averageSpeed().isPresent()) {
            candidates.add(() -> RunningMetrics.stressScore(session.averageSpeed(), seconds, thresholds));
        }
        if (sport == SportGroup.SWIM && session.averageSpeed().isPresent()) {
            candidates.add(
                    () -> SwimmingMetrics.stressScore(session.averageSpeed().get(), seconds, thresholds));
        }
        return first(candidates).estimatedIf(true);
    }

    /**
     * The first that has a value, of nearly the whole activity, and not of measurements that are all zero; else the reason of the one
     * that lacks least: a threshold, which can be given.
     */
    static MetricValue first(List<Supplier<MetricValue>> candidates) {
        MetricStatus reason = MetricStatus.MISSING_DATA;
        for (Supplier<MetricValue> candidate : candidates) {
            MetricValue value = candidate.get();
            if (value.orElse(0) > 0 && value.coverage() >= MIN_COVERAGE) {
                return value;
            }
            if (value.status() == MetricStatus.MISSING_THRESHOLD) {
                reason = MetricStatus.MISSING_THRESHOLD;
            } else if (value.orElse(0) > 0 && reason == MetricStatus.MISSING_DATA) {
                reason = MetricStatus.LOW_COVERAGE;
            }
        }
        return MetricValue.missing(reason, MetricUnit.POINTS, NONE);
    }
}
