package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The subscription of an application to events. Strava's documentation shows no field but the id. */
public final class PushSubscription extends StravaObject {

    private final SubscriptionId id;

    PushSubscription(JsonObject json) {
        super(json);
        this.id = SubscriptionId.of(json.requiredId("id"));
    }

    public SubscriptionId id() {
        return id;
    }

    public OptionalLong applicationId() {
        return integer("application_id");
    }

    public Optional<String> callbackUrl() {
        return text("callback_url");
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    public Optional<Instant> updatedAt() {
        return instant("updated_at");
    }

    @Override
    public String toString() {
        return "PushSubscription[" + id + "]";
    }
}
