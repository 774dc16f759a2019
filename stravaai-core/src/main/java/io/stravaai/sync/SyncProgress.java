package io.stravaai.sync;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a sync stands after a page. Immutable. */
public final class SyncProgress {

    private final AthleteId athlete;
    private final int inserted;
    private final int updated;
    private final int unchanged;
    private final int deleted;
    private final int restored;
    private final int quarantined;
    private final int requests;
    private final @Nullable Instant reached;

    private SyncProgress(Builder builder) {
        this.athlete = builder.athlete;
        this.inserted = builder.inserted;
        this.updated = builder.updated;
        this.unchanged = builder.unchanged;
        this.deleted = builder.deleted;
        this.restored = builder.restored;
        this.quarantined = builder.quarantined;
        this.requests = builder.requests;
        this.reached = builder.reached;
    }

    /** A builder of the progress of one sync, with nothing done. */
    public static Builder builder(AthleteId athlete) {
        return new Builder(athlete);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /** Activities stored for the first time. */
    public int inserted() {
        return inserted;
    }

    /** Activities whose content differs from what was stored. */
    public int updated() {
        return updated;
    }

    /** Activities listed that were stored already, with the same content. */
    public int unchanged() {
        return unchanged;
    }

    /** Activities found deleted at Strava: missing from a list, and then not known by their id. */
    public int deleted() {
        return deleted;
    }

    /** Activities listed that were marked deleted. */
    public int restored() {
        return restored;
    }

    /** Elements that could not be read and were not in quarantine before. */
    public int quarantined() {
        return quarantined;
    }

    /** Requests sent to Strava's API. */
    public int requests() {
        return requests;
    }

    /** The start of the oldest activity listed so far. */
    public Optional<Instant> reached() {
        return Optional.ofNullable(reached);
    }

    @Override
    public String toString() {
        return "SyncProgress[" + athlete + ", inserted " + inserted + ", updated " + updated + ", unchanged "
                + unchanged + ", deleted " + deleted + ", restored " + restored + ", quarantined " + quarantined
                + ", requests " + requests + "]";
    }

    /** Collects the counts of a {@link SyncProgress}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private int inserted;
        private int updated;
        private int unchanged;
        private int deleted;
        private int restored;
        private int quarantined;
        private int requests;
        private @Nullable Instant reached;

        private Builder(AthleteId athlete) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
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

        public Builder requests(int requests) {
            this.requests = requests;
            return this;
        }

        /** The start of the oldest activity listed so far; null if there is none. */
        public Builder reached(@Nullable Instant reached) {
            this.reached = reached;
            return this;
        }

        public SyncProgress build() {
            return new SyncProgress(this);
        }
    }
}
