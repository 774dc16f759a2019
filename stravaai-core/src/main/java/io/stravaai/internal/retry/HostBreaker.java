package io.stravaai.internal.retry;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaApiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.StravaUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps requests from a host that is in trouble. Resilience4j counts and lets the probe through; the row of failures,
 * which it does not know, and the time of the next probe, which it does not tell, are kept here. Thread-safe, without
 * threads of its own.
 */
public final class HostBreaker {

    private static final int FAILURES_IN_A_ROW = 5;
    /** Failures of an hour ago say nothing about now. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int FEWEST = 20;
    private static final float HALF = 50;
    private static final Duration OPEN = Duration.ofSeconds(30);

    /** While another call looks whether the trouble is over. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final Clock clock;
    private final CircuitBreaker breaker;
    private final ReentrantLock lock = new ReentrantLock();
    private int failuresInARow;
    private long phase;
    private Instant retryAt = Instant.MIN;

    /** Leave for one request, good in the phase between two changes of the breaker in which it was given. */
    public static final class Turn {

        private final long phase;

        private Turn(long phase) {
            this.phase = phase;
        }
    }

    public HostBreaker(Clock clock) {
        this.clock = clock;
        this.breaker = CircuitBreaker.of(
                "strava",
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindow((int) WINDOW.toSeconds(), FEWEST, SlidingWindowType.TIME_BASED)
                        .failureRateThreshold(HALF)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            failuresInARow = 0;
            phase++;
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                retryAt = clock.instant().plus(OPEN);
            }
        });
    }

    /**
     * Whether a request would be refused now. Takes nothing.
     *
     * @throws StravaUnavailableException if so
     */
    public void throwIfOpen() {
        lock.lock();
        try {
            if (isClosedToAll()) {
                throw new StravaUnavailableException(retryAt);
            }
        } finally {
            lock.unlock();
        }
    }

    public boolean isOpen() {
        lock.lock();
        try {
            return isClosedToAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a request through. {@link #succeeded} or {@link #failed} must follow.
     *
     * @throws StravaUnavailableException if it is refused
     */
    public Turn acquire() {
        lock.lock();
        try {
            if (isClosedToAll()) {
                throw new StravaUnavailableException(retryAt);
            }
            if (breaker.getState() == CircuitBreaker.State.OPEN) {
                breaker.transitionToHalfOpenState();
            }
            if (!breaker.tryAcquirePermission()) {
                throw new StravaUnavailableException(clock.instant().plus(PROBE));
            }
            return new Turn(phase);
        } finally {
            lock.unlock();
        }
    }

    /** A clock that was set back does not prolong the wait. */
    private boolean isClosedToAll() {
        Instant now = clock.instant();
        return breaker.getState() == CircuitBreaker.State.OPEN
                && now.isBefore(retryAt)
                && !now.plus(OPEN).isBefore(retryAt);
    }

    /** The request was answered as it should be. */
    public void succeeded(Turn turn) {
        lock.lock();
        try {
            if (turn.phase != phase) {
                return;
            }
            failuresInARow = 0;
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** The request failed, which may say that Strava is in trouble, that it is well, or nothing about it. */
    public void failed(Turn turn, Throwable failure) {
        lock.lock();
        try {
            if (turn.phase != phase) {
                // What was sent before the breaker changed says nothing of how the host is now.
                return;
            }
            if (isTrouble(failure)) {
                failuresInARow++;
                breaker.onError(0, TimeUnit.NANOSECONDS, failure);
                if (failuresInARow >= FAILURES_IN_A_ROW && breaker.getState() == CircuitBreaker.State.CLOSED) {
                    breaker.transitionToOpenState();
                }
            } else if (failure instanceof StravaApiException || failure instanceof ResponseFormatException) {
                succeeded(turn);
            } else {
                breaker.releasePermission();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTrouble(Throwable failure) {
        return failure instanceof ServerErrorException
                || (failure instanceof ResponseFormatException format && format.retryable())
                || (failure instanceof StravaIoException io && io.requestSent());
    }
}
