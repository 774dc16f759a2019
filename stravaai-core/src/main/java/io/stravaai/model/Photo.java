package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A photo or video of an activity. Not documented by Strava. */
public final class Photo extends StravaObject {

    Photo(JsonObject json) {
        super(json);
    }

    public Optional<String> uniqueId() {
        return text("unique_id");
    }

    public Optional<AthleteId> athleteId() {
        return id("athlete_id", AthleteId::of);
    }

    public Optional<ActivityId> activityId() {
        return id("activity_id", ActivityId::of);
    }

    public Optional<String> caption() {
        return text("caption");
    }

    public OptionalInt type() {
        return count("type");
    }

    /** 1 for Strava, 2 for Instagram. */
    public OptionalInt source() {
        return count("source");
    }

    /** Addresses of the picture by its size in pixels, as far as sizes were asked for. */
    public Map<String, String> urls() {
        return textsByName("urls");
    }

    public Optional<Instant> uploadedAt() {
        return instant("uploaded_at");
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    /** The wall-clock time where it was taken. */
    public Optional<LocalDateTime> createdAtLocal() {
        return localDateTime("created_at_local");
    }

    public Optional<LatLng> location() {
        return latLng("location");
    }

    public Optional<Boolean> defaultPhoto() {
        return flag("default_photo");
    }

    public Optional<String> videoUrl() {
        return text("video_url");
    }

    /** Of a video, in seconds. */
    public OptionalDouble duration() {
        return number("duration");
    }
}
