package io.stravaai.test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an activity has beside the element of the list. Guarded by the lock of {@link FakeStrava}. */
final class ActivityExtras {

    private final List<Comment> comments = new ArrayList<>();
    private @Nullable String description;
    private boolean hiddenFromHome;

    record Comment(long id, String author, String text, Instant at) {

        /** Opaque to a client, and percent-encoded already, as recorded. */
        String cursor() {
            return plainCursor().replace("=", "%3D");
        }

        boolean hasCursor(String cursor) {
            return cursor.equals(cursor()) || cursor.equals(plainCursor());
        }

        private String plainCursor() {
            String json = "{\"id\":" + id + ",\"createdAt\":" + at.toEpochMilli() + "}";
            return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    List<Comment> comments() {
        return comments;
    }

    void describe(String text) {
        description = text;
    }

    void hideFromHome(boolean hidden) {
        hiddenFromHome = hidden;
    }

    String description() {
        return description == null ? "null" : Json.text(description);
    }

    boolean hiddenFromHome() {
        return hiddenFromHome;
    }
}
