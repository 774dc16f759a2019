package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Gear;
import io.stravaai.model.GearId;

/**
 * The athlete's bikes and shoes. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}; the types named here are those a caller of the method
 * should expect, besides the ones any call may meet.
 */
public interface GearApi {

    /**
     * One bike or pair of shoes ({@code GET /gear/{id}}). Cached if the client caches.
     *
     * <p>Needs {@code read}. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Gear get(AthleteId athlete, GearId id, CallOptions options);

    /** As {@link #get(AthleteId, GearId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Gear get(AthleteId athlete, GearId id) {
        return get(athlete, id, CallOptions.defaults());
    }
}
