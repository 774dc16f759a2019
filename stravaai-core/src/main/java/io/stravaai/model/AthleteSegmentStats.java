package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/** What an athlete has achieved on a segment. Strava's swagger describes another shape; this is the one that it sends. */
public final class AthleteSegmentStats extends StravaObject {

    AthleteSegmentStats(JsonObject json) {
        super(json);
    }

    public Optional<Duration> prElapsedTime() {
        return seconds("pr_elapsed_time");
    }

    public Optional<LocalDate> prDate() {
        return localDate("pr_date");
    }

    public Optional<ActivityId> prActivityId() {
        return id("pr_activity_id", ActivityId::of);
    }

    public OptionalInt effortCount() {
        return count("effort_count");
    }
}
