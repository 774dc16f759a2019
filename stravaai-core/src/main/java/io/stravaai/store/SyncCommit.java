package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What one page changes in a store, all of it or nothing. Immutable. */
public final class SyncCommit {

    private final long expectedVersion;
    private final SyncState next;
    private final List<StoredActivity> changed;
    private final List<QuarantinedActivity> quarantined;
    private final List<ContentHash> released;

    private SyncCommit(
            long expectedVersion,
            SyncState next,
            List<StoredActivity> changed,
            List<QuarantinedActivity> quarantined,
            List<ContentHash> released) {
        this.expectedVersion = expectedVersion;
        this.next = Objects.requireNonNull(next, "next");
        this.changed = List.copyOf(changed);
        this.quarantined = List.copyOf(quarantined);
        this.released = List.copyOf(released);
        if (next.version() < 1 || next.version() == expectedVersion) {
            throw new IllegalArgumentException(
                    "A commit leads from version " + expectedVersion + " to another, positive one: " + next);
        }
        Set<ActivityId> ids = new HashSet<>();
        for (StoredActivity activity : changed) {
            if (!activity.athlete().equals(next.athlete())) {
                throw new IllegalArgumentException(
                        "Activity " + activity.id() + " is not of athlete " + next.athlete());
            }
            if (!ids.add(activity.id())) {
                throw new IllegalArgumentException("Activity " + activity.id() + " stands twice in one commit");
            }
        }
        Set<ContentHash> hashes = new HashSet<>();
        for (QuarantinedActivity activity : quarantined) {
            if (!activity.athlete().equals(next.athlete())) {
                throw new IllegalArgumentException("A quarantined element is not of athlete " + next.athlete());
            }
            if (!hashes.add(activity.contentHash())) {
                throw new IllegalArgumentException("A quarantined element stands twice in one commit");
            }
        }
    }

    /**
     * A commit that moves the athlete's state from the version before to {@code next}.
     *
     * @param changed rows to insert or replace, each id once
     * @param quarantined elements that could not be read, each with another hash
     * @param released which entries are to be removed from quarantine
     * @throws IllegalArgumentException if something stands in it twice, or is of another athlete
     */
    public static SyncCommit of(
            SyncState next,
            List<StoredActivity> changed,
            List<QuarantinedActivity> quarantined,
            List<ContentHash> released) {
        return new SyncCommit(next.version() - 1, next, changed, quarantined, released);
    }

    /**
     * As {@link #of}, of an athlete of whom nothing is stored: the first state's version may be any.
     */
    public static SyncCommit first(
            SyncState next,
            List<StoredActivity> changed,
            List<QuarantinedActivity> quarantined,
            List<ContentHash> released) {
        return new SyncCommit(0, next, changed, quarantined, released);
    }

    public AthleteId athlete() {
        return next.athlete();
    }

    /** The version that must be stored for the commit to apply; 0 means no state. */
    public long expectedVersion() {
        return expectedVersion;
    }

    /** The state afterwards. */
    public SyncState next() {
        return next;
    }

    /** Rows to insert or replace, each id once. */
    public List<StoredActivity> changed() {
        return changed;
    }

    /** Elements to keep in quarantine, each hash once; one that is there already (same athlete, same hash) is replaced. */
    public List<QuarantinedActivity> quarantined() {
        return quarantined;
    }

    /** Which entries are to be removed from quarantine, before others are added. */
    public List<ContentHash> released() {
        return released;
    }
}
