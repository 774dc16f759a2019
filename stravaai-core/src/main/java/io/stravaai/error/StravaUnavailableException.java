package io.stravaai.error;

import java.time.Instant;

/**
 * No request was sent, because the last ones found Strava in trouble: five in a row failed, or half of those of the last
 * minute. From {@link #retryAt()} on one request looks whether the trouble is over, and if it is, all others follow.
 */
public final class StravaUnavailableException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final Instant retryAt;

    public StravaUnavailableException(Instant retryAt) {
        super("Strava is in trouble, so nothing is sent to it until " + retryAt, null);
        this.retryAt = retryAt;
    }

    /** When it makes sense to try again; before that the answer is the same. By the client's clock. */
    public Instant retryAt() {
        return retryAt;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
