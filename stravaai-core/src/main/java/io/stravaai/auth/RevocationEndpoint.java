package io.stravaai.auth;

/** Where a grant is revoked. */
public enum RevocationEndpoint {
    /** {@code POST /oauth/revoke}, available since June 2026. */
    REVOKE,
    /** {@code POST /oauth/deauthorize}, which Strava removes in June 2027. */
    DEAUTHORIZE
}
