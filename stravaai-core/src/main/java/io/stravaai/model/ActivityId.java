package io.stravaai.model;

/**
 * A Strava activity's id: positive, 64 bits. Activity ids are not in the order of the activities' start.
 *
 * @param value the id as Strava writes it
 */
public record ActivityId(long value) implements Comparable<ActivityId> {

    public ActivityId {
        if (value <= 0) {
            throw new IllegalArgumentException("An activity id must be positive: " + value);
        }
    }

    /** The id with this value. */
    public static ActivityId of(long value) {
        return new ActivityId(value);
    }

    @Override
    public int compareTo(ActivityId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
