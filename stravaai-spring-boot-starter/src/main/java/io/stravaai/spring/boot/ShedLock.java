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

    private static final String NAME = "stravaai-background-sync";

    /** Whoever cannot prolong the lock must not lose it in the middle of a run. */
    private static final Duration UNLESS_PROLONGED = Duration.ofMinutes(15);

    private final LockProvider provider;
    private final Duration life;

    private ShedLock(LockProvider provider, Duration life) {
        this.provider = provider;
        this.life = life;
    }

    static ShedLock of(LockProvider provider, Duration life, ScheduledExecutorService timer) {
        return provider instanceof ExtensibleLockProvider extensible
                ? new ShedLock(new KeepAliveLockProvider(extensible, timer), life)
                : new ShedLock(provider, UNLESS_PROLONGED);
    }

    @Override
    public Optional<Held> tryLock() {
        LockConfiguration configuration = new LockConfiguration(ClockProvider.now(), NAME, life, Duration.ZERO);
        return provider.lock(configuration).map(ShedLock::held);
    }

    private static Held held(SimpleLock lock) {
        return lock::unlock;
    }
}
