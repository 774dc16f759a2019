package io.stravaai.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws, programmer errors excepted ({@code IllegalArgumentException} and its like).
 *
 * <p>Decide by type and by {@link #retryable()}, never by message. No message holds a secret or an athlete's data.
 */
public abstract class StravaAiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected StravaAiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call can succeed later without anybody changing anything. */
    public abstract boolean retryable();
}
