package io.stravaai.client;

import io.stravaai.quota.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one call is made. Immutable. */
public final class CallOptions {

    private static final CallOptions DEFAULT = new CallOptions(Lane.INTERACTIVE, Duration.ZERO, null, false, null);

    private final Lane lane;
    private final Duration maxQuotaWait;
    private final @Nullable Instant deadline;
    private final boolean bypassCache;
    private final @Nullable RequestCounter counter;

    private CallOptions(
            Lane lane,
            Duration maxQuotaWait,
            @Nullable Instant deadline,
            boolean bypassCache,
            @Nullable RequestCounter counter) {
        this.lane = Objects.requireNonNull(lane, "lane");
        this.maxQuotaWait = Objects.requireNonNull(maxQuotaWait, "maxQuotaWait");
        this.deadline = deadline;
        this.bypassCache = bypassCache;
        this.counter = counter;
    }

    /** For a person who is waiting: does not wait for quota, and has no deadline but that of each request. */
    public static CallOptions defaults() {
        return DEFAULT;
    }

    public CallOptions withLane(Lane lane) {
        return new CallOptions(lane, maxQuotaWait, deadline, bypassCache, counter);
    }

    /**
     * Waits so long in all, on the calling thread, for a window with quota. If the window opens later than that the
     * call fails at once with {@link io.stravaai.error.QuotaExceededException}.
     */
    public CallOptions withMaxQuotaWait(Duration maxQuotaWait) {
        return new CallOptions(lane, maxQuotaWait, deadline, bypassCache, counter);
    }

    /**
     * When the call, with all its waits and repetitions, must have ended. No wait is begun that would last longer, and a
     * request is cut off; the call then fails with what kept it from ending in time, or with {@link
     * io.stravaai.error.DeadlineExceededException} if that was nothing but time. For a list no page is fetched after it. Reckoned by the client's clock.
     */
    public CallOptions withDeadline(Instant deadline) {
        return new CallOptions(lane, maxQuotaWait, Objects.requireNonNull(deadline, "deadline"), bypassCache, counter);
    }

    /** Asks Strava even if the client has a cached answer; the new answer is cached. */
    public CallOptions bypassingCache() {
        return new CallOptions(lane, maxQuotaWait, deadline, true, counter);
    }

    /** Counts the requests of the call, also when it fails. */
    public CallOptions withCounter(RequestCounter counter) {
        return new CallOptions(lane, maxQuotaWait, deadline, bypassCache, Objects.requireNonNull(counter, "counter"));
    }

    public Lane lane() {
        return lane;
    }

    public Duration maxQuotaWait() {
        return maxQuotaWait;
    }

    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    public boolean bypassesCache() {
        return bypassCache;
    }

    public Optional<RequestCounter> counter() {
        return Optional.ofNullable(counter);
    }
}
