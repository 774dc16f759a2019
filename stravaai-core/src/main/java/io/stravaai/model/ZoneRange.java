package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.OptionalDouble;

/** A zone, in the unit of the zones it belongs to. */
public final class ZoneRange extends StravaObject {

    ZoneRange(JsonObject json) {
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
}
