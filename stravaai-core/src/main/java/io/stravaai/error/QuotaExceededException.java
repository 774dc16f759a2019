package io.stravaai.error;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The application's quota is used up, by Strava's word (429) or by what is known of it before a request is sent. */
public final class QuotaExceededException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    private final Duration window;
    private final Instant resetsAt;

    /**
     * @param status 429, or 0 if no request was sent
     * @param window the length of the window that is used up
     * @param resetsAt when it makes sense to ask again
     */
    public QuotaExceededException(int status, List<Fault> faults, Duration window, Instant resetsAt) {
        super(
                (status == 0 ? "What this call may use of Strava's request quota of " : "Strava's request quota of ")
                        + (window.toDays() > 0 ? "a day" : "a quarter of an hour")
                        + " is used up until " + resetsAt,
                status,
                faults);
        this.window = window;
        this.resetsAt = resetsAt;
    }

    /** The length of the window that is used up: a quarter of an hour, or a day. */
    public Duration window() {
        return window;
    }

    /**
     * When it makes sense to ask again: the next quarter hour or midnight UTC, or earlier where quota was only kept for
     * others and may be free by then.
     */
    public Instant resetsAt() {
        return resetsAt;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
