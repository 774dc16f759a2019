package io.stravaai.internal.sync;

import io.stravaai.error.AppInactiveException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.internal.sync.Claims.Claim;
import io.stravaai.model.AthleteId;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: the calling thread claims athletes and hands them to the executor, as many at once as it may, and waits for
 * them. Only {@link #stop()} is for other threads.
 */
final class BackgroundRun {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRun.class);

    /** How often is looked for tasks that an executor has dropped in silence. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final int SMALLEST_CHUNK = 16;

    /** So many in a row that could not be stored are enough to know that none can. */
    private static final int MAX_CLAIMS_FAILED = 5;

    private final BackgroundParts parts;
    private final Claims claims;
    private final Schedule schedule;
    private final Instant startedAt;

    // Of the calling thread alone.
    private final Deque<AthleteId> chunk = new ArrayDeque<>();
    private final Set<AthleteId> seen = new HashSet<>();
    private int notClaimed;
    private int claimsFailed;
    private int begun;
    private int parallelism;
    private @Nullable Claim rejected;
    private int rejections;
    private boolean interrupted;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Task> tasks = new LinkedHashSet<>();
    private final List<SyncReport> reports = new ArrayList<>();
    private final Map<AthleteId, Throwable> failures = new LinkedHashMap<>();
    private int skipped;
    private @Nullable End end;
    private @Nullable Instant resumeAt;
    private @Nullable Throwable failure;
    private long news;
    private volatile boolean stopped;

    BackgroundRun(BackgroundParts parts, Claims claims, Schedule schedule) {
        this.parts = parts;
        this.claims = claims;
        this.schedule = schedule;
        this.startedAt = parts.clock().instant();
        this.parallelism = parts.maxConcurrent();
    }

    BackgroundReport run() {
        try {
            while (awaitRoom()) {
                beginNext();
            }
        } catch (OutOfMemoryError e) {
            endWith(End.FAILED, null, e);
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.warn("Who is due could not be read, or not be handed over", e);
            endWith(End.FAILED, null, e);
        } finally {
            awaitTasks();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return report();
    }

    /** Lets nobody else begin, and those at work end before their next request. */
    void stop() {
        stopped = true;
        signal();
    }

    /** Waits until one more may be at work; false if no other is to be begun. */
    private boolean awaitRoom() {
        long known = news();
        while (!isOver() && tasks().size() >= parallelism) {
            known = awaitNews(known);
            dropOverdue();
        }
        if (Thread.interrupted()) {
            interrupt();
        }
        return !isOver();
    }

    /** Waits until something has happened that was not known, or it is time to look for what did not happen. */
    private long awaitNews(long known) {
        lock.lock();
        try {
            long left = TICK.toNanos();
            while (news == known && left > 0) {
                left = changed.awaitNanos(left);
            }
            return news;
        } catch (InterruptedException e) {
            interrupt();
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void interrupt() {
        interrupted = true;
        stopped = true;
    }

    private void beginNext() {
        if (rejected != null) {
            Claim claim = rejected;
            rejected = null;
            hand(claim);
            return;
        }
        if (begun >= parts.maxAthletesPerRun()) {
            endWith(End.LIMIT, null, null);
            return;
        }
        AthleteId athlete = next();
        if (athlete == null) {
            endWith(End.DONE, null, null);
            return;
        }
        Claim claim = claim(athlete);
        if (claim != null) {
            begun++;
            hand(claim);
        }
    }

    /** The athlete who is due longest and was not looked at in this run; null if there is none. */
    private @Nullable AthleteId next() {
        if (chunk.isEmpty()) {
            // Those who could not be claimed may be due still, and must not stand before all others.
            int size = Math.max(SMALLEST_CHUNK, 2 * parts.maxConcurrent()) + notClaimed;
            parts.store().due(parts.clock().instant(), size).stream()
                    .filter(seen::add)
                    .forEach(chunk::add);
        }
        return chunk.poll();
    }

    private @Nullable Claim claim(AthleteId athlete) {
        SyncState due = null;
        try {
            due = claims.due(athlete);
            Claim claim = due == null ? null : claims.take(due);
            claimsFailed = due == null ? claimsFailed : 0;
            if (claim == null) {
                skip();
            }
            return claim;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failed(athlete, e);
            notClaimed++;
            if (due != null && ++claimsFailed == MAX_CLAIMS_FAILED) {
                // What can be read and not be written is no matter of one athlete.
                endWith(End.FAILED, null, e);
            }
            return null;
        }
    }

    private void hand(Claim claim) {
        Task task = new Task(claim);
        add(task);
        try {
            parts.executor().execute(task);
        } catch (RuntimeException e) {
            if (!task.cancel()) {
                LOG.warn("The executor failed after it had begun", e);
                return;
            }
            remove(task);
            int atWork = tasks().size();
            if (atWork > 0) {
                // It takes fewer at once; this one is handed over again when one of them has ended.
                rejected = claim;
                parallelism = atWork;
            } else if (rejections++ == 0) {
                // A thread that has just ended a task may not be ready for the next one yet.
                rejected = claim;
                parallelism = 1;
                awaitNews(news());
            } else {
                LOG.warn("The executor takes nobody", e);
                claims.giveBack(claim);
                endWith(End.FAILED, null, e);
            }
            return;
        }
        rejections = 0;
    }

    /** Waits for all that were handed over; those that have not begun are not waited for if the run was cut short. */
    private void awaitTasks() {
        if (rejected != null) {
            claims.giveBack(rejected);
        }
        long known = news();
        while (!tasks().isEmpty()) {
            if (isCutShort()) {
                takeBack();
            }
            dropOverdue();
            if (!tasks().isEmpty()) {
                known = awaitNews(known);
            }
        }
    }

    private void takeBack() {
        for (Task task : tasks()) {
            if (task.cancel()) {
                claims.giveBack(task.claim);
                remove(task);
            }
        }
    }

    /** Forgets tasks that have not begun within their claim; the athletes are due again. */
    private void dropOverdue() {
        Instant now = parts.clock().instant();
        for (Task task : tasks()) {
            if (!task.claim.until().isAfter(now) && task.cancel()) {
                LOG.warn("The executor has not begun to sync athlete {} in time", task.claim.athlete());
                skip();
                remove(task);
            }
        }
    }

    private void sync(Claim claim) {
        if (isCutShort()) {
            claims.giveBack(claim);
            return;
        }
        if (!claim.until().isAfter(parts.clock().instant())) {
            skip();
            return;
        }
        AthleteId athlete = claim.athlete();
        try {
            SyncOptions options = SyncOptions.defaults().withStop(() -> stopped);
            Optional<Duration> newestMaxAge = schedule.newestMaxAge(claim.state());
            SyncReport report = parts.engine()
                    .sync(athlete, newestMaxAge.map(options::withNewestMaxAge).orElse(options));
            synced(report);
            if (isQuotaUsedUp(report, newestMaxAge.orElse(WindowPlan.NEWEST_STAYS))) {
                endWith(End.QUOTA, report.resumeAt().orElse(null), null);
            }
        } catch (OutOfMemoryError e) {
            failed(athlete, e);
            endWith(End.FAILED, null, e);
            throw e;
        } catch (StravaUnavailableException e) {
            failed(athlete, e);
            endWith(End.STRAVA, e.retryAt(), e);
        } catch (AppInactiveException | InvalidClientException e) {
            failed(athlete, e);
            endWith(End.STRAVA, null, e);
        } catch (Throwable e) {
            // A class that is missing, too: the others may get on without it.
            failed(athlete, e);
        }
    }

    /** Whether also the next athlete would be refused, and not only the rest of this one's history. */
    private boolean isQuotaUsedUp(SyncReport report, Duration newestMaxAge) {
        Instant resume = report.resumeAt().orElse(null);
        if (resume == null || !resume.isAfter(report.finishedAt())) {
            return false;
        }
        try {
            // What was refused was already the list of the newest activities.
            return parts.store()
                    .syncState(report.athlete())
                    .flatMap(SyncState::newestListedAt)
                    .filter(listed -> listed.plus(newestMaxAge).isAfter(report.startedAt()))
                    .isEmpty();
        } catch (StoreException e) {
            // The sync has ended well, and the next one will tell.
            LOG.debug("Whether there is quota for others could not be read: {}", e.getMessage());
            return false;
        }
    }

    private BackgroundReport report() {
        lock.lock();
        try {
            boolean cut = stopped && (end == null || end == End.DONE || end == End.LIMIT);
            return BackgroundReport.builder(
                            cut || end == null ? End.STOPPED : end,
                            startedAt,
                            parts.clock().instant())
                    .reports(reports)
                    .failures(failures)
                    .skipped(skipped)
                    .resumeAt(resumeAt)
                    .failure(failure)
                    .build();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return stopped || end != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether those that have not begun are not to begin at all. */
    private boolean isCutShort() {
        lock.lock();
        try {
            return stopped || (end != null && end != End.DONE && end != End.LIMIT);
        } finally {
            lock.unlock();
        }
    }

    /** The first end counts, unless it was that nobody was left to begin. */
    private void endWith(End next, @Nullable Instant resume, @Nullable Throwable cause) {
        lock.lock();
        try {
            if (end == null || end == End.DONE || end == End.LIMIT) {
                end = next;
                resumeAt = resume;
                failure = cause;
            }
            news++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void synced(SyncReport report) {
        lock.lock();
        try {
            reports.add(report);
        } finally {
            lock.unlock();
        }
    }

    private void failed(AthleteId athlete, Throwable cause) {
        if (cause instanceof Error) {
            LOG.error("The background sync of athlete {} failed", athlete, cause);
        } else {
            LOG.warn("The background sync of athlete {} failed: {}", athlete, cause.toString());
        }
        lock.lock();
        try {
            failures.put(athlete, cause);
        } finally {
            lock.unlock();
        }
    }

    private void skip() {
        lock.lock();
        try {
            skipped++;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            news++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(Task task) {
        lock.lock();
        try {
            tasks.add(task);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
            news++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long news() {
        lock.lock();
        try {
            return news;
        } finally {
            lock.unlock();
        }
    }

    private List<Task> tasks() {
        lock.lock();
        try {
            return List.copyOf(tasks);
        } finally {
            lock.unlock();
        }
    }

    private final class Task implements Runnable {

        private final Claim claim;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Task(Claim claim) {
            this.claim = claim;
        }

        /** Whether it will not begin. */
        boolean cancel() {
            return taken.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    sync(claim);
                } finally {
                    remove(this);
                }
            }
        }
    }
}
