package io.stravaai.internal.sync;

import io.stravaai.client.ActivityListRequest;
import io.stravaai.internal.quota.QuotaForecast;
import io.stravaai.model.ActivityStats;
import io.stravaai.model.ActivityTotals;
import io.stravaai.quota.Lane;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackfillEstimate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reckons what is left of a backfill. */
final class Estimates {

    /** One activity of each page was on the page before. */
    private static final int NEW_ON_A_PAGE = ActivityListRequest.MAX_PER_PAGE - 1;

    private Estimates() {}

    /** How many activities Strava's totals count; empty if they say nothing. */
    static OptionalInt total(ActivityStats stats) {
        return Stream.of(stats.allRideTotals(), stats.allRunTotals(), stats.allSwimTotals())
                .flatMap(Optional::stream)
                .map(ActivityTotals::count)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .reduce(Integer::sum);
    }

    /**
     * What is left.
     *
     * @param resources requests that are queued
     * @param resourcesEach requests that each further activity will need
     */
    static BackfillEstimate of(SyncParts parts, SyncState state, long resources, int resourcesEach) {
        OptionalInt expected = state.expectedActivities();
        boolean complete = state.coverage().isComplete();
        // Each interval is about as long as one page reaches.
        long listed = (long) state.coverage().intervals().size() * NEW_ON_A_PAGE;
        long left = complete ? 0 : Math.max(0, expected.orElse(0) - listed);
        long pages = (left + NEW_ON_A_PAGE - 1) / NEW_ON_A_PAGE;
        // The end of a history is seen by a page that brings nothing.
        long lists = complete ? 0 : Math.max(1, pages) + 1;
        long fetches = resources + left * resourcesEach;
        QuotaForecast forecast = QuotaForecast.of(
                parts.client().quota(),
                parts.client().laneCeiling(Lane.BACKFILL),
                parts.clock().instant(),
                lists + fetches);
        return BackfillEstimate.builder(state.athlete(), parts.clock().instant())
                .expectedActivities(expected.isPresent() ? expected.getAsInt() : null)
                .listRequests(lists)
                .resourceRequests(fetches)
                .quota(forecast.windows(), forecast.days(), forecast.finishAt())
                .build();
    }
}
