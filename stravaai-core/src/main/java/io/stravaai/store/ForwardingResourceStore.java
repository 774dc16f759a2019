package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Passes every call on to another store. A subclass overrides what it wants to change or to know of. As thread-safe as the
 * other store.
 */
public abstract class ForwardingResourceStore implements ResourceStore {

    private final ResourceStore store;

    /** Passes on to this store. */
    protected ForwardingResourceStore(ResourceStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource) {
        return store.find(athlete, activity, resource);
    }

    @Override
    public Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
        return store.missing(athlete, resource, activities);
    }

    @Override
    public void enqueue(Collection<StoredResource> queued) {
        store.enqueue(queued);
    }

    @Override
    public List<StoredResource> due(ResourceQuery query) {
        return store.due(query);
    }

    @Override
    public boolean replace(StoredResource next) {
        return store.replace(next);
    }

    @Override
    public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
        return store.counts(athlete);
    }

    @Override
    public void purge(AthleteId athlete) {
        store.purge(athlete);
    }
}
