package io.stravaai;

import io.stravaai.client.RequestEvent;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaReading;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncProgress;
import java.time.Duration;
import java.time.Instant;

/**
 * Is told what happens: by a {@link StravaClient} of requests, waits and refreshes, by a {@link SyncEngine} of pages.
 * Give the same listener to both to hear all; each may have several. Methods are called on the thread that works, outside of locks and after
 * data is durable; what they throw is logged and goes no further. MUST be safe for many threads, and should be quick.
 */
public interface StravaListener {

    /** A request to Strava's API has ended, one way or the other. Requests for tokens are not told here. */
    default void requestCompleted(RequestEvent event) {}

    /** What an answer said of the quota; called before {@link #requestCompleted}. */
    default void quotaRead(QuotaReading reading) {}

    /** A request failed in a way that may pass, and will be repeated after this delay. */
    default void retryScheduled(RequestEvent failed, Duration delay) {}

    /** A call begins to wait for quota. */
    default void waitingForQuota(Instant until) {}

    /** The athlete has a new access token, and it is stored. */
    default void tokenRefreshed(AthleteId athlete) {}

    /** A refresh of the athlete's token failed; calls may go on with the old token while it lasts. */
    default void tokenRefreshFailed(AthleteId athlete, StravaAiException failure) {}

    /** A page of a sync is stored. */
    default void pageStored(SyncProgress progress) {}

    /** A page of history that was never listed before is stored; what is left of the backfill now. */
    default void backfillProgressed(BackfillEstimate left) {}
}
