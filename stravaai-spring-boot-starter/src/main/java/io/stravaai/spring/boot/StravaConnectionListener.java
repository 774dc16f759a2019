package io.stravaai.spring.boot;

import io.stravaai.auth.Authorization;
import io.stravaai.error.StravaAiException;

/**
 * Is told who connects by the endpoints of {@code stravaai.oauth}. A bean of this type; several are told in their order, on
 * the thread of the browser's request, so that the application can find out whose session it is. What it throws becomes
 * the answer to that request.
 */
@FunctionalInterface
public interface StravaConnectionListener {

    /**
     * An athlete has connected, and the grant is stored.
     *
     * @param authorization who it is, and what was granted, which may be less than was asked for: without {@code
     *     activity:read} and {@code activity:read_all} nothing can be synced, and the athlete is not enrolled
     */
    void connected(Authorization authorization);

    /** Somebody came back from Strava and is not connected: without consent, with an answer to another request, or for trouble. */
    default void refused(StravaAiException reason) {}
}
