package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What every activity has, whether it comes from a list ({@link SummaryActivity}) or was asked for by its id
 * ({@link DetailedActivity}).
 */
public abstract sealed class Activity extends StravaObject permits SummaryActivity, DetailedActivity {

    private final ActivityId id;

    Activity(JsonObject json) {
        super(json);
        this.id = ActivityId.of(json.requiredId("id"));
    }

    public ActivityId id() {
        return id;
    }

    /** 1 for an id alone, 2 for a summary, 3 for all there is. */
    public OptionalInt resourceState() {
        return count("resource_state");
    }

    /** Whose activity it is. */
    public Optional<AthleteId> athlete() {
        return reference("athlete", AthleteId::of);
    }

    public Optional<String> name() {
        return text("name");
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
    public OptionalDouble totalElevationGain() {
        return number("total_elevation_gain");
    }

    /** {@code sport_type}; in answers older than 2022 that lack it, the deprecated {@code type}. */
    public Optional<SportType> sportType() {
        return text("sport_type").or(() -> text("type")).map(SportType::of);
    }

    /** The deprecated {@code type}, coarser than {@link #sportType()}: a trail run is a {@code Run}. */
    public Optional<String> type() {
        return text("type");
    }

    /**
     * A number whose meaning depends on the sport. Known from use, not from Strava: for runs 0 is default, 1 race, 2 long run,
     * 3 workout; for rides 10 is default, 11 race, 12 workout.
     */
    public OptionalInt workoutType() {
        return count("workout_type");
    }

    /** When it began. Where the athlete hides the start time, Strava says midnight and one second. */
    public Optional<Instant> startDate() {
        return instant("start_date");
    }

    /** The wall-clock time where it began. Strava writes it with a {@code Z} that does not mean UTC. */
    public Optional<LocalDateTime> startDateLocal() {
        return localDateTime("start_date_local");
    }

    /** Strava's text, for example {@code (GMT-05:00) America/New_York}; the offset in it ignores summer time. */
    public Optional<String> timezone() {
        return text("timezone");
    }

    /** Where it began relative to UTC, summer time included. */
    public Optional<ZoneOffset> utcOffset() {
        OptionalDouble seconds = number("utc_offset");
        return seconds.isPresent() ? TimeZones.offset(seconds.getAsDouble()) : Optional.empty();
    }

    /**
     * The zone that {@link #timezone()} names, or, where Java does not know it, {@link #utcOffset()}; empty if neither
     * says anything. Never fails on an unknown name.
     */
    public Optional<ZoneId> zone() {
        return timezone().flatMap(TimeZones::zone).or(this::utcOffset);
    }

    /** Where it began; empty without GPS, or inside a privacy zone. */
    public Optional<LatLng> startLatlng() {
        return latLng("start_latlng");
    }

    /** Where it ended; empty without GPS, or inside a privacy zone. */
    public Optional<LatLng> endLatlng() {
        return latLng("end_latlng");
    }

    public Optional<PolylineMap> map() {
        return object("map", PolylineMap::new);
    }

    public OptionalInt achievementCount() {
        return count("achievement_count");
    }

    public OptionalInt kudosCount() {
        return count("kudos_count");
    }

    public OptionalInt commentCount() {
        return count("comment_count");
    }

    /** How many athletes took part in it together, this one included. */
    public OptionalInt athleteCount() {
        return count("athlete_count");
    }

    /** Photos from Instagram. */
    public OptionalInt photoCount() {
        return count("photo_count");
    }

    /** All photos. */
    public OptionalInt totalPhotoCount() {
        return count("total_photo_count");
    }

    /** Personal records. */
    public OptionalInt prCount() {
        return count("pr_count");
    }

    /** Whether it was done on a trainer. */
    public Optional<Boolean> trainer() {
        return flag("trainer");
    }

    public Optional<Boolean> commute() {
        return flag("commute");
    }

    /** Whether it was entered by hand. */
    public Optional<Boolean> manual() {
        return flag("manual");
    }

    /** Whether only the athlete may see it; {@link #visibility()} says more. */
    public Optional<Boolean> isPrivate() {
        return flag("private");
    }

    /** Who may see it. */
    public Optional<Visibility> visibility() {
        return text("visibility").map(Visibility::of);
    }

    public Optional<Boolean> flagged() {
        return flag("flagged");
    }

    /** Whether the athlete whose grant is used has given kudos. */
    public Optional<Boolean> hasKudoed() {
        return flag("has_kudoed");
    }

    /** What it was done with. */
    public Optional<GearId> gearId() {
        return gearId("gear_id");
    }

    /** In metres per second. */
    public OptionalDouble averageSpeed() {
        return number("average_speed");
    }

    /** In metres per second. */
    public OptionalDouble maxSpeed() {
        return number("max_speed");
    }

    public Optional<Boolean> hasHeartrate() {
        return flag("has_heartrate");
    }

    /** In beats per minute. */
    public OptionalDouble averageHeartrate() {
        return number("average_heartrate");
    }

    /** In beats per minute. */
    public OptionalDouble maxHeartrate() {
        return number("max_heartrate");
    }

    /** Whether the athlete hides the heart rate of this activity. */
    public Optional<Boolean> heartrateOptOut() {
        return flag("heartrate_opt_out");
    }

    /** In revolutions, or steps of one foot, per minute. */
    public OptionalDouble averageCadence() {
        return number("average_cadence");
    }

    /** In watts. */
    public OptionalDouble averageWatts() {
        return number("average_watts");
    }

    /** In watts. */
    public OptionalDouble weightedAverageWatts() {
        return number("weighted_average_watts");
    }

    /** In watts. */
    public OptionalDouble maxWatts() {
        return number("max_watts");
    }

    /** Whether the watts come from a power meter; if not, Strava estimates them. */
    public Optional<Boolean> deviceWatts() {
        return flag("device_watts");
    }

    /** Work, in kilojoules; rides only. */
    public OptionalDouble kilojoules() {
        return number("kilojoules");
    }

    /** In degrees Celsius. */
    public OptionalDouble averageTemp() {
        return number("average_temp");
    }

    /** The highest elevation, in metres. */
    public OptionalDouble elevHigh() {
        return number("elev_high");
    }

    /** The lowest elevation, in metres. */
    public OptionalDouble elevLow() {
        return number("elev_low");
    }

    /** Strava's relative effort. Not documented. */
    public OptionalDouble sufferScore() {
        return number("suffer_score");
    }

    public Optional<String> deviceName() {
        return text("device_name");
    }

    /** The upload it was made from; empty if entered by hand. */
    public Optional<UploadId> uploadId() {
        return id("upload_id", UploadId::of);
    }

    /** The id that the uploader gave, often a file name. Not unique. */
    public Optional<String> externalId() {
        return text("external_id");
    }

    public Optional<Boolean> fromAcceptedTag() {
        return flag("from_accepted_tag");
    }

    /** Whether it is muted: kept out of feeds. */
    public Optional<Boolean> hideFromHome() {
        return flag("hide_from_home");
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + id + "]";
    }
}
