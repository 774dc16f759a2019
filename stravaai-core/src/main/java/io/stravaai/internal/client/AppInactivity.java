package io.stravaai.internal.client;

import io.stravaai.error.AppInactiveException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.Fault;
import io.stravaai.error.InvalidClientException;
import io.stravaai.error.StravaAiException;
import io.stravaai.internal.http.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether Strava has made the application inactive. While it is, calls fail unsent, except that from time to time one goes
 * through to ask whether it still is. Thread-safe.
 */
final class AppInactivity {

    /** One call in this time asks. */
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Clock clock;
    private final AtomicReference<@Nullable Refusal> known = new AtomicReference<>();

    AppInactivity(Clock clock) {
        this.clock = clock;
    }

    /**
     * What Strava said.
     *
     * @param since when it was asked last, by this node's clock
     */
    private record Refusal(int status, List<Fault> faults, Instant since) {

        /** Whether it is too early to ask again. A clock that stands before the beginning was set back, and measures nothing. */
        boolean isFresh(Instant now) {
            return !now.isBefore(since) && now.isBefore(since.plus(INTERVAL));
        }

        AppInactiveException exception() {
            return new AppInactiveException(status, faults);
        }
    }

    /**
     * Learns from what Strava answered to a request.
     *
     * @param failure what the answer was taken for; null for success
     */
    void learn(Answer answer, @Nullable StravaAiException failure) {
        if (failure instanceof AppInactiveException inactive) {
            known.set(new Refusal(inactive.status(), inactive.faults(), clock.instant()));
        } else if (failure == null || isOfTheApi(answer, failure)) {
            known.set(null);
        }
    }

    /** An error that the API has for active applications only, not one that comes before it looks whose the request is. */
    private static boolean isOfTheApi(Answer answer, StravaAiException failure) {
        int status = answer.status();
        return status < SERVER_ERROR
                && status != UNAUTHORIZED
                && status != TOO_MANY_REQUESTS
                && !(failure instanceof EndpointRetiredException || failure instanceof InvalidClientException)
                && Answers.isJson(answer.body());
    }

    /** For one call, from before its first request to its end. */
    Visit visit() {
        return new Visit();
    }

    /** One call's turn to ask. If it got no answer, the next call is to ask. Not thread-safe. */
    final class Visit implements AutoCloseable {

        private @Nullable Refusal before;
        private @Nullable Refusal asking;

        /** Whoever asks goes on asking, with all its repetitions. */
        void throwIfInactive() {
            Refusal refusal = known.get();
            if (asking != null || refusal == null) {
                return;
            }
            Instant now = clock.instant();
            Refusal mine = new Refusal(refusal.status(), refusal.faults(), now);
            // Of those who come when it is time to ask again, one does.
            if (refusal.isFresh(now) || !known.compareAndSet(refusal, mine)) {
                throw refusal.exception();
            }
            before = refusal;
            asking = mine;
        }

        @Override
        public void close() {
            if (asking != null) {
                known.compareAndSet(asking, before);
            }
        }
    }
}
