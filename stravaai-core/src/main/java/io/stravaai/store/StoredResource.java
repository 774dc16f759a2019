package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Details or streams of an activity as a {@link ResourceStore} holds them: Strava's JSON, once it was fetched, and how the
 * fetching stands. JSON that was fetched stays until newer JSON replaces it, also while it is queued again. Immutable.
 *
 * <pre>{@code
 * resources.find(athlete, activity, ActivityResource.STREAMS)
 *         .flatMap(StoredResource::rawJson)
 *         .map(json -> StravaJson.read(json, StreamSet.class));
 * }</pre>
 */
public final class StoredResource {

    private final AthleteId athlete;
    private final ActivityId activity;
    private final ActivityResource resource;
    private final long version;
    private final ResourceStatus status;
    private final @Nullable Instant notBefore;
    private final int attempts;
    private final Instant queuedAt;
    private final @Nullable Instant startDate;
    private final @Nullable String rawJson;
    private final @Nullable Instant observedAt;
    private final @Nullable String triedBy;
    private final @Nullable String failure;

    private StoredResource(Builder builder) {
        if (builder.version < 0 || builder.attempts < 0) {
            throw new IllegalArgumentException(
                    "version and attempts must not be negative: " + builder.version + ", " + builder.attempts);
        }
        if (builder.status.isPending() != (builder.notBefore != null)) {
            throw new IllegalArgumentException("notBefore belongs to what is pending: " + builder.status);
        }
        this.athlete = builder.athlete;
        this.activity = builder.activity;
        this.resource = builder.resource;
        this.version = builder.version;
        this.status = builder.status;
        this.notBefore = builder.notBefore;
        this.attempts = builder.attempts;
        this.queuedAt = builder.queuedAt;
        this.startDate = builder.startDate;
        this.rawJson = builder.rawJson;
        this.observedAt = builder.observedAt;
        this.triedBy = builder.triedBy;
        this.failure = builder.failure;
    }

    /** A builder of what is queued at this instant, may be fetched at once, and was never tried. */
    public static Builder builder(AthleteId athlete, ActivityId activity, ActivityResource resource, Instant queuedAt) {
        return new Builder(athlete, activity, resource, queuedAt);
    }

    /** A builder that begins with all of this. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public AthleteId athlete() {
        return athlete;
    }

    public ActivityId activity() {
        return activity;
    }

    public ActivityResource resource() {
        return resource;
    }

    /** Names what is stored: the store gives a new, positive one with each write. 0 if it was not read from a store. */
    public long version() {
        return version;
    }

    public ResourceStatus status() {
        return status;
    }

    /** When it may be fetched; empty unless it is pending. */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** How often Strava was asked since it was queued. */
    public int attempts() {
        return attempts;
    }

    /** When it was last queued: first, or again because the activity has changed. */
    public Instant queuedAt() {
        return queuedAt;
    }

    /** When the activity began: the newest are fetched first. Empty if that is not known. */
    public Optional<Instant> startDate() {
        return Optional.ofNullable(startDate);
    }

    /**
     * The JSON that was fetched last, byte for byte as Strava sent it; empty if there is none, and in what
     * {@link ResourceStore#due} answers.
     */
    public Optional<String> rawJson() {
        return Optional.ofNullable(rawJson);
    }

    /** When Strava sent the JSON that is stored. */
    public Optional<Instant> observedAt() {
        return Optional.ofNullable(observedAt);
    }

    /** The version of this library that tried last; empty if none has since it was queued. */
    public Optional<String> triedBy() {
        return Optional.ofNullable(triedBy);
    }

    /** The kind of the last failure, a simple class name; empty if the last attempt did not fail. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Does not show the JSON, which is the athlete's data. */
    @Override
    public String toString() {
        return "StoredResource[" + resource + " of " + activity + ", " + status
                + (notBefore == null ? "" : ", not before " + notBefore) + (failure == null ? "" : ", " + failure)
                + "]";
    }

    /** Collects the parts of a {@link StoredResource}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private final ActivityId activity;
        private final ActivityResource resource;
        private final Instant queuedAt;
        private long version;
        private ResourceStatus status = ResourceStatus.QUEUED;
        private @Nullable Instant notBefore;
        private int attempts;
        private @Nullable Instant startDate;
        private @Nullable String rawJson;
        private @Nullable Instant observedAt;
        private @Nullable String triedBy;
        private @Nullable String failure;

        private Builder(AthleteId athlete, ActivityId activity, ActivityResource resource, Instant queuedAt) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
            this.activity = Objects.requireNonNull(activity, "activity");
            this.resource = Objects.requireNonNull(resource, "resource");
            this.queuedAt = Objects.requireNonNull(queuedAt, "queuedAt");
            this.notBefore = queuedAt;
        }

        private Builder(StoredResource stored) {
            this(stored.athlete, stored.activity, stored.resource, stored.queuedAt);
            this.version = stored.version;
            this.status = stored.status;
            this.notBefore = stored.notBefore;
            this.attempts = stored.attempts;
            this.startDate = stored.startDate;
            this.rawJson = stored.rawJson;
            this.observedAt = stored.observedAt;
            this.triedBy = stored.triedBy;
            this.failure = stored.failure;
        }

        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /**
         * How it stands.
         *
         * @param notBefore when it may be fetched; null unless the status is pending
         */
        public Builder status(ResourceStatus status, @Nullable Instant notBefore) {
            this.status = Objects.requireNonNull(status, "status");
            this.notBefore = notBefore;
            return this;
        }

        /**
         * What came of the attempts.
         *
         * @param triedBy the version of the library that tried last; null if none did
         * @param failure the simple class name of the last failure; null if there is none
         */
        public Builder attempts(int attempts, @Nullable String triedBy, @Nullable String failure) {
            this.attempts = attempts;
            this.triedBy = triedBy;
            this.failure = failure;
            return this;
        }

        public Builder startDate(@Nullable Instant startDate) {
            this.startDate = startDate;
            return this;
        }

        /**
         * What was fetched.
         *
         * @param rawJson null if there is none, or if it is not at hand
         * @param observedAt when Strava sent it; null if there is none
         */
        public Builder content(@Nullable String rawJson, @Nullable Instant observedAt) {
            this.rawJson = rawJson;
            this.observedAt = observedAt;
            return this;
        }

        /**
         * The value.
         *
         * @throws IllegalArgumentException if version or attempts are negative, or notBefore and the status do not agree
         */
        public StoredResource build() {
            return new StoredResource(this);
        }
    }
}
