package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.ClubEvent;
import io.stravaai.model.ClubId;
import java.util.List;

/**
 * Clubs. Strava withdrew their activities, members and administrators in September 2026. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface ClubApi {

    /**
     * One club ({@code GET /clubs/{id}}; recorded).
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Club get(AthleteId athlete, ClubId id, CallOptions options);

    /** As {@link #get(AthleteId, ClubId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Club get(AthleteId athlete, ClubId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * The clubs the athlete is a member of ({@code GET /athlete/clubs}; recorded).
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     */
    Paged<Club> list(AthleteId athlete, CallOptions options);

    /** As {@link #list(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Club> list(AthleteId athlete) {
        return list(athlete, CallOptions.defaults());
    }

    /**
     * The group events of a club ({@code GET /clubs/{id}/group_events}; not documented; recorded in October 2025), past
     * ones included, which may be megabytes. Strava may withdraw it without notice.
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    List<ClubEvent> events(AthleteId athlete, ClubId id, CallOptions options);

    /** As {@link #events(AthleteId, ClubId, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<ClubEvent> events(AthleteId athlete, ClubId id) {
        return events(athlete, id, CallOptions.defaults());
    }
}
