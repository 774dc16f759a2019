package io.stravaai.quota;

/**
 * Who a request is for. Each lane may use the quota only up to its ceiling, so that the lanes before it always find
 * something left. Within a lane athletes take turns.
 */
public enum Lane {
    /** A person is waiting. */
    INTERACTIVE(1.00),
    /** An event of Strava is to be followed up. */
    WEBHOOK(0.95),
    /** A regular look for what is new. */
    POLL(0.85),
    /** History, which can wait. */
    BACKFILL(0.70);

    private final double ceiling;

    Lane(double ceiling) {
        this.ceiling = ceiling;
    }

    /**
     * The share of each window's limit that may be used when a request of this lane has been sent, unless the client was
     * built with another; rounded up.
     */
    public double ceiling() {
        return ceiling;
    }
}
