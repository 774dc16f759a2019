package io.stravaai.test;

import io.stravaai.auth.ClientCredentials;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application's subscription to events, of which there is one at most. The callback is not asked. */
final class SubscriptionResource {

    private static final String PATH = "/push_subscriptions";

    private final FakeStrava strava;
    private final ClientCredentials credentials;
    private @Nullable String subscription;
    private long id;

    SubscriptionResource(FakeStrava strava, ClientCredentials credentials) {
        this.strava = strava;
        this.credentials = credentials;
    }

    /** Whether it is about subscriptions, which need no token and are charged to no quota. */
    static boolean concerns(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    FakeResponse answer(FakeRequest request, String path) {
        Map<String, String> values = request.method().equals("POST") ? request.form() : request.query();
        if (!credentials.clientId().equals(values.get("client_id"))
                || !credentials.clientSecret().equals(values.get("client_secret"))) {
            return Faults.badClient();
        }
        return switch (request.method()) {
            case "POST" -> path.equals(PATH) ? create(values) : Faults.noPath();
            case "GET" ->
                path.equals(PATH)
                        ? FakeResponse.json(
                                200, "[" + Optional.ofNullable(subscription).orElse("") + "]")
                        : Faults.noPath();
            case "DELETE" -> delete(path);
            default -> Faults.noPath();
        };
    }

    private FakeResponse create(Map<String, String> form) {
        String callback = form.getOrDefault("callback_url", "");
        if (!callback.startsWith("http")
                || form.getOrDefault("verify_token", "").isEmpty()) {
            return Faults.badRequest("PushSubscription", "callback url", "not verifiable");
        }
        if (subscription != null) {
            return Faults.badRequest("PushSubscription", "", "already exists");
        }
        id = strava.nextId();
        String now = strava.now().toString();
        subscription = new JsonMembers()
                .raw("id", id)
                .raw("resource_state", 2)
                .raw(
                        "application_id",
                        credentials.clientId().matches("[1-9][0-9]{0,17}") ? credentials.clientId() : "0")
                .text("callback_url", callback)
                .text("created_at", now)
                .text("updated_at", now)
                .toString();
        return FakeResponse.json(201, subscription);
    }

    private FakeResponse delete(String path) {
        if (subscription == null || !path.equals(PATH + "/" + id)) {
            return Faults.notFound("PushSubscription");
        }
        subscription = null;
        return FakeResponse.of(204, "application/json; charset=utf-8", "");
    }
}
