package io.stravaai.model;

/**
 * The id of a bike or a pair of shoes: {@code b} or {@code g}, and a number.
 *
 * @param value the id as Strava writes it
 */
public record GearId(String value) {

    public GearId {
        if (!isId(value)) {
            throw new IllegalArgumentException("Not a gear id, such as b12345 or g12345: '" + value + "'");
        }
    }

    static boolean isId(String value) {
        return value.matches("[A-Za-z0-9_-]+");
    }

    /** The id with this value. */
    public static GearId of(String value) {
        return new GearId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
