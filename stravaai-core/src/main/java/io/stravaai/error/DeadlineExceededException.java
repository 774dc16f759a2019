package io.stravaai.error;

/** The deadline of a call passed before it had ended. What the call was to change may have been changed. */
public final class DeadlineExceededException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final boolean requestSent;

    /**
     * A call that was ended.
     *
     * @param requestSent whether Strava may have seen its last request
     */
    public DeadlineExceededException(String message, boolean requestSent) {
        super(message, null);
        this.requestSent = requestSent;
    }

    /** Whether Strava may have seen the request that was cut off, so that repeating it may repeat its effect. */
    public boolean requestSent() {
        return requestSent;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
