package io.stravaai.test;

import java.math.BigDecimal;
import java.util.function.Predicate;

/** Writes an object member by member. Not thread-safe. */
final class JsonMembers {

    private final StringBuilder json = new StringBuilder(2048).append('{');
    private final Predicate<String> leftOut;

    JsonMembers() {
        this(name -> false);
    }

    private JsonMembers(Predicate<String> leftOut) {
        this.leftOut = leftOut;
    }

    /** Leaves out what this object has. */
    static JsonMembers besides(byte[] object) {
        return new JsonMembers(name -> Json.member(object, name).isPresent());
    }

    /** A member whose value is JSON already: a number, a truth value, an object, an array. */
    JsonMembers raw(String name, Object value) {
        if (leftOut.test(name)) {
            return this;
        }
        if (json.length() > 1) {
            json.append(',');
        }
        json.append('"').append(name).append("\":").append(value);
        return this;
    }

    JsonMembers text(String name, String value) {
        return raw(name, Json.text(value));
    }

    boolean isEmpty() {
        return json.length() == 1;
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
