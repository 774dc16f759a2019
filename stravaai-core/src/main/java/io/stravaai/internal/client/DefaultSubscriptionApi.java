package io.stravaai.internal.client;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.client.SubscriptionApi;
import io.stravaai.internal.http.StravaHttp;
import io.stravaai.model.PushSubscription;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SubscriptionId;
import java.net.URI;
import java.util.List;

/** SubscriptionApi over HTTP. */
final class DefaultSubscriptionApi implements SubscriptionApi {

    private static final int MAX_CALLBACK = 255;

    private final StravaHttp http;
    private final CallExecutor calls;
    private final ClientCredentials credentials;

    DefaultSubscriptionApi(StravaHttp http, CallExecutor calls, ClientCredentials credentials) {
        this.http = http;
        this.calls = calls;
        this.credentials = credentials;
    }

    @Override
    public PushSubscription create(URI callback, String verifyToken) {
        if (!callback.isAbsolute() || callback.toString().length() > MAX_CALLBACK) {
            throw new IllegalArgumentException(
                    "A callback must be an absolute URL of at most " + MAX_CALLBACK + " characters: " + callback);
        }
        if (verifyToken.isBlank()) {
            throw new IllegalArgumentException("verifyToken must not be blank");
        }
        return calls.callAsApplication(
                () -> http.createSubscription(
                        credentials.clientId(), credentials.clientSecret(), callback.toString(), verifyToken),
                body -> StravaJson.read(body, PushSubscription.class));
    }

    @Override
    public List<PushSubscription> list() {
        return calls.callAsApplication(
                () -> http.subscriptions(credentials.clientId(), credentials.clientSecret()),
                body -> StravaJson.readList(body, PushSubscription.class));
    }

    @Override
    public void delete(SubscriptionId id) {
        calls.callAsApplication(
                () -> http.deleteSubscription(id.value(), credentials.clientId(), credentials.clientSecret()),
                body -> id);
    }
}
