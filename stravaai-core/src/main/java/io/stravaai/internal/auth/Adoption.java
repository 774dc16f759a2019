package io.stravaai.internal.auth;

import io.stravaai.auth.TokenGrant;
import io.stravaai.model.AthleteId;
import java.util.Optional;

/** What stands under a placeholder id once a refresh token has been adopted: no grant, but whose it was. */
final class Adoption {

    private static final String PREFIX = "adopted by athlete ";

    private Adoption() {}

    static TokenGrant of(AthleteId athlete) {
        return TokenGrant.ofRefreshToken(PREFIX + athlete);
    }

    /** The athlete; empty if it is a grant. */
    static Optional<AthleteId> athlete(TokenGrant grant) {
        String text = grant.refreshToken();
        return text.startsWith(PREFIX)
                ? Optional.of(AthleteId.of(Long.parseLong(text.substring(PREFIX.length()))))
                : Optional.empty();
    }
}
