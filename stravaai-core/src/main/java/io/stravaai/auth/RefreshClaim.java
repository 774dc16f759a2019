package io.stravaai.auth;

import java.time.Instant;
import java.util.Objects;

/**
 * A note beside a grant that somebody is refreshing it, so that nobody else does.
 *
 * @param owner who refreshes: unique for each claim
 * @param claimedAt when, by the owner's clock
 */
public record RefreshClaim(String owner, Instant claimedAt) {

    public RefreshClaim {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(claimedAt, "claimedAt");
    }
}
