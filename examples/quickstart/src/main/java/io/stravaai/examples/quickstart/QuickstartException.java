package io.stravaai.examples.quickstart;

import org.jspecify.annotations.Nullable;

/** Ends a command. The message is one sentence for the person at the terminal: what is wrong and what to do. */
final class QuickstartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuickstartException(String message) {
        this(message, null);
    }

    QuickstartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
