package io.stravaai.model;

/**
 * The id of a club: positive, 64 bits.
 *
 * @param value the id as Strava writes it
 */
public record ClubId(long value) {

    public ClubId {
        if (value <= 0) {
            throw new IllegalArgumentException("A club id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static ClubId of(long value) {
        return new ClubId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
