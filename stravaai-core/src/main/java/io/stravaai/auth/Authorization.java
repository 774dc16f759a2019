package io.stravaai.auth;

import io.stravaai.model.AthleteId;
import java.util.Objects;
import java.util.Set;

/**
 * A consent that has been stored.
 *
 * @param athlete who consented
 * @param scopes what was granted, which may be less than was asked for; empty if it is not known
 */
public record Authorization(AthleteId athlete, Set<Scope> scopes) {

    public Authorization {
        Objects.requireNonNull(athlete, "athlete");
        scopes = Set.copyOf(scopes);
    }
}
