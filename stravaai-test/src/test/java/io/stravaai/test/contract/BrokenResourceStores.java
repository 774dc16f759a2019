package io.stravaai.test.contract;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ForwardingResourceStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The contract on resource stores that each break one of its rules. */
final class BrokenResourceStores {

    private BrokenResourceStores() {}

    /** Writes over what somebody else wrote between the look and the write. */
    static final class ChecksThenActs extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            Window window = new Window();
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
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
            return new Loose() {
                @Override
                public List<StoredResource> due(ResourceQuery query) {
                    return super.due(ResourceQuery.of(query.athlete(), query.now())
                            .only(query.resources())
                            .limit(query.limit()));
                }
            };
        }
    }

    /** Queues rows in two steps. */
    static final class QueuesInSteps extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            Window window = new Window();
            return new Loose() {
                @Override
                public void enqueue(Collection<StoredResource> queued) {
                    int half = queued.size() / 2;
                    super.enqueue(queued.stream().limit(half).toList());
                    window.pass();
                    super.enqueue(queued.stream().skip(half).toList());
                }
            };
        }
    }

    /** Sends no more than 500 rows at once, and forgets the rest. */
    static final class CutsBatches extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {
                @Override
                public void enqueue(Collection<StoredResource> queued) {
                    super.enqueue(queued.stream().limit(500).toList());
                }
            };
        }
    }

    /** Writes all rows under the first one's athlete. */
    static final class TakesOneAthlete extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {
                @Override
                public void enqueue(Collection<StoredResource> queued) {
                    super.enqueue(queued.stream()
                            .filter(row -> row.athlete()
                                    .equals(queued.iterator().next().athlete()))
                            .toList());
                }
            };
        }
    }

    /** Asks for a thousand ids at most. */
    static final class AsksForAThousand extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {
                @Override
                public Set<ActivityId> missing(
                        AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
                    return super.missing(
                            athlete, resource, activities.stream().limit(1000).toList());
                }
            };
        }
    }

    /** Takes a write that was sent again for its own success. */
    static final class AcceptsTheSameTwice extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {
                @Override
                public boolean replace(StoredResource next) {
                    return super.replace(next)
                            || find(next.athlete(), next.activity(), next.resource())
                                    .filter(row -> row.status() == next.status()
                                            && row.rawJson().isPresent()
                                            && row.rawJson().equals(next.rawJson()))
                                    .isPresent();
                }
            };
        }
    }

    /** Repeats a write whose answer it lost, and takes its own success for somebody else's. */
    static final class ConflictsWithItself extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return InMemoryStores.resources();
        }

        @Override
        protected ResourceStore withLostAnswers(ResourceStore store) {
            return new ForwardingResourceStore(store) {
                @Override
                public boolean replace(StoredResource next) {
                    return super.replace(next) && super.replace(next);
                }
            };
        }
    }

    /** Counts the versions of a row in the row, which begins anew after a purge. */
    static final class CountsVersionsInTheRow extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {

                private final Map<List<Object>, Long> first = new ConcurrentHashMap<>();

                @Override
                public Optional<StoredResource> find(
                        AthleteId athlete, ActivityId activity, ActivityResource resource) {
                    return super.find(athlete, activity, resource).map(this::counted);
                }

                @Override
                public List<StoredResource> due(ResourceQuery query) {
                    return super.due(query).stream().map(this::counted).toList();
                }

                @Override
                public boolean replace(StoredResource next) {
                    long version = next.version() == 0 ? 0 : next.version() + first.getOrDefault(key(next), 0L);
                    return super.replace(next.toBuilder().version(version).build());
                }

                @Override
                public void purge(AthleteId athlete) {
                    first.keySet().removeIf(key -> key.contains(athlete));
                    super.purge(athlete);
                }

                private StoredResource counted(StoredResource row) {
                    long before = first.computeIfAbsent(key(row), key -> row.version() - 1);
                    return row.toBuilder().version(row.version() - before).build();
                }

                private List<Object> key(StoredResource row) {
                    return List.of(row.athlete(), row.activity(), row.resource());
                }
            };
        }
    }

    /** Writes a row that was purged between the look and the write. */
    static final class BringsBackWhatIsPurged extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            Window window = new Window();
            return new Loose() {
                @Override
                public boolean replace(StoredResource next) {
                    if (versionOf(next) != next.version() || next.version() == 0) {
                        return false;
                    }
                    window.pass();
                    if (versionOf(next) == 0) {
                        super.enqueue(List.of(next));
                    }
                    return super.replace(next);
                }
            };
        }
    }

    /** Compares versions as a database does that cares for neither case nor blanks. */
    static final class FoldsVersions extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Loose() {
                @Override
                public List<StoredResource> due(ResourceQuery query) {
                    return super.due(query).stream()
                            .filter(row -> row.notBefore()
                                            .filter(at -> !at.isAfter(query.now()))
                                            .isPresent()
                                    || !row.triedBy()
                                            .orElse("")
                                            .stripTrailing()
                                            .equalsIgnoreCase(
                                                    query.version().orElse("").stripTrailing()))
                            .toList();
                }
            };
        }
    }

    /** Has a column that ends at 16 MiB. */
    static final class CutsLargeRows extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Rewriting() {
                @Override
                StoredResource rewritten(StoredResource row) {
                    return row.rawJson()
                            .filter(json -> json.length() > OddTexts.LARGEST / 2)
                            .map(json -> row.toBuilder()
                                    .content(
                                            json.substring(0, OddTexts.LARGEST / 2),
                                            row.observedAt().orElse(null))
                                    .build())
                            .orElse(row);
                }
            };
        }
    }

    /** Stores JSON with a question mark where there was no text. */
    static final class ReplacesWhatIsNoText extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Rewriting() {
                @Override
                StoredResource rewritten(StoredResource row) {
                    return row.toBuilder()
                            .content(
                                    row.rawJson()
                                            .map(json -> new String(
                                                    json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                                            .orElse(null),
                                    row.observedAt().orElse(null))
                            .build();
                }
            };
        }
    }

    /** Holds texts in a column that pads them, so that it trims what it reads. */
    static final class TrimsTexts extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Rewriting() {
                @Override
                StoredResource rewritten(StoredResource row) {
                    return row.toBuilder()
                            .attempts(
                                    row.attempts(),
                                    row.triedBy().orElse(null),
                                    row.failure().map(String::stripTrailing).orElse(null))
                            .build();
                }
            };
        }
    }

    /** Fails a write for a name that is no text. */
    static final class RefusesLabels extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Rewriting() {
                @Override
                StoredResource rewritten(StoredResource row) {
                    if (row.failure().filter(text -> text.indexOf(0) >= 0).isPresent()) {
                        throw new StoreException("The text holds a NUL", false, null);
                    }
                    return row;
                }
            };
        }
    }

    /** Has times to the millisecond. */
    static final class KeepsMilliseconds extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return new Rewriting() {
                @Override
                StoredResource rewritten(StoredResource row) {
                    return row.toBuilder()
                            .startDate(row.startDate()
                                    .map(start -> start.truncatedTo(ChronoUnit.MILLIS))
                                    .orElse(null))
                            .build();
                }
            };
        }
    }

    /** Keeps everything in memory only. */
    static final class IsEmptyAfterARestart extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return InMemoryStores.resources();
        }

        @Override
        protected ResourceStore reopened(ResourceStore store) {
            return InMemoryStores.resources();
        }
    }

    /** Answers nothing when it cannot know. */
    static final class IsSilentInTrouble extends ResourceStoreContract {
        @Override
        protected ResourceStore createStore() {
            return InMemoryStores.resources();
        }

        @Override
        protected Optional<ResourceStore> unreachableStore() {
            return Optional.of(InMemoryStores.resources());
        }
    }

    private abstract static class Loose extends ForwardingResourceStore {

        Loose() {
            super(InMemoryStores.resources());
        }

        final long versionOf(StoredResource row) {
            return super.find(row.athlete(), row.activity(), row.resource())
                    .map(StoredResource::version)
                    .orElse(0L);
        }

        /** Replaces whatever version is there. */
        final synchronized boolean force(StoredResource next) {
            return super.replace(next.toBuilder().version(versionOf(next)).build());
        }
    }

    /** Changes what it is to store. */
    private abstract static class Rewriting extends Loose {

        abstract StoredResource rewritten(StoredResource row);

        @Override
        public void enqueue(Collection<StoredResource> queued) {
            super.enqueue(queued.stream().map(this::rewritten).toList());
        }

        @Override
        public boolean replace(StoredResource next) {
            return super.replace(rewritten(next));
        }
    }
}
