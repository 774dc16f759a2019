package io.stravaai.internal.client;

import io.stravaai.StravaListener;
import io.stravaai.sync.SyncProgress;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's listener whose exceptions go no further than the log. */
public final class SafeListener implements StravaListener {

    private static final Logger LOG = LoggerFactory.getLogger(StravaListener.class);

    private final StravaListener listener;

    public SafeListener(StravaListener listener) {
        this.listener = listener;
    }

    @Override
    public void pageStored(SyncProgress progress) {
        guarded(() -> listener.pageStored(progress));
    }

    @Override
    public void waitingForQuota(Instant until) {
        guarded(() -> listener.waitingForQuota(until));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("A StravaListener failed", e);
        }
    }
}
