package io.stravaai.internal.auth;

import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.internal.retry.Pause;
import io.stravaai.model.AthleteId;
import io.stravaai.time.Sleeper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings what Strava has issued into the token store. Nobody else knows it, and what it was issued for is used up, so a
 * store that fails is asked again. What a refresh has brought is kept besides, until it is stored or something newer is.
 * Thread-safe.
 */
final class IssuedGrants {

    private static final int ATTEMPTS = 5;
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final TokenStore store;
    private final Sleeper sleeper;
    private final Map<AthleteId, Unsaved> unsaved = new ConcurrentHashMap<>();

    /** A grant that Strava has issued for another one and the store has not yet taken: the only valid one there is. */
    private record Unsaved(TokenGrant used, TokenGrant fresh) {

        /**
         * A process that took our claim over cannot have got further with the refresh token that we have used, so while
         * that one is stored ours is newer.
         */
        boolean isNewerThan(TokenGrant stored) {
            return stored.refreshToken().equals(used.refreshToken());
        }

        /** An answer that names no scopes says nothing of a consent that was given meanwhile. */
        TokenGrant over(TokenGrant stored) {
            return fresh.scopes().equals(used.scopes()) ? fresh.withScopes(stored.scopes()) : fresh;
        }
    }

    IssuedGrants(TokenStore store, Sleeper sleeper) {
        this.store = store;
        this.sleeper = sleeper;
    }

    /** Stores what an athlete has consented to. */
    void put(AthleteId athlete, TokenGrant grant) {
        repeated(() -> store.put(athlete, grant));
    }

    /**
     * Stores what a refresh has brought.
     *
     * @param used the row with the grant that was refreshed
     * @return empty if a newer grant is stored, or none
     */
    Optional<StoredGrant> save(StoredGrant used, TokenGrant fresh) {
        Unsaved issued = new Unsaved(used.grant(), fresh);
        unsaved.put(used.athlete(), issued);
        return save(used, issued);
    }

    /** What is stored of the athlete, once the store has taken what it had not. */
    Optional<StoredGrant> find(AthleteId athlete) {
        while (true) {
            Optional<StoredGrant> stored = store.find(athlete);
            Unsaved issued = unsaved.get(athlete);
            if (stored.isEmpty() || issued == null) {
                return stored;
            }
            Optional<StoredGrant> saved = save(stored.get(), issued);
            if (saved.isPresent()) {
                return saved;
            }
        }
    }

    /** Has ended, and forgets, what the store can take no more, because nothing is stored of the athlete. */
    void discard(AthleteId athlete, Consumer<TokenGrant> end) {
        Unsaved issued = unsaved.get(athlete);
        if (issued != null) {
            end.accept(issued.fresh());
            unsaved.remove(athlete, issued);
        }
    }

    private Optional<StoredGrant> save(StoredGrant found, Unsaved issued) {
        return repeated(() -> replace(found, issued));
    }

    private Optional<StoredGrant> replace(StoredGrant found, Unsaved issued) {
        AthleteId athlete = found.athlete();
        Optional<StoredGrant> current = Optional.of(found);
        while (current.isPresent() && issued.isNewerThan(current.get().grant())) {
            StoredGrant older = current.get();
            Optional<StoredGrant> saved = store.replace(athlete, older.version(), issued.over(older.grant()));
            if (saved.isPresent()) {
                unsaved.remove(athlete, issued);
                return saved;
            }
            current = store.find(athlete);
        }
        if (current.isPresent()) {
            unsaved.remove(athlete, issued);
        }
        return Optional.empty();
    }

    private <T> T repeated(Supplier<T> write) {
        int attempt = 1;
        while (true) {
            try {
                return write.get();
            } catch (StoreException e) {
                if (attempt++ == ATTEMPTS) {
                    throw e;
                }
                Pause.take(sleeper, INTERVAL, "A wait for the token store was interrupted");
            }
        }
    }
}
