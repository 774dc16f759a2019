package io.stravaai.auth;

import io.stravaai.model.AthleteId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable home of athletes' grants.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes; each method MUST be
 * atomic, and durable when it returns. Trouble MUST be thrown as {@link io.stravaai.error.StoreException}, never
 * answered as empty or false; that somebody else was first is no trouble, and MUST be answered. How exactly values are kept is said {@linkplain io.stravaai.store for all stores}. The
 * contract is tested by {@code TokenStoreContract} of the module {@code stravaai-test}.
 *
 * <p>The library reads a grant before each request, and writes it about ten times a day for each athlete.
 */
public interface TokenStore {

    /** The athlete's grant; empty if there is none. MUST show every write that returned before the call. */
    Optional<StoredGrant> find(AthleteId athlete);

    /**
     * Stores the grant of a fresh consent, whatever was there, and removes a claim.
     *
     * @return the grant as it is found from now on, with a version never used before for this athlete, not even before a
     *     delete or by another process
     */
    StoredGrant put(AthleteId athlete, TokenGrant grant);

    /**
     * Notes that the caller is about to refresh, or how that ended, if the stored version is still the expected one.
     * Replaces a claim that is there. MUST NOT bring back a grant that is deleted at the same time.
     *
     * @return the grant as it is found from now on, with its new version; empty, and nothing changed, if somebody was first,
     *     or this very write had already taken effect
     */
    Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim);

    /**
     * Replaces the grant and the claim, if the stored version is still the expected one. MUST NOT bring back a grant that is
     * deleted at the same time.
     *
     * @param expectedVersion the version found, or 0 if there was no grant
     * @param claim the claim from now on; null for none
     * @return the grant as it is found from now on, with its new version; empty, and nothing changed, if somebody was first,
     *     or this very write had already taken effect
     */
    Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim);

    /** Replaces the grant and removes the claim, as {@link #replace(AthleteId, long, TokenGrant, RefreshClaim)} does. */
    default Optional<StoredGrant> replace(AthleteId athlete, long expectedVersion, TokenGrant grant) {
        return replace(athlete, expectedVersion, grant, null);
    }

    /**
     * Removes every trace of the athlete's grant, if the stored version is still the expected one.
     *
     * @return false, and nothing changed, if there is no grant, somebody was first, or this very write had already taken
     *     effect
     */
    boolean delete(AthleteId athlete, long expectedVersion);

    /** Removes every trace of the athlete's grant, whatever its version. Idempotent; false if there was none. */
    default boolean delete(AthleteId athlete) {
        for (Optional<StoredGrant> stored = find(athlete); stored.isPresent(); stored = find(athlete)) {
            if (delete(athlete, stored.get().version())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Athletes with a grant, ascending by id. Grants under a negative id, whose athlete is not known yet, are left out.
     *
     * @param after only ids greater than this one, which need not be there any more; null to begin
     * @param limit at most so many
     * @throws IllegalArgumentException if the limit is negative
     */
    List<AthleteId> athletes(@Nullable AthleteId after, int limit);
}
