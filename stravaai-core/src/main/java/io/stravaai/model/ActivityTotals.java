package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A sum over activities. */
public final class ActivityTotals extends StravaObject {

    ActivityTotals(JsonObject json) {
        super(json);
    }

    public OptionalInt count() {
        return count("count");
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    public Optional<Duration> movingTime() {
        return seconds("moving_time");
    }

    public Optional<Duration> elapsedTime() {
        return seconds("elapsed_time");
    }

    /** In metres. */
    public OptionalDouble elevationGain() {
        return number("elevation_gain");
    }

    /** In recent totals only. */
    public OptionalInt achievementCount() {
        return count("achievement_count");
    }
}
