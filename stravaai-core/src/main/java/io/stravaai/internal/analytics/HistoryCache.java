package io.stravaai.internal.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.Metric;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Histories of athletes, as long as they are good: each has the version of the {@link SyncState} at which it was read. If that has
 * moved by commits that were seen, the rows that these changed are read; else ids and hashes are compared, and rows that differ are
 * read.
 */
final class HistoryCache {

    private static final int PAGE = 1_000;

    /** More than so many changes are read faster as a list. */
    private static final int MANY_CHANGES = 200;

    /** All histories together have at most so many sessions. */
    private static final int MAX_SESSIONS = 500_000;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final AnalyticsParts parts;
    private final ActivityStore store;
    private final ActivityCache activities;
    private final Cache<AthleteId, Entry> cache;

    /** A session, the row that it was made of, and whether its load stays as it is. */
    private record Row(ContentHash hash, @Nullable Session session, boolean settled) {}

    /** The version to which a commit led, and the activities that it changed. */
    private record Commit(long version, List<ActivityId> changed) {}

    /** Rows that have to be read, and rows that are there no more. */
    private record Changes(Set<ActivityId> changed, Set<ActivityId> gone) {}

    /**
     * What is kept of an athlete.
     *
     * @param version of the state at which rows were read
     * @param readAt when they were read, or found to be the same
     * @param streams how many streams stood how then
     * @param unsettled the rows whose load may change though they stay the same
     * @param commits those that were seen since, each made on the one before
     */
    record Entry(
            long version,
            Instant readAt,
            Map<ResourceStatus, Integer> streams,
            LayeredMap<ActivityId, Row> rows,
            Set<ActivityId> unsettled,
            TrainingHistory history,
            @Nullable LoadSeries series,
            List<Commit> commits) {

        Entry with(LoadSeries series) {
            return new Entry(version, readAt, streams, rows, unsettled, history, series, commits);
        }

        /** With a commit; the same if others were made in between, or so many that rows are read faster as a list. */
        Entry with(SyncCommit commit) {
            long tip = commits.isEmpty()
                    ? version
                    : commits.get(commits.size() - 1).version();
            if (commit.expectedVersion() != tip || commits.size() >= MANY_CHANGES) {
                return this;
            }
            List<Commit> more = new ArrayList<>(commits);
            more.add(new Commit(
                    commit.next().version(),
                    commit.changed().stream().map(StoredActivity::id).toList()));
            return new Entry(version, readAt, streams, rows, unsettled, history, series, List.copyOf(more));
        }

        /** What the commits up to a version have changed; null if not all of them were seen. */
        @Nullable
        Set<ActivityId> changedUntil(long until) {
            Set<ActivityId> changed = new HashSet<>();
            if (until == version) {
                return changed;
            }
            for (Commit commit : commits) {
                changed.addAll(commit.changed());
                if (commit.version() == until) {
                    return changed;
                }
            }
            return null;
        }
    }

    HistoryCache(AnalyticsParts parts, ActivityCache activities) {
        this.parts = parts;
        this.store = parts.store();
        this.activities = activities;
        this.cache = Caffeine.newBuilder()
                .expireAfter(Expiry.<AthleteId, Entry>writing((athlete, entry) ->
                        Duration.between(parts.clock().instant(), entry.readAt().plus(parts.maxAge()))))
                .maximumWeight(MAX_SESSIONS)
                .<AthleteId, Entry>weigher((athlete, entry) -> 1 + entry.rows().size())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(parts.clock().millis()))
                .executor(Runnable::run)
                .build();
    }

    Entry get(AthleteId athlete) {
        ThresholdHistory thresholds = parts.thresholds().apply(athlete);
        // Read before the rows: what is committed meanwhile is seen, at the latest, by the next call.
        long version = store.syncState(athlete).map(SyncState::version).orElse(0L);
        Map<ResourceStatus, Integer> streams = streams(athlete);
        Entry entry = cache.getIfPresent(athlete);
        if (entry != null
                && entry.version() == version
                && entry.streams().equals(streams)
                && entry.history().thresholds().equals(thresholds)) {
            return entry;
        }
        Entry fresh = version == 0
                ? entry(version, streams, Map.of(), thresholds)
                : entry == null || !entry.history().thresholds().equals(thresholds)
                        ? entry(version, streams, readAll(athlete), thresholds)
                        : refresh(athlete, entry, version, streams);
        cache.put(athlete, fresh);
        return fresh;
    }

    LoadSeries load(AthleteId athlete, LocalDate today) {
        Entry entry = get(athlete);
        LoadSeries series = entry.series();
        if (series != null && series.last().equals(today)) {
            return series;
        }
        LoadSeries fresh;
        if (series != null && series.size() > 0 && today.isAfter(series.last())) {
            LocalDate next = series.last().plusDays(1);
            fresh = series.updated(next, entry.history().dailyLoadsFrom(next), today);
        } else {
            fresh = entry.history().load(today);
        }
        cache.asMap().replace(athlete, entry, entry.with(fresh));
        return fresh;
    }

    void forget(AthleteId athlete) {
        cache.invalidate(athlete);
    }

    /** A commit that was applied. */
    void committed(SyncCommit commit) {
        cache.asMap().computeIfPresent(commit.athlete(), (athlete, entry) -> entry.with(commit));
    }

    private Map<ResourceStatus, Integer> streams(AthleteId athlete) {
        ResourceStore resources = parts.resources();
        return resources == null || !parts.loadsFromStreams()
                ? Map.of()
                : resources.counts(athlete).getOrDefault(ActivityResource.STREAMS, Map.of());
    }

    private Map<ActivityId, Row> readAll(AthleteId athlete) {
        Map<ActivityId, Row> rows = new HashMap<>();
        read(ActivityQuery.of(athlete), stored -> rows.put(stored.id(), row(athlete, stored)));
        return rows;
    }

    /** All that the query means, page after page. */
    private void read(ActivityQuery first, Consumer<StoredActivity> each) {
        ActivityQuery query = first.limit(PAGE);
        while (true) {
            List<StoredActivity> page = store.list(query);
            page.forEach(each);
            if (page.size() < PAGE) {
                return;
            }
            query = query.after(page.get(page.size() - 1));
        }
    }

    private Row row(AthleteId athlete, StoredActivity stored) {
        Session session = ActivityCache.session(stored).orElse(null);
        if (session == null || !parts.loadsFromStreams()) {
            return new Row(stored.contentHash(), session, true);
        }
        Optional<ActivityCache.Computed> computed = activities.get(athlete, stored.id());
        return new Row(
                stored.contentHash(),
                computed.map(found -> session.toBuilder()
                                .load(found.metrics().value(Metric.LOAD))
                                .build())
                        .orElse(session),
                computed.map(ActivityCache.Computed::settled).orElse(true));
    }

    private Entry refresh(AthleteId athlete, Entry old, long version, Map<ResourceStatus, Integer> streams) {
        Set<ActivityId> seen = old.changedUntil(version);
        Changes changes = seen == null ? compare(athlete, old.rows()) : new Changes(seen, Set.of());
        changes.changed().addAll(old.unsettled());
        changes.changed().removeAll(changes.gone());
        if (changes.changed().size() > MANY_CHANGES) {
            return entry(version, streams, readAll(athlete), old.history().thresholds());
        }
        Map<ActivityId, Row> fresh = new HashMap<>();
        changes.changed()
                .forEach(id -> store.find(athlete, id)
                        .filter(stored -> stored.deletedAt().isEmpty())
                        .ifPresent(stored -> fresh.put(id, row(athlete, stored))));
        return updated(old, version, streams, changes, fresh);
    }

    /** Copies what is copied fast, and does not sort or add up anew. */
    private Entry updated(
            Entry old,
            long version,
            Map<ResourceStatus, Integer> streams,
            Changes changes,
            Map<ActivityId, Row> fresh) {
        Map<ActivityId, Optional<Row>> rows = new HashMap<>();
        Set<ActivityId> unsettled = new HashSet<>(old.unsettled());
        List<Session> removed = new ArrayList<>();
        List<Session> added = new ArrayList<>();
        for (Set<ActivityId> ids : List.of(changes.changed(), changes.gone())) {
            for (ActivityId id : ids) {
                Row before = old.rows().get(id);
                Row after = fresh.get(id);
                rows.put(id, Optional.ofNullable(after));
                if (after == null || after.settled()) {
                    unsettled.remove(id);
                } else {
                    unsettled.add(id);
                }
                Session was = before == null ? null : before.session();
                Session is = after == null ? null : after.session();
                if (!Objects.equals(was, is)) {
                    Optional.ofNullable(was).ifPresent(removed::add);
                    Optional.ofNullable(is).ifPresent(added::add);
                }
            }
        }
        TrainingHistory history = old.history().updated(removed, added);
        LoadSeries series = old.series();
        LocalDate dirty = Stream.concat(removed.stream(), added.stream())
                .map(Session::day)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (series != null && dirty != null) {
            series = series.updated(dirty, history.dailyLoadsFrom(dirty), series.last());
        }
        return new Entry(
                version,
                parts.clock().instant(),
                streams,
                old.rows().with(rows),
                unsettled,
                history,
                series,
                List.of());
    }

    private Changes compare(AthleteId athlete, LayeredMap<ActivityId, Row> rows) {
        Set<ActivityId> changed = new HashSet<>();
        Set<ActivityId> gone = rows.keys();
        List<KnownActivity> stored =
                new ArrayList<>(store.known(KnownQuery.of(athlete, Set.of()).orStartedBetween(FIRST, LAST)));
        // Those without a start lie in no span; they stand at the end of the list.
        StoredActivity lastWithStart = StoredActivity.builder(athlete, ActivityId.of(Long.MAX_VALUE), "", FIRST)
                .build();
        read(ActivityQuery.of(athlete).after(lastWithStart), row -> stored.add(KnownActivity.of(row)));
        for (KnownActivity known : stored) {
            gone.remove(known.id());
            Row row = rows.get(known.id());
            if (row == null || !row.hash().equals(known.contentHash())) {
                changed.add(known.id());
            }
        }
        return new Changes(changed, gone);
    }

    private Entry entry(
            long version,
            Map<ResourceStatus, Integer> streams,
            Map<ActivityId, Row> rows,
            ThresholdHistory thresholds) {
        List<Session> sessions = new ArrayList<>();
        Set<ActivityId> unsettled = new HashSet<>();
        rows.forEach((id, row) -> {
            Optional.ofNullable(row.session()).ifPresent(sessions::add);
            if (!row.settled()) {
                unsettled.add(id);
            }
        });
        return new Entry(
                version,
                parts.clock().instant(),
                streams,
                LayeredMap.of(rows),
                unsettled,
                TrainingHistory.of(sessions, thresholds),
                null,
                List.of());
    }
}
