package io.stravaai.internal.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stravaai.client.CallOptions;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaObject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what changes slowly for a while, apart for each athlete, since Strava shows each something else. */
final class AnswerCache {

    private static final int MAX_ANSWERS = 10_000;

    private final @Nullable Cache<Key, StravaObject> answers;
    private final Predicate<AthleteId> connected;
    /** Changes with each drop. */
    private final AtomicLong drops = new AtomicLong();

    private record Key(AthleteId athlete, Class<?> type, Object id) {}

    /**
     * Keeps answers.
     *
     * @param maxAge how long an answer is good; zero to keep none
     * @param connected whether an athlete's grant is stored: another process may have disconnected the athlete
     */
    AnswerCache(Duration maxAge, Clock clock, Predicate<AthleteId> connected) {
        this.connected = connected;
        this.answers = maxAge.isZero()
                ? null
                : Caffeine.newBuilder()
                        .expireAfterWrite(maxAge)
                        .maximumSize(MAX_ANSWERS)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                        .executor(Runnable::run)
                        .build();
    }

    <T extends StravaObject> T get(
            AthleteId athlete, Class<T> type, Object id, CallOptions options, Supplier<T> request) {
        if (answers == null) {
            return request.get();
        }
        Key key = new Key(athlete, type, id);
        StravaObject known = options.bypassesCache() ? null : answers.getIfPresent(key);
        if (known != null && connected.test(athlete)) {
            return type.cast(known);
        }
        // Two who miss at once both ask: a lock held during a request would be worse.
        long before = drops.get();
        T answer = request.get();
        answers.put(key, answer);
        if (drops.get() != before) {
            // It may be from before the drop.
            answers.invalidate(key);
        }
        return answer;
    }

    void drop(AthleteId athlete, Class<?> type, Object id) {
        if (answers != null) {
            drops.incrementAndGet();
            answers.invalidate(new Key(athlete, type, id));
        }
    }

    void dropAll(AthleteId athlete) {
        if (answers != null) {
            drops.incrementAndGet();
            answers.asMap().keySet().removeIf(key -> key.athlete().equals(athlete));
        }
    }
}
