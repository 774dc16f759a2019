package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An athlete: the one whose grant is used, as far as the scopes show, or somebody else, of whom Strava may tell no more
 * than a first name and an initial.
 */
public final class Athlete extends StravaObject {

    Athlete(JsonObject json) {
        super(json);
    }

    /** Empty where Strava hides it: in kudos and comments. */
    public Optional<AthleteId> id() {
        return id("id", AthleteId::of);
    }

    /** 1 for an id alone, 2 for a summary, 3 for all there is. */
    public OptionalInt resourceState() {
        return count("resource_state");
    }

    public Optional<String> username() {
        return text("username");
    }

    public Optional<String> firstname() {
        return text("firstname");
    }

    public Optional<String> lastname() {
        return text("lastname");
    }

    public Optional<String> bio() {
        return text("bio");
    }

    public Optional<String> city() {
        return text("city");
    }

    public Optional<String> state() {
        return text("state");
    }

    public Optional<String> country() {
        return text("country");
    }

    /** {@code M} or {@code F}, as far as known. */
    public Optional<String> sex() {
        return text("sex");
    }

    /** Deprecated by Strava in favour of {@link #summit()}. */
    public Optional<Boolean> premium() {
        return flag("premium");
    }

    /** Whether the athlete is a subscriber. */
    public Optional<Boolean> summit() {
        return flag("summit");
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    public Optional<Instant> updatedAt() {
        return instant("updated_at");
    }

    /** The address of a picture of 62 pixels. */
    public Optional<String> profileMedium() {
        return text("profile_medium");
    }

    /** The address of a picture of 124 pixels. */
    public Optional<String> profile() {
        return text("profile");
    }

    /** In kilograms. */
    public OptionalDouble weight() {
        return number("weight");
    }

    /** Functional threshold power, in watts. */
    public OptionalInt ftp() {
        return count("ftp");
    }

    public OptionalInt followerCount() {
        return count("follower_count");
    }

    public OptionalInt friendCount() {
        return count("friend_count");
    }

    /** {@code feet} or {@code meters}. */
    public Optional<String> measurementPreference() {
        return text("measurement_preference");
    }

    public List<Club> clubs() {
        return objects("clubs", Club::new);
    }

    /** Needs {@code profile:read_all}. */
    public List<Gear> bikes() {
        return objects("bikes", Gear::new);
    }

    /** Needs {@code profile:read_all}. */
    public List<Gear> shoes() {
        return objects("shoes", Gear::new);
    }

    @Override
    public String toString() {
        return "Athlete[" + rawField("id").orElse("") + "]";
    }
}
