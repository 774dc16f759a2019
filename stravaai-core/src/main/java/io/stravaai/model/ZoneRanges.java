package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Zones from the lowest to the highest. */
public final class ZoneRanges extends StravaObject {

    ZoneRanges(JsonObject json) {
        super(json);
    }

    /** Whether the athlete has set them. */
    public Optional<Boolean> customZones() {
        return flag("custom_zones");
    }

    public List<ZoneRange> zones() {
        return objects("zones", ZoneRange::new);
    }
}
