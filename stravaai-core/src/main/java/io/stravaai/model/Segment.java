package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A segment, as detailed as the answer it stands in. What depends on the athlete, such as {@link #starred()}, is seen by
 * the athlete whose grant was used.
 */
public final class Segment extends StravaObject {

    private final SegmentId id;

    Segment(JsonObject json) {
        super(json);
        this.id = SegmentId.of(json.requiredId("id"));
    }

    public SegmentId id() {
        return id;
    }

    /** 2 for a summary, 3 for all there is. */
    public OptionalInt resourceState() {
        return count("resource_state");
    }

    public Optional<String> name() {
        return text("name");
    }

    /** Mostly {@code Ride} or {@code Run}. */
    public Optional<SportType> activityType() {
        return text("activity_type").map(SportType::of);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    /** In percent. */
    public OptionalDouble averageGrade() {
        return number("average_grade");
    }

    /** In percent. */
    public OptionalDouble maximumGrade() {
        return number("maximum_grade");
    }

    /** In metres. */
    public OptionalDouble elevationHigh() {
        return number("elevation_high");
    }

    /** In metres. */
    public OptionalDouble elevationLow() {
        return number("elevation_low");
    }

    /** In metres. */
    public OptionalDouble totalElevationGain() {
        return number("total_elevation_gain");
    }

    public Optional<LatLng> startLatlng() {
        return latLng("start_latlng");
    }

    public Optional<LatLng> endLatlng() {
        return latLng("end_latlng");
    }

    /** From 0, not categorised, to 5, hors catégorie. */
    public OptionalInt climbCategory() {
        return count("climb_category");
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

    public Optional<Boolean> hazardous() {
        return flag("hazardous");
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

    public Optional<PolylineMap> map() {
        return object("map", PolylineMap::new);
    }

    public OptionalInt effortCount() {
        return count("effort_count");
    }

    public OptionalInt athleteCount() {
        return count("athlete_count");
    }

    public OptionalInt starCount() {
        return count("star_count");
    }

    /** The athlete's best time. */
    public Optional<Duration> prTime() {
        return seconds("pr_time");
    }

    /** The athlete's best effort. */
    public Optional<SegmentEffort> athletePrEffort() {
        return object("athlete_pr_effort", SegmentEffort::new);
    }

    public Optional<AthleteSegmentStats> athleteSegmentStats() {
        return object("athlete_segment_stats", AthleteSegmentStats::new);
    }

    public Optional<Instant> starredDate() {
        return instant("starred_date");
    }

    @Override
    public String toString() {
        return "Segment[" + id + "]";
    }
}
