package io.stravaai.internal.client;

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
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a client offers, put together. */
public final class StravaApis {

    final Transport transport;
    final AthleteApi athletes;
    final ActivityApi activities;
    final StreamApi streams;
    final SegmentApi segments;
    final SegmentEffortApi segmentEfforts;
    final RouteApi routes;
    final ClubApi clubs;
    final GearApi gear;
    final UploadApi uploads;
    final SubscriptionApi subscriptions;
    final StravaOAuth oauth;

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
     */
    public StravaApis(
            Transport transport,
            CallExecutor calls,
            ClientCredentials credentials,
            Duration cacheMaxAge,
            Clock clock,
            Predicate<AthleteId> connected,
            OAuthFactory oauth) {
        Endpoints endpoints = new Endpoints(transport.strava(), calls);
        AnswerCache cache = new AnswerCache(cacheMaxAge, clock, connected);
        this.transport = transport;
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
}
