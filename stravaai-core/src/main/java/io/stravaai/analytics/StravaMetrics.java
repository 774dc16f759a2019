package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The averages of an activity as Strava shows them, from its streams: to check the ones against the others, and for activities
 * that did not come from Strava. What Strava does is known from its answers, not from Strava.
 *
 * <p>Moving time and elevation gain are not here, because Strava's cannot be computed from its streams. Nor is relative effort,
 * which is not documented.
 */
public final class StravaMetrics {

    private static final String MOVING = "strava-moving";

    private StravaMetrics() {}

    /**
     * Strava's {@code average_watts}: the mean over the samples at which the athlete moved. A sample without measurement counts
     * as zero, as at Strava; {@link PowerMetrics#averagePower} leaves it out.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power
     */
    public static MetricValue averagePower(Samples samples) {
        double[] power = samples.channel(Channel.POWER);
        return power == null
                ? MetricValue.missing(MetricStatus.MISSING_POWER, MetricUnit.WATTS, MOVING)
                : mean(samples, zeros(power), MetricUnit.WATTS).withCoverage(samples.coverage(Channel.POWER));
    }

    /**
     * Strava's {@code weighted_average_watts}: {@link PowerMetrics#xPower}, but of all samples, and with zero for a sample
     * without measurement. Up to 12 % below normalized power.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power
     */
    public static MetricValue weightedAveragePower(Samples samples) {
        double[] power = samples.channel(Channel.POWER);
        String variant = "strava-skiba-25s";
        return power == null
                ? MetricValue.missing(MetricStatus.MISSING_POWER, MetricUnit.WATTS, variant)
                : MetricValue.of(PowerMetrics.smoothedFourthPowers(zeros(power)), MetricUnit.WATTS, variant)
                        .withCoverage(samples.coverage(Channel.POWER));
    }

    /**
     * Strava's {@code average_heartrate}: the mean over the samples at which the athlete moved.
     *
     * @return {@link MetricStatus#MISSING_HR} without heart rate
     */
    public static MetricValue averageHeartRate(Samples samples) {
        return mean(samples, Channel.HEART_RATE, MetricStatus.MISSING_HR);
    }

    /**
     * Strava's {@code average_cadence}: the mean over the samples at which the legs moved, that is, with a cadence above zero.
     * On foot it counts one leg.
     *
     * @return {@link MetricStatus#MISSING_CADENCE} without cadence
     */
    public static MetricValue averageCadence(Samples samples) {
        double[] cadence = samples.channel(Channel.CADENCE);
        double sum = 0;
        int count = 0;
        for (int i = 0; cadence != null && i < cadence.length; i++) {
            if (cadence[i] > 0) {
                sum += cadence[i];
                count++;
            }
        }
        return count == 0
                ? MetricValue.missing(MetricStatus.MISSING_CADENCE, MetricUnit.REVOLUTIONS_PER_MINUTE, "strava-turning")
                : MetricValue.of(sum / count, MetricUnit.REVOLUTIONS_PER_MINUTE, "strava-turning");
    }

    private static MetricValue mean(Samples samples, Channel channel, MetricStatus missing) {
        double[] values = samples.channel(channel);
        return values == null
                ? MetricValue.missing(missing, MetricUnit.BEATS_PER_MINUTE, MOVING)
                : mean(samples, values, MetricUnit.BEATS_PER_MINUTE).withCoverage(samples.coverage(channel));
    }

    private static MetricValue mean(Samples samples, double[] values, MetricUnit unit) {
        double @Nullable [] moving = samples.channel(Channel.MOVING);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && (moving == null || moving[i] > 0)) {
                sum += values[i];
                count++;
            }
        }
        return count == 0
                ? MetricValue.missing(MetricStatus.TOO_SHORT, unit, MOVING)
                : MetricValue.of(sum / count, unit, MOVING);
    }

    private static double[] zeros(double[] values) {
        double[] filled = values.clone();
        for (int i = 0; i < filled.length; i++) {
            if (Double.isNaN(filled[i])) {
                filled[i] = 0;
            }
        }
        return filled;
    }
}
