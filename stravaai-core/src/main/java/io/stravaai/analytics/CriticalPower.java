package io.stravaai.analytics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Critical power and W', fitted to the best efforts of a rider. Models differ by tens of watts on the same efforts, so the
 * model belongs to the value. Immutable.
 *
 * <p>A fit takes at least three efforts between 2 and 20 minutes, four for models with three parameters, of which the longest is at
 * least twice as long as the shortest. They should be maximal and come from the same weeks; nobody can see that from the numbers.
 */
public final class CriticalPower {

    /** How work, power and time belong together: t is the duration in seconds, P the power. New ones may be added. */
    public enum Model {
        /** {@code work = W' + CP * t}, by least squares on work: Monod and Scherrer, the default. */
        LINEAR_WORK_TIME,
        /** {@code P = CP + W' / t}, by least squares on power: gives the short efforts more weight, and a higher CP. */
        LINEAR_POWER_INVERSE_TIME,
        /**
         * {@code t = W' / (P - CP) + k} with {@code k = W' / (CP - Pmax)} below zero, by least squares on time: Morton 1996. For efforts
         * at a given power until exhaustion.
         */
        THREE_PARAMETER_TIME,
        /** The same curve, {@code P = CP + W' / (t - k)}, by least squares on power: for the best power of given durations. */
        THREE_PARAMETER_POWER,
        /** {@code P = CP + (Pmax - CP) * e^(-t / tau)}, by least squares on power: Hopkins et al. 1989. It has no W'. */
        EXPONENTIAL
    }

    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final double MIN_SPREAD = 2;

    private final Model model;
    private final MetricStatus status;
    private final Parameters parameters;
    private final List<PowerCurve.Point> efforts;

    /**
     * What a fit says, {@code NaN} where it says nothing.
     *
     * @param watts CP
     * @param joules W'
     * @param maxWatts power at a duration of 0
     * @param residualStandardError in the unit of what was fitted
     */
    record Parameters(double watts, double joules, double maxWatts, double residualStandardError) {

        static final Parameters NONE = new Parameters(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        private boolean arePlausible(Model model) {
            return switch (model) {
                case LINEAR_WORK_TIME, LINEAR_POWER_INVERSE_TIME -> watts > 0 && joules > 0;
                case THREE_PARAMETER_TIME, THREE_PARAMETER_POWER -> watts > 0 && joules > 0 && maxWatts > watts;
                case EXPONENTIAL -> watts > 0 && maxWatts > watts;
            };
        }
    }

    private CriticalPower(Model model, MetricStatus status, Parameters parameters, List<PowerCurve.Point> efforts) {
        this.model = model;
        this.status = status.hasValue() && !parameters.arePlausible(model) ? MetricStatus.IMPLAUSIBLE : status;
        this.parameters = parameters;
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
        if (!curve.status().hasValue()) {
            return new CriticalPower(model, curve.status(), Parameters.NONE, efforts);
        }
        double[] seconds = efforts.stream()
                .mapToDouble(point -> point.duration().toSeconds())
                .toArray();
        double[] watts = efforts.stream().mapToDouble(PowerCurve.Point::watts).toArray();
        if (seconds.length < minEfforts(model) || seconds[seconds.length - 1] < MIN_SPREAD * seconds[0]) {
            return new CriticalPower(model, MetricStatus.TOO_SHORT, Parameters.NONE, efforts);
        }
        return new CriticalPower(model, MetricStatus.OK, parameters(model, seconds, watts), efforts);
    }

    private static int minEfforts(Model model) {
        return switch (model) {
            case LINEAR_WORK_TIME, LINEAR_POWER_INVERSE_TIME -> 3;
            case THREE_PARAMETER_TIME, THREE_PARAMETER_POWER, EXPONENTIAL -> 4;
        };
    }

    static Parameters parameters(Model model, double[] seconds, double[] watts) {
        int n = seconds.length;
        // Shapes are times; no effort tells of ones that are much longer or shorter than itself.
        double brief = 1e-3 * seconds[0];
        double lasting = 1e3 * seconds[n - 1];
        return switch (model) {
            case LINEAR_WORK_TIME -> {
                double[] work = new double[n];
                Arrays.setAll(work, i -> watts[i] * seconds[i]);
                LinearFit fit = LinearFit.of(seconds, work);
                yield new Parameters(fit.slope(), fit.intercept(), Double.NaN, fit.residualStandardError());
            }
            case LINEAR_POWER_INVERSE_TIME -> {
                LinearFit fit =
                        LinearFit.of(Arrays.stream(seconds).map(t -> 1 / t).toArray(), watts);
                yield new Parameters(fit.intercept(), fit.slope(), Double.NaN, fit.residualStandardError());
            }
            case THREE_PARAMETER_TIME -> {
                // The shape is how far CP lies below the least power.
                double least = Arrays.stream(watts).min().orElse(Double.NaN);
                ShapedFit fit = ShapedFit.of(
                        1e-4 * least, least, watts, seconds, (below, power) -> 1 / (power - least + below));
                double cp = least - fit.shape();
                double joules = fit.line().slope();
                yield new Parameters(cp, joules, cp - joules / fit.line().intercept(), fit.residualStandardError(n));
            }
            case THREE_PARAMETER_POWER -> {
                ShapedFit fit = ShapedFit.of(brief, lasting, seconds, watts, (offset, t) -> 1 / (t + offset));
                double cp = fit.line().intercept();
                double joules = fit.line().slope();
                yield new Parameters(cp, joules, cp + joules / fit.shape(), fit.residualStandardError(n));
            }
            case EXPONENTIAL -> {
                ShapedFit fit = ShapedFit.of(brief, lasting, seconds, watts, (tau, t) -> Math.exp(-t / tau));
                double cp = fit.line().intercept();
                yield new Parameters(cp, Double.NaN, cp + fit.line().slope(), fit.residualStandardError(n));
            }
        };
    }

    public Model model() {
        return model;
    }

    /** Critical power, in watts. */
    public MetricValue power() {
        return value(parameters.watts(), MetricUnit.WATTS);
    }

    /** W', in kilojoules; {@link MetricStatus#NOT_APPLICABLE} for {@link Model#EXPONENTIAL}. */
    public MetricValue wPrime() {
        return model == Model.EXPONENTIAL
                ? notApplicable(MetricUnit.KILOJOULES)
                : value(parameters.joules() / 1000, MetricUnit.KILOJOULES);
    }

    /**
     * The power at a duration of 0, in watts: where the curve ends, usually beyond what was measured; {@link
     * MetricStatus#NOT_APPLICABLE} for models of two parameters, which have no end.
     */
    public MetricValue maxPower() {
        return switch (model) {
            case LINEAR_WORK_TIME, LINEAR_POWER_INVERSE_TIME -> notApplicable(MetricUnit.WATTS);
            case THREE_PARAMETER_TIME, THREE_PARAMETER_POWER, EXPONENTIAL ->
                value(parameters.maxWatts(), MetricUnit.WATTS).estimatedIf(true);
        };
    }

    /** How far the efforts lie from the curve: the residual standard error, in kilojoules, seconds or watts by the model. */
    public MetricValue residualStandardError() {
        double error = parameters.residualStandardError();
        return switch (model) {
            case LINEAR_WORK_TIME -> value(error / 1000, MetricUnit.KILOJOULES);
            case THREE_PARAMETER_TIME -> value(error, MetricUnit.SECONDS);
            case LINEAR_POWER_INVERSE_TIME, THREE_PARAMETER_POWER, EXPONENTIAL -> value(error, MetricUnit.WATTS);
        };
    }

    /** The efforts that were fitted, the shortest first: beyond the shortest and the longest the model says nothing. */
    public List<PowerCurve.Point> efforts() {
        return efforts;
    }

    /**
     * {@link MetricStatus#TOO_SHORT} with too few efforts, {@link MetricStatus#IMPLAUSIBLE} if a result is not positive, or no curve of
     * the model is nearer to the efforts than all others.
     */
    public MetricStatus status() {
        return status;
    }

    private MetricValue value(double value, MetricUnit unit) {
        return status.hasValue()
                ? MetricValue.of(value, unit, model.name())
                : MetricValue.missing(status, unit, model.name());
    }

    private MetricValue notApplicable(MetricUnit unit) {
        return MetricValue.missing(MetricStatus.NOT_APPLICABLE, unit, model.name());
    }

    @Override
    public String toString() {
        return "CriticalPower[" + model + ", " + power() + "]";
    }
}
