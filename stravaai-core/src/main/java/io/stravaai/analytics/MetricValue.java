package io.stravaai.analytics;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * A number that says what it is: with its unit, the variant of the formula, and what it is worth. Where there is none it says
 * why. Immutable.
 *
 * <p>Two values of one metric can be compared if their variants are the same.
 */
public final class MetricValue {

    private final double value;
    private final MetricUnit unit;
    private final String variant;
    private final MetricStatus status;
    private final double coverage;

    private MetricValue(double value, MetricUnit unit, String variant, MetricStatus status, double coverage) {
        this.value = value;
        this.unit = Objects.requireNonNull(unit, "unit");
        this.variant = Objects.requireNonNull(variant, "variant");
        this.status = Objects.requireNonNull(status, "status");
        this.coverage = coverage;
    }

    /**
     * A value that stands on all of its data. A number that is not finite is {@link MetricStatus#IMPLAUSIBLE}.
     *
     * @param variant which formula it is, in a few words that stay the same
     */
    public static MetricValue of(double value, MetricUnit unit, String variant) {
        return Double.isFinite(value)
                ? new MetricValue(value, unit, variant, MetricStatus.OK, 1)
                : missing(MetricStatus.IMPLAUSIBLE, unit, variant);
    }

    /**
     * No value.
     *
     * @param status why not
     * @throws IllegalArgumentException if that is a status with a value
     */
    public static MetricValue missing(MetricStatus status, MetricUnit unit, String variant) {
        if (status.hasValue()) {
            throw new IllegalArgumentException(status + " needs a value");
        }
        return new MetricValue(Double.NaN, unit, variant, status, 0);
    }

    /**
     * The same, but with this status.
     *
     * @throws IllegalArgumentException if one of the two has a value and the other has none
     */
    public MetricValue withStatus(MetricStatus status) {
        if (status.hasValue() != isPresent()) {
            throw new IllegalArgumentException(this.status + " cannot become " + status);
        }
        return new MetricValue(value, unit, variant, status, coverage);
    }

    /**
     * The same, but standing on this share of the data.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public MetricValue withCoverage(double coverage) {
        if (!(coverage >= 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage must be between 0 and 1: " + coverage);
        }
        return isPresent() ? new MetricValue(value, unit, variant, status, coverage) : this;
    }

    /** A value made of this one; if this is none, that is none for the same reason. */
    MetricValue map(MetricUnit unit, String variant, DoubleUnaryOperator formula) {
        if (!isPresent()) {
            return new MetricValue(value, unit, variant, status, coverage);
        }
        MetricValue mapped = of(formula.applyAsDouble(value), unit, variant);
        return mapped.isPresent() ? mapped.withStatus(status).withCoverage(coverage) : mapped;
    }

    /** The same, but estimated if that holds; what has no value stays as it is. */
    MetricValue estimatedIf(boolean estimated) {
        return estimated && status == MetricStatus.OK ? withStatus(MetricStatus.ESTIMATED) : this;
    }

    public boolean isPresent() {
        return status.hasValue();
    }

    /** The number; empty if {@link #status()} says that there is none. */
    public OptionalDouble value() {
        return isPresent() ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /**
     * The number.
     *
     * @throws NoSuchElementException if there is none
     */
    public double get() {
        if (!isPresent()) {
            throw new NoSuchElementException("No value: " + status);
        }
        return value;
    }

    /** The number, or this one if there is none; {@code NaN} keeps the two apart. */
    public double orElse(double other) {
        return isPresent() ? value : other;
    }

    public MetricUnit unit() {
        return unit;
    }

    /** Which formula it is. */
    public String variant() {
        return variant;
    }

    public MetricStatus status() {
        return status;
    }

    /**
     * The share of the data on which the value stands, from 0 to 1: of the recorded time, or of what was counted. 0 if there
     * is no value.
     */
    public double coverage() {
        return coverage;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetricValue that
                && Double.compare(value, that.value) == 0
                && unit == that.unit
                && variant.equals(that.variant)
                && status == that.status
                && Double.compare(coverage, that.coverage) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, unit, variant, status, coverage);
    }

    @Override
    public String toString() {
        return (isPresent() ? value + (unit.symbol().isEmpty() ? "" : " " + unit.symbol()) : "no value") + " ["
                + variant + ", " + status + ", coverage " + coverage + "]";
    }
}
