package io.stravaai.model;

import java.util.Objects;

/**
 * A kind of sport, by the name Strava gives it ({@code sport_type}).
 *
 * <p>Strava adds sports without notice, so this is an open set: every name is kept as it came, and two sport types are
 * equal when their names are.
 */
public final class SportType {

    public static final SportType RUN = new SportType("Run");
    public static final SportType TRAIL_RUN = new SportType("TrailRun");
    public static final SportType RIDE = new SportType("Ride");
    public static final SportType GRAVEL_RIDE = new SportType("GravelRide");
    public static final SportType MOUNTAIN_BIKE_RIDE = new SportType("MountainBikeRide");
    public static final SportType VIRTUAL_RIDE = new SportType("VirtualRide");
    public static final SportType SWIM = new SportType("Swim");
    public static final SportType WALK = new SportType("Walk");
    public static final SportType HIKE = new SportType("Hike");

    private final String name;

    private SportType(String name) {
        this.name = name;
    }

    /** The sport type with this name, known to this library or not. */
    public static SportType of(String name) {
        return new SportType(Objects.requireNonNull(name, "name"));
    }

    /** Strava's name, for example {@code TrailRun}. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SportType that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
