package io.stravaai.store;

import io.stravaai.model.Activity;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An activity as an {@link ActivityStore} holds it: Strava's JSON, what is known about the row, and the fields by which
 * it is found and shown, which can always be read again from the JSON. Immutable.
 */
public final class StoredActivity {

    private final AthleteId athlete;
    private final ActivityId id;
    private final String rawJson;
    private final ContentHash contentHash;
    private final Instant observedAt;
    private final @Nullable String name;
    private final @Nullable SportType sportType;
    private final @Nullable Instant startDate;
    private final @Nullable LocalDateTime startDateLocal;
    private final @Nullable Double distance;
    private final @Nullable Duration movingTime;
    private final @Nullable Instant deletedAt;
    private final @Nullable DeletionReason deletionReason;

    private StoredActivity(Builder builder) {
        this.athlete = builder.athlete;
        this.id = builder.id;
        this.rawJson = builder.rawJson;
        this.observedAt = builder.observedAt;
        this.contentHash = builder.contentHash == null ? ContentHash.of(builder.rawJson) : builder.contentHash;
        this.name = builder.name;
        this.sportType = builder.sportType;
        this.startDate = builder.startDate;
        this.startDateLocal = builder.startDateLocal;
        this.distance = builder.distance;
        this.movingTime = builder.movingTime;
        this.deletedAt = builder.deletedAt;
        this.deletionReason = builder.deletionReason;
    }

    /**
     * A builder of a row.
     *
     * @param observedAt when Strava sent this JSON
     */
    public static Builder builder(AthleteId athlete, ActivityId id, String rawJson, Instant observedAt) {
        return new Builder(athlete, id, rawJson, observedAt);
    }

    /**
     * The row of an activity just received.
     *
     * @param athlete whose list it stood in
     * @throws io.stravaai.error.ResponseFormatException if a field by which rows are found has an unknown shape
     */
    public static StoredActivity of(AthleteId athlete, Activity activity, Instant observedAt) {
        Builder builder = builder(athlete, activity.id(), activity.rawJson(), observedAt)
                .name(activity.name().orElse(null))
                .sportType(activity.sportType().orElse(null))
                .startDate(activity.startDate().orElse(null))
                .startDateLocal(activity.startDateLocal().orElse(null))
                .movingTime(activity.movingTime().orElse(null));
        activity.distance().ifPresent(builder::distance);
        return builder.build();
    }

    public AthleteId athlete() {
        return athlete;
    }

    public ActivityId id() {
        return id;
    }

    /** The JSON, byte for byte as Strava sent it. */
    public String rawJson() {
        return rawJson;
    }

    /** The hash of {@link #rawJson()}. */
    public ContentHash contentHash() {
        return contentHash;
    }

    /** When Strava sent this JSON. */
    public Instant observedAt() {
        return observedAt;
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<SportType> sportType() {
        return Optional.ofNullable(sportType);
    }

    public Optional<Instant> startDate() {
        return Optional.ofNullable(startDate);
    }

    /** The wall-clock time where it began. */
    public Optional<LocalDateTime> startDateLocal() {
        return Optional.ofNullable(startDateLocal);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return distance == null ? OptionalDouble.empty() : OptionalDouble.of(distance);
    }

    public Optional<Duration> movingTime() {
        return Optional.ofNullable(movingTime);
    }

    /** When it was found deleted at Strava; empty while it lives. */
    public Optional<Instant> deletedAt() {
        return Optional.ofNullable(deletedAt);
    }

    /** Why it counts as deleted; empty while it lives. */
    public Optional<DeletionReason> deletionReason() {
        return Optional.ofNullable(deletionReason);
    }

    /** This row, marked as deleted. The JSON stays. */
    public StoredActivity deleted(Instant at, DeletionReason reason) {
        Builder builder = builder(athlete, id, rawJson, observedAt)
                .contentHash(contentHash)
                .name(name)
                .sportType(sportType)
                .startDate(startDate)
                .startDateLocal(startDateLocal)
                .distance(distance)
                .movingTime(movingTime);
        return builder.deleted(at, reason).build();
    }

    /** Names the activity only by its id: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "StoredActivity[" + id + "]";
    }

    /** Collects the parts of a {@link StoredActivity}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private final ActivityId id;
        private final String rawJson;
        private final Instant observedAt;
        private @Nullable ContentHash contentHash;
        private @Nullable String name;
        private @Nullable SportType sportType;
        private @Nullable Instant startDate;
        private @Nullable LocalDateTime startDateLocal;
        private @Nullable Double distance;
        private @Nullable Duration movingTime;
        private @Nullable Instant deletedAt;
        private @Nullable DeletionReason deletionReason;

        private Builder(AthleteId athlete, ActivityId id, String rawJson, Instant observedAt) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
            this.id = Objects.requireNonNull(id, "id");
            this.rawJson = Objects.requireNonNull(rawJson, "rawJson");
            this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        }

        /** As stored; if it is not set it is computed from the JSON. */
        public Builder contentHash(@Nullable ContentHash contentHash) {
            this.contentHash = contentHash;
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

        /** In metres. */
        public Builder distance(@Nullable Double distance) {
            this.distance = distance;
            return this;
        }

        public Builder movingTime(@Nullable Duration movingTime) {
            this.movingTime = movingTime;
            return this;
        }

        /** Marks it as deleted. */
        public Builder deleted(Instant at, DeletionReason reason) {
            this.deletedAt = Objects.requireNonNull(at, "at");
            this.deletionReason = Objects.requireNonNull(reason, "reason");
            return this;
        }

        public StoredActivity build() {
            return new StoredActivity(this);
        }
    }
}
