package io.stravaai.internal.client;

import io.stravaai.client.AthleteApi;
import io.stravaai.client.CallOptions;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.http.StravaHttp;
import io.stravaai.model.ActivityStats;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.AthleteZones;
import io.stravaai.model.StravaJson;

/** AthleteApi over HTTP. */
final class DefaultAthleteApi implements AthleteApi {

    private final Endpoints endpoints;
    private final AnswerCache cache;

    DefaultAthleteApi(Endpoints endpoints, AnswerCache cache) {
        this.endpoints = endpoints;
        this.cache = cache;
    }

    @Override
    public Athlete get(AthleteId athlete, CallOptions options) {
        return own(athlete, options, StravaHttp::athlete);
    }

    @Override
    public Athlete updateWeight(AthleteId athlete, double kilograms, CallOptions options) {
        if (!(kilograms > 0 && kilograms < 1000)) {
            throw new IllegalArgumentException(
                    "A weight must be more than 0 and less than 1000 kilograms: " + kilograms);
        }
        return own(athlete, options, (http, bearer) -> http.updateAthlete(bearer, Parameters.decimal(kilograms)));
    }

    /** Strava leaves the id out of athletes whom it hides, but not here. */
    private Athlete own(AthleteId athlete, CallOptions options, Endpoints.Request request) {
        return endpoints.read(athlete, options, request, body -> {
            Athlete own = StravaJson.read(body, Athlete.class);
            if (own.id().isEmpty()) {
                throw new ResponseFormatException("Expected an athlete, but the answer has no id", null);
            }
            return own;
        });
    }

    @Override
    public AthleteZones zones(AthleteId athlete, CallOptions options) {
        return cache.get(
                athlete,
                AthleteZones.class,
                athlete,
                options,
                () -> endpoints.object(athlete, options, AthleteZones.class, StravaHttp::athleteZones));
    }

    @Override
    public ActivityStats stats(AthleteId athlete, CallOptions options) {
        return endpoints.object(
                athlete, options, ActivityStats.class, (http, bearer) -> http.stats(bearer, athlete.value()));
    }
}
