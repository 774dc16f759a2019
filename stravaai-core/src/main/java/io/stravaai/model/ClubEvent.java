package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A group event of a club. Not documented by Strava. */
public final class ClubEvent extends StravaObject {

    ClubEvent(JsonObject json) {
        super(json);
    }

    public OptionalLong id() {
        return integer("id");
    }

    public Optional<String> title() {
        return text("title");
    }

    public Optional<String> description() {
        return text("description");
    }

    public Optional<ClubId> clubId() {
        return id("club_id", ClubId::of);
    }

    public Optional<Club> club() {
        return object("club", Club::new);
    }

    public Optional<SportType> activityType() {
        return text("activity_type").map(SportType::of);
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    public Optional<RouteId> routeId() {
        return id("route_id", RouteId::of);
    }

    public Optional<Route> route() {
        return object("route", Route::new);
    }

    public Optional<Athlete> organizingAthlete() {
        return object("organizing_athlete", Athlete::new);
    }

    public Optional<Boolean> womenOnly() {
        return flag("women_only");
    }

    public Optional<Boolean> isPrivate() {
        return flag("private");
    }

    public OptionalInt skillLevels() {
        return count("skill_levels");
    }

    public OptionalInt terrain() {
        return count("terrain");
    }

    /** When it takes place from now on. */
    public List<Instant> upcomingOccurrences() {
        return instants("upcoming_occurrences");
    }

    /** The name of the time zone. */
    public Optional<String> zone() {
        return text("zone");
    }

    public Optional<String> address() {
        return text("address");
    }

    public Optional<Boolean> joined() {
        return flag("joined");
    }

    public Optional<LatLng> startLatlng() {
        return latLng("start_latlng");
    }
}
