package io.stravaai.internal.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.Samples;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.Thresholds;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of activities, as long as they are good: the row of the activity must be the same, and so must be the thresholds of its day.
 * Streams are fetched again only after the activity has changed, so a row that is the same has the same streams, once their fetching is
 * done; until then nothing is kept.
 */
final class ActivityCache {

    private static final int MAX_ACTIVITIES = 5_000;

    private final ActivityStore store;
    private final @Nullable ResourceStore resources;
    private final AnalyticsParts parts;
    private final Cache<Key, Entry> cache;

    private record Key(AthleteId athlete, ActivityId activity) {}

    private record Entry(ContentHash hash, Thresholds thresholds, ActivityMetrics metrics) {}

    /**
     * The metrics of an activity.
     *
     * @param settled whether they stay as they are until the activity or the thresholds change
     */
    record Computed(ActivityMetrics metrics, boolean settled) {}

    ActivityCache(AnalyticsParts parts) {
        this.store = parts.store();
        this.resources = parts.resources();
        this.parts = parts;
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(parts.maxAge())
                .maximumSize(MAX_ACTIVITIES)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(parts.clock().millis()))
                .executor(Runnable::run)
                .build();
    }

    Optional<Computed> get(AthleteId athlete, ActivityId activity) {
        Key key = new Key(athlete, activity);
        StoredActivity row = store.find(athlete, activity).orElse(null);
        if (row == null || row.deletedAt().isPresent()) {
            cache.invalidate(key);
            return Optional.empty();
        }
        Entry entry = cache.getIfPresent(key);
        if (entry != null
                && entry.hash().equals(row.contentHash())
                && entry.thresholds().equals(thresholds(athlete, entry.metrics().session()))) {
            return Optional.of(new Computed(entry.metrics(), true));
        }
        Session session = session(row).orElse(null);
        if (session == null) {
            cache.invalidate(key);
            return Optional.empty();
        }
        Computed computed = compute(athlete, session);
        if (computed.settled()) {
            cache.put(key, new Entry(row.contentHash(), thresholds(athlete, session), computed.metrics()));
        }
        return Optional.of(computed);
    }

    private Computed compute(AthleteId athlete, Session session) {
        Thresholds thresholds = thresholds(athlete, session);
        if (resources == null) {
            return new Computed(ActivityMetrics.of(session, thresholds), true);
        }
        StoredResource streams =
                resources.find(athlete, session.id(), ActivityResource.STREAMS).orElse(null);
        Samples samples = streams == null
                ? null
                : streams.rawJson().flatMap(ActivityCache::samples).orElse(null);
        boolean settled = streams != null && !streams.status().isPending();
        return new Computed(
                samples == null
                        ? ActivityMetrics.of(session, thresholds)
                        : ActivityMetrics.of(session, samples, thresholds),
                settled);
    }

    private Thresholds thresholds(AthleteId athlete, Session session) {
        return parts.thresholds().apply(athlete).on(session.day());
    }

    /** The session of a row; empty if it has no day or cannot be read. */
    static Optional<Session> session(StoredActivity row) {
        try {
            return Session.of(StravaJson.read(row.rawJson(), SummaryActivity.class));
        } catch (ResponseFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Samples> samples(String json) {
        try {
            return Optional.of(Samples.of(StravaJson.read(json, StreamSet.class)));
        } catch (ResponseFormatException e) {
            return Optional.empty();
        }
    }

    void forget(AthleteId athlete) {
        cache.asMap().keySet().removeIf(key -> key.athlete().equals(athlete));
    }
}
