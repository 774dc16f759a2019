package io.stravaai.internal.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stravaai.StravaListener;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.GrantRevokedException.Reason;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out access tokens and refreshes them in time.
 *
 * <p>In the process an athlete's grant is refreshed once: {@link SharedRefreshes}. Between processes the one that gets its
 * claim into the token store refreshes, and revokes: {@link GrantClaims}. The new grant is stored by compare-and-set before
 * anybody sees it: {@link IssuedGrants}.
 */
public final class GrantManager {

    private static final Logger LOG = LoggerFactory.getLogger(GrantManager.class);

    /**
     * Strava gives a new access token only in the last hour of the old one. Early in that hour there is time for a
     * refresh to fail; the jitter keeps the athletes apart.
     */
    private static final Duration LEAD = Duration.ofMinutes(45);

    private static final Duration LEAD_JITTER = Duration.ofMinutes(10);

    /** What a token must have left to be worth sending. */
    private static final Duration USABLE = Duration.ofSeconds(30);

    /** After a refresh that brought nothing new the next one waits. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final TokenStore store;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final StravaListener listener;
    private final GrantClaims claims;
    private final IssuedGrants issued;
    private final SharedRefreshes refreshes;
    private final Cache<AthleteId, Quiet> quiet = cache();
    private final Cache<AthleteId, DeadGrant> dead = cache();

    /** An access token that is not worth refreshing for a while, whatever its expiry by our clock. */
    private record Quiet(String accessToken, Instant until) {}

    /** What is known of a grant that Strava refused. */
    private record DeadGrant(String refreshToken, GrantRevokedException refusal) {}

    /**
     * @param executor where refreshes run
     * @param listener must not throw
     */
    public GrantManager(
            TokenStore store,
            TokenEndpoint endpoint,
            Clock clock,
            Sleeper sleeper,
            RandomGenerator random,
            Executor executor,
            StravaListener listener) {
        this.store = store;
        this.endpoint = endpoint;
        this.clock = clock;
        this.listener = listener;
        this.claims = new GrantClaims(store, clock, sleeper, random);
        this.issued = new IssuedGrants(store, sleeper);
        this.refreshes = new SharedRefreshes(this::refresh, clock, executor);
    }

    private static <V> Cache<AthleteId, V> cache() {
        return Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();
    }

    /**
     * A token that is good for a request now.
     *
     * @param atMost how long to wait for a refresh; it goes on without us
     * @throws DeadlineExceededException if it takes longer
     * @throws NoGrantException if no grant is stored
     * @throws GrantRevokedException if the refresh token is dead
     */
    public String accessToken(AthleteId athlete, Duration atMost) {
        StoredGrant stored = required(store.find(athlete), athlete);
        boolean good = !isDue(stored) || isQuiet(stored) || (isUsable(stored, null) && refreshes.isUnderWay(athlete));
        return (good ? stored : refreshes.join(athlete, null, atMost)).grant().accessToken();
    }

    /** A token after Strava refused this one: another one if there is, or the same if Strava insists on it. */
    public String accessTokenInsteadOf(AthleteId athlete, String refused, Duration atMost) {
        return refreshes.join(athlete, refused, atMost).grant().accessToken();
    }

    private static StoredGrant required(Optional<StoredGrant> stored, AthleteId athlete) {
        return stored.filter(found -> !Adoption.is(found.grant()))
                .orElseThrow(() -> new NoGrantException(athlete.value()));
    }

    private boolean isDue(StoredGrant stored) {
        long jitter = LEAD_JITTER.toSeconds();
        // The same for each look at the same grant: drawn anew each time, the earliest would always win.
        long offset = Math.floorMod(
                        Objects.hash(stored.athlete(), stored.grant().expiresAt()) * 0x9E3779B97F4A7C15L,
                        2 * jitter + 1)
                - jitter;
        Instant due = stored.grant().expiresAt().minus(LEAD).plusSeconds(offset);
        return stored.grant().accessToken().isEmpty() || !clock.instant().isBefore(due);
    }

    private boolean isUsable(StoredGrant stored, @Nullable String refused) {
        TokenGrant grant = stored.grant();
        return !grant.accessToken().isEmpty()
                && !grant.accessToken().equals(refused)
                && clock.instant().isBefore(grant.expiresAt().minus(USABLE));
    }

    private boolean isQuiet(StoredGrant stored) {
        Quiet known = quiet.getIfPresent(stored.athlete());
        return known != null
                && known.accessToken().equals(stored.grant().accessToken())
                && clock.instant().isBefore(known.until());
    }

    private void keepQuiet(StoredGrant stored, Instant until) {
        quiet.put(stored.athlete(), new Quiet(stored.grant().accessToken(), until));
    }

    private StoredGrant refresh(AthleteId athlete, @Nullable String refused, List<Runnable> events) {
        GrantClaims.Claimant claimant = claims.claimant();
        while (true) {
            StoredGrant stored = required(issued.find(athlete), athlete);
            if (isUsable(stored, refused) && (!isDue(stored) || isQuiet(stored) || claims.isHeld(stored))) {
                return stored;
            }
            throwIfDead(stored);
            Optional<StoredGrant> refreshed =
                    claimant.claim(stored).flatMap(claim -> refreshClaimed(claim, refused, events));
            if (refreshed.isPresent()) {
                return refreshed.get();
            }
        }
    }

    /** Refreshes under our claim; empty if the row has changed meanwhile and is to be looked at again. */
    private Optional<StoredGrant> refreshClaimed(
            GrantClaims.Held claim, @Nullable String refused, List<Runnable> events) {
        AthleteId athlete = claim.athlete();
        TokenGrant used = claim.grant();
        TokenGrant fresh;
        try {
            fresh = endpoint.refresh(used, claim.inDoubt());
        } catch (GrantRevokedException e) {
            // Whoever has written meanwhile may have stored a newer grant.
            if (!claim.end()) {
                return Optional.empty();
            }
            GrantRevokedException refusal = new GrantRevokedException(
                    e.status(), e.faults(), claim.inDoubt().get() ? Reason.ROTATION_LOST : Reason.REVOKED);
            dead.put(athlete, new DeadGrant(used.refreshToken(), refusal));
            tell(events, athlete, () -> listener.tokenRefreshFailed(athlete, refusal));
            throw refusal;
        } catch (RuntimeException e) {
            claim.tryToEnd();
            if (e instanceof StravaAiException failure) {
                tell(events, athlete, () -> listener.tokenRefreshFailed(athlete, failure));
            }
            boolean mayGoOn = e instanceof StravaAiException && !(e instanceof CallInterruptedException);
            if (mayGoOn && isUsable(claim.stored(), refused)) {
                LOG.warn("A refresh failed, the old access token is used on: {}", e.getMessage());
                Instant end = used.expiresAt().minus(USABLE);
                Instant again = clock.instant().plus(QUIET);
                keepQuiet(claim.stored(), again.isBefore(end) ? again : end);
                return Optional.of(claim.stored());
            }
            throw e;
        }
        Optional<StoredGrant> saved = issued.save(claim.stored(), fresh);
        if (saved.isPresent()) {
            tell(events, athlete, () -> listener.tokenRefreshed(athlete));
        }
        if (saved.isPresent() && fresh.accessToken().equals(used.accessToken())) {
            keepQuiet(saved.get(), clock.instant().plus(QUIET));
        }
        return saved;
    }

    /**
     * Revokes what is stored of an athlete and deletes it, until nothing is stored. Claimed as for a refresh, whose new
     * token would live on otherwise.
     */
    void revoke(AthleteId athlete) {
        GrantClaims.Claimant claimant = claims.claimant();
        Optional<StoredGrant> stored = issued.find(athlete);
        while (stored.isPresent()) {
            claimant.claim(stored.get()).ifPresent(this::revokeClaimed);
            stored = issued.find(athlete);
        }
        issued.discard(athlete, grant -> revokeToken(grant.refreshToken(), "refresh_token"));
    }

    private void revokeClaimed(GrantClaims.Held claim) {
        TokenGrant grant = claim.grant();
        boolean inDoubt = claim.inDoubt().get();
        try {
            revokeToken(grant.refreshToken(), "refresh_token");
            if (inDoubt && !grant.accessToken().isEmpty()) {
                // The refresh token may have been used up for another one, which nobody knows. Either revokes all.
                revokeToken(grant.accessToken(), "access_token");
            }
        } catch (RuntimeException e) {
            claim.tryToEnd();
            throw e;
        }
        if (inDoubt && !isUsable(claim.stored(), null)) {
            LOG.warn(
                    "Athlete {} is disconnected here, but a lost refresh token may live on at Strava;"
                            + " the athlete can end it at https://www.strava.com/settings/apps",
                    claim.athlete());
        }
        if (store.delete(claim.athlete(), claim.stored().version())) {
            store.delete(Adoption.placeholder(grant));
        }
    }

    private void revokeToken(String token, String type) {
        try {
            endpoint.revoke(token, type);
        } catch (GrantRevokedException e) {
            LOG.debug("The grant was revoked already");
        }
    }

    /** Stores what an athlete has consented to. */
    void put(AthleteId athlete, TokenGrant grant) {
        issued.put(athlete, grant);
    }

    /** Of a grant whose athlete is not known yet nobody is told: its id is none of Strava's. */
    private static void tell(List<Runnable> events, AthleteId athlete, Runnable event) {
        if (athlete.value() > 0) {
            events.add(event);
        }
    }

    private void throwIfDead(StoredGrant stored) {
        DeadGrant known = dead.getIfPresent(stored.athlete());
        if (known != null && known.refreshToken().equals(stored.grant().refreshToken())) {
            GrantRevokedException refusal = known.refusal();
            throw new GrantRevokedException(refusal.status(), refusal.faults(), refusal.reason());
        }
    }
}
