package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A club. */
public final class Club extends StravaObject {

    private final ClubId id;

    Club(JsonObject json) {
        super(json);
        this.id = ClubId.of(json.requiredId("id"));
    }

    public ClubId id() {
        return id;
    }

    /** 1 for an id alone, 2 for a summary, 3 for all there is. */
    public OptionalInt resourceState() {
        return count("resource_state");
    }

    public Optional<String> name() {
        return text("name");
    }

    public Optional<String> description() {
        return text("description");
    }

    public Optional<String> clubType() {
        return text("club_type");
    }

    /** A category of clubs such as {@code cycling}, no {@link SportType}. */
    public Optional<String> sportType() {
        return text("sport_type");
    }

    public List<String> activityTypes() {
        return texts("activity_types");
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

    public Optional<Boolean> isPrivate() {
        return flag("private");
    }

    public OptionalInt memberCount() {
        return count("member_count");
    }

    public Optional<Boolean> featured() {
        return flag("featured");
    }

    public Optional<Boolean> verified() {
        return flag("verified");
    }

    /** The last part of the club's address on Strava. */
    public Optional<String> url() {
        return text("url");
    }

    public Optional<String> website() {
        return text("website");
    }

    /** The address of a picture of 62 pixels. */
    public Optional<String> profileMedium() {
        return text("profile_medium");
    }

    /** The address of a picture of 124 pixels. */
    public Optional<String> profile() {
        return text("profile");
    }

    /** The address of a picture. */
    public Optional<String> coverPhoto() {
        return text("cover_photo");
    }

    /** The address of a picture. */
    public Optional<String> coverPhotoSmall() {
        return text("cover_photo_small");
    }

    /** {@code member} or {@code pending}, of the athlete whose grant was used. */
    public Optional<String> membership() {
        return text("membership");
    }

    public Optional<Boolean> admin() {
        return flag("admin");
    }

    public Optional<Boolean> owner() {
        return flag("owner");
    }

    public OptionalInt followingCount() {
        return count("following_count");
    }

    @Override
    public String toString() {
        return "Club[" + id + "]";
    }
}
