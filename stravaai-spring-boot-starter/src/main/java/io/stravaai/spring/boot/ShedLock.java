package io.stravaai.spring.boot;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;

/** A lock of ShedLock that lasts as long as it is held, and a while after the node has died. */
final class ShedLock implements SyncLock {

    private static final String PREFIX = "stravaai-background-sync-";

    /** Whoever cannot prolong the lock must not lose it in the middle of a run. */
    private static final Duration UNLESS_PROLONGED = Duration.ofMinutes(15);

    private final LockProvider provider;
    private final String name;
    private final Duration life;

    private ShedLock(LockProvider provider, String name, Duration life) {
        this.provider = provider;
        this.name = name;
        this.life = life;
    }

    /** Of one application at Strava, since several may share a provider. */
    static ShedLock of(LockProvider provider, String clientId, Duration life, ScheduledExecutorService timer) {
        String name = PREFIX + clientId;
        return provider instanceof ExtensibleLockProvider extensible
                ? new ShedLock(new KeepAliveLockProvider(extensible, timer), name, life)
                : new ShedLock(provider, name, UNLESS_PROLONGED);
    }

    @Override
    public Optional<Held> tryLock() {
        LockConfiguration configuration = new LockConfiguration(ClockProvider.now(), name, life, Duration.ZERO);
        return provider.lock(configuration).map(ShedLock::held);
    }

    private static Held held(SimpleLock lock) {
        return lock::unlock;
    }
}
