package io.stravaai.time;

import java.time.Duration;

/** Waits. The library waits nowhere else, so a test can make waiting free. MUST be safe for many threads. */
@FunctionalInterface
public interface Sleeper {

    /** Waits on the calling thread. */
    Sleeper SYSTEM = duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);

    /**
     * Returns when the duration is over; at once for a duration that is not positive.
     *
     * @throws InterruptedException if the thread is interrupted before or while waiting
     */
    void sleep(Duration duration) throws InterruptedException;
}
