package io.stravaai.auth;

import io.stravaai.model.AthleteId;
import java.net.URI;
import java.util.Set;

/**
 * Connects and disconnects athletes. Thread-safe.
 *
 * <p>A web application sends the athlete to {@link #authorizationUrl}, and gives the redirect that follows to
 * {@link #exchange}. Grants go to the client's {@link TokenStore}; from then on the client refreshes them by itself.
 */
public interface StravaOAuth {

    /** A fresh value for {@link AuthorizationRequest#state()}: 256 random bits. Keep it in the athlete's session. */
    String newState();

    /** Where to send the athlete's browser. */
    URI authorizationUrl(AuthorizationRequest request);

    /**
     * Exchanges the code for a grant and stores it before returning.
     *
     * @throws io.stravaai.error.InvalidAuthorizationCodeException if the code was used or has expired
     * @throws io.stravaai.error.InvalidClientException if the application's credentials are wrong
     * @throws io.stravaai.error.AthleteLimitException if the application may have no more athletes
     */
    Authorization exchange(AuthorizationCallback callback);

    /**
     * Takes over a refresh token that was obtained elsewhere, finds out whose it is, and stores the grant.
     *
     * <p>Strava does not say whose a refresh token is, so the first call costs a request. Until the answer is there the
     * grant is stored under a negative placeholder id, which then keeps whose it was: a call with the same refresh token
     * continues after a crash, and once it is adopted answers without asking Strava. Several processes may adopt the same
     * token at once.
     *
     * @throws IllegalArgumentException if the refresh token is blank
     * @throws io.stravaai.error.GrantRevokedException if the refresh token is dead
     */
    Authorization adopt(String refreshToken);

    /**
     * What the athlete has granted, as far as the token store knows; empty if it does not say. Asks nobody else.
     *
     * @throws io.stravaai.error.NoGrantException if no grant is stored
     */
    Set<Scope> scopes(AthleteId athlete);

    /** As {@link #revoke(AthleteId, RevocationEndpoint)} at {@link RevocationEndpoint#REVOKE}. */
    default void revoke(AthleteId athlete) {
        revoke(athlete, RevocationEndpoint.REVOKE);
    }

    /**
     * Revokes the athlete's grant at Strava, then removes it from the token store. Stored activities stay.
     *
     * <p>At {@link RevocationEndpoint#REVOKE} it waits for a refresh under way, and at both it revokes what a refresh or a new
     * consent brings meanwhile. Does nothing if no grant is stored. If Strava cannot be reached the grant is kept, so that the
     * call can be repeated.
     *
     * <p>Where the answer to a refresh was lost, nobody knows the refresh token that Strava then issued. It is revoked by
     * the access token while that lives; later only the athlete can end it, at https://www.strava.com/settings/apps.
     *
     * <p>If Strava has replaced an adopted refresh token since, a row under a negative id remains. It holds hashes only: nobody
     * without that token can tell from it which token or which athlete it was.
     */
    void revoke(AthleteId athlete, RevocationEndpoint endpoint);
}
