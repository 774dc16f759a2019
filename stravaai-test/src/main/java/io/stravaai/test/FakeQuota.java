package io.stravaai.test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the application may still ask for. Guarded by the lock of {@link FakeStrava}. */
final class FakeQuota {

    private Limits overall;
    private Limits read;
    private final Usage all = new Usage();
    private final Usage reads = new Usage();

    FakeQuota(Limits overall, Limits read) {
        this.overall = overall;
        this.read = read;
    }

    record Limits(int quarterHour, int day) {

        Limits {
            if (quarterHour < 1 || day < 1) {
                throw new IllegalArgumentException("Limits must be positive: " + quarterHour + " and " + day);
            }
        }
    }

    void limitOverall(Limits limits) {
        overall = limits;
    }

    void limitReads(Limits limits) {
        read = limits;
    }

    /** Counts requests that both buckets are charged for, as all are but uploads. */
    void use(int requests, Instant now) {
        all.use(requests, now);
        reads.use(requests, now);
    }

    /** Counts a request that only the overall bucket is charged for. */
    void useUpload(Instant now) {
        all.use(1, now);
        reads.use(0, now);
    }

    /** Whether the last request counted was one too many. */
    boolean exceeded() {
        return reads.exceeds(read) || exceededByUpload();
    }

    /** The same for a request that only the overall bucket is charged for. */
    boolean exceededByUpload() {
        return all.exceeds(overall);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-RateLimit-Limit", overall.quarterHour + "," + overall.day);
        headers.put("X-RateLimit-Usage", all.toString());
        headers.put("X-ReadRateLimit-Limit", read.quarterHour + "," + read.day);
        headers.put("X-ReadRateLimit-Usage", reads.toString());
        return headers;
    }

    /** As recorded of an activity that was entered by hand: without figures for the bucket that is not charged. */
    Map<String, String> headersOfUpload() {
        Map<String, String> headers = headers();
        headers.put("X-ReadRateLimit-Usage", ",");
        return headers;
    }

    private static final class Usage {

        private final Window quarterHour = new Window(Duration.ofMinutes(15));
        private final Window day = new Window(Duration.ofDays(1));

        void use(int requests, Instant now) {
            quarterHour.use(requests, now);
            day.use(requests, now);
        }

        boolean exceeds(Limits limits) {
            return quarterHour.used > limits.quarterHour || day.used > limits.day;
        }

        @Override
        public String toString() {
            return quarterHour.used + "," + day.used;
        }
    }

    /** Begins at a multiple of its length since the epoch: a natural quarter hour, or midnight UTC. */
    private static final class Window {

        private final long seconds;
        private long index = Long.MIN_VALUE;
        private int used;

        Window(Duration length) {
            this.seconds = length.toSeconds();
        }

        void use(int requests, Instant now) {
            long current = Math.floorDiv(now.getEpochSecond(), seconds);
            if (current != index) {
                index = current;
                used = 0;
            }
            used += requests;
        }
    }
}
