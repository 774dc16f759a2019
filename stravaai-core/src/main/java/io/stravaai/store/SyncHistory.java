package io.stravaai.store;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which syncs were run and what they did, for those who want to look back. No sync depends on it.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes. Each method MUST be
 * atomic, but {@link #purge} and {@link #prune} may go step by step: who lists meanwhile may see a part, and one that failed
 * may have removed some. A write MUST be durable when it returns. Trouble MUST be thrown as
 * {@link io.stravaai.error.StoreException}, never answered as empty. It grows by a row for each sync, so call
 * {@link #prune} from time to time. How exactly values are kept is said {@linkplain io.stravaai.store for all stores}. The
 * contract is tested by {@code SyncHistoryContract} of the module {@code stravaai-test}.
 */
public interface SyncHistory {

    /**
     * Keeps a sync that has ended. One that is kept already (same athlete, id, and start as far as the store keeps it) stays
     * as it is.
     */
    void record(StoredSync sync);

    /** The athlete's latest syncs, the latest start first. */
    default List<StoredSync> list(AthleteId athlete, int limit) {
        return list(athlete, null, limit);
    }

    /**
     * The athlete's syncs in the order: latest start first, then greatest id. MUST NOT skip by counting rows.
     *
     * @param after only what follows this one in the order; null for the latest. It need not be there any more
     * @param limit at most so many
     * @throws IllegalArgumentException if the limit is negative
     */
    List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit);

    /** Removes all syncs of the athlete. Idempotent. */
    void purge(AthleteId athlete);

    /**
     * Removes the syncs of all athletes that began before this instant.
     *
     * @return how many there were
     */
    int prune(Instant before);
}
