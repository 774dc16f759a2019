package io.stravaai;

import io.stravaai.sync.SyncProgress;
import java.time.Instant;

/**
 * Is told what happens: by a {@link StravaClient} of waits, by a {@link SyncEngine} of pages. Give the same listener to
 * both to hear all. Methods are called on the thread that works, outside of locks and after data is durable; what
 * they throw is logged and goes no further. MUST be safe for many threads.
 */
public interface StravaListener {

    /** A listener that does nothing. */
    StravaListener NONE = new StravaListener() {};

    /** A page of a sync is stored. */
    default void pageStored(SyncProgress progress) {}

    /** A call begins to wait for quota. */
    default void waitingForQuota(Instant until) {}
}
