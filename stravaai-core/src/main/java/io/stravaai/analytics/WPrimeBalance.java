package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;

/**
 * How much of W' is left at each second of an activity. Immutable.
 *
 * <p>A second in a pause counts as one without power, in which W' comes back. An activity of which more than a tenth has no power
 * measured gives no balance. A balance below zero says that critical power or W' are too low.
 */
public final class WPrimeBalance {

    /** How W' comes back. New ones may be added. */
    public enum Model {
        /**
         * Skiba et al. 2012: {@code W' - sum of e^(-(t - u) / tau) * max(0, P(u) - CP)} with {@code tau = 546 * e^(-0.01 * D) +
         * 316} seconds, D being CP less the mean of the powers below it.
         */
        INTEGRAL,
        /**
         * Froncioni, Skiba and Clarke 2014: above CP it falls by {@code P - CP} each second, below it rises by {@code (CP - P) *
         * (W' - W) / W'}.
         */
        DIFFERENTIAL
    }

    private static final double MIN_COVERAGE = 0.9;

    private final Model model;
    private final MetricStatus status;
    private final double[] joules;

    private WPrimeBalance(Model model, MetricStatus status, double[] joules) {
        this.model = model;
        this.status = status;
        this.joules = joules;
    }

    /** The balance by critical power and W' in force. */
    public static WPrimeBalance of(Samples samples, Thresholds thresholds, Model model) {
        double[] power = samples.channel(Channel.POWER);
        if (power == null) {
            return new WPrimeBalance(model, MetricStatus.MISSING_POWER, new double[0]);
        }
        if (thresholds.criticalPower().isEmpty() || thresholds.wPrime().isEmpty()) {
            return new WPrimeBalance(model, MetricStatus.MISSING_THRESHOLD, new double[0]);
        }
        if (samples.coverage(Channel.POWER) < MIN_COVERAGE) {
            return new WPrimeBalance(model, MetricStatus.LOW_COVERAGE, new double[0]);
        }
        double[] watts = Grid.withGaps(samples.times(), power, samples.gapLimit());
        for (int i = 0; i < watts.length; i++) {
            watts[i] = Double.isNaN(watts[i]) ? 0 : watts[i];
        }
        double criticalPower = thresholds.criticalPower().getAsDouble();
        double wPrime = thresholds.wPrime().getAsDouble();
        return new WPrimeBalance(
                model,
                watts.length == 0 ? MetricStatus.TOO_SHORT : MetricStatus.OK,
                model == Model.INTEGRAL
                        ? integral(watts, criticalPower, wPrime)
                        : differential(watts, criticalPower, wPrime));
    }

    private static double[] integral(double[] watts, double criticalPower, double wPrime) {
        double below = 0;
        int count = 0;
        for (double each : watts) {
            if (each < criticalPower) {
                below += each;
                count++;
            }
        }
        double difference = count == 0 ? 0 : criticalPower - below / count;
        double decay = Math.exp(-1 / (546 * Math.exp(-0.01 * difference) + 316));
        double[] balance = new double[watts.length];
        double spent = 0;
        for (int i = 0; i < watts.length; i++) {
            spent = spent * decay + Math.max(0, watts[i] - criticalPower);
            balance[i] = wPrime - spent;
        }
        return balance;
    }

    private static double[] differential(double[] watts, double criticalPower, double wPrime) {
        double[] balance = new double[watts.length];
        double left = wPrime;
        for (int i = 0; i < watts.length; i++) {
            double above = watts[i] - criticalPower;
            left -= above > 0 ? above : above * (wPrime - left) / wPrime;
            balance[i] = left;
        }
        return balance;
    }

    public Model model() {
        return model;
    }

    public MetricStatus status() {
        return status;
    }

    /** What is left at the end of each second since the first measurement, in joules; empty if it is not known. */
    public double[] joules() {
        return joules.clone();
    }

    /** The least that was left, in kilojoules. */
    public MetricValue lowest() {
        String variant = "w'bal-" + model.name();
        if (!status.hasValue()) {
            return MetricValue.missing(status, MetricUnit.KILOJOULES, variant);
        }
        double lowest = Double.POSITIVE_INFINITY;
        for (double each : joules) {
            lowest = Math.min(lowest, each);
        }
        return MetricValue.of(lowest / 1000, MetricUnit.KILOJOULES, variant);
    }

    @Override
    public String toString() {
        return "WPrimeBalance[" + model + ", " + status + "]";
    }
}
