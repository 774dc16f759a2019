package io.stravaai.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** A clock that stands still until a test moves it. Its zone is UTC. Thread-safe. */
public final class TestClock extends Clock {

    private final ReentrantLock moves = new ReentrantLock();
    private volatile Instant now;

    private TestClock(Instant now) {
        this.now = Objects.requireNonNull(now, "now");
    }

    /** A clock that shows this instant. */
    public static TestClock at(Instant now) {
        return new TestClock(now);
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the duration is negative; use {@link #set} to move it back
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Not forward: " + duration);
        }
        move(now -> now.plus(duration));
    }

    /** Sets the clock, back if need be. */
    public void set(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        move(now -> instant);
    }

    private void move(UnaryOperator<Instant> change) {
        moves.lock();
        try {
            now = change.apply(now);
        } finally {
            moves.unlock();
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** A view of this clock in another zone; it moves with this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? this : new View(this, zone);
    }

    @Override
    public String toString() {
        return "TestClock[" + now + "]";
    }

    private static final class View extends Clock {

        private final TestClock clock;
        private final ZoneId zone;

        View(TestClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return clock.withZone(other);
        }
    }
}
