package io.stravaai.error;

import java.io.IOException;

/** No answer: the connection could not be made, broke, or took too long. */
public final class StravaIoException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final boolean requestSent;

    /**
     * @param message what was being done, without query and body
     * @param requestSent whether Strava may have seen the request
     */
    public StravaIoException(String message, boolean requestSent, IOException cause) {
        super(message, cause);
        this.requestSent = requestSent;
    }

    /** Whether Strava may have seen the request, so that repeating it may repeat its effect. */
    public boolean requestSent() {
        return requestSent;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
