package io.stravaai;

import io.stravaai.auth.StravaOAuth;
import io.stravaai.client.ActivityApi;
import io.stravaai.client.AthleteApi;
import io.stravaai.quota.QuotaSnapshot;

/**
 * Strava's API. Thread-safe; one for an application is enough.
 *
 * <p>Every call uses the stored grant of the athlete it names, refreshed in time; takes a permit from the rate limiter;
 * and is repeated as the retry policy says. Calls run on the calling thread.
 */
public interface StravaClient extends AutoCloseable {

    /** A builder; {@code credentials} are required. */
    static StravaClientBuilder builder() {
        return new StravaClientBuilder();
    }

    /** Connecting and disconnecting athletes. */
    StravaOAuth oauth();

    AthleteApi athletes();

    ActivityApi activities();

    /** What is known of the application's quota, without asking Strava. */
    QuotaSnapshot quota();

    /** Closes idle connections. Idempotent. */
    @Override
    void close();
}
