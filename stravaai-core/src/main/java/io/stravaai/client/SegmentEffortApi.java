package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SegmentEffort;
import io.stravaai.model.SegmentEffortId;
import java.util.List;

/**
 * The athlete's efforts on segments. For subscribers. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}; the types named here are those a caller of the method
 * should expect, besides the ones any call may meet.
 */
public interface SegmentEffortApi {

    /**
     * One effort ({@code GET /segment_efforts/{id}}).
     *
     * <p>Needs {@code read_all}. Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    SegmentEffort get(AthleteId athlete, SegmentEffortId id, CallOptions options);

    /** As {@link #get(AthleteId, SegmentEffortId, CallOptions)} with {@link CallOptions#defaults()}. */
    default SegmentEffort get(AthleteId athlete, SegmentEffortId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * The athlete's efforts on a segment ({@code GET /segment_efforts}); at most 200, since Strava counts no pages here. Narrow
     * the request by dates to see more.
     *
     * <p>Needs {@code read_all}. Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber
     */
    List<SegmentEffort> list(AthleteId athlete, SegmentEffortListRequest request, CallOptions options);

    /** As {@link #list(AthleteId, SegmentEffortListRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<SegmentEffort> list(AthleteId athlete, SegmentEffortListRequest request) {
        return list(athlete, request, CallOptions.defaults());
    }
}
