package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;

/** Totals over the activities of an athlete that everyone may see. "Recent" is four weeks, "ytd" this year so far. */
public final class ActivityStats extends StravaObject {

    ActivityStats(JsonObject json) {
        super(json);
    }

    /** In metres. */
    public OptionalDouble biggestRideDistance() {
        return number("biggest_ride_distance");
    }

    /** In metres. */
    public OptionalDouble biggestClimbElevationGain() {
        return number("biggest_climb_elevation_gain");
    }

    public Optional<ActivityTotals> recentRideTotals() {
        return object("recent_ride_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> ytdRideTotals() {
        return object("ytd_ride_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> allRideTotals() {
        return object("all_ride_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> recentRunTotals() {
        return object("recent_run_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> ytdRunTotals() {
        return object("ytd_run_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> allRunTotals() {
        return object("all_run_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> recentSwimTotals() {
        return object("recent_swim_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> ytdSwimTotals() {
        return object("ytd_swim_totals", ActivityTotals::new);
    }

    public Optional<ActivityTotals> allSwimTotals() {
        return object("all_swim_totals", ActivityTotals::new);
    }
}
