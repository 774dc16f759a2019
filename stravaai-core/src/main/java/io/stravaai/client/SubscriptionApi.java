package io.stravaai.client;

import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.StravaIoException;
import io.stravaai.model.PushSubscription;
import io.stravaai.model.SubscriptionId;
import java.net.URI;
import java.util.List;

/**
 * The application's subscription to events, of which Strava allows one. Needs no athlete: Strava asks for the client's
 * id and secret. As far as recorded, these calls are charged to no quota. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface SubscriptionApi {

    /**
     * Subscribes ({@code POST /push_subscriptions}; recorded). While this call lasts Strava asks the callback for a
     * challenge, and wants the answer within two seconds. Repeated only where Strava cannot have seen it.
     *
     * @param callback at most 255 characters
     * @param verifyToken comes back in the challenge, so that the callback knows that it is meant
     * @throws InvalidRequestException if the callback does not answer, or there is a subscription already
     * @throws StravaIoException whose {@code requestSent()} is true if it is not known whether there is one now
     */
    PushSubscription create(URI callback, String verifyToken);

    /** The subscription, if there is one ({@code GET /push_subscriptions}; recorded). */
    List<PushSubscription> list();

    /**
     * Ends a subscription ({@code DELETE /push_subscriptions/{id}}; recorded). Repeated only where Strava cannot have
     * seen it.
     *
     * @throws NotFoundException if there is none with this id
     */
    void delete(SubscriptionId id);
}
