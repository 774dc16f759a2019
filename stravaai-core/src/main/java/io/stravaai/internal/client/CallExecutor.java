package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestCounter;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.Fault;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.internal.auth.GrantManager;
import io.stravaai.internal.http.Answer;
import io.stravaai.internal.http.Errors;
import io.stravaai.internal.http.QuotaHeaders;
import io.stravaai.internal.http.Transport;
import io.stravaai.internal.retry.Retries;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.RateLimiter;
import io.stravaai.quota.RequestKind;
import io.stravaai.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;

/** Makes calls: permit, token, request, and what follows from the answer. */
public final class CallExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CallExecutor.class);

    /** While the application is inactive, one call in this time asks whether it still is. */
    private static final Duration INACTIVE_PROBE = Duration.ofMinutes(15);

    /** How long the token for a request may take before the permit for it is too old. */
    private static final Duration PERMIT_STAYS = Duration.ofSeconds(5);

    /** Strava's clock may be behind ours, so that its window has not yet ended when ours has. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Transport transport;
    private final GrantManager grants;
    private final RateLimiter limiter;
    private final Retries retries;
    private final Clock clock;
    private final Sleeper sleeper;
    private final SafeListener listener;
    private final AtomicReference<@Nullable Inactivity> inactivity = new AtomicReference<>();

    private record Inactivity(int status, List<Fault> faults, Instant until) {}

    public CallExecutor(
            Transport transport,
            GrantManager grants,
            RateLimiter limiter,
            Retries retries,
            Clock clock,
            Sleeper sleeper,
            SafeListener listener) {
        this.transport = transport;
        this.grants = grants;
        this.limiter = limiter;
        this.retries = retries;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    QuotaSnapshot quota() {
        return limiter.snapshot();
    }

    /**
     * Makes a call that may be repeated.
     *
     * @param request makes the request for a value of the Authorization header
     * @param reader reads the body of a successful answer
     */
    <T> T call(
            AthleteId athlete,
            RequestKind kind,
            CallOptions options,
            Function<String, Call<ResponseBody>> request,
            Function<byte[], T> reader) {
        Retries.Attempts attempts = retries.begin();
        QuotaWait quotaWait = new QuotaWait(athlete, kind, options);
        String refused = null;
        while (true) {
            throwIfInactive();
            Permit.Granted permit = quotaWait.acquire();
            Instant granted = clock.instant();
            String token = token(athlete, refused, permit);
            if (granted.plus(PERMIT_STAYS).isBefore(clock.instant())) {
                // The window that was charged may have ended meanwhile.
                limiter.release(permit);
                continue;
            }
            try {
                T result = reader.apply(send(permit, request.apply("Bearer " + token), options));
                inactivity.set(null);
                return result;
            } catch (QuotaExceededException e) {
                quotaWait.refusedWith(e);
            } catch (UnauthorizedException e) {
                if (refused != null) {
                    throw e;
                }
                refused = token;
            } catch (AppInactiveException e) {
                inactivity.set(
                        new Inactivity(e.status(), e.faults(), clock.instant().plus(INACTIVE_PROBE)));
                throw e;
            } catch (StravaAiException e) {
                attempts.waitAfter(e);
            }
        }
    }

    private String token(AthleteId athlete, @Nullable String refused, Permit.Granted permit) {
        try {
            return refused == null ? grants.accessToken(athlete) : grants.accessTokenInsteadOf(athlete, refused);
        } catch (RuntimeException | Error e) {
            limiter.release(permit);
            throw e;
        }
    }

    private byte[] send(Permit.Granted permit, Call<ResponseBody> call, CallOptions options) {
        options.counter().ifPresent(RequestCounter::increment);
        Answer answer;
        try {
            answer = transport.execute(call);
        } catch (RuntimeException | Error e) {
            if (e instanceof StravaIoException io && !io.requestSent()) {
                limiter.release(permit);
            } else {
                settle(permit, QuotaReading.nothing());
            }
            throw e;
        }
        settle(permit, QuotaHeaders.read(answer));
        if (!answer.isSuccessful()) {
            throw Errors.of(answer, clock.instant());
        }
        return answer.body();
    }

    /** The answer is worth more than the note of it, and the permit stays charged in any case. */
    private void settle(Permit.Granted permit, QuotaReading reading) {
        try {
            limiter.settle(permit, reading);
        } catch (StoreException e) {
            LOG.warn("What an answer said of the quota could not be kept: {}", e.getMessage());
        }
    }

    private void throwIfInactive() {
        Inactivity known = inactivity.get();
        if (known == null) {
            return;
        }
        Instant now = clock.instant();
        // Of those who come when it is time to ask again, one does.
        boolean asks = !now.isBefore(known.until())
                && inactivity.compareAndSet(
                        known, new Inactivity(known.status(), known.faults(), now.plus(INACTIVE_PROBE)));
        if (!asks) {
            throw new AppInactiveException(known.status(), known.faults());
        }
    }

    /** The waits for quota of one call, bounded in all. Not thread-safe. */
    private final class QuotaWait {

        private final AthleteId athlete;
        private final RequestKind kind;
        private final CallOptions options;
        private Duration waited = Duration.ZERO;
        private @Nullable Instant announced;
        private @Nullable QuotaExceededException refusal;

        QuotaWait(AthleteId athlete, RequestKind kind, CallOptions options) {
            this.athlete = athlete;
            this.kind = kind;
            this.options = options;
        }

        /** Strava answered 429; unless we can wait until the limiter has quota again, that is the end of the call. */
        void refusedWith(QuotaExceededException refusal) {
            this.refusal = refusal;
        }

        Permit.Granted acquire() {
            while (true) {
                Permit permit = limiter.acquire(kind, options.lane(), athlete);
                if (permit instanceof Permit.NotBefore notBefore) {
                    waitUntil(notBefore.at());
                    refusal = null;
                } else {
                    Permit.Granted granted = (Permit.Granted) permit;
                    if (refusal == null) {
                        return granted;
                    }
                    // The limiter is not impressed by a 429; repeating the request would only cost quota.
                    limiter.release(granted);
                    throw refusal;
                }
            }
        }

        private void waitUntil(Instant at) {
            Duration needed = Duration.between(clock.instant(), at);
            Duration wait = needed.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : needed;
            if (waited.plus(wait).compareTo(options.maxQuotaWait()) > 0) {
                throw new QuotaExceededException(
                        refusal == null ? 0 : refusal.status(), refusal == null ? List.of() : refusal.faults(), at);
            }
            if (!at.equals(announced)) {
                announced = at;
                listener.waitingForQuota(at);
            }
            try {
                sleeper.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallInterruptedException("Waiting for quota was interrupted", e);
            }
            waited = waited.plus(wait);
        }
    }
}
