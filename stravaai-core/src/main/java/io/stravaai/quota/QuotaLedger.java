package io.stravaai.quota;

import java.util.Optional;

/**
 * Where the nodes of an application share what they know of its quota: one row for each client id.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes; each method MUST be
 * atomic. Trouble MUST be thrown as {@link io.stravaai.error.StoreException}. How exactly values are kept is said
 * {@linkplain io.stravaai.store for all stores}. The contract is tested by {@code QuotaLedgerContract} of the module
 * {@code stravaai-test}.
 *
 * <p>The library reads and writes the row twice for each request to Strava. Losing the row costs at most a 429.
 */
public interface QuotaLedger {

    /** The row of the application; empty if there is none. MUST show every write that returned before the call. */
    Optional<Entry> find(String clientId);

    /**
     * Writes the row if its version is still the expected one; the version becomes {@code expectedVersion + 1}. MUST NOT
     * throw because somebody was first.
     *
     * @param expectedVersion the version found, or 0 if there was no row
     * @return false, and nothing changed, if somebody was first, or this very write had already taken effect
     */
    boolean replace(String clientId, long expectedVersion, QuotaState next);

    /**
     * A row.
     *
     * @param version at least 1
     * @param state what the row holds
     */
    record Entry(long version, QuotaState state) {}
}
