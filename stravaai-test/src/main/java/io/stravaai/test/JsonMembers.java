package io.stravaai.test;

import java.math.BigDecimal;

/** Writes an object member by member. Not thread-safe. */
final class JsonMembers {

    private final StringBuilder json = new StringBuilder(2048).append('{');

    /** A member whose value is JSON already: a number, a truth value, an object, an array. */
    JsonMembers raw(String name, Object value) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append('"').append(name).append("\":").append(value);
        return this;
    }

    JsonMembers text(String name, String value) {
        return raw(name, Json.text(value));
    }

    JsonMembers nothing(String name) {
        return raw(name, "null");
    }

    /** A number with at most so many digits behind the point. */
    static String decimal(double value, int digits) {
        double scale = Math.pow(10, digits);
        return BigDecimal.valueOf(Math.round(value * scale) / scale).toPlainString();
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
