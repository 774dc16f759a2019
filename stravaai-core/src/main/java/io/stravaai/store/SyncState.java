package io.stravaai.store;

import io.stravaai.auth.Scope;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far the sync of an athlete has come, and when it goes on. Immutable. */
public final class SyncState {

    /** As {@link #nextDueAt()}: the athlete has been withdrawn, and is due again only when enrolled again. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final AthleteId athlete;
    private final long version;
    private final Coverage coverage;
    private final int nextPage;
    private final @Nullable Instant nextPageBefore;
    private final @Nullable Instant newestListedAt;
    private final @Nullable Instant lastCompletedAt;
    private final Set<Scope> scopes;
    private final @Nullable Integer expectedActivities;
    private final boolean backfillPaused;
    private final @Nullable Instant nextDueAt;
    private final int failures;
    private final @Nullable String lastFailure;

    private SyncState(Builder builder) {
        if (builder.version < 0 || builder.nextPage < 1 || builder.failures < 0) {
            throw new IllegalArgumentException("version and failures must not be negative, and nextPage positive: "
                    + builder.version + ", " + builder.failures + ", " + builder.nextPage);
        }
        this.athlete = builder.athlete;
        this.version = builder.version;
        this.coverage = builder.coverage;
        this.nextPage = builder.nextPage;
        this.nextPageBefore = builder.nextPageBefore;
        this.newestListedAt = builder.newestListedAt;
        this.lastCompletedAt = builder.lastCompletedAt;
        this.scopes = builder.scopes;
        this.expectedActivities = builder.expectedActivities;
        this.backfillPaused = builder.backfillPaused;
        this.nextDueAt = builder.nextDueAt;
        this.failures = builder.failures;
        this.lastFailure = builder.lastFailure;
    }

    /** The state of an athlete of whom nothing has been stored: version 0. */
    public static SyncState initial(AthleteId athlete) {
        return builder(athlete, 0).build();
    }

    /** A builder of a state as stored, with nothing listed. */
    public static Builder builder(AthleteId athlete, long version) {
        return new Builder(athlete, version);
    }

    /** A builder that begins with this state. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A builder of the state after one commit more. */
    public Builder next() {
        return toBuilder().version(version + 1);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /**
     * Names the state: 0 if nothing is stored; else it begins at random and rises with each commit, so that it does not
     * come back after a purge.
     */
    public long version() {
        return version;
    }

    /** What has been listed, and when. */
    public Coverage coverage() {
        return coverage;
    }

    /**
     * The page to ask for next before {@link #nextPageBefore()}: above 1 only where the pages before it brought nothing
     * older.
     */
    public int nextPage() {
        return nextPage;
    }

    /** Which start {@link #nextPage()} belongs to; empty for the newest activities, and where the page is 1. */
    public Optional<Instant> nextPageBefore() {
        return Optional.ofNullable(nextPageBefore);
    }

    /** When the newest activities were last listed. */
    public Optional<Instant> newestListedAt() {
        return Optional.ofNullable(newestListedAt);
    }

    /** When a sync last found the history complete. */
    public Optional<Instant> lastCompletedAt() {
        return Optional.ofNullable(lastCompletedAt);
    }

    /** The scopes of the grant under which was listed; empty if they are not known. */
    public Set<Scope> scopes() {
        return scopes;
    }

    /** How many activities there should be at least, if Strava was asked. */
    public OptionalInt expectedActivities() {
        return expectedActivities == null ? OptionalInt.empty() : OptionalInt.of(expectedActivities);
    }

    /** Whether history is not to be walked for now. */
    public boolean isBackfillPaused() {
        return backfillPaused;
    }

    /** When the next sync is due; {@link #NEVER} if syncs leave it so, empty if none has had to say. */
    public Optional<Instant> nextDueAt() {
        return Optional.ofNullable(nextDueAt);
    }

    /** Whether the athlete is not to be synced unless somebody asks. */
    public boolean isWithdrawn() {
        return NEVER.equals(nextDueAt);
    }

    /** How many syncs have failed since the last one that did not. */
    public int failures() {
        return failures;
    }

    /** The kind of the last failure, a simple class name; empty if the last sync did not fail. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SyncState that
                && athlete.equals(that.athlete)
                && version == that.version
                && coverage.equals(that.coverage)
                && nextPage == that.nextPage
                && Objects.equals(nextPageBefore, that.nextPageBefore)
                && Objects.equals(newestListedAt, that.newestListedAt)
                && Objects.equals(lastCompletedAt, that.lastCompletedAt)
                && scopes.equals(that.scopes)
                && Objects.equals(expectedActivities, that.expectedActivities)
                && backfillPaused == that.backfillPaused
                && Objects.equals(nextDueAt, that.nextDueAt)
                && failures == that.failures
                && Objects.equals(lastFailure, that.lastFailure);
    }

    @Override
    public int hashCode() {
        return Objects.hash(athlete, version, coverage, newestListedAt, nextDueAt);
    }

    @Override
    public String toString() {
        return "SyncState[" + athlete + ", version " + version + ", covered " + coverage + ", next due " + nextDueAt
                + (lastFailure == null ? "" : ", failed " + failures + " times, last " + lastFailure) + "]";
    }

    /** Collects the parts of a {@link SyncState}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private long version;
        private Coverage coverage = Coverage.none();
        private int nextPage = 1;
        private @Nullable Instant nextPageBefore;
        private @Nullable Instant newestListedAt;
        private @Nullable Instant lastCompletedAt;
        private Set<Scope> scopes = Set.of();
        private @Nullable Integer expectedActivities;
        private boolean backfillPaused;
        private @Nullable Instant nextDueAt;
        private int failures;
        private @Nullable String lastFailure;

        private Builder(AthleteId athlete, long version) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
            this.version = version;
        }

        private Builder(SyncState state) {
            this(state.athlete, state.version);
            this.coverage = state.coverage;
            this.nextPage = state.nextPage;
            this.nextPageBefore = state.nextPageBefore;
            this.newestListedAt = state.newestListedAt;
            this.lastCompletedAt = state.lastCompletedAt;
            this.scopes = state.scopes;
            this.expectedActivities = state.expectedActivities;
            this.backfillPaused = state.backfillPaused;
            this.nextDueAt = state.nextDueAt;
            this.failures = state.failures;
            this.lastFailure = state.lastFailure;
        }

        public Builder version(long version) {
            this.version = version;
            return this;
        }

        public Builder coverage(Coverage coverage) {
            this.coverage = Objects.requireNonNull(coverage, "coverage");
            return this;
        }

        /**
         * The page to ask for next.
         *
         * @param before below which start; null for the newest activities
         */
        public Builder nextPage(int nextPage, @Nullable Instant before) {
            this.nextPage = nextPage;
            this.nextPageBefore = before;
            return this;
        }

        public Builder newestListedAt(@Nullable Instant newestListedAt) {
            this.newestListedAt = newestListedAt;
            return this;
        }

        public Builder lastCompletedAt(@Nullable Instant lastCompletedAt) {
            this.lastCompletedAt = lastCompletedAt;
            return this;
        }

        public Builder scopes(Set<Scope> scopes) {
            this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
            return this;
        }

        public Builder expectedActivities(@Nullable Integer expectedActivities) {
            this.expectedActivities = expectedActivities;
            return this;
        }

        public Builder backfillPaused(boolean backfillPaused) {
            this.backfillPaused = backfillPaused;
            return this;
        }

        public Builder nextDueAt(@Nullable Instant nextDueAt) {
            this.nextDueAt = nextDueAt;
            return this;
        }

        /**
         * How many syncs have failed in a row.
         *
         * @param lastFailure the simple class name of the last failure; null if there is none
         */
        public Builder failures(int failures, @Nullable String lastFailure) {
            this.failures = failures;
            this.lastFailure = lastFailure;
            return this;
        }

        public SyncState build() {
            return new SyncState(this);
        }
    }
}
