package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Details and streams of activities in the application's own database: one row for an activity and a resource, which is
 * work in a queue until it is fetched. It may be another database than that of the {@link ActivityStore}.
 *
 * <p>An implementation MUST be safe for many threads and, if it is shared, for many processes. Each method MUST be
 * atomic, and a write durable when it returns. Each write MUST give the row a version that it never had, also not before
 * a purge. Trouble MUST be thrown as {@link io.stravaai.error.StoreException}, never answered as empty. How exactly
 * values are kept is said {@linkplain io.stravaai.store for all stores}. The contract is tested by
 * {@code ResourceStoreContract} of the module {@code stravaai-test}.
 */
public interface ResourceStore {

    /** One row, with its JSON. MUST show every finished write. */
    Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource);

    /** Of which of these activities there is no row for the resource. */
    Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities);

    /**
     * Stores rows that are to be fetched. One that is there already is replaced, whatever its status, so that it is
     * fetched anew; but its JSON and {@link StoredResource#observedAt()} MUST stay. Idempotent, except that it gets a
     * new version each time: a fetch that is under way began before what this was called for, and must not end it. Readers
     * see all of the rows or none.
     *
     * @param queued each with its athlete, activity and resource once; without JSON; versions mean nothing
     */
    void enqueue(Collection<StoredResource> queued);

    /**
     * At most {@link ResourceQuery#limit()} rows in the order of the query. Their JSON, which may have some megabytes, is
     * not at hand: {@link StoredResource#rawJson()} MUST be empty.
     */
    List<StoredResource> due(ResourceQuery query);

    /**
     * Replaces a row, if the stored version still equals {@link StoredResource#version()}. Otherwise, and if there is no
     * row, MUST change nothing, not throw, and answer false: somebody else was first, or this very write had already
     * taken effect.
     *
     * @param next without JSON, the stored JSON and its {@link StoredResource#observedAt()} MUST stay
     */
    boolean replace(StoredResource next);

    /** How many of the athlete's rows there are. What has none may be left out. */
    Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete);

    /**
     * Removes every trace of the athlete; belongs to {@link ActivityStore#purge}, and comes after it. Idempotent. A
     * {@link #replace} at the same time MUST NOT bring a row back.
     */
    void purge(AthleteId athlete);
}
