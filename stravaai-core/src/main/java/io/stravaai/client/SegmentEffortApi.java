package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SegmentEffort;
import io.stravaai.model.SegmentEffortId;
import java.util.List;

/**
 * The athlete's efforts on segments, which Strava gives to subscribers only. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface SegmentEffortApi {

    /**
     * One effort ({@code GET /segment_efforts/{id}}; recorded).
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber (reported)
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    SegmentEffort get(AthleteId athlete, SegmentEffortId id, CallOptions options);

    /** As {@link #get(AthleteId, SegmentEffortId, CallOptions)} with {@link CallOptions#defaults()}. */
    default SegmentEffort get(AthleteId athlete, SegmentEffortId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * The athlete's efforts on a segment ({@code GET /segment_efforts}; documented); at most 200, since this list has
     * no further pages. Narrow the request by dates to see more.
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber (reported)
     */
    List<SegmentEffort> list(AthleteId athlete, SegmentEffortListRequest request, CallOptions options);

    /** As {@link #list(AthleteId, SegmentEffortListRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<SegmentEffort> list(AthleteId athlete, SegmentEffortListRequest request) {
        return list(athlete, request, CallOptions.defaults());
    }
}
