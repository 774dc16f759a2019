package io.stravaai.spring.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.stravaai.StravaClient;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of what the database knows, which is read once for all of them. Strava is never asked. */
final class StateMeters {

    /** All gauges of one scrape see the same. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final StravaClient client;
    private final ActivityStore activities;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable State state;

    StateMeters(MeterRegistry registry, StravaClient client, ActivityStore activities, Clock clock) {
        this.client = client;
        this.activities = activities;
        this.clock = clock;
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                gauge(
                        registry,
                        "stravaai.quota.used",
                        "Requests used of a window",
                        bucket,
                        window,
                        QuotaSnapshot.Count::used);
                gauge(
                        registry,
                        "stravaai.quota.limit",
                        "Requests allowed in a window",
                        bucket,
                        window,
                        QuotaSnapshot.Count::limit);
            }
        }
        TimeGauge.builder(
                        "stravaai.sync.lag",
                        this,
                        TimeUnit.SECONDS,
                        meters -> meters.state().lagSeconds())
                .description("How long the athlete has been due who has been due longest")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            QuotaBucket bucket,
            QuotaWindow window,
            ToDoubleFunction<QuotaSnapshot.Count> value) {
        Gauge.builder(
                        name,
                        this,
                        meters -> value.applyAsDouble(meters.state().quota.count(bucket, window)))
                .description(description)
                .tag("bucket", bucket.name().toLowerCase(Locale.ROOT))
                .tag("window", window.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private State state() {
        Instant now = clock.instant();
        lock.lock();
        try {
            State known = state;
            if (known != null && Duration.between(known.at, now).abs().compareTo(KEPT) < 0) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        State read = new State(now, client.quota(), lag(now));
        lock.lock();
        try {
            state = read;
        } finally {
            lock.unlock();
        }
        return read;
    }

    private Duration lag(Instant now) {
        List<AthleteId> due = activities.due(now, 1);
        return due.isEmpty()
                ? Duration.ZERO
                : activities
                        .syncState(due.get(0))
                        .flatMap(SyncState::nextDueAt)
                        .map(since -> Duration.between(since, now))
                        .filter(lag -> !lag.isNegative())
                        .orElse(Duration.ZERO);
    }

    private record State(Instant at, QuotaSnapshot quota, Duration lag) {

        double lagSeconds() {
            return lag.toMillis() / 1000.0;
        }
    }
}
