package io.stravaai.error;

import java.util.List;

/**
 * The athlete's refresh token is dead; only a new consent helps.
 *
 * <p>Thrown when Strava refused the refresh token, the store was read again, and it still held the same one.
 */
public final class GrantRevokedException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    /** Why the refresh token is dead. */
    public enum Reason {
        /** The athlete, or Strava, withdrew the consent. */
        REVOKED,
        /** A process died after Strava had issued a new refresh token and before it was stored. */
        ROTATION_LOST
    }

    private final Reason reason;

    public GrantRevokedException(int status, List<Fault> faults, Reason reason) {
        super(
                reason == Reason.REVOKED
                        ? "The athlete's grant was revoked; ask for consent again"
                        : "The athlete's refresh token was lost when a process died during a refresh; ask for consent again",
                status,
                faults);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
