package io.stravaai.spring.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.stravaai.StravaClient;
import io.stravaai.error.StravaAiException;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Gauges of what the database knows, which is read once for all of them. Strava is never asked. */
final class StateMeters implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(StateMeters.class);

    /** All gauges of one scrape see the same. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final MeterRegistry registry;

    /** Asked for with the first scrape, so that the gauges make nothing that an application makes late. */
    private final ObjectProvider<StravaClient> client;

    private final ObjectProvider<ActivityStore> activities;
    private final Clock clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable Read read;

    StateMeters(
            MeterRegistry registry,
            ObjectProvider<StravaClient> client,
            ObjectProvider<ActivityStore> activities,
            Clock clock) {
        this.registry = registry;
        this.client = client;
        this.activities = activities;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                gauge("stravaai.quota.used", "Requests used of a window", bucket, window, QuotaSnapshot.Count::used);
                gauge(
                        "stravaai.quota.limit",
                        "Requests allowed in a window",
                        bucket,
                        window,
                        QuotaSnapshot.Count::limit);
            }
        }
        TimeGauge.builder("stravaai.sync.lag", this, TimeUnit.SECONDS, meters -> meters.read(State::lagSeconds))
                .description("How long the athlete has been due who has been due longest")
                .register(registry);
    }

    private void gauge(
            String name,
            String description,
            QuotaBucket bucket,
            QuotaWindow window,
            ToDoubleFunction<QuotaSnapshot.Count> value) {
        Gauge.builder(
                        name,
                        this,
                        meters -> meters.read(state -> value.applyAsDouble(state.quota.count(bucket, window))))
                .description(description)
                .tag("bucket", bucket.name().toLowerCase(Locale.ROOT))
                .tag("window", window.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private double read(ToDoubleFunction<State> value) {
        Instant now = clock.instant();
        Read known = read;
        boolean isOld = known == null || Duration.between(known.at, now).abs().compareTo(KEPT) >= 0;
        // One thread at a time, or a database that does not answer would hold up all that scrape.
        if (isOld && reading.compareAndSet(false, true)) {
            try {
                State state = new State(client.getObject().quota(), lag(activities.getObject(), now));
                known = new Read(clock.instant(), state);
            } catch (StravaAiException e) {
                LOG.debug("The database cannot be read for the meters: {}", e.getMessage());
                known = new Read(clock.instant(), null);
            } finally {
                reading.set(false);
            }
            read = known;
        }
        State state = known == null ? null : known.state;
        return state == null ? Double.NaN : value.applyAsDouble(state);
    }

    private static Duration lag(ActivityStore activities, Instant now) {
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

    /** @param state null if it could not be read */
    private record Read(Instant at, @Nullable State state) {}

    private record State(QuotaSnapshot quota, Duration lag) {

        double lagSeconds() {
            return lag.toMillis() / 1000.0;
        }
    }
}
