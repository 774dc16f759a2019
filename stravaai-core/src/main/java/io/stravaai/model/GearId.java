package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;

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

    /** The id with this value. */
    public static GearId of(String value) {
        return new GearId(value);
    }

    /** The id that stands in a field. */
    static GearId read(JsonObject json, String field, String text) {
        if (!isId(text)) {
            throw json.misshapen(field, "the id of gear");
        }
        return new GearId(text);
    }

    private static boolean isId(String text) {
        return text.matches("[A-Za-z0-9_-]+");
    }

    @Override
    public String toString() {
        return value;
    }
}
