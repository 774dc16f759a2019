package io.stravaai.model;

/**
 * The id of a push subscription: positive, 64 bits.
 *
 * @param value the id as Strava writes it
 */
public record SubscriptionId(long value) {

    public SubscriptionId {
        if (value <= 0) {
            throw new IllegalArgumentException("A subscription id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static SubscriptionId of(long value) {
        return new SubscriptionId(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
