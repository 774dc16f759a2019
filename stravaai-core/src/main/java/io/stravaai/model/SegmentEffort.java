package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** An athlete's effort on a segment, or over a distance ({@link DetailedActivity#bestEfforts()}). */
public final class SegmentEffort extends StravaObject {

    private final SegmentEffortId id;

    SegmentEffort(JsonObject json) {
        super(json);
        this.id = SegmentEffortId.of(json.requiredId("id"));
    }

    public SegmentEffortId id() {
        return id;
    }

    /** The activity it was part of. */
    public Optional<ActivityId> activity() {
        return reference("activity", ActivityId::of).or(() -> id("activity_id", ActivityId::of));
    }

    public Optional<String> name() {
        return text("name");
    }

    public Optional<AthleteId> athlete() {
        return reference("athlete", AthleteId::of);
    }

    public Optional<Duration> elapsedTime() {
        return seconds("elapsed_time");
    }

    public Optional<Duration> movingTime() {
        return seconds("moving_time");
    }

    public Optional<Instant> startDate() {
        return instant("start_date");
    }

    /** The wall-clock time where it began. */
    public Optional<LocalDateTime> startDateLocal() {
        return localDateTime("start_date_local");
    }

    /** In metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    /** Where it begins in the activity's streams. */
    public OptionalInt startIndex() {
        return count("start_index");
    }

    /** Where it ends in the activity's streams. */
    public OptionalInt endIndex() {
        return count("end_index");
    }

    /** In revolutions, or steps of one foot, per minute. */
    public OptionalDouble averageCadence() {
        return number("average_cadence");
    }

    /** In watts. */
    public OptionalDouble averageWatts() {
        return number("average_watts");
    }

    /** Whether the watts come from a power meter. */
    public Optional<Boolean> deviceWatts() {
        return flag("device_watts");
    }

    /** In beats per minute. */
    public OptionalDouble averageHeartrate() {
        return number("average_heartrate");
    }

    /** In beats per minute. */
    public OptionalDouble maxHeartrate() {
        return number("max_heartrate");
    }

    /** Empty in best efforts. */
    public Optional<Segment> segment() {
        return object("segment", Segment::new);
    }

    /** The rank of all times when it was uploaded, from 1 to 10. For subscribers. */
    public OptionalInt komRank() {
        return count("kom_rank");
    }

    /** The rank among the athlete's own when it was uploaded, from 1 to 3. */
    public OptionalInt prRank() {
        return count("pr_rank");
    }

    public Optional<Boolean> isKom() {
        return flag("is_kom");
    }

    public List<Achievement> achievements() {
        return objects("achievements", Achievement::new);
    }

    public Optional<Boolean> hidden() {
        return flag("hidden");
    }

    public Optional<Visibility> visibility() {
        return text("visibility").map(Visibility::of);
    }

    public Optional<AthleteSegmentStats> athleteSegmentStats() {
        return object("athlete_segment_stats", AthleteSegmentStats::new);
    }

    @Override
    public String toString() {
        return "SegmentEffort[" + id + "]";
    }
}
