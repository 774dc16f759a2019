package io.stravaai.quota;

import java.time.Duration;
import java.time.Instant;

/** The natural windows, by Strava's clock, after which a budget begins anew. */
public enum QuotaWindow {
    /** Ends at :00, :15, :30 and :45 of each hour. */
    QUARTER_HOUR(Duration.ofMinutes(15)),
    /** Ends at midnight UTC. */
    DAY(Duration.ofDays(1));

    private final Duration length;

    QuotaWindow(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }

    /** When the window that holds this instant began. */
    public Instant startOf(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), length.toSeconds()) * length.toSeconds());
    }

    /** When the window that holds this instant ends, and the next begins. */
    public Instant endOf(Instant instant) {
        return startOf(instant).plus(length);
    }
}
