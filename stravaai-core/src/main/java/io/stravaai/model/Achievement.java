package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;

/** What an effort achieved. */
public final class Achievement extends StravaObject {

    Achievement(JsonObject json) {
        super(json);
    }

    public OptionalInt typeId() {
        return count("type_id");
    }

    /** For example {@code pr}. */
    public Optional<String> type() {
        return text("type");
    }

    public OptionalInt rank() {
        return count("rank");
    }
}
