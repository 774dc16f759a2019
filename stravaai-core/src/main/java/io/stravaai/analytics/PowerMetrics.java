package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.OptionalDouble;

/**
 * Metrics of power. Power that was not measured is no power of zero: where samples are missing for no longer than a pause takes
 * ({@link Samples}) they are interpolated, what is missing for longer is left out, and so are pauses; what is left is joined, at one
 * value a second. The
 * coverage of a value is the share of the recorded time with a measurement.
 *
 * <p>What Strava calls weighted average power is none of these: {@link StravaMetrics#weightedAveragePower}.
 */
public final class PowerMetrics {

    /** The window of normalized power, in seconds. */
    private static final int NP_WINDOW = 30;

    /** The least that normalized power and xPower are computed for, in seconds. */
    private static final int MIN_SECONDS = 300;

    /** The time constant of xPower, in seconds. */
    private static final double XPOWER_TAU = 25;

    private static final String MEAN = "mean";
    private static final String NP = "coggan-30s";
    private static final String XPOWER = "skiba-25s";

    private PowerMetrics() {}

    /**
     * Average power in watts: the mean over all recorded seconds with power, zeros included.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power
     */
    public static MetricValue averagePower(Samples samples) {
        double[] grid = grid(samples);
        if (grid.length == 0) {
            return MetricValue.missing(MetricStatus.MISSING_POWER, MetricUnit.WATTS, MEAN);
        }
        return covered(samples, MetricValue.of(Grid.mean(grid), MetricUnit.WATTS, MEAN));
    }

    /**
     * Work in kilojoules: the sum of power over all recorded seconds with power, divided by 1000. What has no measurement adds
     * nothing, so with a coverage below 1 it is a lower bound.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power
     */
    public static MetricValue work(Samples samples) {
        double[] grid = grid(samples);
        if (grid.length == 0) {
            return MetricValue.missing(MetricStatus.MISSING_POWER, MetricUnit.KILOJOULES, "sum");
        }
        double joules = 0;
        for (double watts : grid) {
            joules += watts;
        }
        return covered(samples, MetricValue.of(joules / 1000, MetricUnit.KILOJOULES, "sum"));
    }

    /**
     * Normalized power (NP) in watts, variant {@code coggan-30s}: the means over each full window of 30 s, raised to the fourth
     * power, averaged, and the fourth root of it. It is meant for 20 minutes and more, and overstates what is much shorter.
     *
     * <p>Source: Allen and Coggan, Training and Racing with a Power Meter. Head units agree within 1 W where they count zeros.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power, {@link MetricStatus#TOO_SHORT} below 5 minutes of it
     */
    public static MetricValue normalizedPower(Samples samples) {
        double[] grid = grid(samples);
        if (grid.length < MIN_SECONDS) {
            return MetricValue.missing(tooShort(grid), MetricUnit.WATTS, NP);
        }
        return covered(samples, MetricValue.of(Grid.meanOfFourthPowers(grid, NP_WINDOW), MetricUnit.WATTS, NP));
    }

    /**
     * xPower in watts, variant {@code skiba-25s}: power smoothed by {@code s += (1 - e^(-1/25)) * (p - s)} from {@code s = 0},
     * each second raised to the fourth power, averaged, and the fourth root of it. It is usually some percent below normalized
     * power.
     *
     * <p>Source: Skiba. Others smooth with 25/26 (GoldenCheetah) or with windows.
     *
     * @return {@link MetricStatus#MISSING_POWER} without power, {@link MetricStatus#TOO_SHORT} below 5 minutes of it
     */
    public static MetricValue xPower(Samples samples) {
        double[] grid = grid(samples);
        if (grid.length < MIN_SECONDS) {
            return MetricValue.missing(tooShort(grid), MetricUnit.WATTS, XPOWER);
        }
        return covered(samples, MetricValue.of(smoothedFourthPowers(grid), MetricUnit.WATTS, XPOWER));
    }

    /**
     * Intensity factor: power divided by the FTP in force.
     *
     * @param power normalized power; with xPower the variant says so
     * @return {@link MetricStatus#MISSING_THRESHOLD} without FTP, and what the power lacks if it has no value
     */
    public static MetricValue intensityFactor(MetricValue power, Thresholds thresholds) {
        return overFtp(power, thresholds, MetricUnit.RATIO, power.variant() + "/ftp", 1);
    }

    /**
     * Variability index: normalized power divided by average power, both of the same samples. 1 is perfectly even.
     *
     * @return {@link MetricStatus#IMPLAUSIBLE} if the average is zero, and what the powers lack if one has no value
     */
    public static MetricValue variabilityIndex(MetricValue normalizedPower, MetricValue averagePower) {
        String variant = normalizedPower.variant() + "/mean";
        if (!averagePower.isPresent()) {
            return averagePower.map(MetricUnit.RATIO, variant, same -> same);
        }
        return normalizedPower.map(MetricUnit.RATIO, variant, watts -> watts / averagePower.get());
    }

    /**
     * Training stress score in points: {@code 100 * h * IF^2} with the intensity factor IF = power / FTP; an hour at FTP is 100.
     *
     * <p>Source: Coggan. With xPower in the place of normalized power it is Skiba's BikeScore; the variant tells.
     *
     * @param power normalized power
     * @param seconds the time that was ridden, without pauses
     * @return {@link MetricStatus#MISSING_THRESHOLD} without FTP, {@link MetricStatus#IMPLAUSIBLE} if the time is negative, and
     *     what the power lacks if it has no value
     */
    public static MetricValue trainingStressScore(MetricValue power, double seconds, Thresholds thresholds) {
        String variant = "tss-" + power.variant();
        if (!(seconds >= 0)) {
            return MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.POINTS, variant);
        }
        return overFtp(power, thresholds, MetricUnit.POINTS, variant, 2)
                .map(MetricUnit.POINTS, variant, squared -> 100 * seconds / 3600 * squared);
    }

    /**
     * Power in watts for each kilogram of the weight in force.
     *
     * @return {@link MetricStatus#MISSING_THRESHOLD} if the weight is not known, and what the power lacks if it has no value
     */
    public static MetricValue perKilogram(MetricValue power, Thresholds thresholds) {
        OptionalDouble weight = thresholds.weight();
        String variant = power.variant() + "/kg";
        if (power.isPresent() && weight.isEmpty()) {
            return MetricValue.missing(MetricStatus.MISSING_THRESHOLD, MetricUnit.WATTS_PER_KILOGRAM, variant);
        }
        return power.map(MetricUnit.WATTS_PER_KILOGRAM, variant, watts -> watts / weight.orElse(Double.NaN));
    }

    /**
     * The time in each zone of power.
     *
     * @return its status is {@link MetricStatus#MISSING_POWER} without power
     */
    public static TimeInZones timeInZones(Samples samples, Zones zones) {
        double[] power = samples.channel(Channel.POWER);
        return power == null
                ? TimeInZones.missing(MetricStatus.MISSING_POWER, zones)
                : TimeInZones.of(power, samples.weights(), samples.recordedSeconds(), zones);
    }

    static double[] grid(Samples samples) {
        double[] power = samples.channel(Channel.POWER);
        return power == null ? new double[0] : Grid.joined(samples.times(), power, samples.gapLimit());
    }

    static double smoothedFourthPowers(double[] watts) {
        double gain = 1 - Math.exp(-1 / XPOWER_TAU);
        double smoothed = 0;
        double fourth = 0;
        for (double each : watts) {
            smoothed += gain * (each - smoothed);
            fourth += smoothed * smoothed * smoothed * smoothed;
        }
        return Math.sqrt(Math.sqrt(fourth / watts.length));
    }

    private static MetricValue overFtp(
            MetricValue power, Thresholds thresholds, MetricUnit unit, String variant, int exponent) {
        if (power.isPresent() && thresholds.ftp().isEmpty()) {
            return MetricValue.missing(MetricStatus.MISSING_THRESHOLD, unit, variant);
        }
        return power.map(
                unit, variant, watts -> Math.pow(watts / thresholds.ftp().orElse(Double.NaN), exponent));
    }

    private static MetricStatus tooShort(double[] grid) {
        return grid.length == 0 ? MetricStatus.MISSING_POWER : MetricStatus.TOO_SHORT;
    }

    private static MetricValue covered(Samples samples, MetricValue value) {
        return value.withCoverage(samples.coverage(Channel.POWER));
    }
}
