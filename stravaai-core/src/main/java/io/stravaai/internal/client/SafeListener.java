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
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's listeners; whatever one throws goes no further than the log, and the others are told. */
public final class SafeListener implements StravaListener {

    private static final Logger LOG = LoggerFactory.getLogger(StravaListener.class);

    private final List<StravaListener> listeners;

    public SafeListener(List<StravaListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void requestCompleted(RequestEvent event) {
        tell(listener -> listener.requestCompleted(event));
    }

    @Override
    public void quotaRead(QuotaReading reading) {
        tell(listener -> listener.quotaRead(reading));
    }

    @Override
    public void retryScheduled(RequestEvent failed, Duration delay) {
        tell(listener -> listener.retryScheduled(failed, delay));
    }

    @Override
    public void waitingForQuota(Instant until) {
        tell(listener -> listener.waitingForQuota(until));
    }

    @Override
    public void tokenRefreshed(AthleteId athlete) {
        tell(listener -> listener.tokenRefreshed(athlete));
    }

    @Override
    public void tokenRefreshFailed(AthleteId athlete, StravaAiException failure) {
        tell(listener -> listener.tokenRefreshFailed(athlete, failure));
    }

    @Override
    public void pageStored(SyncProgress progress) {
        tell(listener -> listener.pageStored(progress));
    }

    @Override
    public void backfillProgressed(BackfillEstimate left) {
        tell(listener -> listener.backfillProgressed(left));
    }

    private void tell(Consumer<StravaListener> news) {
        for (StravaListener listener : listeners) {
            guarded(listener, news);
        }
    }

    /**
     * Errors as well: a class that a listener lacks must not lose an answer that was paid for. An interrupt that a listener
     * takes is for the caller.
     */
    private static void guarded(StravaListener listener, Consumer<StravaListener> news) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            news.accept(listener);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            interrupted |= e instanceof InterruptedException;
            LOG.warn("The listener {} failed", listener.getClass().getName(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
