package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The application's own database, as a sync sees it.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes. Each method MUST be
 * atomic, and a write durable when it returns. Trouble MUST be thrown as {@link io.stravaai.error.StoreException}, never
 * answered as empty. The contract is tested by {@code ActivityStoreContract} of the module {@code stravaai-test}.
 */
public interface ActivityStore {

    /** How far the athlete's sync has come; empty if nothing was ever committed. MUST show every finished commit. */
    Optional<SyncState> syncState(AthleteId athlete);

    /**
     * Applies the whole commit and moves the state to {@link SyncCommit#next()}, if the stored version still equals
     * {@link SyncCommit#expectedVersion()} (no state counts as 0). Otherwise MUST change nothing and answer
     * {@link CommitResult#CONFLICT}. Readers see all of it or nothing.
     *
     * <p>A changed row replaces the stored one whole, a mark of deletion included.
     */
    CommitResult commit(SyncCommit commit);

    /** The content hashes of those of the activities that are stored and not marked deleted. */
    Map<ActivityId, ContentHash> contentHashes(AthleteId athlete, Collection<ActivityId> activities);

    /** One activity, also if it is marked deleted. */
    Optional<StoredActivity> find(AthleteId athlete, ActivityId activity);

    /** At most {@link ActivityQuery#limit()} activities in the order of the query. MUST NOT skip by counting rows. */
    List<StoredActivity> list(ActivityQuery query);

    /** The athlete's elements in quarantine, oldest observation first. */
    List<QuarantinedActivity> quarantined(AthleteId athlete);

    /** Removes every trace of the athlete: activities, quarantine, state. Idempotent. */
    void purge(AthleteId athlete);
}
