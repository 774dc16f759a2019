package io.stravaai.test;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An activity to be uploaded to {@link FakeStrava}. Immutable. */
public final class FakeActivity {

    private static final Map<String, String> LEGACY_TYPES = Map.of(
            "TrailRun", "Run", "GravelRide", "Ride", "MountainBikeRide", "Ride", "EMountainBikeRide", "EBikeRide");
    /** What {@code type} cannot say is a Workout there. */
    private static final Set<String> NEW_SPORTS = Set.of(
            "Badminton",
            "Basketball",
            "Cricket",
            "Dance",
            "HighIntensityIntervalTraining",
            "Padel",
            "PhysicalTherapy",
            "Pickleball",
            "Pilates",
            "Racquetball",
            "Squash",
            "TableTennis",
            "Tennis",
            "VirtualRow",
            "Volleyball");

    private static final Set<String> TYPES_WITH_WORKOUT =
            Set.of("Run", "Ride", "VirtualRide", "WeightTraining", "Workout");

    private final Builder values;
    private final Instant startDate;

    private FakeActivity(Builder values, Instant startDate) {
        this.values = values;
        this.startDate = startDate;
    }

    /** Builds an activity; only {@link Builder#startDate} is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with all of this activity. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    Optional<ActivityId> id() {
        return Optional.ofNullable(values.id);
    }

    /** What {@code type} says of a sport. */
    static String legacyType(String sport) {
        return NEW_SPORTS.contains(sport) ? "Workout" : LEGACY_TYPES.getOrDefault(sport, sport);
    }

    /** The element of a list, with the members and in the order that Strava has. */
    String toJson(ActivityId id, AthleteId athlete) {
        Builder v = values;
        String sport = v.sportType.name();
        String type = legacyType(sport);
        ZonedDateTime local = startDate.atZone(v.zone);
        Instant wallClock = local.toLocalDateTime().toInstant(ZoneOffset.UTC);
        Instant start = startDate;
        if (v.hiddenStart) {
            wallClock = wallClock.truncatedTo(ChronoUnit.DAYS).plusSeconds(1);
            start = wallClock;
        }
        RoundTrack track = v.latitude == null || v.longitude == null
                ? new RoundTrack("", "[]", "[]")
                : RoundTrack.around(
                        v.latitude, v.longitude, v.distance, v.points, (startDate.getEpochSecond() % 997) / 997.0);
        double seconds = Math.max(1, v.movingTime.toSeconds());
        Duration elapsed = v.elapsedTime == null ? v.movingTime : v.elapsedTime;
        boolean heart = v.averageHeartRate != null;

        JsonMembers json = new JsonMembers();
        json.raw("resource_state", "2");
        json.raw("athlete", "{\"id\":" + athlete + ",\"resource_state\":1}");
        json.text("name", v.name);
        json.raw("distance", JsonMembers.decimal(v.distance, 1));
        json.raw("moving_time", v.movingTime.toSeconds());
        json.raw("elapsed_time", elapsed.toSeconds());
        json.raw("total_elevation_gain", v.elevationGain == 0 ? "0" : JsonMembers.decimal(v.elevationGain, 1));
        json.text("type", type);
        json.text("sport_type", sport);
        if (TYPES_WITH_WORKOUT.contains(type)) {
            json.raw("workout_type", String.valueOf(v.workoutType));
        }
        json.raw("id", id);
        json.text("start_date", start.toString());
        json.text("start_date_local", wallClock.toString());
        json.text("timezone", zoneName(v.zone, startDate));
        json.raw("utc_offset", JsonMembers.decimal(local.getOffset().getTotalSeconds(), 1));
        json.raw("location_city", "null");
        json.raw("location_state", "null");
        json.raw("location_country", "null");
        json.raw("achievement_count", v.achievements);
        json.raw("kudos_count", v.kudos);
        json.raw("comment_count", "0");
        json.raw("athlete_count", "1");
        json.raw("photo_count", "0");
        json.raw(
                "map",
                "{\"id\":\"a" + id + "\",\"summary_polyline\":" + Json.text(track.polyline())
                        + ",\"resource_state\":2}");
        json.raw("trainer", v.trainer);
        json.raw("commute", v.commute);
        json.raw("manual", v.manual);
        json.raw("private", v.visibility.equals("only_me"));
        json.text("visibility", v.visibility);
        json.raw("flagged", "false");
        json.raw("gear_id", v.gearId == null ? "null" : Json.text(v.gearId));
        json.raw("start_latlng", track.start());
        json.raw("end_latlng", track.end());
        json.raw("average_speed", JsonMembers.decimal(v.distance / seconds, 3));
        json.raw("max_speed", v.manual ? "0" : JsonMembers.decimal(v.distance / seconds * 1.6, 3));
        if (v.cadence != null) {
            json.raw("average_cadence", JsonMembers.decimal(v.cadence, 1));
        }
        if (v.temperature != null) {
            json.raw("average_temp", v.temperature);
        }
        if (v.averageWatts != null) {
            json.raw("average_watts", JsonMembers.decimal(v.averageWatts, 1));
            json.raw("max_watts", Math.round(v.averageWatts * 3));
            json.raw("weighted_average_watts", Math.round(v.averageWatts * 1.1));
            json.raw("device_watts", "true");
            json.raw("kilojoules", JsonMembers.decimal(v.averageWatts * seconds / 1000, 1));
        }
        json.raw("has_heartrate", heart);
        if (v.averageHeartRate != null && v.maxHeartRate != null) {
            json.raw("average_heartrate", JsonMembers.decimal(v.averageHeartRate, 1));
            json.raw("max_heartrate", JsonMembers.decimal(v.maxHeartRate, 1));
        }
        json.raw("heartrate_opt_out", "false");
        json.raw("display_hide_heartrate_option", heart);
        if (v.elevationLow != null && v.elevationHigh != null) {
            json.raw("elev_high", JsonMembers.decimal(v.elevationHigh, 1));
            json.raw("elev_low", JsonMembers.decimal(v.elevationLow, 1));
        }
        if (v.manual) {
            json.raw("upload_id", "null");
            json.raw("external_id", "null");
        } else {
            long upload = id.value() + id.value() / 15;
            json.raw("upload_id", upload);
            json.text("upload_id_str", String.valueOf(upload));
            json.text("external_id", v.externalId == null ? "garmin_ping_" + upload * 29 : v.externalId);
        }
        json.raw("from_accepted_tag", "false");
        json.raw("pr_count", v.achievements / 2);
        json.raw("total_photo_count", "0");
        json.raw("has_kudoed", "false");
        if (v.averageHeartRate != null) {
            json.raw("suffer_score", JsonMembers.decimal(Math.rint(seconds / 60 * v.averageHeartRate / 150), 1));
        }
        if (v.deviceName != null) {
            json.text("device_name", v.deviceName);
        }
        return json.toString();
    }

    /** With the offset that the zone has in winter, whatever the season. */
    private static String zoneName(ZoneId zone, Instant instant) {
        int minutes = zone.getRules().getStandardOffset(instant).getTotalSeconds() / 60;
        return String.format(
                Locale.ROOT,
                "(GMT%s%02d:%02d) %s",
                minutes < 0 ? "-" : "+",
                Math.abs(minutes) / 60,
                Math.abs(minutes) % 60,
                zone.getId());
    }

    /** Collects what is known of an activity. By default it is a run of 10 km in an hour. Not thread-safe. */
    public static final class Builder {

        private @Nullable ActivityId id;
        private SportType sportType = SportType.RUN;
        private String name = "Morning Run";
        private @Nullable Instant startDate;
        private ZoneId zone = ZoneId.of("Europe/London");
        private double distance = 10_000;
        private Duration movingTime = Duration.ofHours(1);
        private @Nullable Duration elapsedTime;
        private double elevationGain;
        private @Nullable Double elevationLow;
        private @Nullable Double elevationHigh;
        private @Nullable Integer workoutType;
        private @Nullable Double latitude;
        private @Nullable Double longitude;
        private int points = 230;
        private boolean trainer;
        private boolean commute;
        private boolean manual;
        private boolean hiddenStart;
        private String visibility = "everyone";
        private @Nullable String gearId;
        private @Nullable Double cadence;
        private @Nullable Integer temperature;
        private @Nullable Double averageWatts;
        private @Nullable Double averageHeartRate;
        private @Nullable Double maxHeartRate;
        private @Nullable String externalId;
        private @Nullable String deviceName;
        private int achievements;
        private int kudos;

        private Builder() {}

        private Builder(Builder other) {
            this.id = other.id;
            this.sportType = other.sportType;
            this.name = other.name;
            this.startDate = other.startDate;
            this.zone = other.zone;
            this.distance = other.distance;
            this.movingTime = other.movingTime;
            this.elapsedTime = other.elapsedTime;
            this.elevationGain = other.elevationGain;
            this.elevationLow = other.elevationLow;
            this.elevationHigh = other.elevationHigh;
            this.workoutType = other.workoutType;
            this.latitude = other.latitude;
            this.longitude = other.longitude;
            this.points = other.points;
            this.trainer = other.trainer;
            this.commute = other.commute;
            this.manual = other.manual;
            this.hiddenStart = other.hiddenStart;
            this.visibility = other.visibility;
            this.gearId = other.gearId;
            this.cadence = other.cadence;
            this.temperature = other.temperature;
            this.averageWatts = other.averageWatts;
            this.averageHeartRate = other.averageHeartRate;
            this.maxHeartRate = other.maxHeartRate;
            this.externalId = other.externalId;
            this.deviceName = other.deviceName;
            this.achievements = other.achievements;
            this.kudos = other.kudos;
        }

        /** A certain id; by default the fake gives the next one. */
        public Builder id(ActivityId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        public Builder sportType(SportType sportType) {
            this.sportType = Objects.requireNonNull(sportType, "sportType");
            return this;
        }

        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** When it began, to the second; a fraction is cut off. Required. */
        public Builder startDate(Instant startDate) {
            this.startDate = startDate.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /** Where it began; Europe/London by default. */
        public Builder zone(ZoneId zone) {
            this.zone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /** In metres. */
        public Builder distance(double metres) {
            this.distance = metres;
            return this;
        }

        public Builder movingTime(Duration movingTime) {
            this.movingTime = Objects.requireNonNull(movingTime, "movingTime");
            return this;
        }

        /** The same as the moving time by default. */
        public Builder elapsedTime(Duration elapsedTime) {
            this.elapsedTime = Objects.requireNonNull(elapsedTime, "elapsedTime");
            return this;
        }

        /** In metres. */
        public Builder elevationGain(double metres) {
            this.elevationGain = metres;
            return this;
        }

        /** The lowest and the highest point, in metres. */
        public Builder elevation(double low, double high) {
            this.elevationLow = low;
            this.elevationHigh = high;
            return this;
        }

        public Builder workoutType(int workoutType) {
            this.workoutType = workoutType;
            return this;
        }

        /** Gives it a track round this point, as long as the distance. Without it there is no track. */
        public Builder roundTrack(double latitude, double longitude) {
            this.latitude = latitude;
            this.longitude = longitude;
            return this;
        }

        public Builder trainer(boolean trainer) {
            this.trainer = trainer;
            return this;
        }

        public Builder commute(boolean commute) {
            this.commute = commute;
            return this;
        }

        /** Whether the athlete typed it in; then there is no upload. */
        public Builder manual(boolean manual) {
            this.manual = manual;
            return this;
        }

        /** Whether Strava shows the first second of the local day in place of the start, also as {@code start_date}. */
        public Builder hiddenStart(boolean hiddenStart) {
            this.hiddenStart = hiddenStart;
            return this;
        }

        /** {@code everyone}, {@code followers_only} or {@code only_me}. */
        public Builder visibility(String visibility) {
            this.visibility = Objects.requireNonNull(visibility, "visibility");
            return this;
        }

        /** For example {@code g123} for shoes, {@code b123} for a bike. */
        public Builder gearId(String gearId) {
            this.gearId = Objects.requireNonNull(gearId, "gearId");
            return this;
        }

        public Builder cadence(double average) {
            this.cadence = average;
            return this;
        }

        /** In degrees Celsius. */
        public Builder temperature(int average) {
            this.temperature = average;
            return this;
        }

        public Builder watts(double average) {
            this.averageWatts = average;
            return this;
        }

        public Builder heartRate(double average, double max) {
            this.averageHeartRate = average;
            this.maxHeartRate = max;
            return this;
        }

        public Builder externalId(String externalId) {
            this.externalId = Objects.requireNonNull(externalId, "externalId");
            return this;
        }

        public Builder deviceName(String deviceName) {
            this.deviceName = Objects.requireNonNull(deviceName, "deviceName");
            return this;
        }

        Builder points(int points) {
            this.points = points;
            return this;
        }

        Builder praise(int achievements, int kudos) {
            this.achievements = achievements;
            this.kudos = kudos;
            return this;
        }

        /**
         * Builds the activity.
         *
         * @throws IllegalArgumentException if the start is missing
         */
        public FakeActivity build() {
            if (startDate == null) {
                throw new IllegalArgumentException("startDate is missing");
            }
            return new FakeActivity(new Builder(this), startDate);
        }
    }
}
