package io.stravaai.internal.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the athlete of one sync is due next, as the sync goes on and ends. A sync that looks at a part only puts nothing
 * off: what is due besides, such as listing old history again, would else never have its turn with an app that is opened
 * all the time.
 */
final class NextTurn {

    private final Schedule schedule;
    private final Clock clock;
    private final AthleteId athlete;
    private final boolean walks;

    NextTurn(Schedule schedule, Clock clock, AthleteId athlete, SyncOptions options) {
        this.schedule = schedule;
        this.clock = clock;
        this.athlete = athlete;
        this.walks = options.mode() == SyncOptions.Mode.INCREMENTAL || options.mode() == SyncOptions.Mode.FULL_HISTORY;
    }

    /** While a sync begins: soon, so that somebody else goes on if it is killed. */
    @Nullable
    Instant atBeginning(SyncState state) {
        return walks ? schedule.leaseEnds(clock.instant()) : state.nextDueAt().orElse(null);
    }

    /**
     * After a page. As long as there is history to walk that is soon, so that somebody goes on where a sync was killed.
     *
     * @param next the state that is stored with the page
     * @param whole whether nothing is left to be walked
     */
    Instant afterPage(SyncState next, boolean whole) {
        Instant regular = regular(next);
        if (walks) {
            return whole ? regular : schedule.leaseEnds(clock.instant());
        }
        return next.nextDueAt().filter(regular::isAfter).orElse(regular);
    }

    /** With all done: the next regular turn, or when the first of the resources that wait is due. */
    @Nullable
    Instant afterAll(SyncState state, ResourceQueue resources) {
        Instant regular = walks ? regular(state) : state.nextDueAt().orElse(null);
        if (regular == null) {
            return null;
        }
        Instant now = clock.instant();
        return resources
                .nextDueBefore(regular)
                .map(due -> due.isBefore(now) ? now : due)
                .orElse(regular);
    }

    /**
     * With a rest that is refused until then: when it can be done; but what is new is not to wait for that longer than for
     * any other sync.
     */
    Instant afterPart(SyncState state, Instant resumeAt) {
        Instant resumption = schedule.afterQuota(athlete, resumeAt);
        Instant otherwise = walks ? regular(state) : state.nextDueAt().orElse(resumption);
        boolean earlier = otherwise.isBefore(resumption) && (otherwise.isAfter(clock.instant()) || !walks);
        return earlier ? otherwise : resumption;
    }

    /**
     * After a failure.
     *
     * @param failures how many there were in a row, this one included
     */
    Instant afterFailure(int failures, Throwable failure) {
        return schedule.afterFailure(athlete, clock.instant(), failures, failure);
    }

    /** When the newest activities are to be listed again. */
    private Instant regular(SyncState state) {
        Instant now = clock.instant();
        Instant listedAt = state.newestListedAt().filter(now::isAfter).orElse(now);
        return schedule.afterSuccess(athlete, state.coverage(), listedAt);
    }
}
