package io.stravaai.store;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the sync of an athlete has come. Immutable. */
public final class SyncState {

    private final AthleteId athlete;
    private final long version;
    private final Coverage coverage;
    private final int nextPage;
    private final @Nullable Instant newestListedAt;
    private final @Nullable Instant lastCompletedAt;

    private SyncState(
            AthleteId athlete,
            long version,
            Coverage coverage,
            int nextPage,
            @Nullable Instant newestListedAt,
            @Nullable Instant lastCompletedAt) {
        if (version < 0 || nextPage < 1) {
            throw new IllegalArgumentException(
                    "version must not be negative, and nextPage positive: " + version + ", " + nextPage);
        }
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.version = version;
        this.coverage = Objects.requireNonNull(coverage, "coverage");
        this.nextPage = nextPage;
        this.newestListedAt = newestListedAt;
        this.lastCompletedAt = lastCompletedAt;
    }

    /** The state of an athlete of whom nothing has been stored: version 0. */
    public static SyncState initial(AthleteId athlete) {
        return new SyncState(athlete, 0, Coverage.none(), 1, null, null);
    }

    /**
     * A state as stored.
     *
     * @param version names the state
     * @param nextPage the page to ask for next before {@link Coverage#resumeBefore()}
     * @param newestListedAt null if they were never listed
     * @param lastCompletedAt null if no sync has completed
     */
    public static SyncState of(
            AthleteId athlete,
            long version,
            Coverage coverage,
            int nextPage,
            @Nullable Instant newestListedAt,
            @Nullable Instant lastCompletedAt) {
        return new SyncState(athlete, version, coverage, nextPage, newestListedAt, lastCompletedAt);
    }

    /**
     * The first state of an athlete of whom nothing is stored.
     *
     * @param version drawn at random, so that it was not used before a purge; positive
     */
    public SyncState first(long version, Coverage coverage) {
        return new SyncState(athlete, version, coverage, 1, newestListedAt, lastCompletedAt);
    }

    /** The state after one commit more. */
    public SyncState next(Coverage coverage) {
        return new SyncState(athlete, version + 1, coverage, 1, newestListedAt, lastCompletedAt);
    }

    /** The same state, with this page to ask for next. */
    public SyncState nextPage(int nextPage) {
        return new SyncState(athlete, version, coverage, nextPage, newestListedAt, lastCompletedAt);
    }

    /** The same state, with the newest activities listed at this instant. */
    public SyncState newestListedAt(Instant instant) {
        return new SyncState(athlete, version, coverage, nextPage, instant, lastCompletedAt);
    }

    /** The same state, with a sync that completed at this instant. */
    public SyncState lastCompletedAt(Instant instant) {
        return new SyncState(athlete, version, coverage, nextPage, newestListedAt, instant);
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

    /** What has been listed. */
    public Coverage coverage() {
        return coverage;
    }

    /**
     * The page to ask for next before {@link Coverage#resumeBefore()}: above 1 only where the pages before it brought
     * nothing older.
     */
    public int nextPage() {
        return nextPage;
    }

    /** When the newest activities were last listed. */
    public Optional<Instant> newestListedAt() {
        return Optional.ofNullable(newestListedAt);
    }

    /** When a sync last found the history complete. */
    public Optional<Instant> lastCompletedAt() {
        return Optional.ofNullable(lastCompletedAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SyncState that
                && athlete.equals(that.athlete)
                && version == that.version
                && coverage.equals(that.coverage)
                && nextPage == that.nextPage
                && Objects.equals(newestListedAt, that.newestListedAt)
                && Objects.equals(lastCompletedAt, that.lastCompletedAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(athlete, version, coverage, nextPage, newestListedAt, lastCompletedAt);
    }

    @Override
    public String toString() {
        return "SyncState[" + athlete + ", version " + version + ", covered " + coverage + "]";
    }
}
