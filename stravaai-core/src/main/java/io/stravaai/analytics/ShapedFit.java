package io.stravaai.analytics;

import java.util.function.DoubleUnaryOperator;

/**
 * A curve that is a line as soon as one positive number, its shape, is known: {@code y = intercept + slope * x(shape, given)}, by least
 * squares on y. The shape is searched for in one dimension, so that the same points always give the same fit.
 */
record ShapedFit(double shape, LinearFit line) {

    private static final int STEPS = 400;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double PRECISION = 1e-12;

    /** What a measurement becomes, with a shape. */
    @FunctionalInterface
    interface Bend {
        double apply(double shape, double given);
    }

    /**
     * The best fit with a shape within these limits.
     *
     * @return with {@code NaN}s if it is at a limit: no shape is best then
     */
    static ShapedFit of(double lowest, double highest, double[] given, double[] y, Bend bend) {
        double from = Math.log(lowest);
        double step = (Math.log(highest) - from) / STEPS;
        DoubleUnaryOperator misfit = log -> {
            double error = line(Math.exp(log), given, y, bend).residualStandardError();
            // With some shapes all x are the same, and there is no line.
            return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        };
        int best = 0;
        for (int i = 1; i <= STEPS; i++) {
            if (misfit.applyAsDouble(from + i * step) < misfit.applyAsDouble(from + best * step)) {
                best = i;
            }
        }
        if (best == 0 || best == STEPS) {
            return new ShapedFit(Double.NaN, LinearFit.NONE);
        }
        double shape = Math.exp(lowestBetween(misfit, from + (best - 1) * step, from + (best + 1) * step));
        return new ShapedFit(shape, line(shape, given, y, bend));
    }

    /** By golden section. */
    private static double lowestBetween(DoubleUnaryOperator function, double from, double to) {
        double low = from;
        double high = to;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        while (high - low > PRECISION) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }

    private static LinearFit line(double shape, double[] given, double[] y, Bend bend) {
        double[] x = new double[given.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = bend.apply(shape, given[i]);
        }
        return LinearFit.of(x, y);
    }

    /** The residual standard error, for three parameters. */
    double residualStandardError(int points) {
        return line.residualStandardError() * Math.sqrt((points - 2.0) / (points - 3.0));
    }
}
