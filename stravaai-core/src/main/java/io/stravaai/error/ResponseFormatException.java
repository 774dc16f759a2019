package io.stravaai.error;

import org.jspecify.annotations.Nullable;

/** A successful answer that is not what it should be: HTML, cut off, too large, or not JSON. */
public final class ResponseFormatException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was expected and what came, without the body
     */
    public ResponseFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
