package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How long an activity stayed in each zone of one kind. */
public final class ActivityZone extends StravaObject {

    ActivityZone(JsonObject json) {
        super(json);
    }

    /** What the zones divide. */
    public Optional<ZoneType> type() {
        return text("type").map(ZoneType::of);
    }

    public OptionalDouble score() {
        return number("score");
    }

    /** From the lowest zone to the highest. */
    public List<TimedZoneRange> distributionBuckets() {
        return objects("distribution_buckets", TimedZoneRange::new);
    }

    public Optional<Boolean> sensorBased() {
        return flag("sensor_based");
    }

    public OptionalDouble points() {
        return number("points");
    }

    public Optional<Boolean> customZones() {
        return flag("custom_zones");
    }

    public OptionalDouble max() {
        return number("max");
    }
}
