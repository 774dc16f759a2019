package io.stravaai.error;

/** A table or column that a store needs is missing or of another version. The message names it and the script. */
public final class SchemaException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
