package io.stravaai.auth;

import io.stravaai.model.AthleteId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A grant as a {@link TokenStore} holds it. Immutable. */
public final class StoredGrant {

    private final AthleteId athlete;
    private final long version;
    private final TokenGrant grant;
    private final @Nullable RefreshClaim claim;

    private StoredGrant(AthleteId athlete, long version, TokenGrant grant, @Nullable RefreshClaim claim) {
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.version = version;
        this.grant = Objects.requireNonNull(grant, "grant");
        this.claim = claim;
    }

    /** A stored grant; {@code claim} is null while nobody refreshes it. */
    public static StoredGrant of(AthleteId athlete, long version, TokenGrant grant, @Nullable RefreshClaim claim) {
        return new StoredGrant(athlete, version, grant, claim);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /** Names this state of the row: never 0. Changes with every write, and no value is ever used twice for an athlete. */
    public long version() {
        return version;
    }

    public TokenGrant grant() {
        return grant;
    }

    /** Who is refreshing the grant, if anybody is. */
    public Optional<RefreshClaim> claim() {
        return Optional.ofNullable(claim);
    }

    @Override
    public String toString() {
        return "StoredGrant[" + athlete + ", version " + version + ", " + grant + ", claim " + claim + "]";
    }
}
