package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A comment on an activity. */
public final class Comment extends StravaObject {

    Comment(JsonObject json) {
        super(json);
    }

    public OptionalLong id() {
        return integer("id");
    }

    public Optional<ActivityId> activityId() {
        return id("activity_id", ActivityId::of);
    }

    public Optional<String> text() {
        return text("text");
    }

    public Optional<Instant> createdAt() {
        return instant("created_at");
    }

    /** Who wrote it; without id. */
    public Optional<Athlete> athlete() {
        return object("athlete", Athlete::new);
    }

    /** Where the list goes on behind this comment; Strava's own text, to be sent back unchanged. */
    public Optional<String> cursor() {
        return text("cursor");
    }

    public OptionalInt reactionCount() {
        return count("reaction_count");
    }

    public Optional<Boolean> hasReacted() {
        return flag("has_reacted");
    }
}
