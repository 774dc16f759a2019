package io.stravaai.internal.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Histories of athletes, as long as they are good: each has the version of the {@link SyncState} at which it was read. If that has
 * moved, ids and hashes are compared, and only rows that differ are read.
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

    /**
     * What is kept of an athlete.
     *
     * @param version of the state at which rows were read
     * @param streams how many streams stood how when rows were read
     */
    record Entry(
            long version,
            Map<ResourceStatus, Integer> streams,
            Map<ActivityId, Row> rows,
            TrainingHistory history,
            @Nullable LoadSeries series) {

        Entry with(LoadSeries series) {
            return new Entry(version, streams, rows, history, series);
        }
    }

    HistoryCache(AnalyticsParts parts, ActivityCache activities) {
        this.parts = parts;
        this.store = parts.store();
        this.activities = activities;
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(parts.maxAge())
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
                ? entry(version, streams, Map.of(), thresholds, null)
                : entry == null || !entry.history().thresholds().equals(thresholds)
                        ? entry(version, streams, readAll(athlete), thresholds, null)
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

    private Map<ResourceStatus, Integer> streams(AthleteId athlete) {
        ResourceStore resources = parts.resources();
        return resources == null || !parts.loadsFromStreams()
                ? Map.of()
                : resources.counts(athlete).getOrDefault(ActivityResource.STREAMS, Map.of());
    }

    private Map<ActivityId, Row> readAll(AthleteId athlete) {
        Map<ActivityId, Row> rows = new HashMap<>();
        ActivityQuery query = ActivityQuery.of(athlete).limit(PAGE);
        while (true) {
            List<StoredActivity> page = store.list(query);
            page.forEach(stored -> rows.put(stored.id(), row(athlete, stored)));
            if (page.size() < PAGE) {
                return rows;
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
        Map<ActivityId, Row> rows = new HashMap<>();
        List<ActivityId> changed = new ArrayList<>();
        for (KnownActivity known : store.known(KnownQuery.of(athlete, Set.of()).orStartedBetween(FIRST, LAST))) {
            Row row = old.rows().get(known.id());
            if (row != null && row.settled() && row.hash().equals(known.contentHash())) {
                rows.put(known.id(), row);
            } else {
                changed.add(known.id());
            }
        }
        if (changed.size() > MANY_CHANGES) {
            return entry(version, streams, readAll(athlete), old.history().thresholds(), null);
        }
        for (ActivityId id : changed) {
            store.find(athlete, id)
                    .filter(stored -> stored.deletedAt().isEmpty())
                    .ifPresent(stored -> rows.put(id, row(athlete, stored)));
        }
        LocalDate dirty = firstChange(old.rows(), rows);
        Entry fresh = entry(version, streams, rows, old.history().thresholds(), old.series());
        LoadSeries series = old.series();
        return dirty == null || series == null
                ? fresh
                : fresh.with(series.updated(dirty, fresh.history().dailyLoadsFrom(dirty), series.last()));
    }

    /** The earliest day on which the two differ; null if they do not. */
    private static @Nullable LocalDate firstChange(Map<ActivityId, Row> old, Map<ActivityId, Row> fresh) {
        LocalDate first = null;
        for (Map.Entry<ActivityId, Row> entry : old.entrySet()) {
            Row now = fresh.get(entry.getKey());
            if (!entry.getValue().equals(now)) {
                Session after = now == null ? null : now.session();
                if (!Objects.equals(entry.getValue().session(), after)) {
                    first = earlier(first, entry.getValue().session());
                    first = earlier(first, after);
                }
            }
        }
        for (Map.Entry<ActivityId, Row> entry : fresh.entrySet()) {
            if (!old.containsKey(entry.getKey())) {
                first = earlier(first, entry.getValue().session());
            }
        }
        return first;
    }

    private static @Nullable LocalDate earlier(@Nullable LocalDate day, @Nullable Session session) {
        if (session == null) {
            return day;
        }
        return day == null || session.day().isBefore(day) ? session.day() : day;
    }

    private static Entry entry(
            long version,
            Map<ResourceStatus, Integer> streams,
            Map<ActivityId, Row> rows,
            ThresholdHistory thresholds,
            @Nullable LoadSeries series) {
        List<Session> sessions = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.session() != null) {
                sessions.add(row.session());
            }
        }
        return new Entry(version, streams, rows, TrainingHistory.of(sessions, thresholds), series);
    }
}
