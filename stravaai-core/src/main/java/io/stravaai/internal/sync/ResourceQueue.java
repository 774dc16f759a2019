package io.stravaai.internal.sync;

import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.internal.Library;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import io.stravaai.model.SummaryActivity;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.Coverage;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.sync.SyncOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Details and streams in one sync: queues them while pages are stored, and fetches them when the lists are done. Not
 * thread-safe.
 *
 * <p>Activities that were stored before anybody wanted their resources are found without a note of how far that has come:
 * if an activity that a page shows, and that was stored before, has no row in the queue, there may be more, and all that
 * is stored is looked through. What that finds is queued oldest first, so that the newest page betrays a search that was
 * cut short.
 */
final class ResourceQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceQueue.class);

    private static final int BATCH = 20;
    private static final int CHUNK = 500;

    /** So many in a row are no fault of single activities. */
    private static final int MAX_FAILURES = 5;

    /** With another sync at work on the same rows, so many times in a row; then it can do the rest. */
    private static final int MAX_CONFLICTS = 5;

    private static final Duration TROUBLE = Duration.ofMinutes(15);

    /** Streams come minutes after the activity, and sometimes hours. */
    private static final List<Duration> NOT_YET = List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private static final int ATTEMPTS_BEFORE_NONE = 5;
    private static final Duration STREAMS_COME = Duration.ofDays(2);
    private static final Duration DETAIL_COMES = Duration.ofHours(2);

    /** Five attempts within a day, then once a week. */
    private static final List<Duration> FAILED = List.of(
            Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(18), Duration.ofDays(7));

    /** A row is queued before its page is committed; by then it is, or another sync has listed the page. */
    private static final Duration ROW_COMES = Duration.ofDays(1);

    private static final Duration ROW_DELAY = Duration.ofMinutes(15);

    /** How often is looked whether the athlete has consented to more. */
    private static final Duration COMES_IN_SIGHT = Duration.ofDays(1);

    private final ActivityStore activities;
    private final ResourceStore store;
    private final Set<ActivityResource> wanted;
    private final Clock clock;
    private final AthleteId athlete;
    private final SyncOptions options;
    private final Requests requests;
    private final Tally tally;

    /** Of the rows that were stored without their work being queued: those that stand in no span of time. */
    private final List<StoredResource> undated = new ArrayList<>();

    private boolean overlooked;
    private int failuresInARow;
    private int conflictsInARow;

    ResourceQueue(SyncParts parts, AthleteId athlete, SyncOptions options, Requests requests, Tally tally) {
        this.activities = parts.store();
        this.store = parts.resources().store();
        this.wanted = parts.resources().wanted();
        this.clock = parts.clock();
        this.athlete = athlete;
        this.options = options;
        this.requests = requests;
        this.tally = tally;
    }

    /**
     * Queues what is out of date when these rows are stored. Called before they are: a crash in between leaves work for
     * rows that come when the page is listed again, and never a row without its work.
     *
     * @param listed all rows of a page, or of another answer
     * @param known what is stored of them so far
     */
    void enqueue(Collection<StoredActivity> listed, Map<ActivityId, KnownActivity> known) {
        List<StoredResource> queued = new ArrayList<>();
        for (ActivityResource resource : wanted) {
            List<StoredActivity> current = new ArrayList<>();
            for (StoredActivity row : listed) {
                if (isOutOfDate(resource, row, known.get(row.id()))) {
                    queued.add(queued(resource, row.id(), row.startDate().orElse(null)));
                } else {
                    current.add(row);
                }
            }
            Set<ActivityId> missing = store.missing(
                    athlete, resource, current.stream().map(StoredActivity::id).toList());
            for (StoredActivity row : current) {
                if (missing.contains(row.id())) {
                    overlooked = true;
                    if (row.startDate().isEmpty()) {
                        undated.add(queued(resource, row.id(), null));
                    }
                }
            }
        }
        if (!queued.isEmpty()) {
            store.enqueue(queued);
        }
    }

    private boolean isOutOfDate(ActivityResource resource, StoredActivity row, @Nullable KnownActivity known) {
        if (known == null || known.isDeleted()) {
            return true;
        }
        if (known.contentHash().equals(row.contentHash())) {
            return false;
        }
        return activities
                .find(athlete, row.id())
                .map(before -> RowChange.concerns(resource, before.rawJson(), row.rawJson()))
                .orElse(true);
    }

    private StoredResource queued(ActivityResource resource, ActivityId activity, @Nullable Instant start) {
        return StoredResource.builder(athlete, activity, resource, clock.instant())
                .startDate(start)
                .build();
    }

    /** The athlete was purged while the sync was at work, which may have queued something since. */
    void purged() {
        if (!wanted.isEmpty()) {
            store.purge(athlete);
        }
    }

    /** Fetches what is due. Null if nothing is due any more; else when the rest can be fetched. */
    @Nullable
    Instant drain() {
        if (wanted.isEmpty() || options.mode() == SyncOptions.Mode.NEWEST_ONLY) {
            return null;
        }
        enqueueOverlooked();
        Deque<StoredResource> batch = new ArrayDeque<>(store.due(due()));
        while (!batch.isEmpty()) {
            if (options.isStopped() || requests.areUsedUp() || conflictsInARow == MAX_CONFLICTS) {
                return clock.instant();
            }
            try {
                work(batch.removeFirst());
            } catch (QuotaExceededException e) {
                return e.resetsAt();
            }
            if (failuresInARow == MAX_FAILURES) {
                return clock.instant().plus(TROUBLE);
            }
            // Whoever lost a race has an old list.
            if (batch.isEmpty() || conflictsInARow > 0) {
                batch = new ArrayDeque<>(store.due(due()));
            }
        }
        return null;
    }

    /** When the first of those that wait is due, if that is before this instant. */
    Optional<Instant> nextDueBefore(Instant limit) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> first = Optional.empty();
        Instant by = limit;
        while (true) {
            List<StoredResource> waiting =
                    store.due(ResourceQuery.of(athlete, by).only(wanted).limit(CHUNK));
            Optional<Instant> found =
                    waiting.stream().flatMap(item -> item.notBefore().stream()).min(Comparator.naturalOrder());
            if (found.isEmpty()) {
                return first;
            }
            first = found;
            if (waiting.size() < CHUNK) {
                return first;
            }
            // The store answers the newest activities first, and others may be due earlier.
            by = found.get().minus(1, ChronoUnit.MICROS);
        }
    }

    private ResourceQuery due() {
        return ResourceQuery.of(athlete, clock.instant())
                .only(wanted)
                .orFailedWithOtherThan(Library.version())
                .limit(BATCH);
    }

    private void enqueueOverlooked() {
        if (!overlooked) {
            return;
        }
        List<KnownActivity> stored =
                activities
                        .known(KnownQuery.of(athlete, Set.of()).orStartedBetween(Coverage.BEGINNING, Coverage.END))
                        .stream()
                        .sorted(Comparator.comparing(row -> row.startDate().orElse(Coverage.END)))
                        .toList();
        for (int from = 0; from < stored.size(); from += CHUNK) {
            enqueueMissing(stored.subList(from, Math.min(stored.size(), from + CHUNK)));
        }
        store.enqueue(undated);
        undated.clear();
        overlooked = false;
    }

    private void enqueueMissing(List<KnownActivity> rows) {
        List<StoredResource> queued = new ArrayList<>();
        for (ActivityResource resource : wanted) {
            Set<ActivityId> missing = store.missing(
                    athlete, resource, rows.stream().map(KnownActivity::id).toList());
            for (KnownActivity row : rows) {
                if (missing.contains(row.id())) {
                    queued.add(queued(resource, row.id(), row.startDate().orElse(null)));
                }
            }
        }
        if (!queued.isEmpty()) {
            store.enqueue(queued);
        }
    }

    private void work(StoredResource item) {
        StoredActivity row = activities.find(athlete, item.activity()).orElse(null);
        if (row == null || row.deletedAt().isPresent()) {
            postpone(item);
        } else if (item.resource() == ActivityResource.STREAMS && isManual(row)) {
            replace(item.toBuilder().status(ResourceStatus.NONE, null));
        } else if (!Absences.isInSight(row, requests.scopes())) {
            // Strava would say that it is not there.
            replace(item.toBuilder()
                    .status(ResourceStatus.QUEUED, clock.instant().plus(COMES_IN_SIGHT)));
        } else {
            fetch(item);
        }
    }

    /** Perhaps the commit that brings the row, or brings it back, is on its way; it queues nothing again. */
    private void postpone(StoredResource item) {
        Instant now = clock.instant();
        Instant last = item.queuedAt().plus(ROW_COMES);
        if (!last.isAfter(now)) {
            replace(item.toBuilder().status(ResourceStatus.NONE, null));
            return;
        }
        boolean first = item.notBefore().equals(Optional.of(item.queuedAt()));
        replace(item.toBuilder().status(ResourceStatus.QUEUED, first ? now.plus(ROW_DELAY) : last));
    }

    private static boolean isManual(StoredActivity row) {
        try {
            return StravaJson.read(row.rawJson(), SummaryActivity.class)
                    .manual()
                    .orElse(false);
        } catch (ResponseFormatException e) {
            return false;
        }
    }

    private void fetch(StoredResource item) {
        StoredResource.Builder next = item.toBuilder();
        int attempts = item.attempts() + 1;
        try {
            String json = ask(item);
            failuresInARow = 0;
            if (json == null) {
                next.attempts(attempts, Library.version(), null);
                notYet(next, item, attempts);
            } else {
                next.attempts(attempts, Library.version(), null)
                        .status(ResourceStatus.DONE, null)
                        .content(json, clock.instant());
            }
        } catch (StravaAiException e) {
            if (!Requests.mayBeItsOwn(e)) {
                throw e;
            }
            failuresInARow++;
            next.attempts(attempts, Library.version(), Schedule.kind(e));
            failed(next, item, attempts, e);
        }
        boolean done = next.build().status() == ResourceStatus.DONE;
        if (replace(next) && done) {
            tally.fetched++;
        }
    }

    /** The JSON; null if Strava does not have it. */
    private @Nullable String ask(StoredResource item) {
        try {
            return switch (item.resource()) {
                case DETAIL -> requests.get(item.activity(), Lane.BACKFILL).rawJson();
                case STREAMS -> {
                    StreamSet streams = requests.streams(item.activity(), Lane.BACKFILL);
                    yield streams.types().isEmpty() ? null : streams.rawJson();
                }
            };
        } catch (NotFoundException e) {
            if (item.resource() == ActivityResource.DETAIL && !Absences.isAbout(e, item.activity())) {
                throw new ResponseFormatException("A 404 that does not speak of an activity", e);
            }
            return null;
        }
    }

    private void notYet(StoredResource.Builder next, StoredResource item, int attempts) {
        Instant now = clock.instant();
        Duration comes = item.resource() == ActivityResource.DETAIL ? DETAIL_COMES : STREAMS_COME;
        if (attempts >= ATTEMPTS_BEFORE_NONE && !item.queuedAt().plus(comes).isAfter(now)) {
            next.status(ResourceStatus.NONE, null);
        } else {
            next.status(ResourceStatus.NOT_YET, now.plus(delay(NOT_YET, attempts)));
        }
    }

    private void failed(StoredResource.Builder next, StoredResource item, int attempts, StravaAiException e) {
        LOG.warn("{} of activity {} cannot be fetched now: {}", item.resource(), item.activity(), e.getMessage());
        next.status(ResourceStatus.FAILED, clock.instant().plus(delay(FAILED, attempts)));
    }

    private static Duration delay(List<Duration> delays, int attempts) {
        return delays.get(Math.min(attempts, delays.size()) - 1);
    }

    /** False if somebody else was first: what they found, or queued again, is newer. */
    private boolean replace(StoredResource.Builder next) {
        boolean replaced = store.replace(next.build());
        conflictsInARow = replaced ? 0 : conflictsInARow + 1;
        return replaced;
    }
}
