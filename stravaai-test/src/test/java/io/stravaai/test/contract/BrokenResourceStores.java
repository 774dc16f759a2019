package io.stravaai.test.contract;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract on resource stores that each break one of its rules. */
final class BrokenResourceStores {

    private BrokenResourceStores() {}

    /** Writes over what somebody else wrote between the look and the write. */
    static final class ChecksThenActs extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            Window window = new Window();
            return new Forwarding() {
                @Override
                public boolean replace(StoredResource next) {
                    if (versionOf(next) != next.version()) {
                        return false;
                    }
                    window.pass();
                    return force(next);
                }
            };
        }
    }

    /** Lets the slower of two fetches win. */
    static final class IgnoresTheVersion extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Forwarding() {
                @Override
                public boolean replace(StoredResource next) {
                    return versionOf(next) > 0 && force(next);
                }
            };
        }
    }

    /** Sees no reason to queue what is in the queue, so that a fetch from before a change ends it. */
    static final class LeavesTheQueuedAlone extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Forwarding() {
                @Override
                public void enqueue(Collection<StoredResource> queued) {
                    super.enqueue(queued.stream()
                            .filter(row -> find(row.athlete(), row.activity(), row.resource())
                                    .filter(stored -> stored.status() == ResourceStatus.QUEUED)
                                    .isEmpty())
                            .toList());
                }
            };
        }
    }

    /** Forgets what was fetched as soon as it is to be fetched again. */
    static final class DropsTheJson extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Forwarding() {
                @Override
                public Optional<StoredResource> find(
                        AthleteId athlete, ActivityId activity, ActivityResource resource) {
                    return super.find(athlete, activity, resource)
                            .map(row -> row.status() == ResourceStatus.DONE
                                    ? row
                                    : row.toBuilder().content(null, null).build());
                }
            };
        }
    }

    /** Lets the oldest activity be fetched first. */
    static final class OldestFirst extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Forwarding() {
                @Override
                public List<StoredResource> due(ResourceQuery query) {
                    return super.due(query.limit(Integer.MAX_VALUE)).stream()
                            .sorted(Comparator.comparing(row -> row.startDate().orElse(query.now())))
                            .limit(query.limit())
                            .toList();
                }
            };
        }
    }

    /** Waits a week for what a new version could read at once. */
    static final class MissesTheUpgrade extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Forwarding() {
                @Override
                public List<StoredResource> due(ResourceQuery query) {
                    return super.due(ResourceQuery.of(query.athlete(), query.now())
                            .only(query.resources())
                            .limit(query.limit()));
                }
            };
        }
    }

    private static class Forwarding implements ResourceStore {

        private final ResourceStore store = InMemoryStores.resources();

        final long versionOf(StoredResource row) {
            return store.find(row.athlete(), row.activity(), row.resource())
                    .map(StoredResource::version)
                    .orElse(0L);
        }

        /** Replaces whatever version is there. */
        final synchronized boolean force(StoredResource next) {
            return store.replace(next.toBuilder().version(versionOf(next)).build());
        }

        @Override
        public Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource) {
            return store.find(athlete, activity, resource);
        }

        @Override
        public Set<ActivityId> missing(
                AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
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
}
