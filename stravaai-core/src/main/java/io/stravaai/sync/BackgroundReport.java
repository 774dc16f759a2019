package io.stravaai.sync;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run of a {@code BackgroundSync} did. Immutable. */
public final class BackgroundReport {

    /** Why no further athlete was begun. */
    public enum End {
        /** Nobody is due any more. */
        DONE,
        /** As many were begun as one run may. */
        LIMIT,
        /** Strava's quota leaves nothing for looks at what is new, see {@link BackgroundReport#resumeAt()}. */
        QUOTA,
        /** Strava is in trouble, or takes nothing from this application, see {@link BackgroundReport#failure()}. */
        STRAVA,
        /** It was stopped or interrupted. */
        STOPPED,
        /** Another run was at work, so nothing was done. */
        BUSY,
        /**
         * The store could not say who is due, or store who is being synced, or the executor takes nothing, see {@link
         * BackgroundReport#failure()}.
         */
        FAILED
    }

    private final End end;
    private final Instant startedAt;
    private final Instant finishedAt;
    private final List<SyncReport> reports;
    private final Map<AthleteId, Throwable> failures;
    private final int skipped;
    private final @Nullable Instant resumeAt;
    private final @Nullable Throwable failure;

    private BackgroundReport(Builder builder) {
        this.end = builder.end;
        this.startedAt = builder.startedAt;
        this.finishedAt = builder.finishedAt;
        this.reports = List.copyOf(builder.reports);
        this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(builder.failures));
        this.skipped = builder.skipped;
        this.resumeAt = builder.resumeAt;
        this.failure = builder.failure;
    }

    /** A builder of the report of a run that began no sync. */
    public static Builder builder(End end, Instant startedAt, Instant finishedAt) {
        return new Builder(end, startedAt, finishedAt);
    }

    public End end() {
        return end;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
    }

    /** Of the syncs that ended without an exception, complete or partial, in the order in which they ended. */
    public List<SyncReport> reports() {
        return reports;
    }

    /** What the others ended with, or made it impossible to begin them. */
    public Map<AthleteId, Throwable> failures() {
        return failures;
    }

    /** How many athletes were due and were left to another node, which was first. */
    public int skipped() {
        return skipped;
    }

    /** When it makes sense to go on: the next window with quota, or when Strava may be asked again. Empty if not known. */
    public Optional<Instant> resumeAt() {
        return Optional.ofNullable(resumeAt);
    }

    /** What ended the run; empty if no exception did. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "BackgroundReport[" + end + ", synced " + reports.size() + ", failed " + failures.size() + ", skipped "
                + skipped + (resumeAt == null ? "" : ", resume at " + resumeAt)
                + (failure == null ? "" : ", " + failure.getClass().getSimpleName()) + "]";
    }

    /** Collects the parts of a {@link BackgroundReport}. Not thread-safe. */
    public static final class Builder {

        private final End end;
        private final Instant startedAt;
        private final Instant finishedAt;
        private final List<SyncReport> reports = new ArrayList<>();
        private final Map<AthleteId, Throwable> failures = new LinkedHashMap<>();
        private int skipped;
        private @Nullable Instant resumeAt;
        private @Nullable Throwable failure;

        private Builder(End end, Instant startedAt, Instant finishedAt) {
            this.end = Objects.requireNonNull(end, "end");
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            this.finishedAt = Objects.requireNonNull(finishedAt, "finishedAt");
        }

        /** Adds syncs that ended without an exception. */
        public Builder reports(List<SyncReport> reports) {
            this.reports.addAll(reports);
            return this;
        }

        /** Adds athletes whose sync ended with an exception, or could not begin. */
        public Builder failures(Map<AthleteId, Throwable> failures) {
            this.failures.putAll(failures);
            return this;
        }

        public Builder skipped(int skipped) {
            this.skipped = skipped;
            return this;
        }

        /** When it makes sense to go on; null if that is not known. */
        public Builder resumeAt(@Nullable Instant resumeAt) {
            this.resumeAt = resumeAt;
            return this;
        }

        /** What ended the run; null if no exception did. */
        public Builder failure(@Nullable Throwable failure) {
            this.failure = failure;
            return this;
        }

        public BackgroundReport build() {
            return new BackgroundReport(this);
        }
    }
}
