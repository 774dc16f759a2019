package io.stravaai.client;

import io.stravaai.error.NotFoundException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Route;
import io.stravaai.model.RouteId;
import java.io.OutputStream;

/**
 * The athlete's routes. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface RouteApi {

    /**
     * One route ({@code GET /routes/{id}}; recorded).
     *
     * <p>Needs {@code read}, or {@code read_all} for a private route. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Route get(AthleteId athlete, RouteId id, CallOptions options);

    /** As {@link #get(AthleteId, RouteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Route get(AthleteId athlete, RouteId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * The athlete's routes ({@code GET /athletes/{id}/routes}; recorded).
     *
     * <p>Needs {@code read}, or {@code read_all} for private routes. Charged to the overall and the read quota.
     */
    Paged<Route> list(AthleteId athlete, CallOptions options);

    /** As {@link #list(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Paged<Route> list(AthleteId athlete) {
        return list(athlete, CallOptions.defaults());
    }

    /**
     * Writes a route as GPX ({@code GET /routes/{id}/export_gpx}; recorded). Nothing is written before the whole answer
     * is there. The target is not closed.
     *
     * <p>Needs {@code read}, or {@code read_all} for a private route. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     * @throws java.io.UncheckedIOException if the target fails
     */
    void exportGpx(AthleteId athlete, RouteId id, OutputStream target, CallOptions options);

    /** As {@link #exportGpx(AthleteId, RouteId, OutputStream, CallOptions)} with {@link CallOptions#defaults()}. */
    default void exportGpx(AthleteId athlete, RouteId id, OutputStream target) {
        exportGpx(athlete, id, target, CallOptions.defaults());
    }

    /**
     * Writes a route as TCX ({@code GET /routes/{id}/export_tcx}; recorded). Nothing is written before the whole answer
     * is there. The target is not closed.
     *
     * <p>Needs {@code read}, or {@code read_all} for a private route. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     * @throws java.io.UncheckedIOException if the target fails
     */
    void exportTcx(AthleteId athlete, RouteId id, OutputStream target, CallOptions options);

    /** As {@link #exportTcx(AthleteId, RouteId, OutputStream, CallOptions)} with {@link CallOptions#defaults()}. */
    default void exportTcx(AthleteId athlete, RouteId id, OutputStream target) {
        exportTcx(athlete, id, target, CallOptions.defaults());
    }
}
