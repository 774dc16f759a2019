package io.stravaai.spring.boot;

/** The application is configured in a way that cannot work; the start fails with its message and the way out. */
final class StravaAiConfigurationException extends RuntimeException {

    private final String action;

    StravaAiConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
