package io.stravaai.internal.analytics;

import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What analytics is made of. */
public record AnalyticsParts(
        ActivityStore store,
        @Nullable ResourceStore resources,
        boolean loadsFromStreams,
        Function<AthleteId, ThresholdHistory> thresholds,
        Duration maxAge,
        Clock clock) {}
