package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** A zone and the time spent in it: beats per minute, watts, or metres per second, by the kind of the zones. */
public final class TimedZoneRange extends StravaObject {

    TimedZoneRange(JsonObject json) {
        super(json);
    }

    /** The lower end. */
    public OptionalDouble min() {
        return number("min");
    }

    /** The upper end; empty if the zone has none, which Strava writes as -1. */
    public OptionalDouble max() {
        OptionalDouble max = number("max");
        return max.isPresent() && max.getAsDouble() == -1 ? OptionalDouble.empty() : max;
    }

    public Optional<Duration> time() {
        return seconds("time");
    }
}
