package io.stravaai.internal.auth;

import io.stravaai.auth.TokenGrant;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ContentHash;
import java.util.Optional;

/**
 * What stands under a placeholder id once a refresh token has been adopted: no grant, but whose it was. Only who has the
 * token can find it, and read whose: it may outlive the athlete's grant.
 */
final class Adoption {

    private static final String PREFIX = "adopted by athlete ";

    private Adoption() {}

    /** A negative id that the refresh token, and no athlete, leads to. */
    static AthleteId placeholder(TokenGrant offered) {
        return AthleteId.of(hash(offered.refreshToken()) | Long.MIN_VALUE);
    }

    static TokenGrant of(AthleteId athlete, TokenGrant offered) {
        return TokenGrant.ofRefreshToken(PREFIX + Long.toHexString(athlete.value() ^ mask(offered)));
    }

    static boolean is(TokenGrant grant) {
        return grant.refreshToken().startsWith(PREFIX);
    }

    /** Whose the offered refresh token was; empty if this is a grant. */
    static Optional<AthleteId> athlete(TokenGrant grant, TokenGrant offered) {
        return is(grant)
                ? Optional.of(AthleteId.of(
                        Long.parseUnsignedLong(grant.refreshToken().substring(PREFIX.length()), 16) ^ mask(offered)))
                : Optional.empty();
    }

    private static long mask(TokenGrant offered) {
        return hash(PREFIX + offered.refreshToken());
    }

    private static long hash(String text) {
        return Long.parseUnsignedLong(ContentHash.of(text).hex().substring(0, 16), 16);
    }
}
