package io.stravaai.auth;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What an athlete's consent gives: an access token that lives six hours, and a refresh token. Immutable.
 *
 * <p>Strava may send a new refresh token with each refresh and then forgets the old one at once. Tokens never appear in
 * {@link #toString()}.
 */
public final class TokenGrant {

    private final String accessToken;
    private final String refreshToken;
    private final Instant expiresAt;
    private final Set<Scope> scopes;

    private TokenGrant(String accessToken, String refreshToken, Instant expiresAt, Set<Scope> scopes) {
        this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
        this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
        this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        if (refreshToken.isBlank()) {
            throw new IllegalArgumentException("The refresh token is blank");
        }
    }

    /**
     * A grant.
     *
     * @param expiresAt when the access token ends, by the clock of this application
     * @param scopes what the athlete granted; empty if it is not known
     */
    public static TokenGrant of(String accessToken, String refreshToken, Instant expiresAt, Set<Scope> scopes) {
        return new TokenGrant(accessToken, refreshToken, expiresAt, scopes);
    }

    /** A grant of which only the refresh token is known; the first use refreshes it. */
    public static TokenGrant ofRefreshToken(String refreshToken) {
        return new TokenGrant("", refreshToken, Instant.EPOCH, Set.of());
    }

    public String accessToken() {
        return accessToken;
    }

    public String refreshToken() {
        return refreshToken;
    }

    /** When the access token ends. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** What the athlete granted; empty if it is not known. */
    public Set<Scope> scopes() {
        return scopes;
    }

    /** The same tokens with other scopes. */
    public TokenGrant withScopes(Set<Scope> scopes) {
        return new TokenGrant(accessToken, refreshToken, expiresAt, scopes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenGrant that
                && accessToken.equals(that.accessToken)
                && refreshToken.equals(that.refreshToken)
                && expiresAt.equals(that.expiresAt)
                && scopes.equals(that.scopes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accessToken, refreshToken, expiresAt, scopes);
    }

    @Override
    public String toString() {
        return "TokenGrant[****, expires " + expiresAt + ", scopes " + scopes + "]";
    }
}
