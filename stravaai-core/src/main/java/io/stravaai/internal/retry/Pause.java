package io.stravaai.internal.retry;

import io.stravaai.error.CallInterruptedException;
import io.stravaai.time.Sleeper;
import java.time.Duration;

/** A wait that an interrupt ends, together with the call. */
public final class Pause {

    private Pause() {}

    /**
     * Waits on the calling thread.
     *
     * @param interrupted what is to be said if the thread is interrupted
     * @throws CallInterruptedException if the thread is interrupted; it stays so
     */
    public static void take(Sleeper sleeper, Duration duration, String interrupted) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(interrupted, e);
        }
    }
}
