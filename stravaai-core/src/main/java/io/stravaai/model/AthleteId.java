package io.stravaai.model;

/**
 * A Strava athlete's id.
 *
 * <p>Strava's ids are positive. A negative id is a placeholder of this library for a grant whose athlete is not known
 * yet, see {@code StravaOAuth.adopt}.
 *
 * @param value the id as Strava writes it
 */
public record AthleteId(long value) implements Comparable<AthleteId> {

    public AthleteId {
        if (value == 0) {
            throw new IllegalArgumentException("An athlete id must not be 0");
        }
    }

    /** The id with this value. */
    public static AthleteId of(long value) {
        return new AthleteId(value);
    }

    @Override
    public int compareTo(AthleteId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
