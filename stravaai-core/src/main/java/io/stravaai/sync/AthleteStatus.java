package io.stravaai.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.store.Coverage;
import io.stravaai.store.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** Where an athlete stands at one moment, as the store knows it. Immutable. */
public final class AthleteStatus {

    private final SyncState state;
    private final int quarantined;
    private final boolean needsConsent;
    private final Instant at;

    private AthleteStatus(SyncState state, int quarantined, boolean needsConsent, Instant at) {
        this.state = Objects.requireNonNull(state, "state");
        this.quarantined = quarantined;
        this.needsConsent = needsConsent;
        this.at = Objects.requireNonNull(at, "at");
    }

    /**
     * A status.
     *
     * @param state as stored; {@link SyncState#initial} for an athlete who was never seen
     * @param quarantined how many elements are in quarantine
     * @param needsConsent whether the last sync failed for want of the athlete's consent
     * @param at the moment
     */
    public static AthleteStatus of(SyncState state, int quarantined, boolean needsConsent, Instant at) {
        return new AthleteStatus(state, quarantined, needsConsent, at);
    }

    public AthleteId athlete() {
        return state.athlete();
    }

    /** Whether the store holds anything of the athlete; if not, all the rest says nothing. */
    public boolean isKnown() {
        return state.version() > 0;
    }

    /** When the newest activities were last listed; empty for never. */
    public Optional<Instant> lastSyncedAt() {
        return state.newestListedAt();
    }

    /** How long ago that was, never negative; empty for never. */
    public Optional<Duration> lag() {
        return lastSyncedAt().map(listed -> listed.isAfter(at) ? Duration.ZERO : Duration.between(listed, at));
    }

    /** Whether all of the history has been listed; false again until a full sync, or one after a wider consent, has ended. */
    public boolean isHistoryComplete() {
        Coverage coverage = state.coverage();
        // Of a history without activities nothing is covered.
        boolean empty =
                coverage.intervals().isEmpty() && state.lastCompletedAt().isPresent();
        return coverage.isComplete() || empty;
    }

    /**
     * When that part of the history was listed that was listed longest ago: how old the oldest knowledge is. Empty if
     * nothing has been listed.
     */
    public Optional<Instant> oldestListedAt() {
        return state.coverage().intervals().stream()
                .map(Coverage.Interval::listedAt)
                .min(Comparator.naturalOrder());
    }

    /** Whether history is not to be walked for now. */
    public boolean isBackfillPaused() {
        return state.isBackfillPaused();
    }

    /** When the next sync is due; empty for never. While a sync is at work, when somebody else may take over. */
    public Optional<Instant> nextDueAt() {
        return state.nextDueAt().filter(due -> !state.isWithdrawn());
    }

    /** Whether the athlete was withdrawn from the background sync. */
    public boolean isWithdrawn() {
        return state.isWithdrawn();
    }

    /** How many syncs have failed since the last one that did not. */
    public int failures() {
        return state.failures();
    }

    /** The kind of the last failure, a simple class name; empty if the last sync did not fail. */
    public Optional<String> lastFailure() {
        return state.lastFailure();
    }

    /** Whether the last sync failed because the athlete has to connect, or to consent to more. */
    public boolean needsConsent() {
        return needsConsent;
    }

    /** How many elements could not be read and are kept with their bytes. */
    public int quarantined() {
        return quarantined;
    }

    @Override
    public String toString() {
        return "AthleteStatus[" + athlete()
                + (isKnown() ? "" : ", unknown")
                + lastSyncedAt().map(listed -> ", synced at " + listed).orElse("")
                + (isHistoryComplete() ? ", history complete" : ", history incomplete")
                + (isBackfillPaused() ? ", backfill paused" : "")
                + (isWithdrawn() ? ", withdrawn" : "")
                + nextDueAt().map(due -> ", due at " + due).orElse("")
                + lastFailure()
                        .map(failure -> ", failed " + failures() + " times, last " + failure)
                        .orElse("")
                + ", quarantined " + quarantined + "]";
    }
}
