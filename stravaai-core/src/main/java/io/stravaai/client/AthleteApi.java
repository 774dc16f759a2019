package io.stravaai.client;

import io.stravaai.error.ScopeMissingException;
import io.stravaai.model.ActivityStats;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.AthleteZones;

/**
 * The athlete whose grant is used. Strava shows no other. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}; the types named here are those a caller of the method
 * should expect, besides the ones any call may meet.
 */
public interface AthleteApi {

    /**
     * The athlete ({@code GET /athlete}).
     *
     * <p>Needs {@code read}, or {@code profile:read_all} for all fields. Charged to the overall and the read quota.
     */
    Athlete get(AthleteId athlete, CallOptions options);

    /** As {@link #get(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Athlete get(AthleteId athlete) {
        return get(athlete, CallOptions.defaults());
    }

    /**
     * Sets the athlete's weight ({@code PUT /athlete}).
     *
     * <p>Needs {@code profile:write}. Charged to the overall and the read quota.
     *
     * @throws ScopeMissingException if the grant lacks {@code profile:write}
     */
    Athlete updateWeight(AthleteId athlete, double kilograms, CallOptions options);

    /** As {@link #updateWeight(AthleteId, double, CallOptions)} with {@link CallOptions#defaults()}. */
    default Athlete updateWeight(AthleteId athlete, double kilograms) {
        return updateWeight(athlete, kilograms, CallOptions.defaults());
    }

    /**
     * The athlete's zones of heart rate and power ({@code GET /athlete/zones}). Cached if the client caches.
     *
     * <p>Needs {@code profile:read_all}. Charged to the overall and the read quota.
     *
     * @throws ScopeMissingException if the grant lacks {@code profile:read_all}
     */
    AthleteZones zones(AthleteId athlete, CallOptions options);

    /** As {@link #zones(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default AthleteZones zones(AthleteId athlete) {
        return zones(athlete, CallOptions.defaults());
    }

    /**
     * Totals over the athlete's activities that everyone may see ({@code GET /athletes/{id}/stats}).
     *
     * <p>Needs {@code activity:read}. Charged to the overall and the read quota.
     *
     * @throws ScopeMissingException if the grant lacks the scope
     */
    ActivityStats stats(AthleteId athlete, CallOptions options);

    /** As {@link #stats(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default ActivityStats stats(AthleteId athlete) {
        return stats(athlete, CallOptions.defaults());
    }
}
