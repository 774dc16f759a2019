package io.stravaai.error;

/** The deadline of a call passed before it had ended. What the call was to change may have been changed. */
public final class DeadlineExceededException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String message) {
        super(message, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
