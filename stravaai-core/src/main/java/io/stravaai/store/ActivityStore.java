package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The application's own database, as a sync sees it.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes. Each method MUST be
 * atomic, and a write durable when it returns. Trouble MUST be thrown as {@link io.stravaai.error.StoreException}, never
 * answered as empty. How exactly values are kept is said {@linkplain io.stravaai.store for all stores}. The contract is
 * tested by {@code ActivityStoreContract} of the module {@code stravaai-test}.
 */
public interface ActivityStore {

    /** How far the athlete's sync has come; empty if nothing was ever committed. MUST show every finished commit. */
    Optional<SyncState> syncState(AthleteId athlete);

    /**
     * Applies the whole commit and moves the state to {@link SyncCommit#next()}, if the stored version still equals
     * {@link SyncCommit#expectedVersion()} (no state counts as 0). Otherwise MUST change nothing and answer
     * {@link CommitResult#CONFLICT}, also to a commit that is stored already: two nodes may send the same one, and only one
     * of them may think that it was first. It MUST NOT throw because another was first. Readers see all of it or nothing.
     *
     * <p>A changed row replaces the stored one whole, a mark of deletion included, and also if the JSON is the same.
     *
     * <p>A commit that throws may have been applied, whole; {@link #syncState} tells. It MUST NOT be left half applied, nor
     * be applied later over what others have committed meanwhile.
     */
    CommitResult commit(SyncCommit commit);

    /** What is known of the activities that the query means, in any order, each once. */
    List<KnownActivity> known(KnownQuery query);

    /** One activity, also if it is marked deleted. */
    default Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return list(ActivityQuery.of(athlete).includeDeleted().only(activity)).stream()
                .findFirst();
    }

    /**
     * At most {@link ActivityQuery#limit()} activities in the order of the query. MUST NOT skip by counting rows: whoever
     * reads on finds each row that did not move once, whatever comes, changes or goes meanwhile.
     */
    List<StoredActivity> list(ActivityQuery query);

    /**
     * The athletes whose {@link SyncState#nextDueAt()} is not after {@code now}, longest due first.
     *
     * @param limit at most so many
     * @throws IllegalArgumentException if the limit is negative
     */
    List<AthleteId> due(Instant now, int limit);

    /** The athlete's elements in quarantine, oldest observation first. */
    List<QuarantinedActivity> quarantined(AthleteId athlete);

    /**
     * Removes every trace of the athlete: activities, quarantine, state. Idempotent. A commit at the same time MUST come
     * either before it, and go with the rest, or after it, and find no state; it leaves nothing behind.
     */
    void purge(AthleteId athlete);
}
