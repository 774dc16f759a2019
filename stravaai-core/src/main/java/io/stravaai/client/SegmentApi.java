package io.stravaai.client;

import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.ExplorerSegment;
import io.stravaai.model.Segment;
import io.stravaai.model.SegmentId;
import java.util.List;

/**
 * Segments. Strava withdrew their leaderboards in 2020. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface SegmentApi {

    /**
     * One segment ({@code GET /segments/{id}}; recorded). Cached if the client caches.
     *
     * <p>Needs {@code read}, or {@code read_all} for a private segment and for what concerns the athlete. Charged to
     * the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Segment get(AthleteId athlete, SegmentId id, CallOptions options);

    /** As {@link #get(AthleteId, SegmentId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Segment get(AthleteId athlete, SegmentId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * At most ten segments in an area ({@code GET /segments/explore}; recorded).
     *
     * <p>Strava documents no scope. Charged to the overall and the read quota. Since September 2026 Strava gives it to
     * applications with Extended Access only.
     *
     * @throws ForbiddenException if the application has no Extended Access; what Strava answers then is not recorded,
     * it may also become {@link EndpointRetiredException}
     */
    List<ExplorerSegment> explore(AthleteId athlete, SegmentExploreRequest request, CallOptions options);

    /** As {@link #explore(AthleteId, SegmentExploreRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default List<ExplorerSegment> explore(AthleteId athlete, SegmentExploreRequest request) {
        return explore(athlete, request, CallOptions.defaults());
    }

    /**
     * The segments the athlete has starred ({@code GET /segments/starred}; recorded).
     *
     * <p>Needs {@code read}, or {@code read_all} for private segments. Charged to the overall and the read quota.
     */
    Paged<Segment> starred(AthleteId athlete, CallOptions options);

    /** As {@link #starred(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Segment> starred(AthleteId athlete) {
        return starred(athlete, CallOptions.defaults());
    }

    /**
     * Stars a segment or takes the star away ({@code PUT /segments/{id}/starred}; documented).
     *
     * <p>Needs {@code profile:write}. Charged to the overall and the read quota.
     *
     * @throws ScopeMissingException if the grant lacks {@code profile:write}
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Segment star(AthleteId athlete, SegmentId id, boolean starred, CallOptions options);

    /** As {@link #star(AthleteId, SegmentId, boolean, CallOptions)} with {@link CallOptions#defaults()}. */
    default Segment star(AthleteId athlete, SegmentId id, boolean starred) {
        return star(athlete, id, starred, CallOptions.defaults());
    }
}
