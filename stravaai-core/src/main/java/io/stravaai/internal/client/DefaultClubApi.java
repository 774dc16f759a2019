package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.ClubApi;
import io.stravaai.client.Paged;
import io.stravaai.internal.http.StravaHttp;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.ClubEvent;
import io.stravaai.model.ClubId;
import java.util.List;

/** ClubApi over HTTP. */
final class DefaultClubApi implements ClubApi {

    private final Endpoints endpoints;

    DefaultClubApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Club get(AthleteId athlete, ClubId id, CallOptions options) {
        return endpoints.object(athlete, options, Club.class, (http, bearer) -> http.club(bearer, id.value()));
    }

    @Override
    public Paged<Club> list(AthleteId athlete, CallOptions options) {
        return endpoints.pages(athlete, options, Club.class, StravaHttp::clubs);
    }

    @Override
    public List<ClubEvent> events(AthleteId athlete, ClubId id, CallOptions options) {
        return endpoints.array(
                athlete, options, ClubEvent.class, (http, bearer) -> http.clubEvents(bearer, id.value()));
    }
}
