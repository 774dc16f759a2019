package io.stravaai.model;

/**
 * The id of an effort on a segment: positive, 64 bits. Larger than a double can hold.
 *
 * @param value the id as Strava writes it
 */
public record SegmentEffortId(long value) {

    public SegmentEffortId {
        if (value <= 0) {
            throw new IllegalArgumentException("A segment effort id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static SegmentEffortId of(long value) {
        return new SegmentEffortId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
