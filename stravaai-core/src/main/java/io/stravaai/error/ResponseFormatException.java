package io.stravaai.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer that is not what it should be: HTML, cut off, too large, or not JSON of the expected shape. Also
 * thrown by an accessor of an object whose field Strava sent in a shape that this library does not know.
 */
public final class ResponseFormatException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final byte @Nullable [] body;
    private final boolean retryable;

    /**
     * An answer that may come whole the next time.
     *
     * @param message where, what was expected and what came, without the body
     */
    public ResponseFormatException(String message, @Nullable Throwable cause) {
        this(message, cause, null, true);
    }

    /**
     * An answer that could not be read.
     *
     * @param message where, what was expected and what came, without the body
     * @param body the answer as it came; null if it did not come whole
     * @param retryable whether the next answer may be another
     */
    public ResponseFormatException(
            String message, @Nullable Throwable cause, byte @Nullable [] body, boolean retryable) {
        super(message, cause);
        this.body = body == null ? null : body.clone();
        this.retryable = retryable;
    }

    /** The answer as it came, so that it is not lost; empty if it did not come whole. May hold the athlete's data. */
    public Optional<byte[]> body() {
        return body == null ? Optional.empty() : Optional.of(body.clone());
    }

    /** True for what is no JSON, false for JSON of an unknown shape, which will be the same again. */
    @Override
    public boolean retryable() {
        return retryable;
    }
}
