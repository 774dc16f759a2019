package io.stravaai.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.error.AuthorizationDeniedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects an athlete through the browser. Strava's redirect comes to a free port of this machine. */
final class LoopbackConsent {

    private static final String PATH = "/callback";

    private final StravaOAuth oauth;
    private final PrintStream messages;
    private final Duration timeout;

    LoopbackConsent(StravaOAuth oauth, PrintStream messages, Duration timeout) {
        this.oauth = oauth;
        this.messages = messages;
        this.timeout = timeout;
    }

    /** Prints where to consent, waits for the athlete to do so, and stores the grant. */
    Authorization ask() {
        CompletableFuture<URI> answer = new CompletableFuture<>();
        String state = oauth.newState();
        HttpServer server = listen(state, answer);
        try {
            URI redirect = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
            messages.println(
                    "Open this page in a browser on this machine and allow the application to read activities:");
            messages.println(oauth.authorizationUrl(AuthorizationRequest.of(redirect, state)));
            return oauth.exchange(checked(AuthorizationCallback.parse(await(answer), state)));
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer listen(String state, CompletableFuture<URI> answer) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            server.createContext("/", exchange -> handle(exchange, state, answer));
            server.start();
            return server;
        } catch (IOException e) {
            throw new QuickstartException("No port of 127.0.0.1 could be opened for the answer of the browser", e);
        }
    }

    private static void handle(HttpExchange exchange, String state, CompletableFuture<URI> answer) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            respond(exchange, 404, "Nothing is here.");
            return;
        }
        if (consented(exchange.getRequestURI(), state)) {
            respond(exchange, 200, "Thank you. You can close this page and go back to the terminal.");
        } else {
            respond(exchange, 400, "The consent was not given. The terminal says more.");
        }
        answer.complete(exchange.getRequestURI());
    }

    private static boolean consented(URI redirect, String state) {
        try {
            AuthorizationCallback.parse(redirect, state);
            return true;
        } catch (AuthorizationDeniedException e) {
            return false;
        }
    }

    private static void respond(HttpExchange exchange, int status, String sentence) throws IOException {
        byte[] page = ("<!DOCTYPE html><meta charset=\"utf-8\"><title>StravaAI</title><p>" + sentence + "</p>\n")
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private URI await(CompletableFuture<URI> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QuickstartException(
                    "Nobody consented within " + Text.count(timeout.toMinutes(), "minute", "minutes")
                            + "; run 'sync' again, or set STRAVA_REFRESH_TOKEN",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted while waiting for the consent", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The answer is never completed by an exception", e);
        }
    }

    /** The athlete may untick what was asked for. Without activities there is nothing to sync. */
    private static AuthorizationCallback checked(AuthorizationCallback callback) {
        Set<Scope> scopes = callback.scopes();
        if (!scopes.isEmpty() && !scopes.contains(Scope.ACTIVITY_READ) && !scopes.contains(Scope.ACTIVITY_READ_ALL)) {
            throw new QuickstartException("The consent does not cover activities (" + Scope.ACTIVITY_READ
                    + "); run 'sync' again and leave the boxes about activities ticked");
        }
        return callback;
    }
}
