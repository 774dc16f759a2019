package io.stravaai.model;

/**
 * The id of a segment: positive, 64 bits.
 *
 * @param value the id as Strava writes it
 */
public record SegmentId(long value) {

    public SegmentId {
        if (value <= 0) {
            throw new IllegalArgumentException("A segment id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static SegmentId of(long value) {
        return new SegmentId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
