package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A segment found by exploring an area. */
public final class ExplorerSegment extends StravaObject {

    private final SegmentId id;

    ExplorerSegment(JsonObject json) {
        super(json);
        this.id = SegmentId.of(json.requiredId("id"));
    }

    public SegmentId id() {
        return id;
    }

    public Optional<String> name() {
        return text("name");
    }

    /** From 0, not categorised, to 5, hors catégorie. */
    public OptionalInt climbCategory() {
        return count("climb_category");
    }

    /** {@code NC}, {@code 4} to {@code 1}, or {@code HC}. */
    public Optional<String> climbCategoryDesc() {
        return text("climb_category_desc");
    }

    /** In percent. */
    public OptionalDouble avgGrade() {
        return number("avg_grade");
    }

    public Optional<LatLng> startLatlng() {
        return latLng("start_latlng");
    }

    public Optional<LatLng> endLatlng() {
        return latLng("end_latlng");
    }

    /** In metres. */
    public OptionalDouble elevDifference() {
        return number("elev_difference");
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    /** The track as an encoded polyline. */
    public Optional<String> points() {
        return text("points");
    }

    public Optional<Boolean> starred() {
        return flag("starred");
    }

    @Override
    public String toString() {
        return "ExplorerSegment[" + id + "]";
    }
}
