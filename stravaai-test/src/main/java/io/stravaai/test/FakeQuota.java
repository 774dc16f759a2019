package io.stravaai.test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the application may still ask for. Guarded by the lock of {@link FakeStrava}. */
final class FakeQuota {

    private final Limits overall;
    private final Limits read;
    private final Window quarterHour = new Window(Duration.ofMinutes(15));
    private final Window day = new Window(Duration.ofDays(1));

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

    /** Counts requests that both buckets are charged for, as all are but uploads. */
    void use(int requests, Instant now) {
        quarterHour.use(requests, now);
        day.use(requests, now);
    }

    /** Whether the last request counted was one too many. */
    boolean exceeded() {
        return quarterHour.used > Math.min(read.quarterHour, overall.quarterHour)
                || day.used > Math.min(read.day, overall.day);
    }

    Map<String, String> headers() {
        String usage = quarterHour.used + "," + day.used;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-RateLimit-Limit", overall.quarterHour + "," + overall.day);
        headers.put("X-RateLimit-Usage", usage);
        headers.put("X-ReadRateLimit-Limit", read.quarterHour + "," + read.day);
        headers.put("X-ReadRateLimit-Usage", usage);
        return headers;
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
