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
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Strava's two buckets and two windows, kept in a ledger that all nodes share. Every change is a compare-and-set of the
 * ledger's row, repeated until it takes.
 */
public final class StravaRateLimiter implements RateLimiter {

    /**
     * A request sent so close to the end of a window may be counted in the next one, so it is charged to both. As long
     * as a request may take on its way to Strava.
     */
    private static final Duration GUARD_BAND = Duration.ofSeconds(15);

    private final QuotaLedger ledger;
    private final String clientId;
    private final ServerClock clock;

    public StravaRateLimiter(QuotaLedger ledger, String clientId, Clock clock) {
        this.ledger = ledger;
        this.clientId = clientId;
        this.clock = new ServerClock(clock);
    }

    @Override
    public Permit acquire(RequestKind kind, Lane lane, AthleteId athlete) {
        while (true) {
            Instant now = clock.instant();
            QuotaLedger.Entry entry = entryAt(now);
            Instant notBefore = notBefore(entry.state(), kind, lane, now);
            if (notBefore != null) {
                return new Permit.NotBefore(notBefore);
            }
            if (ledger.replace(clientId, entry.version(), charged(entry.state(), kind, now))) {
                return new Permit.Granted(kind, now);
            }
        }
    }

    @Override
    public void settle(Permit.Granted permit, QuotaReading reading) {
        reading.serverTime().ifPresent(clock::learn);
        update(state -> learned(state, reading));
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
     * Windows move back only if the row is ahead by more than a window: then not this node's clock is behind, but that of
     * the node that wrote it was wrong.
     */
    private static QuotaState movedOn(QuotaState row, Instant now) {
        QuotaState state = row;
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant start = window.startOf(now);
            boolean wrong = state.windowStart(window).isAfter(window.endOf(now));
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
                && !blockedUntil.isAfter(QuotaWindow.DAY.endOf(now).plus(Duration.ofDays(1)));
        return blocked ? state : state.withBlockedUntil(null);
    }

    /** When the latest of the windows ends that have no room for the request; null if all have. */
    private static @Nullable Instant notBefore(QuotaState state, RequestKind kind, Lane lane, Instant now) {
        Instant notBefore = state.blockedUntil().orElse(null);
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant end = window.endOf(state.windowStart(window));
            boolean guarded = isGuarded(now, end);
            for (QuotaBucket bucket : QuotaBucket.values()) {
                double ceiling = Math.ceil(state.limit(bucket, window) * lane.ceiling());
                boolean full =
                        state.used(bucket, window) >= ceiling || (guarded && state.usedNext(bucket, window) >= ceiling);
                if (kind.charges(bucket) && full && (notBefore == null || notBefore.isBefore(end))) {
                    notBefore = end;
                }
            }
        }
        return notBefore;
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

    /** Undoes {@link #charged} wherever the windows that were charged still stand. */
    private static QuotaState released(QuotaState state, RequestKind kind, Instant chargedAt) {
        QuotaState next = state;
        for (QuotaWindow window : QuotaWindow.values()) {
            Instant start = state.windowStart(window);
            boolean current = !chargedAt.isBefore(start);
            boolean guarded = isGuarded(chargedAt, current ? window.endOf(start) : start);
            for (QuotaBucket bucket : QuotaBucket.values()) {
                if (kind.charges(bucket)) {
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
    private QuotaState learned(QuotaState state, QuotaReading reading) {
        Instant answeredAt = reading.serverTime().filter(clock::isPlausible).orElseGet(clock::instant);
        QuotaState next = state;
        boolean dayIsUsedUp = false;
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
                dayIsUsedUp |= window == QuotaWindow.DAY
                        && usage.orElse(next.used(bucket, window)) >= next.limit(bucket, window);
            }
        }
        if (reading.limitExceeded()) {
            Instant end = (dayIsUsedUp ? QuotaWindow.DAY : QuotaWindow.QUARTER_HOUR).endOf(answeredAt);
            Instant blockedUntil = next.blockedUntil().orElse(end);
            next = next.withBlockedUntil(blockedUntil.isAfter(end) ? blockedUntil : end);
        }
        return next;
    }
}
