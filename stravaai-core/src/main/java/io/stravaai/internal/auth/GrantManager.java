package io.stravaai.internal.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.CallInterruptedException;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out access tokens and refreshes them in time.
 *
 * <p>In the process one thread refreshes an athlete's grant while the others wait for it. Between processes the one that
 * gets its claim into the token store refreshes; the others watch the row. A claim is taken over when it has been
 * watched unchanged for a whole lease, so the clocks of the processes need not agree. The new grant is stored by
 * compare-and-set before anybody sees it.
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

    /** After a refresh that brought nothing, while the old token lives, the next one waits. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Longer than a refresh takes with all its attempts. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A claim so old by the clock is dead even if this process has not watched it, and clocks are far apart. */
    private static final Duration LONG_DEAD = Duration.ofMinutes(10);

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private final TokenStore store;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Map<AthleteId, CompletableFuture<StoredGrant>> inFlight = new ConcurrentHashMap<>();
    private final Cache<AthleteId, Instant> quietUntil = cache();
    private final Cache<AthleteId, DeadGrant> dead = cache();

    /** What is known of a grant that Strava refused. */
    private record DeadGrant(String refreshToken, GrantRevokedException refusal) {}

    public GrantManager(
            TokenStore store, TokenEndpoint endpoint, Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.store = store;
        this.endpoint = endpoint;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    private static <V> Cache<AthleteId, V> cache() {
        return Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();
    }

    /**
     * A token that is good for a request now.
     *
     * @throws NoGrantException if no grant is stored
     * @throws GrantRevokedException if the refresh token is dead
     */
    public String accessToken(AthleteId athlete) {
        StoredGrant stored = find(athlete);
        if (!isDue(stored) || (isUsable(stored, null) && isQuiet(athlete))) {
            return stored.grant().accessToken();
        }
        return refresh(athlete, null).grant().accessToken();
    }

    /** A token after Strava refused this one: another one if there is, or the same if Strava insists on it. */
    public String accessTokenInsteadOf(AthleteId athlete, String refused) {
        return refresh(athlete, refused).grant().accessToken();
    }

    private StoredGrant find(AthleteId athlete) {
        return store.find(athlete).orElseThrow(() -> new NoGrantException(athlete.value()));
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

    private boolean isQuiet(AthleteId athlete) {
        Instant until = quietUntil.getIfPresent(athlete);
        return until != null && clock.instant().isBefore(until);
    }

    /** Single flight: one thread for an athlete refreshes, and the others get what it got. */
    private StoredGrant refresh(AthleteId athlete, @Nullable String refused) {
        while (true) {
            CompletableFuture<StoredGrant> mine = new CompletableFuture<>();
            CompletableFuture<StoredGrant> running = inFlight.putIfAbsent(athlete, mine);
            if (running == null) {
                return lead(athlete, refused, mine);
            }
            try {
                return running.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallInterruptedException("Waiting for a refresh was interrupted", e);
            } catch (ExecutionException e) {
                // That the leader was interrupted is no reason to give up here.
                if (!(e.getCause() instanceof CallInterruptedException)) {
                    throw e.getCause() instanceof StravaAiException failure
                            ? failure
                            : new IllegalStateException("A refresh failed", e.getCause());
                }
            }
        }
    }

    private StoredGrant lead(AthleteId athlete, @Nullable String refused, CompletableFuture<StoredGrant> result) {
        try {
            StoredGrant stored = refreshAcrossProcesses(athlete, refused);
            result.complete(stored);
            return stored;
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            throw e;
        } finally {
            inFlight.remove(athlete, result);
        }
    }

    private StoredGrant refreshAcrossProcesses(AthleteId athlete, @Nullable String refused) {
        long watchedVersion = 0;
        Duration watched = Duration.ZERO;
        while (true) {
            StoredGrant stored = find(athlete);
            if (isUsable(stored, refused) && (!isDue(stored) || stored.claim().isPresent() || isQuiet(athlete))) {
                return stored;
            }
            throwIfDead(stored);
            Optional<RefreshClaim> claim = stored.claim();
            if (claim.isPresent() && !isAbandoned(claim.get(), watched, watchedVersion == stored.version())) {
                watched = watchedVersion == stored.version() ? watched.plus(WATCH_INTERVAL) : Duration.ZERO;
                watchedVersion = stored.version();
                pause();
                continue;
            }
            RefreshClaim ours = new RefreshClaim(Long.toHexString(random.nextLong()), clock.instant());
            Optional<StoredGrant> claimed = store.claim(athlete, stored.version(), ours);
            if (claimed.isPresent()) {
                Optional<StoredGrant> refreshed = refreshClaimed(claimed.get(), refused, claim.isPresent());
                if (refreshed.isPresent()) {
                    return refreshed.get();
                }
            }
        }
    }

    private boolean isAbandoned(RefreshClaim claim, Duration watched, boolean unchanged) {
        return (unchanged && watched.compareTo(LEASE) >= 0)
                || claim.claimedAt().plus(LONG_DEAD).isBefore(clock.instant());
    }

    private void pause() {
        try {
            sleeper.sleep(WATCH_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("Waiting for a refresh by another process was interrupted", e);
        }
    }

    /** Refreshes under our claim; empty if the row has changed meanwhile and is to be looked at again. */
    private Optional<StoredGrant> refreshClaimed(StoredGrant claimed, @Nullable String refused, boolean takenOver) {
        AthleteId athlete = claimed.athlete();
        TokenGrant fresh;
        try {
            fresh = endpoint.refresh(claimed.grant());
        } catch (GrantRevokedException e) {
            if (find(athlete).version() != claimed.version()) {
                return Optional.empty();
            }
            store.replace(athlete, claimed.version(), claimed.grant());
            Reason reason = takenOver ? Reason.ROTATION_LOST : e.reason();
            GrantRevokedException refusal = new GrantRevokedException(e.status(), e.faults(), reason);
            dead.put(athlete, new DeadGrant(claimed.grant().refreshToken(), refusal));
            throw refusal;
        } catch (StravaAiException e) {
            Optional<StoredGrant> released = store.replace(athlete, claimed.version(), claimed.grant());
            if (e.retryable() && released.isPresent() && isUsable(released.get(), refused)) {
                LOG.warn("A refresh failed, the old access token is used on: {}", e.getMessage());
                quietUntil.put(athlete, clock.instant().plus(QUIET));
                return released;
            }
            throw e;
        }
        if (fresh.accessToken().equals(claimed.grant().accessToken())) {
            quietUntil.put(athlete, clock.instant().plus(QUIET));
        }
        return save(claimed, fresh);
    }

    /**
     * Stores what Strava gave for the claimed grant, unless a newer one is there. A process that took our claim over
     * cannot have got further with the refresh token that we have used, so while that one is stored ours is newer.
     */
    private Optional<StoredGrant> save(StoredGrant claimed, TokenGrant fresh) {
        StoredGrant current = claimed;
        while (current.grant().refreshToken().equals(claimed.grant().refreshToken())) {
            Optional<StoredGrant> saved = store.replace(current.athlete(), current.version(), fresh);
            if (saved.isPresent()) {
                return saved;
            }
            current = find(current.athlete());
        }
        return Optional.empty();
    }

    private void throwIfDead(StoredGrant stored) {
        DeadGrant known = dead.getIfPresent(stored.athlete());
        if (known != null && known.refreshToken().equals(stored.grant().refreshToken())) {
            throw new GrantRevokedException(
                    known.refusal().status(),
                    List.copyOf(known.refusal().faults()),
                    known.refusal().reason());
        }
    }
}
