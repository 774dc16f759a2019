package io.stravaai.internal.sync;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityResource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells which resources of an activity are out of date when its row in the list has changed. */
final class RowChange {

    /** Others change them, or Strava does; each kudos would cost a request. */
    private static final Set<String> OF_OTHERS = Set.of(
            "kudos_count",
            "has_kudoed",
            "comment_count",
            "reaction_count",
            "athlete_count",
            "photo_count",
            "total_photo_count",
            "achievement_count",
            "pr_count",
            "display_hide_heartrate_option");

    /** Without a change of any of these the measurements are the same. */
    private static final List<String> OF_THE_TRACK = List.of(
            "start_date", "elapsed_time", "moving_time", "distance", "map", "start_latlng", "end_latlng", "manual");

    private RowChange() {}

    static boolean concerns(ActivityResource resource, String before, String after) {
        SummaryActivity old;
        SummaryActivity now;
        try {
            old = StravaJson.read(before, SummaryActivity.class);
            now = StravaJson.read(after, SummaryActivity.class);
        } catch (ResponseFormatException e) {
            return true;
        }
        return switch (resource) {
            case STREAMS -> OF_THE_TRACK.stream().anyMatch(field -> differs(old, now, field));
            case DETAIL -> {
                Set<String> fields = new HashSet<>(old.fieldNames());
                fields.addAll(now.fieldNames());
                fields.removeAll(OF_OTHERS);
                yield fields.stream().anyMatch(field -> differs(old, now, field));
            }
        };
    }

    private static boolean differs(SummaryActivity old, SummaryActivity now, String field) {
        return !old.rawField(field).equals(now.rawField(field));
    }
}
