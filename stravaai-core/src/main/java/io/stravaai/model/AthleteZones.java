package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;

/** The zones an athlete has set, or Strava has derived. */
public final class AthleteZones extends StravaObject {

    AthleteZones(JsonObject json) {
        super(json);
    }

    /** In beats per minute. */
    public Optional<ZoneRanges> heartRate() {
        return object("heart_rate", ZoneRanges::new);
    }

    /** In watts; empty if the athlete has set no FTP. */
    public Optional<ZoneRanges> power() {
        return object("power", ZoneRanges::new);
    }
}
