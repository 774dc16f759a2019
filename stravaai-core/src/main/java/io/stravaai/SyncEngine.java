package io.stravaai;

import io.stravaai.model.AthleteId;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings an athlete's activities from Strava into an {@link io.stravaai.store.ActivityStore} and keeps them fresh.
 * Thread-safe.
 *
 * <p>The first sync walks the whole history, newest first; every later one asks for the newest 200 activities, so that
 * those that are new, were uploaded late or were edited among them cost one request. Each page is stored in one atomic
 * step before the next is asked for: a sync that is killed, or runs out of quota, is continued by the next call. Two
 * syncs of one athlete at the same time cost requests, never wrong data.
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

    /**
     * Where the athlete stands, as the store knows it; Strava is not asked. Of an athlete who was never seen it says so.
     *
     * @throws io.stravaai.error.StoreException if the store fails
     */
    AthleteStatus status(AthleteId athlete);
}
