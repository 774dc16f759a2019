package io.stravaai.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaSnapshot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one sync did. Immutable. */
public final class SyncReport {

    /** Whether all was done. */
    public enum Status {
        /**
         * All that was asked for: by default the whole history has been listed, now or before, and the newest activities
         * now. Of the details and streams that the engine is to fetch none is due any more, unless only the newest were
         * to be listed; some may wait, see {@link SyncReport#pendingResources()}.
         */
        COMPLETE,
        /** Something is left for a later sync, see {@link SyncReport#resumeAt()}. All that was done is stored. */
        PARTIAL,
        /** It ended with an exception, see {@link SyncReport#failure()}. All that was done before is stored. */
        FAILED
    }

    private final SyncProgress progress;
    private final Instant startedAt;
    private final Instant finishedAt;
    private final QuotaSnapshot quota;
    private final @Nullable Instant resumeAt;
    private final @Nullable String failure;
    private final int pendingResources;

    private SyncReport(
            SyncProgress progress,
            Instant startedAt,
            Instant finishedAt,
            QuotaSnapshot quota,
            @Nullable Instant resumeAt,
            @Nullable String failure,
            int pendingResources) {
        this.progress = Objects.requireNonNull(progress, "progress");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.finishedAt = Objects.requireNonNull(finishedAt, "finishedAt");
        this.quota = Objects.requireNonNull(quota, "quota");
        this.resumeAt = resumeAt;
        this.failure = failure;
        this.pendingResources = pendingResources;
    }

    /**
     * A report.
     *
     * @param progress the counts at the end
     * @param quota what is known of the quota at the end
     * @param resumeAt null if the sync is complete
     */
    public static SyncReport of(
            SyncProgress progress,
            Instant startedAt,
            Instant finishedAt,
            QuotaSnapshot quota,
            @Nullable Instant resumeAt) {
        return new SyncReport(progress, startedAt, finishedAt, quota, resumeAt, null, 0);
    }

    /**
     * A report of a sync that ended with an exception.
     *
     * @param failure the simple class name of the exception
     */
    public static SyncReport failed(
            SyncProgress progress, Instant startedAt, Instant finishedAt, QuotaSnapshot quota, String failure) {
        return new SyncReport(
                progress, startedAt, finishedAt, quota, null, Objects.requireNonNull(failure, "failure"), 0);
    }

    /** The same with so many details and streams left to fetch; 0 by default. */
    public SyncReport withPendingResources(int pendingResources) {
        return new SyncReport(progress, startedAt, finishedAt, quota, resumeAt, failure, pendingResources);
    }

    public AthleteId athlete() {
        return progress.athlete();
    }

    public Status status() {
        if (failure != null) {
            return Status.FAILED;
        }
        return resumeAt == null ? Status.COMPLETE : Status.PARTIAL;
    }

    /** Activities stored for the first time. */
    public int inserted() {
        return progress.inserted();
    }

    /** Activities whose content differs from what was stored. */
    public int updated() {
        return progress.updated();
    }

    /** Activities listed that were stored already, with the same content. */
    public int unchanged() {
        return progress.unchanged();
    }

    /** Activities found deleted at Strava: missing from a list, and then not known by their id. */
    public int deleted() {
        return progress.deleted();
    }

    /** Activities listed that were marked deleted, and live again. */
    public int restored() {
        return progress.restored();
    }

    /** Elements that could not be read and were not in quarantine before. */
    public int quarantined() {
        return progress.quarantined();
    }

    /** Details and streams of activities that were fetched and stored. */
    public int fetched() {
        return progress.fetched();
    }

    /** Details and streams that are left to fetch: due, or waiting until they are asked for again. */
    public int pendingResources() {
        return pendingResources;
    }

    /** Requests sent to Strava's API, repetitions included; refreshes of tokens are not among them. */
    public int requests() {
        return progress.requests();
    }

    /** The start of the oldest activity listed. */
    public Optional<Instant> reached() {
        return progress.reached();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
    }

    /** What is left of the application's quota, as far as known. */
    public QuotaSnapshot quota() {
        return quota;
    }

    /**
     * When the rest can be done: in the next window with quota; at once if the sync was stopped or limited, or another one was at
     * work; in a while if details or streams failed one after the other. Empty unless the sync is partial.
     */
    public Optional<Instant> resumeAt() {
        return Optional.ofNullable(resumeAt);
    }

    /** The kind of the exception, a simple class name; empty unless the sync failed. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return "SyncReport[" + athlete() + ", " + status() + ", inserted " + inserted() + ", updated " + updated()
                + ", unchanged " + unchanged() + ", deleted " + deleted() + ", restored " + restored()
                + ", quarantined "
                + quarantined() + ", fetched " + fetched() + ", pending " + pendingResources + ", requests "
                + requests() + (resumeAt == null ? "" : ", resume at " + resumeAt)
                + (failure == null ? "" : ", " + failure) + "]";
    }
}
