package io.stravaai;

import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.internal.analytics.AnalyticsParts;
import io.stravaai.internal.analytics.DefaultAnalytics;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds {@link Analytics}: {@code store} is required. Not thread-safe. */
public final class AnalyticsBuilder {

    private static final Duration MAX_AGE = Duration.ofDays(7);

    private @Nullable ActivityStore store;
    private @Nullable ResourceStore resources;
    private boolean loadsFromStreams;
    private Function<AthleteId, ThresholdHistory> thresholds = athlete -> ThresholdHistory.empty();
    private Duration maxAge = MAX_AGE;
    private Clock clock = Clock.systemUTC();

    AnalyticsBuilder() {}

    /** Where activities are. Required. */
    public AnalyticsBuilder store(ActivityStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /** Where streams are; without them there are only the metrics of summaries. None by default. */
    public AnalyticsBuilder resources(ResourceStore resources) {
        this.resources = Objects.requireNonNull(resources, "resources");
        return this;
    }

    /**
     * Takes the load of each session from its streams where they are stored, in place of the estimate from its summary. The first
     * look at an athlete's history then reads all streams, which for thousands of activities takes minutes.
     */
    public AnalyticsBuilder loadsFromStreams() {
        this.loadsFromStreams = true;
        return this;
    }

    /**
     * What is known of each athlete. Asked at each call, on the thread that calls, so it should be quick; nothing is known by default.
     */
    public AnalyticsBuilder thresholds(Function<AthleteId, ThresholdHistory> thresholds) {
        this.thresholds = Objects.requireNonNull(thresholds, "thresholds");
        return this;
    }

    /**
     * How long results are kept in memory at most: seven days by default, as long as Strava allows for what comes from its API.
     *
     * @throws IllegalArgumentException if it is not positive, or more than seven days
     */
    public AnalyticsBuilder maxAge(Duration maxAge) {
        if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException("maxAge must be positive and at most " + MAX_AGE + ": " + maxAge);
        }
        this.maxAge = maxAge;
        return this;
    }

    public AnalyticsBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Builds it. Reads nothing.
     *
     * @throws IllegalArgumentException if the store is missing, or loads are wanted from streams that are not there
     */
    public Analytics build() {
        if (store == null) {
            throw new IllegalArgumentException("Analytics.builder() needs store");
        }
        if (loadsFromStreams && resources == null) {
            throw new IllegalArgumentException("loadsFromStreams() needs resources(..)");
        }
        return new DefaultAnalytics(new AnalyticsParts(store, resources, loadsFromStreams, thresholds, maxAge, clock));
    }
}
