package io.stravaai.error;

import org.jspecify.annotations.Nullable;

/** The application's own database failed. Whether the last write took effect may be unknown; repeating it is safe. */
public final class StoreException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * @param retryable whether the cause is one that passes: a lost connection, a deadlock, a busy database
     */
    public StoreException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
