package io.stravaai.internal.client;

import io.stravaai.StravaListener;
import io.stravaai.client.RequestEvent;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaReading;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncProgress;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's listener; whatever it throws goes no further than the log. */
public final class SafeListener implements StravaListener {

    private static final Logger LOG = LoggerFactory.getLogger(StravaListener.class);

    private final StravaListener listener;

    public SafeListener(StravaListener listener) {
        this.listener = listener;
    }

    @Override
    public void requestCompleted(RequestEvent event) {
        guarded(() -> listener.requestCompleted(event));
    }

    @Override
    public void quotaRead(QuotaReading reading) {
        guarded(() -> listener.quotaRead(reading));
    }

    @Override
    public void retryScheduled(RequestEvent failed, Duration delay) {
        guarded(() -> listener.retryScheduled(failed, delay));
    }

    @Override
    public void waitingForQuota(Instant until) {
        guarded(() -> listener.waitingForQuota(until));
    }

    @Override
    public void tokenRefreshed(AthleteId athlete) {
        guarded(() -> listener.tokenRefreshed(athlete));
    }

    @Override
    public void tokenRefreshFailed(AthleteId athlete, StravaAiException failure) {
        guarded(() -> listener.tokenRefreshFailed(athlete, failure));
    }

    @Override
    public void pageStored(SyncProgress progress) {
        guarded(() -> listener.pageStored(progress));
    }

    @Override
    public void backfillProgressed(BackfillEstimate left) {
        guarded(() -> listener.backfillProgressed(left));
    }

    /**
     * Errors as well: a class that a listener lacks must not lose an answer that was paid for. An interrupt that a listener
     * takes is for the caller.
     */
    private static void guarded(Runnable call) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            call.run();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            interrupted |= e instanceof InterruptedException;
            LOG.warn("A StravaListener failed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
