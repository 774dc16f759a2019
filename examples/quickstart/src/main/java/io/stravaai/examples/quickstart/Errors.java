package io.stravaai.examples.quickstart;

import io.stravaai.error.AuthorizationDeniedException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.UnauthorizedException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what went wrong. Most messages of the library do already; some get the way out in this program. */
final class Errors {

    private static final String CONSENT =
            "run 'sync --connect' with a fresh STRAVA_REFRESH_TOKEN, or without one to consent in the browser";

    private Errors() {}

    static String describe(Throwable error, Shell shell) {
        if (error instanceof GrantRevokedException revoked) {
            return (revoked.reason() == GrantRevokedException.Reason.REVOKED
                            ? "The refresh token is dead (the consent was revoked, or a newer token replaced it); "
                            : "The refresh token was lost when a process died during a refresh; ")
                    + CONSENT;
        }
        if (error instanceof ScopeMissingException missing) {
            return "The athlete's grant lacks the scope " + missing.scope() + "; " + CONSENT;
        }
        if (error instanceof AuthorizationDeniedException) {
            return error.getMessage() + "; run 'sync' again to be asked again";
        }
        if (error instanceof UnauthorizedException) {
            return error.getMessage() + "; if it stays so, " + CONSENT;
        }
        if (error instanceof EndpointRetiredException
                || error instanceof ResponseFormatException
                || error instanceof StravaIoException) {
            return error.getMessage() + connection(error.getCause())
                    + "; check the network, and STRAVA_API_URL and STRAVA_OAUTH_URL if they are set";
        }
        if (error instanceof StoreException store) {
            return StoreErrors.describe(store, Database.configured(shell), Database.VARIABLE);
        }
        if (error instanceof StravaAiException
                || error instanceof QuickstartException
                || error instanceof IllegalArgumentException
                || error instanceof UncheckedIOException) {
            return String.valueOf(error.getMessage());
        }
        return "Unexpected " + error + "; --verbose shows where";
    }

    private static String connection(@Nullable Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "; the host is unknown";
        }
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException
                ? "; the host cannot be reached, or no server listens there"
                : "";
    }
}
