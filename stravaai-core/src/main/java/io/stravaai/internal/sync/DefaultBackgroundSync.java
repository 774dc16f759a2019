package io.stravaai.internal.sync;

import io.stravaai.BackgroundSync;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one run be at work at a time; all state of one is in its {@link BackgroundRun}. */
public final class DefaultBackgroundSync implements BackgroundSync {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundSync.class);

    private static final Duration CLOSE_WAITS = Duration.ofSeconds(30);

    private final BackgroundParts parts;
    private final Schedule schedule;
    private final Claims claims;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    private @Nullable BackgroundRun current;
    private boolean stopped;

    public DefaultBackgroundSync(BackgroundParts parts) {
        this.parts = parts;
        this.schedule = new Schedule(parts.engine().policy());
        this.claims = new Claims(parts.store(), schedule, parts.clock(), parts.random());
    }

    @Override
    public void enroll(AthleteId athlete) {
        claims.enroll(athlete);
    }

    @Override
    public void withdraw(AthleteId athlete) {
        claims.withdraw(athlete);
    }

    @Override
    public BackgroundReport run() {
        BackgroundRun run = new BackgroundRun(parts, claims, schedule);
        End refused = begin(run);
        if (refused != null) {
            Instant now = parts.clock().instant();
            return BackgroundReport.builder(refused, now, now).build();
        }
        try {
            BackgroundReport report = run.run();
            LOG.debug("{}", report);
            return report;
        } finally {
            end();
        }
    }

    private @Nullable End begin(BackgroundRun run) {
        lock.lock();
        try {
            if (stopped || current != null) {
                return stopped ? End.STOPPED : End.BUSY;
            }
            current = run;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            current = null;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean stop(Duration wait) {
        BackgroundRun run = stopped();
        if (run != null) {
            run.stop();
        }
        lock.lock();
        try {
            long left = wait.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? wait.toNanos() : Long.MAX_VALUE;
            while (current != null && left > 0) {
                left = ended.awaitNanos(left);
            }
            return current == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable BackgroundRun stopped() {
        lock.lock();
        try {
            stopped = true;
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            stopped = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (!stop(CLOSE_WAITS)) {
            LOG.warn("Closed while a background sync was still at work");
        }
    }
}
