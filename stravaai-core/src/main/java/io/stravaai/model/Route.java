package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A route an athlete has drawn. */
public final class Route extends StravaObject {

    private final RouteId id;

    Route(JsonObject json) {
        super(json);
        this.id = RouteId.of(json.requiredId("id"));
    }

    public RouteId id() {
        return id;
    }

    public Optional<String> name() {
        return text("name");
    }

    public Optional<String> description() {
        return text("description");
    }

    public Optional<Athlete> athlete() {
        return object("athlete", Athlete::new);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    /** In metres. */
    public OptionalDouble elevationGain() {
        return number("elevation_gain");
    }

    /** 1 for rides, 2 for runs. */
    public OptionalInt type() {
        return count("type");
    }

    /** 1 road, 2 mountain bike, 3 cross, 4 trail, 5 mixed. */
    public OptionalInt subType() {
        return count("sub_type");
    }

    public Optional<Boolean> isPrivate() {
        return flag("private");
    }

    public Optional<Boolean> starred() {
        return flag("starred");
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    public Optional<Instant> updatedAt() {
        return instant("updated_at");
    }

    public Optional<Duration> estimatedMovingTime() {
        return seconds("estimated_moving_time");
    }

    public Optional<PolylineMap> map() {
        return object("map", PolylineMap::new);
    }

    /** Addresses of pictures of the map by Strava's names for them, such as {@code light_url}. */
    public Map<String, String> mapUrls() {
        return textsByName("map_urls");
    }

    public List<Segment> segments() {
        return objects("segments", Segment::new);
    }

    public List<Waypoint> waypoints() {
        return objects("waypoints", Waypoint::new);
    }

    @Override
    public String toString() {
        return "Route[" + id + "]";
    }
}
