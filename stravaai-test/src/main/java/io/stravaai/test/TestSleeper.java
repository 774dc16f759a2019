package io.stravaai.test;

import io.stravaai.time.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A sleeper that does not wait: it moves a {@link TestClock} and notes how far. Thread-safe.
 *
 * <p>The sleeps of several threads add up: where two would wait a minute side by side, the clock moves two minutes.
 */
public final class TestSleeper implements Sleeper {

    private final TestClock clock;
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

    private TestSleeper(TestClock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** A sleeper that moves this clock. */
    public static TestSleeper on(TestClock clock) {
        return new TestSleeper(clock);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before a sleep of " + duration);
        }
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        sleeps.add(duration);
        clock.advance(duration);
    }

    /** How long each sleep was, oldest first; those that were not positive are left out. */
    public List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
