package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestCounter;
import io.stravaai.client.RequestEvent;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.internal.auth.GrantManager;
import io.stravaai.internal.http.Answer;
import io.stravaai.internal.http.Errors;
import io.stravaai.internal.http.QuotaHeaders;
import io.stravaai.internal.http.Transport;
import io.stravaai.internal.retry.HostBreaker;
import io.stravaai.internal.retry.Pause;
import io.stravaai.internal.retry.Retries;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RateLimiter;
import io.stravaai.quota.RequestKind;
import io.stravaai.time.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;

/** Makes calls: permit, token, request, and what follows from the answer. */
public final class CallExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CallExecutor.class);

    /** How long the token for a request may take before the permit for it is too old. */
    private static final Duration PERMIT_STAYS = Duration.ofSeconds(5);

    private static final Duration NO_DEADLINE = Duration.ofDays(3650);

    /** Strava's clock may be behind ours, so that its window has not yet ended when ours has. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Transport transport;
    private final GrantManager grants;
    private final RateLimiter limiter;
    private final Retries retries;
    private final HostBreaker breaker;
    private final Clock clock;
    private final Sleeper sleeper;
    private final SafeListener listener;
    private final AppInactivity inactivity;

    public CallExecutor(
            Transport transport,
            GrantManager grants,
            RateLimiter limiter,
            Retries retries,
            HostBreaker breaker,
            Clock clock,
            Sleeper sleeper,
            SafeListener listener) {
        this.transport = transport;
        this.grants = grants;
        this.limiter = limiter;
        this.retries = retries;
        this.breaker = breaker;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
        this.inactivity = new AppInactivity(clock);
    }

    /**
     * Makes a call in an athlete's name.
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
        Repetition repetition = new Repetition(athlete, options);
        QuotaWait quotaWait = new QuotaWait(athlete, kind, options);
        String refused = null;
        try (AppInactivity.Visit visit = inactivity.visit()) {
            while (true) {
                breaker.throwIfOpen();
                visit.throwIfInactive();
                Permit.Granted permit = null;
                String token;
                Sending sending;
                try {
                    permit = quotaWait.acquire();
                    Instant granted = clock.instant();
                    token = token(athlete, refused, options);
                    if (granted.plus(PERMIT_STAYS).isBefore(clock.instant())) {
                        // The window that was charged may have ended meanwhile.
                        settle(permit, null);
                        permit = null;
                        permit = quotaWait.acquire();
                        // That may have taken longer than the token lives.
                        token = token(athlete, refused, options);
                    }
                    sending = repetition.next(request.apply("Bearer " + token));
                } catch (RuntimeException | Error e) {
                    settle(permit, null);
                    throw e;
                }
                try {
                    T result = sending.send(permit, reader);
                    repetition.succeeded();
                    return result;
                } catch (QuotaExceededException e) {
                    quotaWait.refusedWith(e);
                } catch (UnauthorizedException e) {
                    if (refused != null) {
                        throw e;
                    }
                    refused = token;
                } catch (StravaAiException e) {
                    repetition.waitAfter(e, sending);
                }
            }
        }
    }

    /**
     * Makes a call in the application's name: without athlete, and without quota.
     *
     * @param request makes the request
     * @param reader reads the body of a successful answer
     */
    <T> T callAsApplication(Supplier<Call<ResponseBody>> request, Function<byte[], T> reader) {
        Repetition repetition = new Repetition(null, CallOptions.defaults());
        try (AppInactivity.Visit visit = inactivity.visit()) {
            while (true) {
                breaker.throwIfOpen();
                visit.throwIfInactive();
                Sending sending = repetition.next(request.get());
                try {
                    T result = sending.send(null, reader);
                    repetition.succeeded();
                    return result;
                } catch (QuotaExceededException | UnauthorizedException e) {
                    throw e;
                } catch (StravaAiException e) {
                    repetition.waitAfter(e, sending);
                }
            }
        }
    }

    /** Waits, unless the deadline comes first: then it throws what led to the wait. */
    void sleep(Duration wait, CallOptions options, Supplier<? extends StravaAiException> reason) {
        sleep(wait, options, reason, () -> {});
    }

    /**
     * @param announcement what is done before a wait that will be made
     */
    private void sleep(
            Duration wait, CallOptions options, Supplier<? extends StravaAiException> reason, Runnable announcement) {
        if (wait.compareTo(left(options)) > 0) {
            throw reason.get();
        }
        announcement.run();
        Pause.take(sleeper, wait, "A call was interrupted while it waited");
    }

    Instant now() {
        return clock.instant();
    }

    private Duration left(CallOptions options) {
        return options.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .filter(left -> left.compareTo(NO_DEADLINE) < 0)
                .orElse(NO_DEADLINE);
    }

    private String token(AthleteId athlete, @Nullable String refused, CallOptions options) {
        Duration left = left(options);
        return refused == null
                ? grants.accessToken(athlete, left)
                : grants.accessTokenInsteadOf(athlete, refused, left);
    }

    /** The repetitions of one call. Not thread-safe. */
    private final class Repetition {

        private final @Nullable AthleteId athlete;
        private final CallOptions options;
        private final Retries.Attempts attempts;
        private int sent;

        Repetition(@Nullable AthleteId athlete, CallOptions options) {
            this.athlete = athlete;
            this.options = options;
            this.attempts = retries.begin(options.lane());
        }

        Sending next(Call<ResponseBody> call) {
            sent++;
            return new Sending(athlete, sent, call, options);
        }

        void succeeded() {
            attempts.succeeded();
        }

        void waitAfter(StravaAiException failure, Sending sending) {
            // If the breaker has opened, the failure says more than its refusal would.
            if (!sending.isRepeatable(failure) || breaker.isOpen()) {
                throw failure;
            }
            Duration delay = attempts.delayAfter(failure);
            sleep(delay, options, () -> failure, () -> {
                if (sending.event != null) {
                    listener.retryScheduled(sending.event, delay);
                }
            });
        }
    }

    /** One request. Not thread-safe. */
    private final class Sending {

        private final @Nullable AthleteId athlete;
        private final int attempt;
        private final Call<ResponseBody> call;
        private final CallOptions options;
        private final String operation;
        private @Nullable QuotaReading reading;
        private @Nullable RequestEvent event;

        Sending(@Nullable AthleteId athlete, int attempt, Call<ResponseBody> call, CallOptions options) {
            this.athlete = athlete;
            this.attempt = attempt;
            this.call = call;
            this.options = options;
            this.operation = Transport.operation(call);
        }

        /** What may have had its effect is repeated only if the effect is the same twice. */
        boolean isRepeatable(StravaAiException failure) {
            String method = call.request().method();
            boolean idempotent = method.equals("GET") || method.equals("PUT");
            return idempotent || (failure instanceof StravaIoException io && !io.requestSent());
        }

        /**
         * @param permit null if the request needs none
         */
        <T> T send(Permit.@Nullable Granted permit, Function<byte[], T> reader) {
            Duration left = left(options);
            HostBreaker.Turn turn;
            try {
                if (left.isNegative() || left.isZero()) {
                    throw new DeadlineExceededException("The deadline passed before " + operation + " was sent", false);
                }
                turn = breaker.acquire();
            } catch (DeadlineExceededException | StravaUnavailableException e) {
                settle(permit, null);
                throw e;
            }
            try {
                T result = exchange(permit, left, reader);
                breaker.succeeded(turn);
                return result;
            } catch (RuntimeException | Error e) {
                breaker.failed(turn, e);
                throw e;
            } finally {
                // Last, for a listener may call in its turn.
                tell();
            }
        }

        private void tell() {
            if (reading != null) {
                listener.quotaRead(reading);
            }
            if (event != null) {
                listener.requestCompleted(event);
            }
        }

        private <T> T exchange(Permit.@Nullable Granted permit, Duration left, Function<byte[], T> reader) {
            options.counter().ifPresent(RequestCounter::increment);
            Instant start = clock.instant();
            Answer answer;
            try {
                answer = transport.execute(call, left);
            } catch (RuntimeException | Error e) {
                if (e instanceof StravaIoException io && !io.requestSent()) {
                    settle(permit, null);
                } else {
                    settle(permit, QuotaReading.nothing());
                }
                if (e instanceof StravaAiException failure) {
                    event = RequestEvent.unanswered(operation, named(athlete), attempt, since(start), failure);
                }
                throw e;
            }
            reading = QuotaHeaders.read(answer);
            settle(permit, reading);
            try {
                T result = read(answer, reader);
                inactivity.learn(answer, null);
                event = answered(answer, start, null);
                return result;
            } catch (StravaAiException e) {
                inactivity.learn(answer, e);
                event = answered(answer, start, withoutBody(e));
                throw e;
            }
        }

        /** A grant whose athlete is not known yet has an id that is none of Strava's. */
        private static @Nullable AthleteId named(@Nullable AthleteId athlete) {
            return athlete == null || athlete.value() < 0 ? null : athlete;
        }

        private static StravaAiException withoutBody(StravaAiException failure) {
            return failure instanceof ResponseFormatException format
                    ? new ResponseFormatException(
                            String.valueOf(format.getMessage()), format.getCause(), null, format.retryable())
                    : failure;
        }

        private <T> T read(Answer answer, Function<byte[], T> reader) {
            if (!answer.isSuccessful()) {
                throw Errors.of(answer, clock.instant());
            }
            try {
                return reader.apply(answer.body());
            } catch (ResponseFormatException e) {
                throw new ResponseFormatException(
                        operation + ": " + e.getMessage(), e.getCause(), answer.body(), !Answers.isJson(answer.body()));
            }
        }

        private RequestEvent answered(Answer answer, Instant start, @Nullable StravaAiException failure) {
            return RequestEvent.answered(
                    operation,
                    named(athlete),
                    attempt,
                    since(start),
                    answer.status(),
                    answer.headers().get("X-Request-Id"),
                    failure);
        }

        private Duration since(Instant start) {
            return Duration.between(start, clock.instant());
        }
    }

    /**
     * The answer is worth more than the note of it, and the permit stays charged in any case.
     *
     * @param permit null if the request needed none
     * @param reading null if Strava cannot have counted the request
     */
    private void settle(Permit.@Nullable Granted permit, @Nullable QuotaReading reading) {
        if (permit == null) {
            return;
        }
        try {
            if (reading == null) {
                limiter.release(permit);
            } else {
                limiter.settle(permit, reading);
            }
        } catch (StravaAiException e) {
            // Of an interrupt the thread keeps its flag.
            LOG.warn("What an answer said of the quota could not be kept: {}", e.getMessage());
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
                    settle(granted, null);
                    throw refusal;
                }
            }
        }

        private void waitUntil(Instant at) {
            Instant now = clock.instant();
            Duration needed = Duration.between(now, at);
            Duration wait = needed.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : needed;
            if (waited.plus(wait).compareTo(options.maxQuotaWait()) > 0) {
                throw exceeded(now, at);
            }
            sleep(wait, options, () -> exceeded(now, at), () -> {
                if (!at.equals(announced)) {
                    announced = at;
                    listener.waitingForQuota(at);
                }
            });
            waited = waited.plus(wait);
        }

        private QuotaExceededException exceeded(Instant now, Instant at) {
            boolean day = at.isAfter(now.plus(QuotaWindow.QUARTER_HOUR.length()));
            return new QuotaExceededException(
                    refusal == null ? 0 : refusal.status(),
                    refusal == null ? List.of() : refusal.faults(),
                    (day ? QuotaWindow.DAY : QuotaWindow.QUARTER_HOUR).length(),
                    at);
        }
    }
}
