package io.stravaai.quota;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one answer of Strava said about the quota. Immutable.
 *
 * <p>Strava leaves the headers out of some answers (401, unknown paths, some 200s) and sends empty values in others; what
 * was not said is empty here.
 */
public final class QuotaReading {

    private static final QuotaReading NOTHING = builder().build();

    private final @Nullable Instant serverTime;
    private final boolean limitExceeded;
    private final Map<QuotaBucket, Map<QuotaWindow, Integer>> limits;
    private final Map<QuotaBucket, Map<QuotaWindow, Integer>> usages;

    private QuotaReading(Builder builder) {
        this.serverTime = builder.serverTime;
        this.limitExceeded = builder.limitExceeded;
        this.limits = copy(builder.limits);
        this.usages = copy(builder.usages);
    }

    /** No answer came, or it said nothing. */
    public static QuotaReading nothing() {
        return NOTHING;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Strava's clock when it answered, to the second. */
    public Optional<Instant> serverTime() {
        return Optional.ofNullable(serverTime);
    }

    /** Whether the answer was 429. */
    public boolean limitExceeded() {
        return limitExceeded;
    }

    /** How many requests the bucket allows in the window. */
    public OptionalInt limit(QuotaBucket bucket, QuotaWindow window) {
        return get(limits, bucket, window);
    }

    /** How many requests the bucket has counted in the window, this one included. */
    public OptionalInt usage(QuotaBucket bucket, QuotaWindow window) {
        return get(usages, bucket, window);
    }

    @Override
    public String toString() {
        return "QuotaReading[limits " + limits + ", usages " + usages + (limitExceeded ? ", exceeded" : "") + "]";
    }

    private static OptionalInt get(
            Map<QuotaBucket, Map<QuotaWindow, Integer>> numbers, QuotaBucket bucket, QuotaWindow window) {
        Integer number = numbers.getOrDefault(bucket, Map.of()).get(window);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Map<QuotaBucket, Map<QuotaWindow, Integer>> copy(
            Map<QuotaBucket, Map<QuotaWindow, Integer>> numbers) {
        Map<QuotaBucket, Map<QuotaWindow, Integer>> copy = new EnumMap<>(QuotaBucket.class);
        numbers.forEach((bucket, windows) -> copy.put(bucket, new EnumMap<>(windows)));
        return copy;
    }

    /** Collects what an answer said. Not thread-safe. */
    public static final class Builder {

        private @Nullable Instant serverTime;
        private boolean limitExceeded;
        private final Map<QuotaBucket, Map<QuotaWindow, Integer>> limits = new EnumMap<>(QuotaBucket.class);
        private final Map<QuotaBucket, Map<QuotaWindow, Integer>> usages = new EnumMap<>(QuotaBucket.class);

        private Builder() {}

        public Builder serverTime(@Nullable Instant serverTime) {
            this.serverTime = serverTime;
            return this;
        }

        public Builder limitExceeded(boolean limitExceeded) {
            this.limitExceeded = limitExceeded;
            return this;
        }

        /** A limit that is not positive is not one, and is ignored. */
        public Builder limit(QuotaBucket bucket, QuotaWindow window, int limit) {
            if (limit > 0) {
                limits.computeIfAbsent(bucket, b -> new EnumMap<>(QuotaWindow.class))
                        .put(window, limit);
            }
            return this;
        }

        /** A negative usage is not one, and is ignored. */
        public Builder usage(QuotaBucket bucket, QuotaWindow window, int usage) {
            if (usage >= 0) {
                usages.computeIfAbsent(bucket, b -> new EnumMap<>(QuotaWindow.class))
                        .put(window, usage);
            }
            return this;
        }

        public QuotaReading build() {
            return new QuotaReading(this);
        }
    }
}
