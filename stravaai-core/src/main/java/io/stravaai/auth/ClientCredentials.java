package io.stravaai.auth;

import java.util.Map;

/** The client id and secret that Strava gave the application. Immutable; the secret never appears in a text. */
public final class ClientCredentials {

    private final String clientId;
    private final String clientSecret;

    private ClientCredentials(String clientId, String clientSecret) {
        this.clientId = required(clientId, "client id", "STRAVA_CLIENT_ID");
        this.clientSecret = required(clientSecret, "client secret", "STRAVA_CLIENT_SECRET");
    }

    /**
     * Credentials as shown at https://www.strava.com/settings/api.
     *
     * @throws IllegalArgumentException if one is blank
     */
    public static ClientCredentials of(String clientId, String clientSecret) {
        return new ClientCredentials(clientId, clientSecret);
    }

    /**
     * Credentials from the environment variables {@code STRAVA_CLIENT_ID} and {@code STRAVA_CLIENT_SECRET}.
     *
     * @throws IllegalArgumentException if one is not set; the message names it
     */
    public static ClientCredentials fromEnv() {
        return from(System.getenv());
    }

    /**
     * As {@link #fromEnv()}, from the given variables.
     *
     * @throws IllegalArgumentException if one is not set; the message names it
     */
    public static ClientCredentials from(Map<String, String> environment) {
        return of(
                environment.getOrDefault("STRAVA_CLIENT_ID", ""), environment.getOrDefault("STRAVA_CLIENT_SECRET", ""));
    }

    private static String required(String value, String what, String variable) {
        String trimmed = value.trim();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("The " + what + " is missing; set " + variable
                    + " to the value shown at https://www.strava.com/settings/api");
        }
        return trimmed;
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + clientId + ", ****]";
    }
}
