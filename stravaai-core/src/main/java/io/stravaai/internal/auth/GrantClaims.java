package io.stravaai.internal.auth;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.internal.retry.Pause;
import io.stravaai.model.AthleteId;
import io.stravaai.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process works on an athlete's grant: the one whose claim stands beside it in the token store. The others watch
 * the row. A claim is taken over when it has been watched unchanged for a whole lease, so the clocks of the processes
 * need not agree. Thread-safe.
 */
final class GrantClaims {

    private static final Logger LOG = LoggerFactory.getLogger(GrantClaims.class);

    /** Longer than a refresh takes with all its attempts. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A claim so old by the clock is dead even if this process has not watched it, and clocks are far apart. */
    private static final Duration LONG_DEAD = Duration.ofMinutes(10);

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private final TokenStore store;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    GrantClaims(TokenStore store, Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** Whether somebody holds a claim who may be alive. */
    boolean isHeld(StoredGrant stored) {
        return stored.claim().filter(claim -> !isAbandoned(claim)).isPresent();
    }

    private boolean isAbandoned(RefreshClaim claim) {
        return claim.inDoubt() || claim.claimedAt().plus(LONG_DEAD).isBefore(clock.instant());
    }

    /** Somebody who wants to claim one athlete's grant. */
    Claimant claimant() {
        return new Claimant();
    }

    private RefreshClaim newClaim(boolean inDoubt) {
        return new RefreshClaim(Long.toHexString(random.nextLong()), clock.instant(), inDoubt);
    }

    /** Knows how long it has seen somebody else's claim unchanged. Not thread-safe. */
    final class Claimant {

        private long version;
        private Duration watched = Duration.ZERO;

        /**
         * Claims what was found. Empty, after a little while, if somebody else holds it, or at once if somebody else was
         * first: then the row is to be looked at again.
         */
        Optional<Held> claim(StoredGrant found) {
            if (waits(found)) {
                return Optional.empty();
            }
            boolean takenOver = found.claim().isPresent();
            return store.claim(found.athlete(), found.version(), newClaim(false))
                    .map(claimed -> new Held(claimed, takenOver));
        }

        private boolean waits(StoredGrant found) {
            boolean unchanged = version == found.version();
            if (!isHeld(found) || (unchanged && watched.compareTo(LEASE) >= 0)) {
                return false;
            }
            watched = unchanged ? watched.plus(WATCH_INTERVAL) : Duration.ZERO;
            version = found.version();
            Pause.take(sleeper, WATCH_INTERVAL, "A wait for the token store was interrupted");
            return true;
        }
    }

    /**
     * A claim of ours.
     *
     * <p>It is in doubt whether its refresh token still is the athlete's if somebody before us has claimed the grant and
     * may have used it up, or if an attempt of ours may have.
     */
    final class Held {

        private final StoredGrant stored;
        private final AtomicBoolean inDoubt;

        private Held(StoredGrant stored, boolean takenOver) {
            this.stored = stored;
            this.inDoubt = new AtomicBoolean(takenOver);
        }

        /** The row as it was claimed. */
        StoredGrant stored() {
            return stored;
        }

        AthleteId athlete() {
            return stored.athlete();
        }

        TokenGrant grant() {
            return stored.grant();
        }

        /** To be set by an attempt that may have used the refresh token up. */
        AtomicBoolean inDoubt() {
            return inDoubt;
        }

        /**
         * Lets go of the grant, or leaves the claim in doubt: for whoever is refused this refresh token, in other
         * processes and later, it must not look as if the athlete had withdrawn it.
         *
         * @return false if the row has changed meanwhile
         */
        boolean end() {
            Optional<StoredGrant> ended = inDoubt.get()
                    ? store.claim(athlete(), stored.version(), newClaim(true))
                    : store.replace(athlete(), stored.version(), grant());
            return ended.isPresent();
        }

        /** Where it fails the claim is taken over in time. */
        void tryToEnd() {
            try {
                end();
            } catch (StoreException e) {
                LOG.warn("A claim could not be removed: {}", e.getMessage());
            }
        }
    }
}
