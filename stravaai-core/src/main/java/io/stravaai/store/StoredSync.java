package io.stravaai.store;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sync of one athlete, as a {@link SyncHistory} keeps it. Immutable. */
public final class StoredSync {

    private final AthleteId athlete;
    private final long id;
    private final Instant startedAt;
    private final Instant finishedAt;
    private final int inserted;
    private final int updated;
    private final int unchanged;
    private final int deleted;
    private final int restored;
    private final int quarantined;
    private final int fetched;
    private final int pendingResources;
    private final int requests;
    private final @Nullable Instant reached;
    private final @Nullable Instant resumeAt;
    private final @Nullable String failure;

    private StoredSync(Builder builder) {
        this.athlete = builder.athlete;
        this.id = builder.id;
        this.startedAt = builder.startedAt;
        this.finishedAt = builder.finishedAt;
        this.inserted = builder.inserted;
        this.updated = builder.updated;
        this.unchanged = builder.unchanged;
        this.deleted = builder.deleted;
        this.restored = builder.restored;
        this.quarantined = builder.quarantined;
        this.fetched = builder.fetched;
        this.pendingResources = builder.pendingResources;
        this.requests = builder.requests;
        this.reached = builder.reached;
        this.resumeAt = builder.resumeAt;
        this.failure = builder.failure;
    }

    /**
     * A builder of a sync that did nothing and left nothing.
     *
     * @param id any number that tells it from others of the athlete that began at the same instant
     */
    public static Builder builder(AthleteId athlete, long id, Instant startedAt, Instant finishedAt) {
        return new Builder(athlete, id, startedAt, finishedAt);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /** A random number that tells it from others of the athlete that began at the same instant. */
    public long id() {
        return id;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
    }

    /** Activities stored for the first time. */
    public int inserted() {
        return inserted;
    }

    /** Activities whose content differed from what was stored. */
    public int updated() {
        return updated;
    }

    /** Activities listed that were stored already, with the same content. */
    public int unchanged() {
        return unchanged;
    }

    /** Activities found deleted at Strava. */
    public int deleted() {
        return deleted;
    }

    /** Activities listed that were marked deleted, and live again. */
    public int restored() {
        return restored;
    }

    /** Elements that could not be read and were not in quarantine before. */
    public int quarantined() {
        return quarantined;
    }

    /** Details and streams of activities that were fetched and stored. */
    public int fetched() {
        return fetched;
    }

    /** Details and streams of this athlete that still waited when it ended; 0 if it failed. */
    public int pendingResources() {
        return pendingResources;
    }

    /** Requests sent to Strava's API, repetitions included. */
    public int requests() {
        return requests;
    }

    /** The start of the oldest activity listed. */
    public Optional<Instant> reached() {
        return Optional.ofNullable(reached);
    }

    /** Whether it left nothing for a later one. */
    public boolean isComplete() {
        return resumeAt == null && failure == null;
    }

    /** When the rest could be done; empty if it was complete or failed. */
    public Optional<Instant> resumeAt() {
        return Optional.ofNullable(resumeAt);
    }

    /** The kind of the exception that ended it, a simple class name; empty if it did not fail. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredSync that
                && athlete.equals(that.athlete)
                && id == that.id
                && startedAt.equals(that.startedAt)
                && finishedAt.equals(that.finishedAt)
                && inserted == that.inserted
                && updated == that.updated
                && unchanged == that.unchanged
                && deleted == that.deleted
                && restored == that.restored
                && quarantined == that.quarantined
                && fetched == that.fetched
                && pendingResources == that.pendingResources
                && requests == that.requests
                && Objects.equals(reached, that.reached)
                && Objects.equals(resumeAt, that.resumeAt)
                && Objects.equals(failure, that.failure);
    }

    @Override
    public int hashCode() {
        return Objects.hash(athlete, id, startedAt);
    }

    @Override
    public String toString() {
        return "StoredSync[" + athlete + ", " + startedAt + " to " + finishedAt
                + ", inserted " + inserted
                + ", updated " + updated
                + ", unchanged " + unchanged
                + ", deleted " + deleted
                + ", restored " + restored
                + ", quarantined " + quarantined
                + ", fetched " + fetched
                + ", pending " + pendingResources
                + ", requests " + requests
                + (resumeAt == null ? "" : ", resume at " + resumeAt) + (failure == null ? "" : ", " + failure) + "]";
    }

    /** Collects the parts of a {@link StoredSync}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private final long id;
        private final Instant startedAt;
        private final Instant finishedAt;
        private int inserted;
        private int updated;
        private int unchanged;
        private int deleted;
        private int restored;
        private int quarantined;
        private int fetched;
        private int pendingResources;
        private int requests;
        private @Nullable Instant reached;
        private @Nullable Instant resumeAt;
        private @Nullable String failure;

        private Builder(AthleteId athlete, long id, Instant startedAt, Instant finishedAt) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
            this.id = id;
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            this.finishedAt = Objects.requireNonNull(finishedAt, "finishedAt");
        }

        public Builder inserted(int inserted) {
            this.inserted = inserted;
            return this;
        }

        public Builder updated(int updated) {
            this.updated = updated;
            return this;
        }

        public Builder unchanged(int unchanged) {
            this.unchanged = unchanged;
            return this;
        }

        public Builder deleted(int deleted) {
            this.deleted = deleted;
            return this;
        }

        public Builder restored(int restored) {
            this.restored = restored;
            return this;
        }

        public Builder quarantined(int quarantined) {
            this.quarantined = quarantined;
            return this;
        }

        public Builder fetched(int fetched) {
            this.fetched = fetched;
            return this;
        }

        public Builder pendingResources(int pendingResources) {
            this.pendingResources = pendingResources;
            return this;
        }

        public Builder requests(int requests) {
            this.requests = requests;
            return this;
        }

        /** The start of the oldest activity listed; null if there is none. */
        public Builder reached(@Nullable Instant reached) {
            this.reached = reached;
            return this;
        }

        /** When the rest can be done; null if nothing is left. */
        public Builder resumeAt(@Nullable Instant resumeAt) {
            this.resumeAt = resumeAt;
            return this;
        }

        /** The simple class name of the exception that ended it; null if there was none. */
        public Builder failure(@Nullable String failure) {
            this.failure = failure;
            return this;
        }

        public StoredSync build() {
            return new StoredSync(this);
        }
    }
}
