package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A kilometre or mile of a run. */
public final class Split extends StravaObject {

    Split(JsonObject json) {
        super(json);
    }

    /** From 1. */
    public OptionalInt split() {
        return count("split");
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    public Optional<Duration> elapsedTime() {
        return seconds("elapsed_time");
    }

    public Optional<Duration> movingTime() {
        return seconds("moving_time");
    }

    /** In metres. */
    public OptionalDouble elevationDifference() {
        return number("elevation_difference");
    }

    /** In metres per second. */
    public OptionalDouble averageSpeed() {
        return number("average_speed");
    }

    /** In metres per second. */
    public OptionalDouble averageGradeAdjustedSpeed() {
        return number("average_grade_adjusted_speed");
    }

    /** In beats per minute. */
    public OptionalDouble averageHeartrate() {
        return number("average_heartrate");
    }

    public OptionalInt paceZone() {
        return count("pace_zone");
    }
}
