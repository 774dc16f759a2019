package io.stravaai.spring.boot;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Observes syncs; everything else goes straight to the engine. */
final class ObservedSyncEngine implements SyncEngine {

    private final SyncEngine engine;
    private final ObservationRegistry registry;

    ObservedSyncEngine(SyncEngine engine, ObservationRegistry registry) {
        this.engine = engine;
        this.registry = registry;
    }

    @Override
    public SyncReport sync(AthleteId athlete, SyncOptions options) {
        return observed(() -> engine.sync(athlete, options), ObservedSyncEngine::outcome);
    }

    @Override
    public Optional<SyncReport> syncIfStale(AthleteId athlete, Duration maxAge) {
        return observed(
                () -> engine.syncIfStale(athlete, maxAge),
                report -> report.map(ObservedSyncEngine::outcome).orElse("fresh"));
    }

    private <T> T observed(Supplier<T> sync, Function<T, String> outcome) {
        Observation observation = Observation.createNotStarted("stravaai.sync", registry)
                .contextualName("strava sync")
                // Every sync has the same tags, or registries would refuse some of them.
                .lowCardinalityKeyValue("outcome", "running");
        return observation.observe(() -> {
            T result;
            try {
                result = sync.get();
            } catch (RuntimeException | Error e) {
                observation.lowCardinalityKeyValue("outcome", "failed");
                throw e;
            }
            observation.lowCardinalityKeyValue("outcome", outcome.apply(result));
            return result;
        });
    }

    private static String outcome(SyncReport report) {
        return report.status().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public VerifyReport verify(AthleteId athlete, SyncOptions options) {
        return engine.verify(athlete, options);
    }

    @Override
    public BackfillEstimate estimate(AthleteId athlete) {
        return engine.estimate(athlete);
    }

    @Override
    public void pauseBackfill(AthleteId athlete) {
        engine.pauseBackfill(athlete);
    }

    @Override
    public void resumeBackfill(AthleteId athlete) {
        engine.resumeBackfill(athlete);
    }

    @Override
    public SyncPolicy policy() {
        return engine.policy();
    }

    @Override
    public AthleteStatus status(AthleteId athlete) {
        return engine.status(athlete);
    }
}
