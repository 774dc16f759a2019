package io.stravaai.client;

import io.stravaai.model.LatLng;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Which segments to explore. Immutable. */
public final class SegmentExploreRequest {

    private final LatLng southWest;
    private final LatLng northEast;
    private final @Nullable String activityType;
    private final @Nullable Integer minClimbCategory;
    private final @Nullable Integer maxClimbCategory;

    private SegmentExploreRequest(
            LatLng southWest,
            LatLng northEast,
            @Nullable String activityType,
            @Nullable Integer minClimbCategory,
            @Nullable Integer maxClimbCategory) {
        this.southWest = southWest;
        this.northEast = northEast;
        this.activityType = activityType;
        this.minClimbCategory = minClimbCategory;
        this.maxClimbCategory = maxClimbCategory;
    }

    /** The segments between two corners. */
    public static SegmentExploreRequest within(LatLng southWest, LatLng northEast) {
        for (LatLng corner : new LatLng[] {southWest, northEast}) {
            if (!(Math.abs(corner.latitude()) <= 90 && Math.abs(corner.longitude()) <= 180)) {
                throw new IllegalArgumentException("Not a place: " + corner.latitude() + ", " + corner.longitude());
            }
        }
        if (southWest.latitude() > northEast.latitude()) {
            throw new IllegalArgumentException("The first corner must be south of the second: " + southWest.latitude()
                    + " > " + northEast.latitude());
        }
        return new SegmentExploreRequest(southWest, northEast, null, null, null);
    }

    /** Only segments for running. */
    public SegmentExploreRequest running() {
        return new SegmentExploreRequest(southWest, northEast, "running", minClimbCategory, maxClimbCategory);
    }

    /** Only segments for riding. */
    public SegmentExploreRequest riding() {
        return new SegmentExploreRequest(southWest, northEast, "riding", minClimbCategory, maxClimbCategory);
    }

    /** Only climbs of these categories: 0, not categorised, to 5, hors catégorie. */
    public SegmentExploreRequest climbCategories(int min, int max) {
        if (min < 0 || max > 5 || min > max) {
            throw new IllegalArgumentException("Climb categories go from 0 to 5: " + min + " to " + max);
        }
        return new SegmentExploreRequest(southWest, northEast, activityType, min, max);
    }

    public LatLng southWest() {
        return southWest;
    }

    public LatLng northEast() {
        return northEast;
    }

    /** {@code running} or {@code riding}. */
    public Optional<String> activityType() {
        return Optional.ofNullable(activityType);
    }

    public OptionalInt minClimbCategory() {
        return minClimbCategory == null ? OptionalInt.empty() : OptionalInt.of(minClimbCategory);
    }

    public OptionalInt maxClimbCategory() {
        return maxClimbCategory == null ? OptionalInt.empty() : OptionalInt.of(maxClimbCategory);
    }
}
