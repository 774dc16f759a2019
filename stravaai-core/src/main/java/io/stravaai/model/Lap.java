package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A lap of an activity. */
public final class Lap extends StravaObject {

    Lap(JsonObject json) {
        super(json);
    }

    public OptionalLong id() {
        return integer("id");
    }

    public Optional<String> name() {
        return text("name");
    }

    public Optional<ActivityId> activity() {
        return reference("activity", ActivityId::of);
    }

    public Optional<AthleteId> athlete() {
        return reference("athlete", AthleteId::of);
    }

    public Optional<Duration> elapsedTime() {
        return seconds("elapsed_time");
    }

    public Optional<Duration> movingTime() {
        return seconds("moving_time");
    }

    public Optional<Instant> startDate() {
        return instant("start_date");
    }

    /** The wall-clock time where it began. */
    public Optional<LocalDateTime> startDateLocal() {
        return localDateTime("start_date_local");
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    /** From 1. */
    public OptionalInt lapIndex() {
        return count("lap_index");
    }

    public OptionalInt split() {
        return count("split");
    }

    /** Where it begins in the activity's streams. */
    public OptionalInt startIndex() {
        return count("start_index");
    }

    /** Where it ends in the activity's streams. */
    public OptionalInt endIndex() {
        return count("end_index");
    }

    /** In metres. */
    public OptionalDouble totalElevationGain() {
        return number("total_elevation_gain");
    }

    /** In metres per second. */
    public OptionalDouble averageSpeed() {
        return number("average_speed");
    }

    /** In metres per second. */
    public OptionalDouble maxSpeed() {
        return number("max_speed");
    }

    /** In revolutions, or steps of one foot, per minute. */
    public OptionalDouble averageCadence() {
        return number("average_cadence");
    }

    /** In watts. */
    public OptionalDouble averageWatts() {
        return number("average_watts");
    }

    /** Whether the watts come from a power meter. */
    public Optional<Boolean> deviceWatts() {
        return flag("device_watts");
    }

    /** In beats per minute. */
    public OptionalDouble averageHeartrate() {
        return number("average_heartrate");
    }

    /** In beats per minute. */
    public OptionalDouble maxHeartrate() {
        return number("max_heartrate");
    }

    /** Runs only. */
    public OptionalInt paceZone() {
        return count("pace_zone");
    }
}
