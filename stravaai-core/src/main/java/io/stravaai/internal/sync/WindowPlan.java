package io.stravaai.internal.sync;

import io.stravaai.auth.Scope;
import io.stravaai.store.Coverage;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a sync lists next: the newest activities; then what was never listed, newest first; then what was listed
 * longest ago, when that is due. Not thread-safe.
 */
final class WindowPlan {

    /** How long a list of the newest activities counts as such while history is walked: one window of quota. */
    static final Duration NEWEST_STAYS = Duration.ofMinutes(15);

    private final SyncOptions options;
    private final SyncPolicy policy;
    private boolean newestListed;
    private boolean nothingToWalk;
    private boolean listedAgain;
    private @Nullable Window toConfirm;

    WindowPlan(SyncOptions options, SyncPolicy policy) {
        this.options = options;
        this.policy = policy;
    }

    /**
     * The state with which a sync begins: what is to be listed again is forgotten to have been listed, so that whoever goes
     * on later sees the same.
     *
     * @param scopes what the grant allows now
     */
    SyncState begin(SyncState state, Set<Scope> scopes) {
        boolean wider =
                scopes.contains(Scope.ACTIVITY_READ_ALL) && !state.scopes().contains(Scope.ACTIVITY_READ_ALL);
        boolean all = wider || options.mode() == SyncOptions.Mode.FULL_HISTORY;
        SyncState.Builder begun = state.toBuilder().scopes(scopes);
        if (all) {
            begun.coverage(Coverage.none()).newestListedAt(null);
        } else if (options.mode() == SyncOptions.Mode.RANGE) {
            begun.coverage(state.coverage()
                    .without(options.from().orElseThrow(), options.to().orElseThrow()));
        }
        if (all || options.mode() != SyncOptions.Mode.INCREMENTAL) {
            begun.nextPage(1, null);
        }
        return begun.build();
    }

    /** What to list next; null if nothing is left. */
    @Nullable
    Window next(SyncState state, Instant now) {
        return switch (options.mode()) {
            case NEWEST_ONLY -> isNewestDone(state, now) ? null : Window.newest(1);
            case RANGE -> nextOfRange(state);
            case FULL_HISTORY, INCREMENTAL -> nextOfAll(state, now);
        };
    }

    private @Nullable Window nextOfAll(SyncState state, Instant now) {
        if (isNewestStale(state, now)) {
            return Window.newest(1);
        }
        if (toConfirm != null) {
            return toConfirm;
        }
        boolean paused = state.isBackfillPaused() && options.mode() == SyncOptions.Mode.INCREMENTAL;
        if (!paused && !nothingToWalk) {
            Instant edge = state.coverage().resumeBefore().orElse(null);
            if (edge != null) {
                return Window.below(Window.Kind.HISTORY, edge, page(state, edge));
            }
            if (state.coverage().intervals().isEmpty() && page(state, null) > 1) {
                return Window.newest(state.nextPage());
            }
        }
        if (!isNewestDone(state, now)) {
            return Window.newest(1);
        }
        Coverage.Interval due = paused ? null : due(state.coverage(), now);
        return due == null ? null : Window.below(Window.Kind.AGAIN, due.to(), page(state, due.to()));
    }

    private @Nullable Window nextOfRange(SyncState state) {
        if (toConfirm != null) {
            return toConfirm;
        }
        // A second more, as more than one activity may begin in the first one of the range.
        Instant from = options.from()
                .filter(Coverage.BEGINNING.plus(Window.OVERLAP)::isBefore)
                .map(start -> start.minus(Window.OVERLAP))
                .orElse(Coverage.BEGINNING);
        Instant edge =
                state.coverage().gapBelow(options.to().orElseThrow(), from).orElse(null);
        return edge == null ? null : Window.below(Window.Kind.HISTORY, edge, page(state, edge));
    }

    /** A walk that takes long, or is resumed, looks for what is new from time to time. */
    private boolean isNewestStale(SyncState state, Instant now) {
        Duration maxAge = options.newestMaxAge()
                .filter(age -> !newestListed || age.compareTo(NEWEST_STAYS) > 0)
                .orElse(NEWEST_STAYS);
        return state.newestListedAt()
                .map(listed -> Duration.between(listed, now))
                .map(age -> age.isNegative() || age.compareTo(maxAge) >= 0)
                .orElse(true);
    }

    /** Whether the newest activities have been listed as late as this sync is to see them. */
    boolean isNewestDone(SyncState state, Instant now) {
        return newestListed || (options.newestMaxAge().isPresent() && !isNewestStale(state, now));
    }

    private static int page(SyncState state, @Nullable Instant before) {
        Instant counted = state.nextPageBefore().orElse(null);
        boolean same = before == null ? counted == null : before.equals(counted);
        return same ? state.nextPage() : 1;
    }

    /**
     * What is to be listed again now: what has reached the period, and before that a page in each sync while more will
     * reach it than can have their turns until then. So what was listed at one time, as by a backfill, is spread, and
     * nothing has to be remembered for that.
     */
    private Coverage.@Nullable Interval due(Coverage coverage, Instant now) {
        List<Coverage.Interval> intervals = coverage.intervals();
        // The newest one has its own turns.
        List<Coverage.Interval> deep = intervals.subList(0, Math.max(0, intervals.size() - 1)).stream()
                .sorted(Comparator.comparing(Coverage.Interval::listedAt)
                        .thenComparing(Coverage.Interval::to, Comparator.reverseOrder()))
                .toList();
        if (deep.isEmpty()) {
            return null;
        }
        Coverage.Interval stalest = deep.get(0);
        boolean reached = !stalest.listedAt().plus(policy.relistPeriod()).isAfter(now);
        return reached || (!listedAgain && isCrowded(deep, now)) ? stalest : null;
    }

    /** Whether, at a turn in half the time that an even spread would give, some would come too late. */
    private boolean isCrowded(List<Coverage.Interval> stalestFirst, Instant now) {
        Duration turn = policy.relistPeriod().dividedBy(2L * stalestFirst.size());
        for (int before = 1; before < stalestFirst.size(); before++) {
            Instant reachesPeriod = stalestFirst.get(before).listedAt().plus(policy.relistPeriod());
            if (reachesPeriod.isBefore(now.plus(turn.multipliedBy(before)))) {
                return true;
            }
        }
        return false;
    }

    /** The newest activities have been listed in this sync. */
    void newestListed() {
        newestListed = true;
    }

    /** Strava's list is empty, or holds nothing that could be walked by its start. */
    void nothingToWalk() {
        nothingToWalk = true;
    }

    /** A page of what was listed long ago has been listed in this sync. */
    void listedAgain() {
        listedAgain = true;
    }

    /** The page behind the last one is to show whether that was the end; null if there is nothing to be shown. */
    void confirm(@Nullable Window window) {
        toConfirm = window;
    }
}
