package io.stravaai.spring.boot;

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

/** Tells all of the application's listeners, each though another one fails. */
final class Listeners implements StravaListener {

    private static final Logger LOG = LoggerFactory.getLogger(StravaListener.class);

    private final List<StravaListener> all;

    Listeners(List<StravaListener> all) {
        this.all = List.copyOf(all);
    }

    private void tell(Consumer<StravaListener> news) {
        for (StravaListener listener : all) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("The listener {} failed", listener.getClass().getName(), e);
            }
        }
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
}
