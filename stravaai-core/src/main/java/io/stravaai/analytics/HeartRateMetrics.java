package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of heart rate. A sample stands for the time since the one before; pauses, and time without heart rate, add nothing. The
 * coverage is the share of the recorded time with heart rate.
 */
public final class HeartRateMetrics {

    /** Formulas that estimate the maximal heart rate from the age. New ones may be added. */
    public enum MaxFormula {
        /** {@code 208 - 0.7 * age}: Tanaka et al. 2001, the default. */
        TANAKA(208, 0.7),
        /** {@code 220 - age}. */
        FOX(220, 1),
        /** {@code 207 - 0.7 * age}. */
        GELLISH(207, 0.7),
        /** {@code 211 - 0.64 * age}. */
        NES(211, 0.64),
        /** {@code 216.6 - 0.84 * age}. */
        ASTRAND(216.6, 0.84),
        /** {@code 209.3 - 0.72 * age}. */
        ARENA(209.3, 0.72);

        private final double start;
        private final double perYear;

        MaxFormula(double start, double perYear) {
            this.start = start;
            this.perYear = perYear;
        }
    }

    private static final String MEAN = "mean";
    private static final String LUCIA = "lucia";

    /** Where the threshold lies in the reserve if it is not known. */
    private static final double DEFAULT_LTHR = 0.85;

    private HeartRateMetrics() {}

    /**
     * Average heart rate: the mean over the recorded time with heart rate, weighted by time.
     *
     * @return {@link MetricStatus#MISSING_HR} without heart rate
     */
    public static MetricValue average(Samples samples) {
        double[] rates = samples.channel(Channel.HEART_RATE);
        if (rates == null) {
            return MetricValue.missing(MetricStatus.MISSING_HR, MetricUnit.BEATS_PER_MINUTE, MEAN);
        }
        double[] weights = samples.weights();
        double sum = 0;
        double seconds = 0;
        for (int i = 0; i < rates.length; i++) {
            if (!Double.isNaN(rates[i])) {
                sum += rates[i] * weights[i];
                seconds += weights[i];
            }
        }
        return seconds == 0
                ? MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.BEATS_PER_MINUTE, MEAN)
                : covered(samples, MetricValue.of(sum / seconds, MetricUnit.BEATS_PER_MINUTE, MEAN));
    }

    /**
     * The maximal heart rate that a formula expects at an age. Single athletes differ from it by 10 and more beats; an observed
     * maximum is always better.
     *
     * @param age in years
     * @return {@link MetricStatus#ESTIMATED}; {@link MetricStatus#IMPLAUSIBLE} outside of 5 to 100 years
     */
    public static MetricValue estimatedMaximum(MaxFormula formula, double age) {
        return age >= 5 && age <= 100
                ? MetricValue.of(formula.start - formula.perYear * age, MetricUnit.BEATS_PER_MINUTE, formula.name())
                        .withStatus(MetricStatus.ESTIMATED)
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.BEATS_PER_MINUTE, formula.name());
    }

    /**
     * Banister's training impulse in points, sample by sample: the sum of {@code minutes * r * A * e^(B * r)}, with r the share of
     * the heart rate reserve, {@code (hr - rest) / (max - rest)}, not below 0; A = 0.64 and B = 1.92 for men, A = 0.86 and B =
     * 1.67 for women. Heart rates below 0.7 of the resting or above 1.5 of the maximal one are no measurement.
     *
     * <p>Source: Banister 1991; Morton, Fitz-Clarke and Banister 1990. Many tools take 0.64 for women too, or the average heart
     * rate of the activity, which gives less for intervals.
     *
     * @return {@link MetricStatus#MISSING_HR}; {@link MetricStatus#MISSING_THRESHOLD} if resting or maximal heart rate or the sex
     *     is not known
     */
    public static MetricValue trimpBanister(Samples samples, Thresholds thresholds) {
        String variant = banister(thresholds, "samples");
        double[] rates = samples.channel(Channel.HEART_RATE);
        HeartRateReserve reserve = HeartRateReserve.of(thresholds);
        if (rates == null || reserve == null || thresholds.sex().isEmpty()) {
            return MetricValue.missing(
                    rates == null ? MetricStatus.MISSING_HR : MetricStatus.MISSING_THRESHOLD,
                    MetricUnit.POINTS,
                    variant);
        }
        Sex sex = thresholds.sex().get();
        double[] weights = samples.weights();
        double sum = 0;
        double seconds = 0;
        for (int i = 0; i < rates.length; i++) {
            if (reserve.accepts(rates[i])) {
                sum += banister(reserve.share(rates[i]), weights[i], sex);
                seconds += weights[i];
            }
        }
        return seconds == 0
                ? MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.POINTS, variant)
                : MetricValue.of(sum, MetricUnit.POINTS, variant)
                        .withCoverage(Math.min(1, seconds / samples.recordedSeconds()));
    }

    /**
     * Banister's training impulse of a time at one heart rate, by the formula of {@link #trimpBanister(Samples, Thresholds)}. With
     * the average of an activity it is an estimate, and too low for intervals.
     *
     * @return {@link MetricStatus#MISSING_THRESHOLD} as there; {@link MetricStatus#IMPLAUSIBLE} if the heart rate or the time
     *     cannot be
     */
    public static MetricValue trimpBanister(double heartRate, double seconds, Thresholds thresholds) {
        String variant = banister(thresholds, "mean");
        HeartRateReserve reserve = HeartRateReserve.of(thresholds);
        if (reserve == null || thresholds.sex().isEmpty()) {
            return MetricValue.missing(MetricStatus.MISSING_THRESHOLD, MetricUnit.POINTS, variant);
        }
        if (!reserve.accepts(heartRate) || !(seconds >= 0)) {
            return MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.POINTS, variant);
        }
        return MetricValue.of(
                banister(reserve.share(heartRate), seconds, thresholds.sex().get()), MetricUnit.POINTS, variant);
    }

    /**
     * Edwards' training impulse in points: minutes in the zones 50-60, 60-70, 70-80, 80-90 and above 90 % of the maximal heart rate,
     * times 1 to 5. Below 50 % is nothing.
     *
     * <p>Source: Edwards 1993, The Heart Rate Monitor Book.
     *
     * @return {@link MetricStatus#MISSING_HR}; {@link MetricStatus#MISSING_THRESHOLD} if the maximal heart rate is not known
     */
    public static MetricValue trimpEdwards(Samples samples, Thresholds thresholds) {
        OptionalDouble max = thresholds.maxHeartRate();
        double m = max.orElse(Double.NaN);
        return weighted(
                samples,
                max.isPresent() ? Zones.of("edwards", 0.5 * m, 0.6 * m, 0.7 * m, 0.8 * m, 0.9 * m) : null,
                0,
                "edwards");
    }

    /**
     * Lucia's training impulse in points: minutes below the first ventilatory threshold, between the two, and above the second, times
     * 1, 2 and 3.
     *
     * <p>Source: Lucia et al. 2003.
     *
     * @return {@link MetricStatus#MISSING_HR}; {@link MetricStatus#MISSING_THRESHOLD} if a ventilatory threshold is not known
     */
    public static MetricValue trimpLucia(Samples samples, Thresholds thresholds) {
        OptionalDouble first = thresholds.ventilatoryThreshold1();
        OptionalDouble second = thresholds.ventilatoryThreshold2();
        return weighted(
                samples,
                first.isPresent() && second.isPresent()
                        ? Zones.of(LUCIA, first.getAsDouble(), second.getAsDouble())
                        : null,
                1,
                LUCIA);
    }

    /**
     * Heart rate stress score, also hrTSS, in points: {@code 100 * TRIMP / TRIMP of an hour at the lactate threshold}, both by
     * Banister. Where the threshold is not known it is taken at 85 % of the reserve, and the value is {@link
     * MetricStatus#ESTIMATED}.
     *
     * @param trimp of {@link #trimpBanister(Samples, Thresholds)}
     * @return {@link MetricStatus#MISSING_THRESHOLD} if resting or maximal heart rate or the sex is not known, and what the
     *     impulse lacks if it has no value
     */
    public static MetricValue heartRateStressScore(MetricValue trimp, SportGroup sport, Thresholds thresholds) {
        String variant = "hrss-" + trimp.variant();
        if (!trimp.isPresent()) {
            return trimp.map(MetricUnit.POINTS, variant, same -> same);
        }
        HeartRateReserve reserve = HeartRateReserve.of(thresholds);
        Sex sex = thresholds.sex().orElse(null);
        if (reserve == null || sex == null) {
            return MetricValue.missing(MetricStatus.MISSING_THRESHOLD, MetricUnit.POINTS, variant);
        }
        OptionalDouble known = thresholds.lthr(sport);
        double share = known.isPresent() ? reserve.share(known.getAsDouble()) : DEFAULT_LTHR;
        double hour = banister(share, 3600, sex);
        return trimp.map(MetricUnit.POINTS, variant, points -> 100 * points / hour)
                .estimatedIf(known.isEmpty());
    }

    /**
     * The time in each zone of heart rate.
     *
     * @return its status is {@link MetricStatus#MISSING_HR} without heart rate
     */
    public static TimeInZones timeInZones(Samples samples, Zones zones) {
        double[] rates = samples.channel(Channel.HEART_RATE);
        return rates == null
                ? TimeInZones.missing(MetricStatus.MISSING_HR, zones)
                : TimeInZones.of(rates, samples.weights(), samples.recordedSeconds(), zones);
    }

    private static MetricValue weighted(Samples samples, @Nullable Zones zones, int first, String variant) {
        if (!samples.has(Channel.HEART_RATE) || zones == null) {
            return MetricValue.missing(
                    samples.has(Channel.HEART_RATE) ? MetricStatus.MISSING_THRESHOLD : MetricStatus.MISSING_HR,
                    MetricUnit.POINTS,
                    variant);
        }
        TimeInZones time = timeInZones(samples, zones);
        if (!time.status().hasValue()) {
            return MetricValue.missing(time.status(), MetricUnit.POINTS, variant);
        }
        double sum = 0;
        for (int i = 0; i < time.seconds().size(); i++) {
            sum += time.seconds().get(i) / 60 * (first + i);
        }
        return MetricValue.of(sum, MetricUnit.POINTS, variant).withCoverage(time.coverage());
    }

    private static double banister(double share, double seconds, Sex sex) {
        double r = Math.max(0, share);
        return sex == Sex.MALE
                ? seconds / 60 * r * 0.64 * Math.exp(1.92 * r)
                : seconds / 60 * r * 0.86 * Math.exp(1.67 * r);
    }

    private static String banister(Thresholds thresholds, String basis) {
        return "banister-" + basis
                + thresholds
                        .sex()
                        .map(sex -> sex == Sex.MALE ? "-0.64-1.92" : "-0.86-1.67")
                        .orElse("");
    }

    private static MetricValue covered(Samples samples, MetricValue value) {
        return value.withCoverage(samples.coverage(Channel.HEART_RATE));
    }
}
