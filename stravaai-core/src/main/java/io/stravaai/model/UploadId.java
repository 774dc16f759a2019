package io.stravaai.model;

/**
 * The id of an upload: positive, 64 bits.
 *
 * @param value the id as Strava writes it
 */
public record UploadId(long value) {

    public UploadId {
        if (value <= 0) {
            throw new IllegalArgumentException("An upload id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static UploadId of(long value) {
        return new UploadId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
