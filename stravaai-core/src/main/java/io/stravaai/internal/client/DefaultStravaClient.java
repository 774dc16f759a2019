package io.stravaai.internal.client;

import io.stravaai.StravaClient;
import io.stravaai.auth.ClientCredentials;
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
import io.stravaai.internal.http.Transport;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Gear;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The client's parts, put together. */
public final class DefaultStravaClient implements StravaClient {

    private final Transport transport;
    private final CallExecutor calls;
    private final AthleteApi athletes;
    private final ActivityApi activities;
    private final StreamApi streams;
    private final SegmentApi segments;
    private final SegmentEffortApi segmentEfforts;
    private final RouteApi routes;
    private final ClubApi clubs;
    private final GearApi gear;
    private final UploadApi uploads;
    private final SubscriptionApi subscriptions;
    private final StravaOAuth oauth;
    private final ToDoubleFunction<Lane> laneCeilings;

    /** Makes the OAuth side, which reads the athlete of a grant through the API. */
    public interface OAuthFactory {

        /**
         * Makes it.
         *
         * @param forget drops what is cached of an athlete
         */
        StravaOAuth create(AthleteApi athletes, ActivityApi activities, Consumer<AthleteId> forget);
    }

    /**
     * Puts the parts together.
     *
     * @param cacheMaxAge how long an answer is cached; zero for not at all
     * @param connected whether an athlete's grant is stored
     * @param laneCeilings the share of each window that a lane may use
     */
    public DefaultStravaClient(
            Transport transport,
            CallExecutor calls,
            ClientCredentials credentials,
            Duration cacheMaxAge,
            Clock clock,
            Predicate<AthleteId> connected,
            ToDoubleFunction<Lane> laneCeilings,
            OAuthFactory oauth) {
        Endpoints endpoints = new Endpoints(transport.strava(), calls);
        AnswerCache cache = new AnswerCache(cacheMaxAge, clock, connected);
        this.laneCeilings = laneCeilings;
        this.transport = transport;
        this.calls = calls;
        this.athletes = new DefaultAthleteApi(endpoints, cache);
        this.activities = new DefaultActivityApi(endpoints);
        this.streams = new DefaultStreamApi(endpoints);
        this.segments = new DefaultSegmentApi(endpoints, cache);
        this.segmentEfforts = new DefaultSegmentEffortApi(endpoints);
        this.routes = new DefaultRouteApi(endpoints);
        this.clubs = new DefaultClubApi(endpoints);
        this.gear = (athlete, id, options) -> cache.get(
                athlete,
                Gear.class,
                id,
                options,
                () -> endpoints.object(athlete, options, Gear.class, (http, bearer) -> http.gear(bearer, id.value())));
        this.uploads = new DefaultUploadApi(endpoints);
        this.subscriptions = new DefaultSubscriptionApi(transport.strava(), calls, credentials);
        this.oauth = oauth.create(athletes, activities, cache::dropAll);
    }

    @Override
    public StravaOAuth oauth() {
        return oauth;
    }

    @Override
    public AthleteApi athletes() {
        return athletes;
    }

    @Override
    public ActivityApi activities() {
        return activities;
    }

    @Override
    public StreamApi streams() {
        return streams;
    }

    @Override
    public SegmentApi segments() {
        return segments;
    }

    @Override
    public SegmentEffortApi segmentEfforts() {
        return segmentEfforts;
    }

    @Override
    public RouteApi routes() {
        return routes;
    }

    @Override
    public ClubApi clubs() {
        return clubs;
    }

    @Override
    public GearApi gear() {
        return gear;
    }

    @Override
    public UploadApi uploads() {
        return uploads;
    }

    @Override
    public SubscriptionApi subscriptions() {
        return subscriptions;
    }

    @Override
    public QuotaSnapshot quota() {
        return calls.quota();
    }

    @Override
    public double laneCeiling(Lane lane) {
        return laneCeilings.applyAsDouble(lane);
    }

    @Override
    public void close() {
        transport.close();
    }
}
