package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.Scope;
import io.stravaai.error.AuthorizationDeniedException;
import io.stravaai.error.StravaAiException;
import io.stravaai.spring.boot.StravaAiProperties.OAuth;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Sends a browser to Strava, and takes it back; the state that ties the two together is in its session. */
final class OAuthEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(OAuthEndpoints.class);

    private static final String STATE = "io.stravaai.oauth.state";

    private final OAuth properties;
    private final StravaClient client;
    private final @Nullable BackgroundSync background;
    private final List<StravaConnectionListener> listeners;

    OAuthEndpoints(
            OAuth properties,
            StravaClient client,
            @Nullable BackgroundSync background,
            List<StravaConnectionListener> listeners) {
        this.properties = properties;
        this.client = client;
        this.background = background;
        this.listeners = listeners;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(properties.path() + "/connect", this::connect)
                .GET(properties.path() + "/callback", this::callback)
                .build();
    }

    private ServerResponse connect(ServerRequest request) {
        Set<Scope> scopes = new LinkedHashSet<>();
        properties.scopes().forEach(scope -> scopes.add(Scope.of(scope)));
        AuthorizationRequest authorization = AuthorizationRequest.of(redirectUri(request), state(request.session()))
                .withScopes(scopes);
        return redirect(client.oauth().authorizationUrl(authorization));
    }

    /** One that is under way is used again, so that two open tabs do not spoil each other. */
    private String state(HttpSession session) {
        if (session.getAttribute(STATE) instanceof String pending) {
            return pending;
        }
        String state = client.oauth().newState();
        session.setAttribute(STATE, state);
        return state;
    }

    private URI redirectUri(ServerRequest request) {
        return properties.redirectUri() != null
                ? properties.redirectUri()
                : request.uriBuilder()
                        .replacePath(beginning(request.servletRequest().getRequestURI()) + "/callback")
                        .replaceQuery(null)
                        .build();
    }

    /** With whatever the application is mounted under, and without what a container writes behind the last name. */
    private static String beginning(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private ServerResponse callback(ServerRequest request) {
        Authorization authorization;
        try {
            authorization = client.oauth().exchange(answer(request));
        } catch (StravaAiException e) {
            if (e instanceof AuthorizationDeniedException) {
                LOG.info("An athlete was not connected: {}", e.getMessage());
            } else {
                LOG.warn("An athlete could not be connected", e);
            }
            listeners.forEach(listener -> listener.refused(e));
            return redirect(inApplication(request, properties.failureUrl()));
        }
        // First, since the grant is stored whatever comes.
        listeners.forEach(listener -> listener.connected(authorization));
        if (background != null && canBeSynced(authorization)) {
            background.enroll(authorization.athlete());
        }
        return redirect(inApplication(request, properties.successUrl()));
    }

    /** A path is one of the application, wherever that is mounted. */
    private static URI inApplication(ServerRequest request, URI target) {
        boolean path = target.getRawAuthority() == null && target.toString().startsWith("/");
        return path ? URI.create(request.servletRequest().getContextPath() + target) : target;
    }

    /** Each state is good for one answer, whatever it says; one with another state changes nothing. */
    private static AuthorizationCallback answer(ServerRequest request) {
        HttpSession session = request.servletRequest().getSession(false);
        Object state = session == null ? null : session.getAttribute(STATE);
        if (session == null || !(state instanceof String expected)) {
            throw new AuthorizationDeniedException(
                    "The redirect answers no authorization request of this session: it was answered before, the session"
                            + " has ended, or its cookie did not come back");
        }
        if (request.param("state").filter(expected::equals).isPresent()) {
            session.removeAttribute(STATE);
        }
        return AuthorizationCallback.parse(request.uri(), expected);
    }

    private static boolean canBeSynced(Authorization authorization) {
        return authorization.scopes().contains(Scope.ACTIVITY_READ)
                || authorization.scopes().contains(Scope.ACTIVITY_READ_ALL);
    }

    private static ServerResponse redirect(URI target) {
        return ServerResponse.temporaryRedirect(target).build();
    }
}
