package io.stravaai.internal.client;

import io.stravaai.StravaClient;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.client.ActivityApi;
import io.stravaai.client.AthleteApi;
import io.stravaai.internal.http.Transport;
import io.stravaai.internal.wire.ActivityReader;
import io.stravaai.internal.wire.JsonReaders;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.RequestKind;
import java.time.Instant;
import java.util.function.BiFunction;

/** Each operation: its endpoint, its kind, its reader. */
public final class DefaultStravaClient implements StravaClient {

    private final Transport transport;
    private final CallExecutor calls;
    private final AthleteApi athletes;
    private final ActivityApi activities;
    private final StravaOAuth oauth;

    /**
     * @param oauth makes the OAuth side, which reads the athlete of a grant through the API
     */
    public DefaultStravaClient(
            Transport transport, CallExecutor calls, BiFunction<AthleteApi, ActivityApi, StravaOAuth> oauth) {
        this.transport = transport;
        this.calls = calls;
        this.athletes = (athlete, options) ->
                calls.call(athlete, RequestKind.READ, options, transport.strava()::athlete, JsonReaders::athlete);
        this.activities = (athlete, request, options) -> calls.call(
                athlete,
                RequestKind.READ,
                options,
                bearer -> transport
                        .strava()
                        .activities(
                                bearer,
                                request.before().map(Instant::getEpochSecond).orElse(null),
                                request.after().map(Instant::getEpochSecond).orElse(null),
                                request.page(),
                                request.perPage()),
                ActivityReader::page);
        this.oauth = oauth.apply(athletes, activities);
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
    public QuotaSnapshot quota() {
        return calls.quota();
    }

    @Override
    public void close() {
        transport.close();
    }
}
