package io.stravaai.sync;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a backfill: requests, and the time that the quota gives for them. It supposes that nobody else uses the
 * quota, so the end may come later. Immutable.
 */
public final class BackfillEstimate {

    private final AthleteId athlete;
    private final @Nullable Integer expectedActivities;
    private final long listRequests;
    private final long resourceRequests;
    private final long windows;
    private final long days;
    private final Instant finishAt;

    private BackfillEstimate(Builder builder) {
        this.athlete = builder.athlete;
        this.expectedActivities = builder.expectedActivities;
        this.listRequests = builder.listRequests;
        this.resourceRequests = builder.resourceRequests;
        this.windows = builder.windows;
        this.days = builder.days;
        this.finishAt = builder.finishAt;
    }

    /**
     * A builder of an estimate with nothing left.
     *
     * @param now when it would be finished then
     */
    public static Builder builder(AthleteId athlete, Instant now) {
        return new Builder(athlete, now);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /**
     * How many activities there are by Strava's totals, which count rides, runs and swims that everyone may see; empty if
     * Strava was not asked or gives no totals. There may be more.
     */
    public OptionalInt expectedActivities() {
        return expectedActivities == null ? OptionalInt.empty() : OptionalInt.of(expectedActivities);
    }

    /** Requests for lists that are left, at least: each brings 200 activities. 0 if the history is complete. */
    public long listRequests() {
        return listRequests;
    }

    /** Requests for details and streams that are left, at least. */
    public long resourceRequests() {
        return resourceRequests;
    }

    /** All requests that are left, at least. */
    public long requests() {
        return listRequests + resourceRequests;
    }

    /** In how many quarter hours they will be sent. */
    public long windows() {
        return windows;
    }

    /** On how many days, by UTC, they will be sent. */
    public long days() {
        return days;
    }

    /** When the last of them is sent, if nobody else uses the quota. */
    public Instant finishAt() {
        return finishAt;
    }

    @Override
    public String toString() {
        return "BackfillEstimate[" + athlete + ", " + requests() + " requests in " + windows + " windows on " + days
                + " days, until " + finishAt + "]";
    }

    /** Collects the parts of a {@link BackfillEstimate}. Not thread-safe. */
    public static final class Builder {

        private final AthleteId athlete;
        private @Nullable Integer expectedActivities;
        private long listRequests;
        private long resourceRequests;
        private long windows;
        private long days;
        private Instant finishAt;

        private Builder(AthleteId athlete, Instant now) {
            this.athlete = Objects.requireNonNull(athlete, "athlete");
            this.finishAt = Objects.requireNonNull(now, "now");
        }

        /** What Strava's totals say; null if that is not known. */
        public Builder expectedActivities(@Nullable Integer expectedActivities) {
            this.expectedActivities = expectedActivities;
            return this;
        }

        public Builder listRequests(long listRequests) {
            this.listRequests = listRequests;
            return this;
        }

        public Builder resourceRequests(long resourceRequests) {
            this.resourceRequests = resourceRequests;
            return this;
        }

        /** What the quota allows: quarter hours and days that are touched, and when the last request is sent. */
        public Builder quota(long windows, long days, Instant finishAt) {
            this.windows = windows;
            this.days = days;
            this.finishAt = Objects.requireNonNull(finishAt, "finishAt");
            return this;
        }

        public BackfillEstimate build() {
            return new BackfillEstimate(this);
        }
    }
}
