package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import io.stravaai.spring.boot.StravaAiProperties.Sync;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.sync.SyncReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.support.CronExpression;

/**
 * When this node looks who is due. While a round is open it looks again and again, and whoever has the lock syncs: so another
 * node goes on if that one dies. Without cron the round is never closed; with cron it is opened at each of its times, and
 * closed when nobody is due any more and nobody whom it has begun waits for quota. Called by one thread at a time, read by
 * any.
 */
final class BackgroundRounds {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRounds.class);

    /** However far the next round is, a clock that is set meanwhile must not make it late. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private static final Duration BARRED = Duration.ofMinutes(15);

    /** Strava's longest window. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /** Whoever waits for quota is due within the minute that follows. */
    private static final Duration QUOTA_SPREAD = Duration.ofMinutes(1);

    private static final int KEPT_REPORTS = 20;
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private final Sync properties;
    private final @Nullable CronExpression cron;
    private final BackgroundSync background;
    private final SyncLock lock;
    private final @Nullable SyncHistory history;
    private final Clock clock;
    private final RandomGenerator random;

    private Instant nextRound;
    private boolean open;
    private Instant nextLook = Instant.MIN;
    private @Nullable Instant othersSeenAt;

    /** By then all whose syncs were left unfinished are due again. */
    private Instant unfinishedUntil = Instant.MIN;

    private Instant resumeAt = Instant.MIN;
    private Instant pruneAt = Instant.MIN;

    private volatile @Nullable BackgroundReport latest;
    private final ReentrantLock reportsLock = new ReentrantLock();
    private final Deque<BackgroundReport> reports = new ArrayDeque<>();

    BackgroundRounds(
            Sync properties,
            BackgroundSync background,
            SyncLock lock,
            @Nullable SyncHistory history,
            Clock clock,
            RandomGenerator random) {
        this.properties = properties;
        this.cron = properties.cron() == null ? null : CronExpression.parse(properties.cron());
        this.background = background;
        this.lock = lock;
        this.history = history;
        this.clock = clock;
        this.random = random;
        this.open = cron == null;
        this.nextRound = nextRound(clock.instant());
    }

    /** How long to wait before looking first: nodes that start together do not look together. */
    Duration first() {
        return open ? Duration.ofNanos(random.nextLong(properties.pollInterval().toNanos())) : until(nextRound);
    }

    /** Looks who is due, and syncs them if this is the node to do so; then says how long to wait before looking again. */
    Duration look() {
        Instant now = clock.instant();
        bound(now);
        if (!now.isBefore(nextRound)) {
            open = true;
            nextLook = now;
            nextRound = nextRound(now);
        }
        if (open && !now.isBefore(nextLook)) {
            if (!now.isBefore(resumeAt)) {
                syncIfLocked();
            }
            nextLook = clock.instant().plus(properties.pollInterval());
        }
        return until(open && nextLook.isBefore(nextRound) ? nextLook : nextRound);
    }

    /** When the clock has been set back, what lay ahead lies no further ahead than if it had been set now. */
    private void bound(Instant now) {
        if (nextLook.isAfter(now.plus(properties.pollInterval()))) {
            nextLook = now;
        }
        Instant round = nextRound(now);
        if (round.isBefore(nextRound)) {
            nextRound = round;
        }
        resumeAt = earlier(resumeAt, now.plus(LONGEST_PAUSE));
        unfinishedUntil = earlier(unfinishedUntil, now.plus(LONGEST_PAUSE).plus(QUOTA_SPREAD));
        pruneAt = earlier(pruneAt, now.plus(PRUNE_EVERY));
        if (othersSeenAt != null) {
            othersSeenAt = earlier(othersSeenAt, now);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void syncIfLocked() {
        try (SyncLock.Held held = lock.tryLock().orElse(null)) {
            if (held == null) {
                othersSeenAt = clock.instant();
                return;
            }
            BackgroundReport report = background.run();
            keep(report);
            resumeAt = report.resumeAt().orElse(report.end() == End.STRAVA ? barredUntil() : Instant.MIN);
            report.reports().forEach(this::keepOpenFor);
            open = cron == null
                    || report.end() != End.DONE
                    || report.startedAt().isBefore(unfinishedUntil)
                    || othersMayHaveDied();
            prune();
        } catch (RuntimeException e) {
            LOG.warn("The background sync could not look who is due, and tries again: {}", e.toString());
        }
    }

    private void keepOpenFor(SyncReport sync) {
        sync.resumeAt()
                .map(resumption -> resumption.plus(QUOTA_SPREAD))
                .filter(unfinishedUntil::isBefore)
                .ifPresent(due -> unfinishedUntil = due);
    }

    /** Strava does not say when it will take calls of this application again. */
    private Instant barredUntil() {
        return clock.instant().plus(BARRED);
    }

    /** Athletes whom another node had claimed are due again when their claims have ended. */
    private boolean othersMayHaveDied() {
        return othersSeenAt != null
                && clock.instant()
                        .isBefore(othersSeenAt.plus(properties.takeover()).plus(properties.pollInterval()));
    }

    private void prune() {
        Instant now = clock.instant();
        if (history != null && !now.isBefore(pruneAt)) {
            pruneAt = now.plus(PRUNE_EVERY);
            history.prune(now.minus(properties.historyRetention()));
        }
    }

    private Instant nextRound(Instant after) {
        if (cron == null) {
            return Instant.MAX;
        }
        ZonedDateTime next = cron.next(after.atZone(ZoneOffset.UTC));
        return next == null ? Instant.MAX : next.toInstant();
    }

    private void keep(BackgroundReport report) {
        if (report.end() == End.BUSY || report.end() == End.STOPPED) {
            return;
        }
        latest = report;
        if (report.reports().isEmpty() && report.failures().isEmpty()) {
            report.failure().ifPresent(failure -> LOG.warn("{}", report));
            return;
        }
        LOG.info("{}", report);
        reportsLock.lock();
        try {
            reports.addFirst(report);
            if (reports.size() > KEPT_REPORTS) {
                reports.removeLast();
            }
        } finally {
            reportsLock.unlock();
        }
    }

    /** The latest runs of this node that had somebody to sync, latest first. */
    List<BackgroundReport> reports() {
        reportsLock.lock();
        try {
            return List.copyOf(reports);
        } finally {
            reportsLock.unlock();
        }
    }

    /** The latest run of this node, whether or not somebody was due. */
    Optional<BackgroundReport> latest() {
        return Optional.ofNullable(latest);
    }

    private Duration until(Instant later) {
        Instant now = clock.instant();
        if (!later.isAfter(now)) {
            return Duration.ZERO;
        }
        return later.isBefore(now.plus(LONGEST_DELAY)) ? Duration.between(now, later) : LONGEST_DELAY;
    }
}
