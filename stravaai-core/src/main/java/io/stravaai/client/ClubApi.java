package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.ClubEvent;
import io.stravaai.model.ClubId;
import java.util.List;

/**
 * Clubs. Their activities, members and administrators went in September 2026. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}; the types named here are those a caller of the method
 * should expect, besides the ones any call may meet.
 */
public interface ClubApi {

    /**
     * One club ({@code GET /clubs/{id}}).
     *
     * <p>Needs {@code read}. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Club get(AthleteId athlete, ClubId id, CallOptions options);

    /** As {@link #get(AthleteId, ClubId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Club get(AthleteId athlete, ClubId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * The clubs the athlete is a member of ({@code GET /athlete/clubs}).
     *
     * <p>Needs {@code read}. Charged to the overall and the read quota.
     */
    Paged<Club> list(AthleteId athlete, CallOptions options);

    /** As {@link #list(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Club> list(AthleteId athlete) {
        return list(athlete, CallOptions.defaults());
    }

    /**
     * The group events of a club ({@code GET /clubs/{id}/group_events}), past ones included: this may be megabytes. Strava does not
     * document this operation; it was seen at work in October 2025.
     *
     * <p>Needs {@code read}. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    List<ClubEvent> events(AthleteId athlete, ClubId id, CallOptions options);

    /** As {@link #events(AthleteId, ClubId, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<ClubEvent> events(AthleteId athlete, ClubId id) {
        return events(athlete, id, CallOptions.defaults());
    }
}
