package io.stravaai.spring.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stravaai.StravaListener;
import io.stravaai.client.RequestEvent;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.SyncProgress;
import java.time.Duration;
import java.time.Instant;

/** Counts what the client tells. */
final class RequestMeters implements StravaListener {

    private final MeterRegistry registry;

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void requestCompleted(RequestEvent event) {
        Timer.builder("stravaai.requests")
                .description("Requests to Strava's API, by their end")
                .tag("operation", event.operation())
                .tag(
                        "status",
                        event.status().isPresent()
                                ? Integer.toString(event.status().getAsInt())
                                : "none")
                .tag("outcome", event.failure().map(RequestMeters::name).orElse("success"))
                .register(registry)
                .record(event.elapsed());
    }

    @Override
    public void retryScheduled(RequestEvent failed, Duration delay) {
        registry.counter("stravaai.requests.retries", "operation", failed.operation())
                .increment();
    }

    @Override
    public void waitingForQuota(Instant until) {
        registry.counter("stravaai.quota.waits").increment();
    }

    @Override
    public void tokenRefreshed(AthleteId athlete) {
        registry.counter("stravaai.token.refreshes", "outcome", "success").increment();
    }

    @Override
    public void tokenRefreshFailed(AthleteId athlete, StravaAiException failure) {
        registry.counter("stravaai.token.refreshes", "outcome", name(failure)).increment();
    }

    @Override
    public void pageStored(SyncProgress progress) {
        registry.counter("stravaai.sync.pages").increment();
    }

    private static String name(StravaAiException failure) {
        return failure.getClass().getSimpleName();
    }
}
