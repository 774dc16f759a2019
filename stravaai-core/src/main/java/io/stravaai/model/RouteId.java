package io.stravaai.model;

/**
 * The id of a route: positive, 64 bits. Larger than a double can hold.
 *
 * @param value the id as Strava writes it
 */
public record RouteId(long value) {

    public RouteId {
        if (value <= 0) {
            throw new IllegalArgumentException("A route id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static RouteId of(long value) {
        return new RouteId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
