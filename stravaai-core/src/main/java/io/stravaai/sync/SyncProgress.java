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
    private final int quarantined;
    private final int requests;
    private final @Nullable Instant reached;

    private SyncProgress(
            AthleteId athlete,
            int inserted,
            int updated,
            int unchanged,
            int quarantined,
            int requests,
            @Nullable Instant reached) {
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.inserted = inserted;
        this.updated = updated;
        this.unchanged = unchanged;
        this.quarantined = quarantined;
        this.requests = requests;
        this.reached = reached;
    }

    /**
     * Progress of one sync.
     *
     * @param reached the start of the oldest activity listed so far; null if there is none
     */
    public static SyncProgress of(
            AthleteId athlete,
            int inserted,
            int updated,
            int unchanged,
            int quarantined,
            int requests,
            @Nullable Instant reached) {
        return new SyncProgress(athlete, inserted, updated, unchanged, quarantined, requests, reached);
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
}
