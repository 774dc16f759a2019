package io.stravaai.internal.sync;

import io.stravaai.store.ActivityResource;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStore;
import java.util.Set;

/**
 * What an engine fetches of each activity beside the list.
 *
 * @param store where it goes; never asked if nothing is wanted
 * @param wanted nothing by default
 */
public record WantedResources(ResourceStore store, Set<ActivityResource> wanted) {

    public static WantedResources none() {
        return new WantedResources(InMemoryStores.resources(), Set.of());
    }
}
