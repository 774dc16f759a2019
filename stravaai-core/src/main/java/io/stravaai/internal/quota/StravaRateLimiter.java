package io.stravaai.internal.quota;

import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.Permit;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RateLimiter;
import io.stravaai.quota.RequestKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Strava's two buckets and two windows, kept in a ledger that all nodes share. Every change is a compare-and-set of the
 * ledger's row, repeated until it takes.
 *
 * <p>The athletes of a lane take turns, as far as this node knows them: what they were granted is not in the ledger.
 */
public final class StravaRateLimiter implements RateLimiter {

    /**
     * A request sent so close to the end of a window may be counted in the next one, so it is charged to both. As long
     * as a request may take on its way to Strava.
     */
    private static final Duration GUARD_BAND = Duration.ofSeconds(15);

    /**
     * Of the requests that a lane keeps for those before it, so many of 15 are kept on in the last two minutes: as much as
     * falls to that time. The rest would go unused. A person who then finds nothing waits two minutes at most.
     */
    private static final int KEPT_AT_LAST = 2;

    /** One who was served asks again within a call's time, if it does. */
    private static final Duration SERVED_PATIENCE = Duration.ofMinutes(1);

    private static final Duration REFUSED_PATIENCE =
            QuotaWindow.QUARTER_HOUR.length().dividedBy(2);

    /** A person is not refused for the sake of somebody who does not wait, and nobody looks at a screen for long. */
    private static final Duration INTERACTIVE_PATIENCE = Duration.ofSeconds(30);

    /** A block ends with its quarter hour. One that ends later than this was written by a node whose clock was wrong. */
    private static final Duration LONGEST_BLOCK =
            QuotaWindow.QUARTER_HOUR.length().multipliedBy(2);

    private final QuotaLedger ledger;
    private final String clientId;
    private final LaneCeilings ceilings;
    private final ServerClock clock;
    private final Map<Lane, FairShares> shares = new EnumMap<>(Lane.class);

    /** With the default ceilings. */
    public StravaRateLimiter(QuotaLedger ledger, String clientId, Clock clock) {
        this(ledger, clientId, clock, LaneCeilings.defaults());
    }

    public StravaRateLimiter(QuotaLedger ledger, String clientId, Clock clock, LaneCeilings ceilings) {
        this.ledger = ledger;
        this.clientId = clientId;
        this.ceilings = ceilings;
        this.clock = new ServerClock(clock);
        for (Lane lane : Lane.values()) {
            shares.put(
                    lane,
                    lane == Lane.INTERACTIVE
                            ? new FairShares(Duration.ZERO, INTERACTIVE_PATIENCE)
                            : new FairShares(SERVED_PATIENCE, REFUSED_PATIENCE));
        }
    }

    @Override
    public Permit acquire(RequestKind kind, Lane lane, AthleteId athlete) {
        while (true) {
            Instant now = clock.instant();
            QuotaLedger.Entry entry = entryAt(now);
            Instant window = entry.state().windowStart(QuotaWindow.QUARTER_HOUR);
            Instant notBefore = notBefore(entry.state(), kind, lane, now);
            if (notBefore == null) {
                notBefore = turn(entry.state(), kind, lane, athlete, now);
            }
            if (notBefore != null) {
                shares(lane).refused(athlete, now, window, notBefore);
                return new Permit.NotBefore(clock.local(notBefore));
            }
            if (ledger.replace(clientId, entry.version(), charged(entry.state(), kind, now))) {
                shares(lane).served(athlete, now, window);
                return new Permit.Granted(kind, now);
            }
        }
    }

    @Override
    public void settle(Permit.Granted permit, QuotaReading reading) {
        reading.serverTime().ifPresent(time -> clock.learn(time, permit.at()));
        update(state -> learned(state, permit.kind(), reading));
    }

    @Override
    public void release(Permit.Granted permit) {
        update(state -> released(state, permit.kind(), permit.at()));
    }

    @Override
    public QuotaSnapshot snapshot() {
        QuotaState state = entryAt(clock.instant()).state();
        Map<QuotaBucket, Map<QuotaWindow, QuotaSnapshot.Count>> counts = new EnumMap<>(QuotaBucket.class);
        for (QuotaBucket bucket : QuotaBucket.values()) {
            Map<QuotaWindow, QuotaSnapshot.Count> windows = new EnumMap<>(QuotaWindow.class);
            for (QuotaWindow window : QuotaWindow.values()) {
                windows.put(window, new QuotaSnapshot.Count(state.used(bucket, window), state.limit(bucket, window)));
            }
            counts.put(bucket, windows);
        }
        return QuotaSnapshot.of(counts);
    }

    private void update(UnaryOperator<QuotaState> change) {
        while (true) {
            QuotaLedger.Entry entry = entryAt(clock.instant());
            QuotaState next = change.apply(entry.state());
            if (next.equals(entry.state()) || ledger.replace(clientId, entry.version(), next)) {
                return;
            }
        }
    }

    /** The row with its windows moved on to this instant; version 0 if there is none. */
    private QuotaLedger.Entry entryAt(Instant now) {
        return ledger.find(clientId)
                .map(entry -> new QuotaLedger.Entry(entry.version(), movedOn(entry.state(), now)))
                .orElseGet(() -> new QuotaLedger.Entry(0, QuotaState.initial(now)));
    }

    /**
     * Windows move back, and blocks are lifted, only if they are ahead by more than a quarter hour: then the clock of the node
     * that wrote them was wrong. A node that Strava has not told the time yet allows for a day more, as its own clock may be
     * behind.
     */
    private QuotaState movedOn(QuotaState row, Instant now) {
        QuotaState state = row;
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant start = window.startOf(now);
            boolean wrong =
                    state.windowStart(window).isAfter((clock.isKnown() ? QuotaWindow.QUARTER_HOUR : window).endOf(now));
            if (start.isAfter(state.windowStart(window)) || wrong) {
                boolean follows = start.equals(window.endOf(state.windowStart(window)));
                for (QuotaBucket bucket : QuotaBucket.values()) {
                    state = state.withUsed(bucket, window, follows ? state.usedNext(bucket, window) : 0)
                            .withUsedNext(bucket, window, 0);
                }
                state = state.withWindowStart(window, start);
            }
        }
        Instant blockedUntil = state.blockedUntil().orElse(Instant.MIN);
        boolean blocked = blockedUntil.isAfter(now)
                && !blockedUntil.isAfter(now.plus(clock.isKnown() ? LONGEST_BLOCK : LONGEST_BLOCK.plusDays(1)));
        return blocked ? state : state.withBlockedUntil(null);
    }

    /** When there may be room again in the latest of the windows that have none; null if all have. */
    private @Nullable Instant notBefore(QuotaState state, RequestKind kind, Lane lane, Instant now) {
        Instant notBefore = state.blockedUntil().orElse(null);
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant end = window.endOf(state.windowStart(window));
            Instant release = end.minus(FairShares.LAST_MINUTES);
            for (QuotaBucket bucket : QuotaBucket.values()) {
                if (kind.charges(bucket) && left(state, bucket, window, lane, now) <= 0) {
                    boolean more = now.isBefore(release)
                            && state.used(bucket, window) < released(lane, state.limit(bucket, window));
                    Instant again = more ? release : end;
                    notBefore = notBefore == null || notBefore.isBefore(again) ? again : notBefore;
                }
            }
        }
        return notBefore;
    }

    /** When this athlete's turn comes, although there is room in the lane; null if it is now. */
    private @Nullable Instant turn(QuotaState state, RequestKind kind, Lane lane, AthleteId athlete, Instant now) {
        Instant window = state.windowStart(QuotaWindow.QUARTER_HOUR);
        Instant end = QuotaWindow.QUARTER_HOUR.endOf(window);
        Instant release = end.minus(FairShares.LAST_MINUTES);
        Instant next = now.isBefore(release) ? release : end;
        long left = left(state, kind, lane, now);
        for (Lane before : Lane.values()) {
            if (before.compareTo(lane) < 0) {
                // Those who wait there are many more, perhaps, than the reserve of their lane serves in time.
                left = Math.min(
                        left, left(state, kind, before, now) - shares(before).waiting(now, window));
                if (left <= 0) {
                    return shares(before).firstGivesUp(now, window, next);
                }
            }
        }
        Instant turn = shares(lane).turn(athlete, left, now, window);
        if (turn == null) {
            return next;
        }
        return turn.equals(now) ? null : turn;
    }

    private long left(QuotaState state, RequestKind kind, Lane lane, Instant now) {
        long left = Long.MAX_VALUE;
        for (QuotaWindow window : QuotaWindow.values()) {
            for (QuotaBucket bucket : QuotaBucket.values()) {
                if (kind.charges(bucket)) {
                    left = Math.min(left, left(state, bucket, window, lane, now));
                }
            }
        }
        return left;
    }

    /**
     * What a lane may still use of a window. In the guard band nothing is released to it: a request is charged twice there,
     * and would cost as much of the next window as it saves of this one.
     */
    private long left(QuotaState state, QuotaBucket bucket, QuotaWindow window, Lane lane, Instant now) {
        Instant end = window.endOf(state.windowStart(window));
        int limit = state.limit(bucket, window);
        long ceiling = ceilings.requests(lane, limit);
        if (isGuarded(now, end)) {
            return ceiling - Math.max(state.used(bucket, window), state.usedNext(bucket, window));
        }
        boolean released = !now.isBefore(end.minus(FairShares.LAST_MINUTES));
        return (released ? released(lane, limit) : ceiling) - state.used(bucket, window);
    }

    /** What a lane may use in the last minutes. What the first lane leaves is for other users of the client id, and stays. */
    private long released(Lane lane, int limit) {
        long top = ceilings.requests(Lane.INTERACTIVE, limit);
        long reserve = top - ceilings.requests(lane, limit);
        return top - (reserve * KEPT_AT_LAST + 14) / 15;
    }

    private FairShares shares(Lane lane) {
        return Objects.requireNonNull(shares.get(lane), "lane");
    }

    private static QuotaState charged(QuotaState state, RequestKind kind, Instant now) {
        QuotaState next = state;
        for (QuotaWindow window : QuotaWindow.values()) {
            boolean guarded = isGuarded(now, window.endOf(state.windowStart(window)));
            for (QuotaBucket bucket : QuotaBucket.values()) {
                if (kind.charges(bucket)) {
                    next = next.withUsed(bucket, window, next.used(bucket, window) + 1);
                    if (guarded) {
                        next = next.withUsedNext(bucket, window, next.usedNext(bucket, window) + 1);
                    }
                }
            }
        }
        return next;
    }

    /**
     * Undoes {@link #charged} wherever the windows that were charged still stand. In a full one nothing is undone: if Strava
     * has said that it is, that did not count what is given back now.
     */
    private static QuotaState released(QuotaState state, RequestKind kind, Instant chargedAt) {
        QuotaState next = state;
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant start = state.windowStart(window);
            boolean current = !chargedAt.isBefore(start);
            boolean guarded = isGuarded(chargedAt, current ? window.endOf(start) : start);
            for (QuotaBucket bucket : QuotaBucket.values()) {
                if (kind.charges(bucket) && next.used(bucket, window) < next.limit(bucket, window)) {
                    if (current || (guarded && window.endOf(chargedAt).equals(start))) {
                        next = next.withUsed(bucket, window, Math.max(0, next.used(bucket, window) - 1));
                    }
                    if (current && guarded) {
                        next = next.withUsedNext(bucket, window, Math.max(0, next.usedNext(bucket, window) - 1));
                    }
                }
            }
        }
        return next;
    }

    private static boolean isGuarded(Instant at, Instant windowEnd) {
        return !at.isBefore(windowEnd.minus(GUARD_BAND));
    }

    /** The state with what an answer said. Answers overtake one another, so usage only rises within a window. */
    private QuotaState learned(QuotaState state, RequestKind kind, QuotaReading reading) {
        Instant answeredAt = reading.serverTime().filter(clock::isPlausible).orElseGet(clock::instant);
        QuotaState next = state;
        boolean isUsedUp = false;
        for (QuotaWindow window : QuotaWindow.values()) {
            boolean current = window.startOf(answeredAt).equals(state.windowStart(window));
            for (QuotaBucket bucket : QuotaBucket.values()) {
                OptionalInt limit = reading.limit(bucket, window);
                OptionalInt usage = reading.usage(bucket, window);
                if (limit.isPresent()) {
                    next = next.withLimit(bucket, window, limit.getAsInt());
                }
                if (usage.isPresent() && current) {
                    next = next.withUsed(bucket, window, Math.max(next.used(bucket, window), usage.getAsInt()));
                }
                isUsedUp |= kind.charges(bucket) && next.used(bucket, window) >= next.limit(bucket, window);
            }
        }
        if (reading.limitExceeded() && !isUsedUp) {
            // Strava counts more than it says. Whatever it counts, its next quarter hour may bring more.
            Instant end = QuotaWindow.QUARTER_HOUR.endOf(answeredAt);
            next = next.withBlockedUntil(
                    next.blockedUntil().filter(end::isBefore).orElse(end));
        }
        return next;
    }
}
