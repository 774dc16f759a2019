package io.stravaai.client;

import io.stravaai.quota.Lane;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one call is made. Immutable. */
public final class CallOptions {

    private static final CallOptions DEFAULT = new CallOptions(Lane.INTERACTIVE, Duration.ZERO, null);

    private final Lane lane;
    private final Duration maxQuotaWait;
    private final @Nullable RequestCounter counter;

    private CallOptions(Lane lane, Duration maxQuotaWait, @Nullable RequestCounter counter) {
        this.lane = Objects.requireNonNull(lane, "lane");
        this.maxQuotaWait = Objects.requireNonNull(maxQuotaWait, "maxQuotaWait");
        this.counter = counter;
    }

    /** For a person who is waiting; does not wait for quota. */
    public static CallOptions defaults() {
        return DEFAULT;
    }

    public CallOptions withLane(Lane lane) {
        return new CallOptions(lane, maxQuotaWait, counter);
    }

    /**
     * Waits so long in all, on the calling thread, for a window with quota. If the window opens later than that the
     * call fails at once with {@link io.stravaai.error.QuotaExceededException}.
     */
    public CallOptions withMaxQuotaWait(Duration maxQuotaWait) {
        return new CallOptions(lane, maxQuotaWait, counter);
    }

    /** Counts the requests of the call, also when it fails. */
    public CallOptions withCounter(RequestCounter counter) {
        return new CallOptions(lane, maxQuotaWait, counter);
    }

    public Lane lane() {
        return lane;
    }

    public Duration maxQuotaWait() {
        return maxQuotaWait;
    }

    public Optional<RequestCounter> counter() {
        return Optional.ofNullable(counter);
    }
}
