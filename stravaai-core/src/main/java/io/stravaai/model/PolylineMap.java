package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;

/** The track of an activity, route or segment, encoded with precision 5 by Google's polyline algorithm. */
public final class PolylineMap extends StravaObject {

    PolylineMap(JsonObject json) {
        super(json);
    }

    public Optional<String> id() {
        return text("id");
    }

    /** The whole track; empty in summaries. An empty text means no GPS. */
    public Optional<String> polyline() {
        return text("polyline");
    }

    /** The track with fewer points. An empty text means no GPS. */
    public Optional<String> summaryPolyline() {
        return text("summary_polyline");
    }
}
