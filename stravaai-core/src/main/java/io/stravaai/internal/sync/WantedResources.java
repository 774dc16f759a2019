package io.stravaai.internal.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import java.util.Map;
import java.util.Set;

/**
 * What an engine fetches of each activity beside the list.
 *
 * @param store where it goes; never asked if nothing is wanted
 * @param wanted nothing by default
 */
public record WantedResources(ResourceStore store, Set<ActivityResource> wanted) {

    /** How many are left of an athlete, due or not. */
    int pending(AthleteId athlete) {
        if (wanted.isEmpty()) {
            return 0;
        }
        Map<ActivityResource, Map<ResourceStatus, Integer>> counts = store.counts(athlete);
        return wanted.stream()
                .map(resource -> counts.getOrDefault(resource, Map.of()))
                .flatMap(byStatus -> byStatus.entrySet().stream())
                .filter(entry -> entry.getKey().isPending())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    public static WantedResources none() {
        return new WantedResources(InMemoryStores.resources(), Set.of());
    }
}
