package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A point of interest along a route. */
public final class Waypoint extends StravaObject {

    Waypoint(JsonObject json) {
        super(json);
    }

    public Optional<LatLng> latlng() {
        return latLng("latlng");
    }

    public Optional<LatLng> targetLatlng() {
        return latLng("target_latlng");
    }

    public List<String> categories() {
        return texts("categories");
    }

    public Optional<String> title() {
        return text("title");
    }

    public Optional<String> description() {
        return text("description");
    }

    /** In metres. */
    public OptionalDouble distanceIntoRoute() {
        return number("distance_into_route");
    }
}
