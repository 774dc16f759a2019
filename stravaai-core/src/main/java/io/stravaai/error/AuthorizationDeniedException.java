package io.stravaai.error;

/** The redirect back from Strava is not a consent: the athlete declined, or the redirect is not the one awaited. */
public final class AuthorizationDeniedException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    public AuthorizationDeniedException(String message) {
        super(message, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
