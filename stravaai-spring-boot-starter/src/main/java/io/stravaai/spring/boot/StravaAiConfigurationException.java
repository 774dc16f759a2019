package io.stravaai.spring.boot;

import org.jspecify.annotations.Nullable;

/** The application is configured in a way that cannot work; the start fails with its message and the way out. */
final class StravaAiConfigurationException extends RuntimeException {

    private final String action;

    StravaAiConfigurationException(String message, String action) {
        this(message, action, null);
    }

    StravaAiConfigurationException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
