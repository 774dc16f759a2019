package io.stravaai.analytics;

import java.time.Duration;
import java.util.List;

/**
 * Critical power and W', fitted to the best efforts of a rider. Models differ by tens of watts on the same efforts, so the
 * model belongs to the value. Immutable.
 *
 * <p>A fit takes at least three efforts between 2 and 20 minutes, of which the longest is at least twice as long as the
 * shortest. They should be maximal and come from the same weeks; nobody can see that from the numbers.
 */
public final class CriticalPower {

    /** How work, power and time belong together. New ones may be added. */
    public enum Model {
        /** {@code work = W' + CP * t}, by least squares on work: Monod and Scherrer, the default. */
        LINEAR_WORK_TIME,
        /** {@code power = CP + W' / t}, by least squares on power: gives the short efforts more weight, and a higher CP. */
        LINEAR_POWER_INVERSE_TIME
    }

    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final int MIN_EFFORTS = 3;
    private static final double MIN_SPREAD = 2;

    private final Model model;
    private final MetricStatus status;
    private final double watts;
    private final double joules;
    private final double residualStandardError;
    private final List<PowerCurve.Point> efforts;

    private CriticalPower(Model model, MetricStatus status, LinearFit fit, List<PowerCurve.Point> efforts) {
        boolean work = model == Model.LINEAR_WORK_TIME;
        this.model = model;
        this.watts = work ? fit.slope() : fit.intercept();
        this.joules = work ? fit.intercept() : fit.slope();
        this.status = status.hasValue() && !(watts > 0 && joules > 0) ? MetricStatus.IMPLAUSIBLE : status;
        this.residualStandardError = fit.residualStandardError();
        this.efforts = efforts;
    }

    /** As {@link #fit(PowerCurve, Model)} with {@link Model#LINEAR_WORK_TIME}. */
    public static CriticalPower fit(PowerCurve curve) {
        return fit(curve, Model.LINEAR_WORK_TIME);
    }

    /**
     * Fits a model to those points of a curve that lie between 2 and 20 minutes and are efforts of just that duration.
     *
     * @param curve of many activities, {@link PowerCurve#bestOf}, or of one with several maximal efforts
     */
    public static CriticalPower fit(PowerCurve curve, Model model) {
        List<PowerCurve.Point> efforts = curve.between(SHORTEST, LONGEST).stream()
                .filter(point -> point.window().equals(point.duration()))
                .toList();
        LinearFit none = new LinearFit(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        if (!curve.status().hasValue()) {
            return new CriticalPower(model, curve.status(), none, efforts);
        }
        double[] seconds = efforts.stream()
                .mapToDouble(point -> point.duration().toSeconds())
                .toArray();
        if (seconds.length < MIN_EFFORTS || seconds[seconds.length - 1] < MIN_SPREAD * seconds[0]) {
            return new CriticalPower(model, MetricStatus.TOO_SHORT, none, efforts);
        }
        double[] x = new double[seconds.length];
        double[] y = new double[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            double watts = efforts.get(i).watts();
            x[i] = model == Model.LINEAR_WORK_TIME ? seconds[i] : 1 / seconds[i];
            y[i] = model == Model.LINEAR_WORK_TIME ? watts * seconds[i] : watts;
        }
        return new CriticalPower(model, MetricStatus.OK, LinearFit.of(x, y), efforts);
    }

    public Model model() {
        return model;
    }

    /** Critical power, in watts. */
    public MetricValue power() {
        return value(watts, MetricUnit.WATTS);
    }

    /** W', in kilojoules. */
    public MetricValue wPrime() {
        return value(joules / 1000, MetricUnit.KILOJOULES);
    }

    /** How far the efforts lie from the line: the residual standard error, in kilojoules or watts by the model. */
    public MetricValue residualStandardError() {
        return model == Model.LINEAR_WORK_TIME
                ? value(residualStandardError / 1000, MetricUnit.KILOJOULES)
                : value(residualStandardError, MetricUnit.WATTS);
    }

    /** The efforts that were fitted, the shortest first. */
    public List<PowerCurve.Point> efforts() {
        return efforts;
    }

    /** {@link MetricStatus#TOO_SHORT} with too few efforts, {@link MetricStatus#IMPLAUSIBLE} if a result is not positive. */
    public MetricStatus status() {
        return status;
    }

    private MetricValue value(double value, MetricUnit unit) {
        return status.hasValue()
                ? MetricValue.of(value, unit, model.name())
                : MetricValue.missing(status, unit, model.name());
    }

    @Override
    public String toString() {
        return "CriticalPower[" + model + ", " + power() + "]";
    }
}
