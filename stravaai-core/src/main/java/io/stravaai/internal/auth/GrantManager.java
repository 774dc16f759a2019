package io.stravaai.internal.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stravaai.StravaListener;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.GrantRevokedException.Reason;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out access tokens and refreshes them in time.
 *
 * <p>In the process an athlete's grant is refreshed once, apart from the threads that wait for it, so that none of them
 * can end it. Between processes the one that gets its claim into the token store refreshes; the others watch the row.
 * A revocation claims it in the same way. A claim is taken over when it has been watched unchanged for a whole lease, so the
 * clocks of the processes need not agree. The new grant is stored by compare-and-set before anybody sees it.
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

    /** Longer than a refresh takes with all its attempts. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A claim so old by the clock is dead even if this process has not watched it, and clocks are far apart. */
    private static final Duration LONG_DEAD = Duration.ofMinutes(10);

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private static final int SAVE_ATTEMPTS = 5;
    private static final Duration SAVE_INTERVAL = Duration.ofMillis(500);

    private final TokenStore store;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Executor executor;
    private final StravaListener listener;
    private final Map<AthleteId, Flight> inFlight = new ConcurrentHashMap<>();
    private final Map<AthleteId, Unsaved> unsaved = new ConcurrentHashMap<>();
    private final Cache<AthleteId, Quiet> quiet = cache();
    private final Cache<AthleteId, DeadGrant> dead = cache();

    /**
     * A refresh under way.
     *
     * @param refused the access token it was begun for because Strava had refused it; null if it was only due
     */
    private record Flight(@Nullable String refused, CompletableFuture<StoredGrant> result) {

        Flight(@Nullable String refused) {
            this(refused, new CompletableFuture<>());
        }

        /** Whether what it brings is all that a refresh can do for whoever was refused this token. */
        boolean serves(@Nullable String token, StoredGrant refreshed) {
            return Objects.equals(refused, token)
                    || !refreshed.grant().accessToken().equals(token);
        }
    }

    /** A grant that Strava has issued and the store has not yet taken: the only valid one there is. */
    private record Unsaved(TokenGrant used, TokenGrant fresh) {

        /** An answer that names no scopes says nothing of a consent that was given meanwhile. */
        TokenGrant over(TokenGrant stored) {
            return fresh.scopes().equals(used.scopes()) ? fresh.withScopes(stored.scopes()) : fresh;
        }
    }

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
        this.sleeper = sleeper;
        this.random = random;
        this.executor = executor;
        this.listener = listener;
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
        StoredGrant stored = find(athlete);
        boolean good = !isDue(stored) || isQuiet(stored) || (isUsable(stored, null) && inFlight.containsKey(athlete));
        return (good ? stored : refresh(athlete, null, atMost)).grant().accessToken();
    }

    /** A token after Strava refused this one: another one if there is, or the same if Strava insists on it. */
    public String accessTokenInsteadOf(AthleteId athlete, String refused, Duration atMost) {
        return refresh(athlete, refused, atMost).grant().accessToken();
    }

    private StoredGrant find(AthleteId athlete) {
        return store.find(athlete)
                .filter(stored -> !Adoption.is(stored.grant()))
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

    /**
     * Single flight: who comes while the athlete's grant is being refreshed gets what that brings, unless it is the token that
     * Strava refused, and the refresh was not begun for that. Waited for even while the old token is good: a process that
     * ends after its call should not end between Strava's answer and the store.
     */
    private StoredGrant refresh(AthleteId athlete, @Nullable String refused, Duration atMost) {
        Instant deadline = clock.instant().plus(atMost);
        while (true) {
            Flight mine = new Flight(refused);
            Flight running = inFlight.putIfAbsent(athlete, mine);
            if (running == null) {
                running = mine;
                start(athlete, mine);
            }
            StoredGrant refreshed = await(running.result(), Duration.between(clock.instant(), deadline));
            if (running.serves(refused, refreshed)) {
                return refreshed;
            }
        }
    }

    private static StoredGrant await(CompletableFuture<StoredGrant> refresh, Duration atMost) {
        try {
            return refresh.get(atMost.isNegative() ? 0 : atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DeadlineExceededException("The deadline passed while a token was refreshed", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("Waiting for a refresh was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StravaAiException failure
                    ? failure
                    : new IllegalStateException("A refresh failed", e.getCause());
        }
    }

    private void start(AthleteId athlete, Flight flight) {
        try {
            executor.execute(() -> {
                // Out of the way before anybody is told: who is told and calls again, a listener too, must not wait for
                // this refresh.
                List<Runnable> events = new ArrayList<>();
                try {
                    StoredGrant refreshed = refreshAcrossProcesses(athlete, flight.refused(), events);
                    inFlight.remove(athlete, flight);
                    events.forEach(Runnable::run);
                    flight.result().complete(refreshed);
                } catch (RuntimeException | Error e) {
                    inFlight.remove(athlete, flight);
                    events.forEach(Runnable::run);
                    flight.result().completeExceptionally(e);
                }
            });
        } catch (RuntimeException | Error e) {
            inFlight.remove(athlete, flight);
            flight.result().completeExceptionally(e);
        }
    }

    private StoredGrant refreshAcrossProcesses(AthleteId athlete, @Nullable String refused, List<Runnable> events) {
        ClaimWatch watch = new ClaimWatch();
        while (true) {
            StoredGrant stored = find(athlete);
            Unsaved pending = unsaved.get(athlete);
            if (pending != null) {
                Optional<StoredGrant> saved = save(stored, pending);
                if (saved.isPresent()) {
                    return saved.get();
                }
                continue;
            }
            if (isUsable(stored, refused) && (!isDue(stored) || isQuiet(stored) || isClaimed(stored))) {
                return stored;
            }
            throwIfDead(stored);
            if (watch.waits(stored)) {
                continue;
            }
            Optional<StoredGrant> claimed = store.claim(athlete, stored.version(), newClaim(false));
            if (claimed.isPresent()) {
                Optional<StoredGrant> refreshed =
                        refreshClaimed(claimed.get(), refused, stored.claim().isPresent(), events);
                if (refreshed.isPresent()) {
                    return refreshed.get();
                }
            }
        }
    }

    /** How long a thread has seen a claim unchanged. Not thread-safe. */
    private final class ClaimWatch {

        private long version;
        private Duration watched = Duration.ZERO;

        /** Waits a little while a claim may be somebody's who lives: then the row is to be looked at again. */
        boolean waits(StoredGrant stored) {
            boolean unchanged = version == stored.version();
            if (!isClaimed(stored) || (unchanged && watched.compareTo(LEASE) >= 0)) {
                return false;
            }
            watched = unchanged ? watched.plus(WATCH_INTERVAL) : Duration.ZERO;
            version = stored.version();
            pause(WATCH_INTERVAL);
            return true;
        }
    }

    private boolean isClaimed(StoredGrant stored) {
        return stored.claim().filter(claim -> !isAbandoned(claim)).isPresent();
    }

    private RefreshClaim newClaim(boolean inDoubt) {
        return new RefreshClaim(Long.toHexString(random.nextLong()), clock.instant(), inDoubt);
    }

    private boolean isAbandoned(RefreshClaim claim) {
        return claim.inDoubt() || claim.claimedAt().plus(LONG_DEAD).isBefore(clock.instant());
    }

    private void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("A wait for the token store was interrupted", e);
        }
    }

    /**
     * Refreshes under our claim; empty if the row has changed meanwhile and is to be looked at again.
     *
     * @param takenOver whether somebody before us has claimed the grant and may have used its refresh token up
     * @param events what the listener is to be told afterwards
     */
    private Optional<StoredGrant> refreshClaimed(
            StoredGrant claimed, @Nullable String refused, boolean takenOver, List<Runnable> events) {
        AtomicBoolean inDoubt = new AtomicBoolean(takenOver);
        TokenGrant fresh;
        try {
            fresh = endpoint.refresh(claimed.grant(), inDoubt);
        } catch (GrantRevokedException e) {
            // Whoever has written meanwhile may have stored a newer grant.
            if (endClaim(claimed, inDoubt.get()).isEmpty()) {
                return Optional.empty();
            }
            GrantRevokedException refusal = new GrantRevokedException(
                    e.status(), e.faults(), inDoubt.get() ? Reason.ROTATION_LOST : Reason.REVOKED);
            dead.put(claimed.athlete(), new DeadGrant(claimed.grant().refreshToken(), refusal));
            tell(events, claimed.athlete(), () -> listener.tokenRefreshFailed(claimed.athlete(), refusal));
            throw refusal;
        } catch (RuntimeException e) {
            tryToEndClaim(claimed, inDoubt.get());
            if (e instanceof StravaAiException failure) {
                tell(events, claimed.athlete(), () -> listener.tokenRefreshFailed(claimed.athlete(), failure));
            }
            boolean mayGoOn = e instanceof StravaAiException && !(e instanceof CallInterruptedException);
            if (mayGoOn && isUsable(claimed, refused)) {
                LOG.warn("A refresh failed, the old access token is used on: {}", e.getMessage());
                Instant end = claimed.grant().expiresAt().minus(USABLE);
                Instant again = clock.instant().plus(QUIET);
                keepQuiet(claimed, again.isBefore(end) ? again : end);
                return Optional.of(claimed);
            }
            throw e;
        }
        Unsaved pending = new Unsaved(claimed.grant(), fresh);
        unsaved.put(claimed.athlete(), pending);
        Optional<StoredGrant> saved = save(claimed, pending);
        if (saved.isPresent()) {
            tell(events, claimed.athlete(), () -> listener.tokenRefreshed(claimed.athlete()));
        }
        if (saved.isPresent() && fresh.accessToken().equals(claimed.grant().accessToken())) {
            keepQuiet(saved.get(), clock.instant().plus(QUIET));
        }
        return saved;
    }

    /**
     * Revokes what is stored of an athlete and deletes it, until nothing is stored. Claimed as for a refresh, whose new
     * token would live on otherwise.
     */
    void revoke(AthleteId athlete) {
        ClaimWatch watch = new ClaimWatch();
        while (true) {
            Optional<StoredGrant> stored = store.find(athlete);
            Unsaved pending = unsaved.get(athlete);
            if (pending != null && !(stored.isPresent() && trySave(stored.get(), pending))) {
                revokeToken(pending.fresh().refreshToken(), "refresh_token");
                unsaved.remove(athlete, pending);
            } else if (stored.isEmpty()) {
                return;
            } else if (pending == null && !watch.waits(stored.get())) {
                boolean takenOver = stored.get().claim().isPresent();
                store.claim(athlete, stored.get().version(), newClaim(false))
                        .ifPresent(claimed -> revokeClaimed(claimed, takenOver));
            }
        }
    }

    /** False if somebody has deleted the row. */
    private boolean trySave(StoredGrant stored, Unsaved pending) {
        try {
            save(stored, pending);
            return true;
        } catch (NoGrantException e) {
            return false;
        }
    }

    private void revokeClaimed(StoredGrant claimed, boolean takenOver) {
        TokenGrant grant = claimed.grant();
        try {
            revokeToken(grant.refreshToken(), "refresh_token");
            if (takenOver && !grant.accessToken().isEmpty()) {
                // The refresh token may have been used up for another one, which nobody knows. Either revokes all.
                revokeToken(grant.accessToken(), "access_token");
            }
        } catch (RuntimeException e) {
            tryToEndClaim(claimed, takenOver);
            throw e;
        }
        if (takenOver && !isUsable(claimed, null)) {
            LOG.warn(
                    "Athlete {} is disconnected here, but a lost refresh token may live on at Strava;"
                            + " the athlete can end it at https://www.strava.com/settings/apps",
                    claimed.athlete());
        }
        if (store.delete(claimed.athlete(), claimed.version())) {
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

    /** Of a grant whose athlete is not known yet nobody is told: its id is none of Strava's. */
    private static void tell(List<Runnable> events, AthleteId athlete, Runnable event) {
        if (athlete.value() > 0) {
            events.add(event);
        }
    }

    /**
     * Lets go of the claim, or leaves it in doubt: for whoever is refused this refresh token, in other processes and later,
     * it must not look as if the athlete had withdrawn it.
     *
     * @return empty if the row has changed meanwhile
     */
    private Optional<StoredGrant> endClaim(StoredGrant claimed, boolean inDoubt) {
        return inDoubt
                ? store.claim(claimed.athlete(), claimed.version(), newClaim(true))
                : store.replace(claimed.athlete(), claimed.version(), claimed.grant());
    }

    /** Where it fails the claim is taken over in time. */
    private void tryToEndClaim(StoredGrant claimed, boolean inDoubt) {
        try {
            endClaim(claimed, inDoubt);
        } catch (StoreException e) {
            LOG.warn("A claim could not be removed: {}", e.getMessage());
        }
    }

    /**
     * Stores what Strava has issued, unless a newer grant is there: then empty. A process that took our claim over cannot
     * have got further with the refresh token that we have used, so while that one is stored ours is newer. A store that
     * fails is asked again, now and at the next call.
     */
    private Optional<StoredGrant> save(StoredGrant claimed, Unsaved pending) {
        AthleteId athlete = claimed.athlete();
        StoredGrant current = claimed;
        int attempt = 1;
        while (current.grant().refreshToken().equals(pending.used().refreshToken())) {
            try {
                Optional<StoredGrant> saved = store.replace(athlete, current.version(), pending.over(current.grant()));
                if (saved.isPresent()) {
                    unsaved.remove(athlete, pending);
                    return saved;
                }
                current = find(athlete);
            } catch (NoGrantException e) {
                unsaved.remove(athlete, pending);
                throw e;
            } catch (StoreException e) {
                if (attempt++ == SAVE_ATTEMPTS) {
                    throw e;
                }
                pause(SAVE_INTERVAL);
            }
        }
        unsaved.remove(athlete, pending);
        return Optional.empty();
    }

    /** Stores what an athlete has consented to. Its code is used up, so a store that fails is asked again. */
    void put(AthleteId athlete, TokenGrant grant) {
        int attempt = 1;
        while (true) {
            try {
                store.put(athlete, grant);
                return;
            } catch (StoreException e) {
                if (attempt++ == SAVE_ATTEMPTS) {
                    throw e;
                }
                pause(SAVE_INTERVAL);
            }
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
