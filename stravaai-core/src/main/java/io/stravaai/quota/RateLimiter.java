package io.stravaai.quota;

import io.stravaai.model.AthleteId;

/**
 * Decides whether a request may be sent now. MUST be safe for many threads, MUST NOT sleep: whether to wait is the
 * caller's decision.
 *
 * <p>Each granted permit is settled once, when the answer came or failed to come, or released if it was not used. The
 * limiter that {@code StravaClient} brings keeps Strava's two buckets and two windows in a {@link QuotaLedger}.
 */
public interface RateLimiter {

    /**
     * A permit for one request, or the instant before which there is none.
     *
     * @param athlete on whose behalf, so that an implementation can share the quota among athletes
     */
    Permit acquire(RequestKind kind, Lane lane, AthleteId athlete);

    /** Tells what the answer said; {@link QuotaReading#nothing()} if none came. Called once for each request sent. */
    void settle(Permit.Granted permit, QuotaReading reading);

    /** Gives back a permit that was not used. */
    void release(Permit.Granted permit);

    /** What is known now, for display. */
    QuotaSnapshot snapshot();
}
