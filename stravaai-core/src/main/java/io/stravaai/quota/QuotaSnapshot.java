package io.stravaai.quota;

import java.util.EnumMap;
import java.util.Map;

/** What is known of the quota at one moment. Immutable. */
public final class QuotaSnapshot {

    private final Map<QuotaBucket, Map<QuotaWindow, Count>> counts;

    private QuotaSnapshot(Map<QuotaBucket, Map<QuotaWindow, Count>> counts) {
        Map<QuotaBucket, Map<QuotaWindow, Count>> copy = new EnumMap<>(QuotaBucket.class);
        counts.forEach((bucket, windows) -> copy.put(bucket, new EnumMap<>(windows)));
        this.counts = copy;
    }

    /**
     * A snapshot of these counts.
     *
     * @param counts an entry for each bucket and window
     */
    public static QuotaSnapshot of(Map<QuotaBucket, Map<QuotaWindow, Count>> counts) {
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                if (!counts.getOrDefault(bucket, Map.of()).containsKey(window)) {
                    throw new IllegalArgumentException("No count for " + bucket + " " + window);
                }
            }
        }
        return new QuotaSnapshot(counts);
    }

    /** The count of one bucket in its current window. */
    public Count count(QuotaBucket bucket, QuotaWindow window) {
        Count count = counts.getOrDefault(bucket, Map.of()).get(window);
        if (count == null) {
            throw new IllegalStateException("No count for " + bucket + " " + window);
        }
        return count;
    }

    @Override
    public String toString() {
        return "QuotaSnapshot" + counts;
    }

    /**
     * Requests used of those allowed.
     *
     * @param used as far as known; may exceed the limit
     * @param limit as Strava last said, or its documented default before it said anything
     */
    public record Count(int used, int limit) {

        /** Requests left, at least 0. */
        public int left() {
            return Math.max(0, limit - used);
        }
    }
}
