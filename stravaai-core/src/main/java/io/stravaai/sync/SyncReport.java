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
        /** The whole history has been listed, now or before, and the newest activities now. */
        COMPLETE,
        /** Something is left for a later sync, see {@link SyncReport#resumeAt()}. All that was done is stored. */
        PARTIAL
    }

    private final SyncProgress progress;
    private final Instant startedAt;
    private final Instant finishedAt;
    private final QuotaSnapshot quota;
    private final @Nullable Instant resumeAt;

    private SyncReport(
            SyncProgress progress,
            Instant startedAt,
            Instant finishedAt,
            QuotaSnapshot quota,
            @Nullable Instant resumeAt) {
        this.progress = Objects.requireNonNull(progress, "progress");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.finishedAt = Objects.requireNonNull(finishedAt, "finishedAt");
        this.quota = Objects.requireNonNull(quota, "quota");
        this.resumeAt = resumeAt;
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
        return new SyncReport(progress, startedAt, finishedAt, quota, resumeAt);
    }

    public AthleteId athlete() {
        return progress.athlete();
    }

    public Status status() {
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

    /** Activities found deleted at Strava. Always 0 in this version: nothing is deleted because a page lacks it. */
    public int deleted() {
        return 0;
    }

    /** Elements that could not be read and were not in quarantine before. */
    public int quarantined() {
        return progress.quarantined();
    }

    /** Requests sent to Strava's API, repetitions included; refreshes of tokens are not among them. */
    public int requests() {
        return progress.requests();
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

    /** When the rest can be done: the next window with quota. Empty if the sync is complete. */
    public Optional<Instant> resumeAt() {
        return Optional.ofNullable(resumeAt);
    }

    @Override
    public String toString() {
        return "SyncReport[" + athlete() + ", " + status() + ", inserted " + inserted() + ", updated " + updated()
                + ", unchanged " + unchanged() + ", deleted " + deleted() + ", quarantined " + quarantined()
                + ", requests " + requests() + (resumeAt == null ? "" : ", resume at " + resumeAt) + "]";
    }
}
