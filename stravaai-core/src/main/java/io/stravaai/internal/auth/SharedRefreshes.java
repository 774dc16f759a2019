package io.stravaai.internal.auth;

import io.stravaai.auth.StoredGrant;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes an athlete's grant once for all threads that want it. The refresh runs apart from them, so that none of them
 * can end it. Thread-safe.
 */
final class SharedRefreshes {

    /** What is shared. */
    interface Refresh {

        /**
         * Refreshes a grant.
         *
         * @param refused the access token that Strava has refused; null if it is only due
         * @param events receives what a listener is to be told afterwards
         */
        StoredGrant refresh(AthleteId athlete, @Nullable String refused, List<Runnable> events);
    }

    private final Refresh refresh;
    private final Clock clock;
    private final Executor executor;
    private final Map<AthleteId, Flight> inFlight = new ConcurrentHashMap<>();

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

    SharedRefreshes(Refresh refresh, Clock clock, Executor executor) {
        this.refresh = refresh;
        this.clock = clock;
        this.executor = executor;
    }

    boolean isUnderWay(AthleteId athlete) {
        return inFlight.containsKey(athlete);
    }

    /**
     * Who comes while the athlete's grant is being refreshed gets what that brings, unless it is the token that Strava
     * refused, and the refresh was not begun for that. Waited for even while the old token is good: a process that ends
     * after its call should not end between Strava's answer and the store.
     *
     * @param refused the access token that Strava has refused; null if it is only due
     * @param atMost how long to wait; the refresh goes on without us
     */
    StoredGrant join(AthleteId athlete, @Nullable String refused, Duration atMost) {
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

    private static StoredGrant await(CompletableFuture<StoredGrant> result, Duration atMost) {
        try {
            return result.get(atMost.isNegative() ? 0 : atMost.toMillis(), TimeUnit.MILLISECONDS);
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
                    StoredGrant refreshed = refresh.refresh(athlete, flight.refused(), events);
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
}
