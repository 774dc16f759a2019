package io.stravaai.error;

import org.jspecify.annotations.Nullable;

/** The thread was interrupted. Its interrupt flag is set again, and no further attempt was made. */
public final class CallInterruptedException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    public CallInterruptedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
