package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Gear;
import io.stravaai.model.GearId;

/**
 * The athlete's bikes and shoes. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface GearApi {

    /**
     * One bike or pair of shoes ({@code GET /gear/{id}}; recorded). Cached if the client caches.
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Gear get(AthleteId athlete, GearId id, CallOptions options);

    /** As {@link #get(AthleteId, GearId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Gear get(AthleteId athlete, GearId id) {
        return get(athlete, id, CallOptions.defaults());
    }
}
