package io.stravaai.client;

import io.stravaai.error.ScopeMissingException;
import io.stravaai.model.ActivityStats;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.AthleteZones;

/**
 * The athlete whose grant is used; Strava shows no other. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface AthleteApi {

    /**
     * The athlete ({@code GET /athlete}; recorded).
     *
     * <p>Needs {@code read}; with {@code profile:read_all} the answer has all fields. Charged to the overall and the
     * read quota.
     */
    Athlete get(AthleteId athlete, CallOptions options);

    /** As {@link #get(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Athlete get(AthleteId athlete) {
        return get(athlete, CallOptions.defaults());
    }

    /**
     * Sets the athlete's weight ({@code PUT /athlete}; recorded).
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
     * The athlete's zones of heart rate and power ({@code GET /athlete/zones}; recorded). Cached if the client caches.
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
     * Totals over the athlete's activities that everyone may see ({@code GET /athletes/{id}/stats}; recorded).
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     */
    ActivityStats stats(AthleteId athlete, CallOptions options);

    /** As {@link #stats(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default ActivityStats stats(AthleteId athlete) {
        return stats(athlete, CallOptions.defaults());
    }
}
