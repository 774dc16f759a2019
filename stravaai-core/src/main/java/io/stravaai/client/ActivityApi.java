package io.stravaai.client;

import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivityZone;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Comment;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.Lap;
import io.stravaai.model.Photo;
import io.stravaai.model.SummaryActivity;
import java.util.List;

/**
 * An athlete's activities. Strava has no operation that deletes one, and none that lists those of others. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface ActivityApi {

    /**
     * The athlete's activities ({@code GET /athlete/activities}; recorded), newest first, or oldest first if
     * {@code after} alone is given; Strava documents no order. Begins at the page of the request.
     *
     * <p>Pages are counted, so an activity that is added or removed meanwhile shifts them; a
     * {@link io.stravaai.SyncEngine} does not suffer from that.
     *
     * <p>Needs {@code activity:read}; without {@code activity:read_all} activities that only the athlete may see are
     * left out in silence. Charged to the overall and the read quota.
     *
     * @throws InvalidRequestException if {@code after} is in the future
     * @throws ScopeMissingException if the grant lacks {@code activity:read}
     */
    Paged<SummaryActivity> list(AthleteId athlete, ActivityListRequest request, CallOptions options);

    /** As {@link #list(AthleteId, ActivityListRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<SummaryActivity> list(AthleteId athlete, ActivityListRequest request) {
        return list(athlete, request, CallOptions.defaults());
    }

    /**
     * One activity with all that Strava tells about it ({@code GET /activities/{id}}; recorded).
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see and
     * for the parts of a track inside privacy zones. Charged to the overall and the read quota. A new activity
     * may not be found yet when its event arrives.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    DetailedActivity get(AthleteId athlete, ActivityId id, boolean includeAllEfforts, CallOptions options);

    /**
     * As {@link #get(AthleteId, ActivityId, boolean, CallOptions)} without the less important efforts, and with
     * {@link CallOptions#defaults()}.
     */
    default DetailedActivity get(AthleteId athlete, ActivityId id) {
        return get(athlete, id, false, CallOptions.defaults());
    }

    /** As {@link #get(AthleteId, ActivityId, boolean, CallOptions)} without the less important efforts. */
    default DetailedActivity get(AthleteId athlete, ActivityId id, CallOptions options) {
        return get(athlete, id, false, options);
    }

    /**
     * Enters an activity by hand ({@code POST /activities}; recorded).
     *
     * <p>Needs {@code activity:write}. Charged to the overall quota only.
     *
     * <p>Strava knows no key that makes this idempotent, so the client repeats it only where Strava cannot have seen
     * it. After a {@link StravaIoException} or a {@link DeadlineExceededException} whose {@code requestSent()} is true, a
     * {@link ServerErrorException}, a {@link ResponseFormatException} or a {@link CallInterruptedException}, list the
     * activities before trying again: it may have been entered.
     *
     * @throws ScopeMissingException if the grant lacks {@code activity:write}
     */
    DetailedActivity create(AthleteId athlete, NewActivity activity, CallOptions options);

    /** As {@link #create(AthleteId, NewActivity, CallOptions)} with {@link CallOptions#defaults()}. */
    default DetailedActivity create(AthleteId athlete, NewActivity activity) {
        return create(athlete, activity, CallOptions.defaults());
    }

    /**
     * Changes an activity ({@code PUT /activities/{id}}; recorded). It is sent as JSON, since Strava ignores truth
     * values in forms.
     *
     * <p>Needs {@code activity:write}, and {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the grant lacks {@code activity:write}
     */
    DetailedActivity update(AthleteId athlete, ActivityId id, ActivityUpdate update, CallOptions options);

    /** As {@link #update(AthleteId, ActivityId, ActivityUpdate, CallOptions)} with {@link CallOptions#defaults()}. */
    default DetailedActivity update(AthleteId athlete, ActivityId id, ActivityUpdate update) {
        return update(athlete, id, update, CallOptions.defaults());
    }

    /**
     * The laps of an activity ({@code GET /activities/{id}/laps}; recorded).
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    List<Lap> laps(AthleteId athlete, ActivityId id, CallOptions options);

    /** As {@link #laps(AthleteId, ActivityId, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<Lap> laps(AthleteId athlete, ActivityId id) {
        return laps(athlete, id, CallOptions.defaults());
    }

    /**
     * How long the athlete stayed in each zone of heart rate, power or pace ({@code GET /activities/{id}/zones};
     * recorded).
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber: Strava documents this for subscribers
     * only
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    List<ActivityZone> zones(AthleteId athlete, ActivityId id, CallOptions options);

    /** As {@link #zones(AthleteId, ActivityId, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<ActivityZone> zones(AthleteId athlete, ActivityId id) {
        return zones(athlete, id, CallOptions.defaults());
    }

    /**
     * The comments on an activity ({@code GET /activities/{id}/comments}; recorded), oldest first.
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    Paged<Comment> comments(AthleteId athlete, ActivityId id, CallOptions options);

    /** As {@link #comments(AthleteId, ActivityId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Comment> comments(AthleteId athlete, ActivityId id) {
        return comments(athlete, id, CallOptions.defaults());
    }

    /**
     * Who gave kudos ({@code GET /activities/{id}/kudos}; recorded): first names and the initials of last names,
     * without ids.
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    Paged<Athlete> kudos(AthleteId athlete, ActivityId id, CallOptions options);

    /** As {@link #kudos(AthleteId, ActivityId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Athlete> kudos(AthleteId athlete, ActivityId id) {
        return kudos(athlete, id, CallOptions.defaults());
    }

    /**
     * The photos of an activity ({@code GET /activities/{id}/photos}; not documented; recorded in October 2025), each
     * with an address of the picture in about this size, in pixels. Strava may withdraw it without notice.
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it
     */
    List<Photo> photos(AthleteId athlete, ActivityId id, int size, CallOptions options);

    /** As {@link #photos(AthleteId, ActivityId, int, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<Photo> photos(AthleteId athlete, ActivityId id, int size) {
        return photos(athlete, id, size, CallOptions.defaults());
    }
}
