package io.stravaai.test.contract;

import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.ForwardingResourceStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract on stores that each make use of what it leaves free. */
final class AllowedStores {

    private AllowedStores() {}

    /** Cuts each time off behind its microseconds, also the farthest. */
    static final class MicrosecondsOfActivities extends ActivityStoreContract {
        @Override
        protected ActivityStore createStore() {
            return new ForwardingActivityStore(InMemoryStores.activities()) {
                @Override
                public CommitResult commit(SyncCommit commit) {
                    SyncState next = commit.next().toBuilder()
                            .nextDueAt(cut(commit.next().nextDueAt().orElse(null)))
                            .newestListedAt(cut(commit.next().newestListedAt().orElse(null)))
                            .build();
                    List<StoredActivity> changed = commit.changed().stream()
                            .map(row -> BrokenActivityStores.copy(row, row.rawJson())
                                    .startDate(cut(row.startDate().orElse(null)))
                                    .build())
                            .toList();
                    return super.commit(
                            commit.expectedVersion() == 0
                                    ? SyncCommit.first(next, changed, commit.quarantined(), commit.released())
                                    : SyncCommit.of(next, changed, commit.quarantined(), commit.released()));
                }
            };
        }

        private static @Nullable Instant cut(@Nullable Instant time) {
            return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Counts also what there is none of. */
    static final class CountsOfZero extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new ForwardingResourceStore(InMemoryStores.resources()) {
                @Override
                public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
                    Map<ActivityResource, Map<ResourceStatus, Integer>> counts = new EnumMap<>(ActivityResource.class);
                    Map<ActivityResource, Map<ResourceStatus, Integer>> some = super.counts(athlete);
                    for (ActivityResource resource : ActivityResource.values()) {
                        Map<ResourceStatus, Integer> all = new EnumMap<>(ResourceStatus.class);
                        for (ResourceStatus status : ResourceStatus.values()) {
                            all.put(
                                    status,
                                    some.getOrDefault(resource, Map.of()).getOrDefault(status, 0));
                        }
                        counts.put(resource, all);
                    }
                    return counts;
                }
            };
        }
    }
}
