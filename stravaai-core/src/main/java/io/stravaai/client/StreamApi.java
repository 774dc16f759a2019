package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import java.util.Set;

/**
 * Streams: measurements along an activity, effort, segment or route. Types that Strava does not have for it are left
 * out of the answer. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface StreamApi {

    /**
     * Streams of an activity ({@code GET /activities/{id}/streams}; recorded). They come in full length: Strava no
     * longer lets a request choose {@code resolution} or {@code series_type}.
     *
     * <p>Needs {@code activity:read}, or {@code activity:read_all} for an activity that only the athlete may see.
     * Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or it is not the athlete's, or the scope does not reach
     * it, and perhaps if it was entered by hand and has no streams
     */
    StreamSet ofActivity(AthleteId athlete, ActivityId id, Set<StreamType> types, CallOptions options);

    /** As {@link #ofActivity(AthleteId, ActivityId, Set, CallOptions)} with {@link CallOptions#defaults()}. */
    default StreamSet ofActivity(AthleteId athlete, ActivityId id, Set<StreamType> types) {
        return ofActivity(athlete, id, types, CallOptions.defaults());
    }

    /**
     * Streams of an effort ({@code GET /segment_efforts/{id}/streams}; recorded).
     *
     * <p>Needs {@code read_all}. Charged to the overall and the read quota.
     *
     * @throws SubscriptionRequiredException if the athlete is not a subscriber (reported)
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    StreamSet ofSegmentEffort(AthleteId athlete, SegmentEffortId id, Set<StreamType> types, CallOptions options);

    /**
     * As {@link #ofSegmentEffort(AthleteId, SegmentEffortId, Set, CallOptions)} with {@link CallOptions#defaults()}.
     */
    default StreamSet ofSegmentEffort(AthleteId athlete, SegmentEffortId id, Set<StreamType> types) {
        return ofSegmentEffort(athlete, id, types, CallOptions.defaults());
    }

    /**
     * Streams of a segment ({@code GET /segments/{id}/streams}; recorded); {@code distance}, {@code latlng} and
     * {@code altitude} exist.
     *
     * <p>Needs {@code read}, or {@code read_all} for a private segment. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    StreamSet ofSegment(AthleteId athlete, SegmentId id, Set<StreamType> types, CallOptions options);

    /** As {@link #ofSegment(AthleteId, SegmentId, Set, CallOptions)} with {@link CallOptions#defaults()}. */
    default StreamSet ofSegment(AthleteId athlete, SegmentId id, Set<StreamType> types) {
        return ofSegment(athlete, id, types, CallOptions.defaults());
    }

    /**
     * All streams of a route ({@code GET /routes/{id}/streams}; documented): {@code distance}, {@code latlng} and
     * {@code altitude}.
     *
     * <p>Needs {@code read}, or {@code read_all} for a private route. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    StreamSet ofRoute(AthleteId athlete, RouteId id, CallOptions options);

    /** As {@link #ofRoute(AthleteId, RouteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default StreamSet ofRoute(AthleteId athlete, RouteId id) {
        return ofRoute(athlete, id, CallOptions.defaults());
    }
}
