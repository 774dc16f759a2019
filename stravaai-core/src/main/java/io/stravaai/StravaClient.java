package io.stravaai;

import io.stravaai.auth.StravaOAuth;
import io.stravaai.client.ActivityApi;
import io.stravaai.client.AthleteApi;
import io.stravaai.client.ClubApi;
import io.stravaai.client.GearApi;
import io.stravaai.client.RouteApi;
import io.stravaai.client.SegmentApi;
import io.stravaai.client.SegmentEffortApi;
import io.stravaai.client.StreamApi;
import io.stravaai.client.SubscriptionApi;
import io.stravaai.client.UploadApi;
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

    StreamApi streams();

    SegmentApi segments();

    SegmentEffortApi segmentEfforts();

    RouteApi routes();

    ClubApi clubs();

    GearApi gear();

    UploadApi uploads();

    /** The application's subscription to events. */
    SubscriptionApi subscriptions();

    /** What is known of the application's quota, without asking Strava. */
    QuotaSnapshot quota();

    /** Closes idle connections. Idempotent. */
    @Override
    void close();
}
