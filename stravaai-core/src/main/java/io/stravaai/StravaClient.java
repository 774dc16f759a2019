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
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.GrantUnreadableException;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaSnapshot;

/**
 * Strava's API. Thread-safe; one for an application is enough.
 *
 * <p>The first of the methods that return an API loads the libraries below, and throws an {@link IllegalStateException} if they are
 * missing on the class path or do not fit each other; its message names the jar and the remedy.
 *
 * <p>Every call uses the stored grant of the athlete it names, refreshed in time; takes a permit from the rate limiter;
 * and is repeated as the retry policy says. Calls run on the calling thread.
 *
 * <p>Methods that ask Strava say the endpoint, the scope the grant needs, the quota that is charged, and how well the
 * endpoint is known: <em>recorded</em> where genuine answers of Strava were seen, <em>documented</em> where nothing but
 * Strava's documentation is known, <em>not documented</em> where that is silent.
 *
 * <p>What any of them may throw, besides the exceptions it names:
 *
 * <ul>
 *   <li>{@link NoGrantException} and {@link GrantRevokedException}: the athlete has to connect (again);
 *   <li>{@link ScopeMissingException}: the athlete has to consent to more;
 *   <li>{@link AppInactiveException}: Strava has barred the application, for all athletes;
 *   <li>{@link QuotaExceededException}: there is no quota left, or not within the wait that the call allows;
 *   <li>{@link DeadlineExceededException}, {@link CallInterruptedException}: the call was ended;
 *   <li>{@link StravaIoException}, {@link ServerErrorException}, {@link UnauthorizedException}: also the repetitions
 *       failed;
 *   <li>{@link StravaUnavailableException}: Strava is in trouble, so nothing was sent;
 *   <li>{@link ResponseFormatException}: the answer is not what it should be;
 *   <li>{@link GrantUnreadableException}: the athlete's stored tokens are encrypted, and do not open;
 *   <li>{@link StoreException}: the store of tokens or of the quota failed.
 * </ul>
 *
 * <p>All of them are {@link StravaAiException}s.
 */
public interface StravaClient extends AutoCloseable {

    /** A builder; {@code credentials} and {@code tokenStore} are required. */
    static StravaClientBuilder builder() {
        return new StravaClientBuilder();
    }

    /** Connecting and disconnecting athletes. */
    StravaOAuth oauth();

    /** The athlete: profile, zones, totals. */
    AthleteApi athletes();

    /** Activities. */
    ActivityApi activities();

    /** Measurements along activities, efforts, segments and routes. */
    StreamApi streams();

    /** Segments. */
    SegmentApi segments();

    /** Efforts on segments. */
    SegmentEffortApi segmentEfforts();

    /** Routes. */
    RouteApi routes();

    /** Clubs. */
    ClubApi clubs();

    /** Bikes and shoes. */
    GearApi gear();

    /** Files to make activities of. */
    UploadApi uploads();

    /** The application's subscription to events. */
    SubscriptionApi subscriptions();

    /** What is known of the application's quota, without asking Strava. */
    QuotaSnapshot quota();

    /** The share of each window that a lane may use. */
    double laneCeiling(Lane lane);

    /** Closes idle connections. Idempotent. */
    @Override
    void close();
}
