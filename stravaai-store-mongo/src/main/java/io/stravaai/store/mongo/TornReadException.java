package io.stravaai.store.mongo;

/** What was read changed while it was read; it has to be read again. Never leaves this package. */
final class TornReadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TornReadException() {
        super("A document was replaced while it was read", null, false, false);
    }
}
