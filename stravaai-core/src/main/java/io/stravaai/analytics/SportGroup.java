package io.stravaai.analytics;

import io.stravaai.model.SportType;
import java.util.Map;

/** Sports that are measured alike. New ones may be added; sports that are in none of them are {@link #OTHER}. */
public enum SportGroup {
    /** On wheels that the rider drives, indoors and out, with and without a motor's help. */
    RIDE(40),
    /** Runs, indoors and out. */
    RUN(12.5),
    SWIM(3),
    /** Walks, hikes and snowshoe walks. */
    WALK(6),
    OTHER(60);

    private static final Map<SportType, SportGroup> GROUPS = Map.ofEntries(
            Map.entry(SportType.RIDE, RIDE),
            Map.entry(SportType.VIRTUAL_RIDE, RIDE),
            Map.entry(SportType.GRAVEL_RIDE, RIDE),
            Map.entry(SportType.MOUNTAIN_BIKE_RIDE, RIDE),
            Map.entry(SportType.E_BIKE_RIDE, RIDE),
            Map.entry(SportType.E_MOUNTAIN_BIKE_RIDE, RIDE),
            Map.entry(SportType.HANDCYCLE, RIDE),
            Map.entry(SportType.VELOMOBILE, RIDE),
            Map.entry(SportType.RUN, RUN),
            Map.entry(SportType.TRAIL_RUN, RUN),
            Map.entry(SportType.VIRTUAL_RUN, RUN),
            Map.entry(SportType.SWIM, SWIM),
            Map.entry(SportType.WALK, WALK),
            Map.entry(SportType.HIKE, WALK),
            Map.entry(SportType.SNOWSHOE, WALK));

    private final double maxSpeed;

    SportGroup(double maxSpeed) {
        this.maxSpeed = maxSpeed;
    }

    /** The group of a sport. */
    public static SportGroup of(SportType sport) {
        return GROUPS.getOrDefault(sport, OTHER);
    }

    /** Faster than this, in m/s, is an error of the measurement: 144 km/h on wheels, 45 km/h on foot, 10.8 km/h in water. */
    double maxSpeed() {
        return maxSpeed;
    }

    /** Whether nobody covers so many metres in so many seconds: a jump of the satellites, more than the 25 m by which they tremble. */
    boolean isJump(double metres, double seconds) {
        return metres > 25 && metres > maxSpeed * seconds;
    }

    /** Slower than this, in m/s, is standing: 4, 1.5 and 0.5 km/h for rides, runs and swims. */
    double movingSpeed() {
        return switch (this) {
            case RIDE -> 4 / 3.6;
            case SWIM -> 0.5 / 3.6;
            case RUN, WALK, OTHER -> 1.5 / 3.6;
        };
    }
}
