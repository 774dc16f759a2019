package io.stravaai.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An activity as lists show it. Immutable.
 *
 * <p>What Strava left out or sent as null is empty here, never zero. {@link #rawJson()} is the element byte for byte as
 * Strava sent it, so nothing that is not typed is lost.
 */
public final class ActivitySummary {

    private final ActivityId id;
    private final String rawJson;
    private final @Nullable AthleteId athlete;
    private final @Nullable String name;
    private final @Nullable SportType sportType;
    private final @Nullable Instant startDate;
    private final @Nullable LocalDateTime startDateLocal;
    private final @Nullable String timezone;
    private final @Nullable Double distance;
    private final @Nullable Duration movingTime;
    private final @Nullable Duration elapsedTime;
    private final @Nullable Double totalElevationGain;

    private ActivitySummary(Builder builder) {
        this.id = builder.id;
        this.rawJson = builder.rawJson;
        this.athlete = builder.athlete;
        this.name = builder.name;
        this.sportType = builder.sportType;
        this.startDate = builder.startDate;
        this.startDateLocal = builder.startDateLocal;
        this.timezone = builder.timezone;
        this.distance = builder.distance;
        this.movingTime = builder.movingTime;
        this.elapsedTime = builder.elapsedTime;
        this.totalElevationGain = builder.totalElevationGain;
    }

    /** A builder of the activity with this id and this JSON. */
    public static Builder builder(ActivityId id, String rawJson) {
        return new Builder(id, rawJson);
    }

    public ActivityId id() {
        return id;
    }

    /** The element of the list, byte for byte as Strava sent it. */
    public String rawJson() {
        return rawJson;
    }

    /** Whose activity it is. */
    public Optional<AthleteId> athlete() {
        return Optional.ofNullable(athlete);
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** {@code sport_type}; in answers older than 2022 that lack it, the deprecated {@code type}. */
    public Optional<SportType> sportType() {
        return Optional.ofNullable(sportType);
    }

    /** When it began. Where the athlete hides the start time, Strava says midnight and one second. */
    public Optional<Instant> startDate() {
        return Optional.ofNullable(startDate);
    }

    /** The wall-clock time where it began. Strava writes it with a {@code Z} that does not mean UTC. */
    public Optional<LocalDateTime> startDateLocal() {
        return Optional.ofNullable(startDateLocal);
    }

    /** Strava's text, for example {@code (GMT-05:00) America/New_York}; the offset in it ignores summer time. */
    public Optional<String> timezone() {
        return Optional.ofNullable(timezone);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return distance == null ? OptionalDouble.empty() : OptionalDouble.of(distance);
    }

    public Optional<Duration> movingTime() {
        return Optional.ofNullable(movingTime);
    }

    public Optional<Duration> elapsedTime() {
        return Optional.ofNullable(elapsedTime);
    }

    /** In metres. */
    public OptionalDouble totalElevationGain() {
        return totalElevationGain == null ? OptionalDouble.empty() : OptionalDouble.of(totalElevationGain);
    }

    /** Names the activity only by its id: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "ActivitySummary[" + id + "]";
    }

    /** Collects the parts of an {@link ActivitySummary}; all but id and JSON may be absent. Not thread-safe. */
    public static final class Builder {

        private final ActivityId id;
        private final String rawJson;
        private @Nullable AthleteId athlete;
        private @Nullable String name;
        private @Nullable SportType sportType;
        private @Nullable Instant startDate;
        private @Nullable LocalDateTime startDateLocal;
        private @Nullable String timezone;
        private @Nullable Double distance;
        private @Nullable Duration movingTime;
        private @Nullable Duration elapsedTime;
        private @Nullable Double totalElevationGain;

        private Builder(ActivityId id, String rawJson) {
            this.id = Objects.requireNonNull(id, "id");
            this.rawJson = Objects.requireNonNull(rawJson, "rawJson");
        }

        public Builder athlete(@Nullable AthleteId athlete) {
            this.athlete = athlete;
            return this;
        }

        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        public Builder sportType(@Nullable SportType sportType) {
            this.sportType = sportType;
            return this;
        }

        public Builder startDate(@Nullable Instant startDate) {
            this.startDate = startDate;
            return this;
        }

        public Builder startDateLocal(@Nullable LocalDateTime startDateLocal) {
            this.startDateLocal = startDateLocal;
            return this;
        }

        public Builder timezone(@Nullable String timezone) {
            this.timezone = timezone;
            return this;
        }

        /** In metres. */
        public Builder distance(@Nullable Double distance) {
            this.distance = distance;
            return this;
        }

        public Builder movingTime(@Nullable Duration movingTime) {
            this.movingTime = movingTime;
            return this;
        }

        public Builder elapsedTime(@Nullable Duration elapsedTime) {
            this.elapsedTime = elapsedTime;
            return this;
        }

        /** In metres. */
        public Builder totalElevationGain(@Nullable Double totalElevationGain) {
            this.totalElevationGain = totalElevationGain;
            return this;
        }

        public ActivitySummary build() {
            return new ActivitySummary(this);
        }
    }
}
