package io.stravaai;

import io.stravaai.model.AthleteId;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;

/**
 * Brings an athlete's activities from Strava into an {@link io.stravaai.store.ActivityStore} and keeps them fresh.
 * Thread-safe.
 *
 * <p>The first sync walks the whole history, newest first; every later one asks for the newest 200 activities, so that
 * those that are new, were uploaded late or were edited among them cost one request. Each page is stored in one atomic
 * step before the next is asked for: a sync that is killed, or runs out of quota, is continued by the next call. Two
 * syncs of one athlete at the same time cost requests, never wrong data.
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
}
