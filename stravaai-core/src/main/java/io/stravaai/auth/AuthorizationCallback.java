package io.stravaai.auth;

import io.stravaai.error.AuthorizationDeniedException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The redirect with which Strava brings an athlete back who consented. Immutable. */
public final class AuthorizationCallback {

    private final String code;
    private final Set<Scope> scopes;

    private AuthorizationCallback(String code, Set<Scope> scopes) {
        this.code = code;
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /**
     * Reads the redirect and checks that it answers the request with this state.
     *
     * @param redirect the URI that the browser asked for, with its query
     * @param expectedState the state of the {@link AuthorizationRequest}
     * @throws IllegalArgumentException if the expected state is blank
     * @throws AuthorizationDeniedException if the state is another one, the athlete declined, or there is no code
     */
    public static AuthorizationCallback parse(URI redirect, String expectedState) {
        if (expectedState.isBlank()) {
            throw new IllegalArgumentException("The expected state is blank; keep that of the request in the session");
        }
        Map<String, String> query = query(redirect.getRawQuery() == null ? "" : redirect.getRawQuery());
        byte[] state = query.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(state, expectedState.getBytes(StandardCharsets.UTF_8))) {
            throw new AuthorizationDeniedException(
                    "The redirect does not answer this authorization request: its state is another one");
        }
        if (query.containsKey("error")) {
            throw new AuthorizationDeniedException("The athlete did not consent");
        }
        String code = query.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw new AuthorizationDeniedException("The redirect holds no authorization code");
        }
        return new AuthorizationCallback(code, Scope.parse(query.getOrDefault("scope", "")));
    }

    private static Map<String, String> query(String rawQuery) {
        Map<String, String> query = new HashMap<>();
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The code to exchange: usable once, for a few minutes. */
    public String code() {
        return code;
    }

    /** What the athlete ticked, which may be less than was asked for. */
    public Set<Scope> scopes() {
        return scopes;
    }

    @Override
    public String toString() {
        return "AuthorizationCallback[****, scopes " + scopes + "]";
    }
}
