package io.stravaai.auth;

import java.time.Instant;
import java.util.Objects;

/**
 * A note beside a grant that somebody is refreshing it, so that nobody else does.
 *
 * <p>A refresh whose outcome never became known leaves its claim behind in doubt: Strava may have replaced the refresh
 * token. Anybody may take such a claim over at once, and knows what a refusal then means.
 *
 * @param owner who refreshes: unique for each claim
 * @param claimedAt when, by the owner's clock
 * @param inDoubt whether the refresh has ended without its outcome being known
 */
public record RefreshClaim(String owner, Instant claimedAt, boolean inDoubt) {

    /** A claim of a refresh that has just begun. */
    public RefreshClaim(String owner, Instant claimedAt) {
        this(owner, claimedAt, false);
    }

    public RefreshClaim {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(claimedAt, "claimedAt");
    }
}
