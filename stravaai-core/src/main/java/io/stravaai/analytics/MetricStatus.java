package io.stravaai.analytics;

/** What a {@link MetricValue} is worth, or why it has no value. New ones may be added. */
public enum MetricStatus {
    /** All that the formula asks for was there. */
    OK(true),
    /** An input was estimated, or the formula itself is an estimate. */
    ESTIMATED(true),
    /** A running average that has not yet seen enough days to have forgotten how it began. */
    WARMING_UP(true),
    /** The formula has no finite value here; the value is the bound that the variant documents. */
    CAPPED(true),
    /** There are no usable times. */
    MISSING_TIME(false),
    /** There is no usable heart rate. */
    MISSING_HR(false),
    /** There is no usable power. */
    MISSING_POWER(false),
    /** There is no usable distance or speed. */
    MISSING_DISTANCE(false),
    /** There is no usable altitude. */
    MISSING_ALTITUDE(false),
    /** There is no usable cadence or number of strokes. */
    MISSING_CADENCE(false),
    /** The athlete's threshold, or other setting that the formula needs, is not known for that day. */
    MISSING_THRESHOLD(false),
    /** There is nothing to compute from. */
    MISSING_DATA(false),
    /** There is too little of it: too short an activity, too few days, too few efforts. */
    TOO_SHORT(false),
    /** Too much of the activity has no measurement. */
    LOW_COVERAGE(false),
    /** The effort was too uneven for the metric to mean anything. */
    NOT_STEADY(false),
    /** There is not enough to compare with. */
    NOT_COMPARABLE(false),
    /** The metric does not exist for this sport. */
    NOT_APPLICABLE(false),
    /** The inputs contradict each other, or are outside of what the formula holds for. */
    IMPLAUSIBLE(false);

    private final boolean hasValue;

    MetricStatus(boolean hasValue) {
        this.hasValue = hasValue;
    }

    /** Whether a value comes with it. */
    public boolean hasValue() {
        return hasValue;
    }
}
