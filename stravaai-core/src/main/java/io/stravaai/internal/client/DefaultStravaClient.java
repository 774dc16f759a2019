package io.stravaai.internal.client;

import io.stravaai.StravaClient;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.client.ActivityApi;
import io.stravaai.client.AthleteApi;
import io.stravaai.client.ClubApi;
import io.stravaai.client.GearApi;
import io.stravaai.client.RouteApi;
import io.stravaai.client.SegmentApi;
import io.stravaai.client.SegmentEffortApi;
import io.stravaai.client.StreamApi;
import io.stravaai.client.SubscriptionApi;
import io.stravaai.client.UploadApi;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.RateLimiter;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts the HTTP client and all that stands on it together when one of its APIs is first asked for: loading these libraries and the
 * certificates is what takes long, and an application that starts may need them much later.
 */
public final class DefaultStravaClient implements StravaClient {

    private final Supplier<StravaApis> assembly;
    private final RateLimiter limiter;
    private final ToDoubleFunction<Lane> laneCeilings;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable StravaApis apis;

    /**
     * A client that is put together later.
     *
     * @param assembly called once, or again if it throws
     * @param laneCeilings the share of each window that a lane may use
     */
    public DefaultStravaClient(
            Supplier<StravaApis> assembly, RateLimiter limiter, ToDoubleFunction<Lane> laneCeilings) {
        this.assembly = assembly;
        this.limiter = limiter;
        this.laneCeilings = laneCeilings;
    }

    private StravaApis apis() {
        StravaApis known = apis;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            known = apis;
            if (known == null) {
                known = assembly.get();
                apis = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StravaOAuth oauth() {
        return apis().oauth;
    }

    @Override
    public AthleteApi athletes() {
        return apis().athletes;
    }

    @Override
    public ActivityApi activities() {
        return apis().activities;
    }

    @Override
    public StreamApi streams() {
        return apis().streams;
    }

    @Override
    public SegmentApi segments() {
        return apis().segments;
    }

    @Override
    public SegmentEffortApi segmentEfforts() {
        return apis().segmentEfforts;
    }

    @Override
    public RouteApi routes() {
        return apis().routes;
    }

    @Override
    public ClubApi clubs() {
        return apis().clubs;
    }

    @Override
    public GearApi gear() {
        return apis().gear;
    }

    @Override
    public UploadApi uploads() {
        return apis().uploads;
    }

    @Override
    public SubscriptionApi subscriptions() {
        return apis().subscriptions;
    }

    @Override
    public QuotaSnapshot quota() {
        return limiter.snapshot();
    }

    @Override
    public double laneCeiling(Lane lane) {
        return laneCeilings.applyAsDouble(lane);
    }

    @Override
    public void close() {
        StravaApis opened = apis;
        if (opened != null) {
            opened.transport.close();
        }
    }
}
