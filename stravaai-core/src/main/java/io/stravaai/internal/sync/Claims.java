package io.stravaai.internal.sync;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who works on an athlete: whoever moved the time at which the athlete is due. The version of the state lets only one do
 * so. Thread-safe.
 */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    /** So many others do not come between within moments. */
    private static final int MAX_CONFLICTS = 10;

    /**
     * A claim that was taken.
     *
     * @param state as it was stored with the claim
     * @param dueAt when the athlete was due before
     * @param until when others may take the athlete over
     */
    record Claim(SyncState state, Instant dueAt, Instant until) {

        AthleteId athlete() {
            return state.athlete();
        }
    }

    private final ActivityStore store;
    private final Schedule schedule;
    private final Clock clock;
    private final RandomGenerator random;

    Claims(ActivityStore store, Schedule schedule, Clock clock, RandomGenerator random) {
        this.store = store;
        this.schedule = schedule;
        this.clock = clock;
        this.random = random;
    }

    /** The state of an athlete who is due; null for others. */
    @Nullable
    SyncState due(AthleteId athlete) {
        return store.syncState(athlete)
                .filter(state -> state.nextDueAt()
                        .filter(dueAt -> !dueAt.isAfter(clock.instant()))
                        .isPresent())
                .orElse(null);
    }

    /**
     * Claims an athlete.
     *
     * @param state of one who is due
     * @return null if somebody else was first
     */
    @Nullable
    Claim take(SyncState state) {
        Instant dueAt = state.nextDueAt().orElseThrow();
        Instant until = schedule.leaseEnds(clock.instant());
        SyncState claimed = state.next().nextDueAt(until).build();
        return isCommitted(SyncCommit.of(claimed, List.of(), List.of(), List.of()))
                ? new Claim(claimed, dueAt, until)
                : null;
    }

    /** Makes the athlete due again as before, unless somebody has been at work since. Fails in silence: claims end. */
    void giveBack(Claim claim) {
        try {
            SyncState free = claim.state().next().nextDueAt(claim.dueAt()).build();
            store.commit(SyncCommit.of(free, List.of(), List.of(), List.of()));
        } catch (RuntimeException e) {
            LOG.debug("The claim of athlete {} lasts until {}: {}", claim.athlete(), claim.until(), e.getMessage());
        }
    }

    /** Makes the athlete due now, if nothing else would. */
    void enroll(AthleteId athlete) {
        moveTo(clock.instant(), athlete, Claims::isIdle);
    }

    /** Makes the athlete due never. */
    void withdraw(AthleteId athlete) {
        moveTo(SyncState.NEVER, athlete, state -> !state.isWithdrawn());
    }

    private void moveTo(Instant dueAt, AthleteId athlete, Predicate<SyncState> concerned) {
        for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
            SyncState state = store.syncState(athlete).orElse(null);
            if (state != null && !concerned.test(state)) {
                return;
            }
            SyncCommit commit = state == null
                    ? SyncCommit.first(
                            SyncState.builder(athlete, random.nextLong(1, Long.MAX_VALUE / 2))
                                    .nextDueAt(dueAt)
                                    .build(),
                            List.of(),
                            List.of(),
                            List.of())
                    : SyncCommit.of(state.next().nextDueAt(dueAt).build(), List.of(), List.of(), List.of());
            if (isCommitted(commit)) {
                return;
            }
        }
        throw new StoreException(
                "When the athlete is due could not be stored: others changed the state all the time", true, null);
    }

    /** Whoever had to consent is looked at once a day only, and is enrolled when that has been done. */
    private static boolean isIdle(SyncState state) {
        return state.nextDueAt().isEmpty()
                || state.isWithdrawn()
                || state.lastFailure().filter(Schedule::needsConsent).isPresent();
    }

    private boolean isCommitted(SyncCommit commit) {
        return store.commit(commit) == CommitResult.COMMITTED;
    }
}
