package io.stravaai.auth;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What an application asks an athlete to consent to. Immutable. */
public final class AuthorizationRequest {

    private final URI redirectUri;
    private final String state;
    private final Set<Scope> scopes;
    private final boolean forceApproval;

    private AuthorizationRequest(URI redirectUri, String state, Set<Scope> scopes, boolean forceApproval) {
        this.redirectUri = Objects.requireNonNull(redirectUri, "redirectUri");
        this.state = Objects.requireNonNull(state, "state");
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        this.forceApproval = forceApproval;
        if (state.isBlank()) {
            throw new IllegalArgumentException("The state is blank; take one from StravaOAuth.newState()");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("No scope is asked for; a sync needs at least " + Scope.ACTIVITY_READ);
        }
    }

    /**
     * Asks for {@code read}, {@code activity:read} and {@code activity:read_all}, and lets Strava skip the page if they were granted before.
     *
     * @param redirectUri where Strava sends the athlete back; inside the callback domain of the application, or
     *     {@code localhost} or {@code 127.0.0.1}
     * @param state ties the answer to the athlete's session; from {@link StravaOAuth#newState()}
     */
    public static AuthorizationRequest of(URI redirectUri, String state) {
        return new AuthorizationRequest(
                redirectUri,
                state,
                new LinkedHashSet<>(List.of(Scope.READ, Scope.ACTIVITY_READ, Scope.ACTIVITY_READ_ALL)),
                false);
    }

    /** The same request for these scopes. */
    public AuthorizationRequest withScopes(Set<Scope> scopes) {
        return new AuthorizationRequest(redirectUri, state, scopes, forceApproval);
    }

    /** The same request, with Strava showing its page even if all was granted before. */
    public AuthorizationRequest withForcedApproval() {
        return new AuthorizationRequest(redirectUri, state, scopes, true);
    }

    public URI redirectUri() {
        return redirectUri;
    }

    public String state() {
        return state;
    }

    public Set<Scope> scopes() {
        return scopes;
    }

    public boolean forceApproval() {
        return forceApproval;
    }
}
