package io.stravaai.sync;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How what is stored of an athlete differs from what Strava shows. Immutable. */
public final class VerifyReport {

    private final SyncReport listing;
    private final List<ActivityId> missing;
    private final List<ActivityId> changed;
    private final List<ActivityId> deleted;

    private VerifyReport(
            SyncReport listing, List<ActivityId> missing, List<ActivityId> changed, List<ActivityId> deleted) {
        this.listing = Objects.requireNonNull(listing, "listing");
        this.missing = List.copyOf(missing);
        this.changed = List.copyOf(changed);
        this.deleted = List.copyOf(deleted);
    }

    /**
     * A report.
     *
     * @param listing what listing the history cost, and how far it came
     */
    public static VerifyReport of(
            SyncReport listing, List<ActivityId> missing, List<ActivityId> changed, List<ActivityId> deleted) {
        return new VerifyReport(listing, missing, changed, deleted);
    }

    public AthleteId athlete() {
        return listing.athlete();
    }

    /** Activities that Strava lists and that are not stored, or are marked deleted. */
    public List<ActivityId> missing() {
        return missing;
    }

    /** Activities that Strava lists with another content than is stored. */
    public List<ActivityId> changed() {
        return changed;
    }

    /** Activities that are stored and that Strava does not know any more, asked by id. */
    public List<ActivityId> deleted() {
        return deleted;
    }

    /** Elements of the list that cannot be read and are not in quarantine. */
    public int unreadable() {
        return listing.quarantined();
    }

    /** Requests sent to Strava's API. */
    public int requests() {
        return listing.requests();
    }

    /** Whether the whole history was compared, and no difference found. */
    public boolean isConsistent() {
        return isComplete() && missing.isEmpty() && changed.isEmpty() && deleted.isEmpty() && unreadable() == 0;
    }

    /** Whether the whole history was compared. */
    public boolean isComplete() {
        return listing.status() == SyncReport.Status.COMPLETE;
    }

    /** When there is quota for another try; empty if it is complete. A try begins anew. */
    public Optional<Instant> resumeAt() {
        return listing.resumeAt();
    }

    @Override
    public String toString() {
        return "VerifyReport[" + athlete() + ", missing " + missing.size() + ", changed " + changed.size()
                + ", deleted " + deleted.size() + ", unreadable " + unreadable() + ", requests " + requests()
                + (isComplete() ? "" : ", not complete") + "]";
    }
}
