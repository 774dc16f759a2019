package io.stravaai;

import io.stravaai.model.AthleteId;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.VerifyReport;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings an athlete's activities from Strava into an {@link io.stravaai.store.ActivityStore} and keeps them fresh.
 * Thread-safe.
 *
 * <p>The first sync walks the whole history, newest first; a later one asks for the newest 200 activities, so that
 * all that is new, late or edited among them costs one request, and each that has vanished one more. Older history is
 * listed again a page at a time, all of it within {@link io.stravaai.sync.SyncPolicy#relistPeriod()}. What a list does not
 * show any more is asked for by id, and only Strava's answer that it does not exist marks it as deleted.
 *
 * <p>Each page is stored in one atomic step before the next is asked for: a sync that is killed, or runs out of quota, is
 * continued by the next call. Two syncs of one athlete at the same time cost requests, never wrong data.
 *
 * <p>Details and streams come when the lists are done, if the engine was built with
 * {@link SyncEngineBuilder#resources}.
 */
public interface SyncEngine {

    /** A builder; {@code client} and {@code store} are required. */
    static SyncEngineBuilder builder() {
        return new SyncEngineBuilder();
    }

    /** As {@link #sync(AthleteId, SyncOptions)} with {@link SyncOptions#defaults()}. */
    default SyncReport sync(AthleteId athlete) {
        return sync(athlete, SyncOptions.defaults());
    }

    /**
     * Syncs one athlete on the calling thread. Running out of quota is not an error: the report is partial and says when
     * to go on.
     *
     * @throws io.stravaai.error.StravaAiException if Strava, the grant or the store fails; pages stored before stay
     */
    SyncReport sync(AthleteId athlete, SyncOptions options);

    /** As {@link #verify(AthleteId, SyncOptions)} with {@link SyncOptions#defaults()}. */
    default VerifyReport verify(AthleteId athlete) {
        return verify(athlete, SyncOptions.defaults());
    }

    /**
     * Lists the whole history, or the range of the options, and compares it with the store. Changes nothing; a sync with
     * {@link SyncOptions#withFullHistory()} mends what it finds. Costs a request for each 200 activities and one for each
     * stored activity that is not listed. It is not continued: what runs out of quota begins anew.
     *
     * @throws io.stravaai.error.StravaAiException if Strava, the grant or the store fails
     */
    VerifyReport verify(AthleteId athlete, SyncOptions options);

    /**
     * Says what is left of the athlete's backfill: before it begins, and while it runs. While the history is not complete,
     * and unless it was asked before, this asks Strava for the athlete's totals: one request, in the lane
     * {@link io.stravaai.quota.Lane#BACKFILL}. Without totals, and for what they do not count, the estimate is too low.
     *
     * @throws io.stravaai.error.StravaAiException if Strava, the grant or the store fails
     */
    BackfillEstimate estimate(AthleteId athlete);

    /**
     * Lets incremental syncs of the athlete list the newest activities only, from the next page on, until
     * {@link #resumeBackfill}. Durable and idempotent; a sync with full history or a range is not concerned.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    void pauseBackfill(AthleteId athlete);

    /**
     * Lets syncs of the athlete walk history again, from where they stopped; the next one is due at once.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    void resumeBackfill(AthleteId athlete);

    /**
     * For an app that was opened: brings the newest 200 activities if they were last listed longer ago than this, in
     * {@link io.stravaai.quota.Lane#INTERACTIVE} and on the calling thread. Calls for one athlete at the same time share one
     * sync, its report and its exception; whoever is interrupted ends alone.
     *
     * @return empty if they were listed recently enough, so that nothing was asked
     * @throws IllegalArgumentException if the age is negative
     * @throws IllegalStateException if it is called for the same athlete from a listener that is told of such a sync
     * @throws io.stravaai.error.StravaAiException as {@link #sync(AthleteId, SyncOptions)}
     */
    Optional<SyncReport> syncIfStale(AthleteId athlete, Duration maxAge);

    /** What was said of all athletes when the engine was built. */
    SyncPolicy policy();

    /**
     * Where the athlete stands, as the store knows it; Strava is not asked. Of an athlete who was never seen it says so.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    AthleteStatus status(AthleteId athlete);
}
