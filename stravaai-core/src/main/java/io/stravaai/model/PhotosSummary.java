package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;

/** The photos of an activity, in short. */
public final class PhotosSummary extends StravaObject {

    PhotosSummary(JsonObject json) {
        super(json);
    }

    public OptionalInt count() {
        return count("count");
    }

    public Optional<Photo> primary() {
        return object("primary", Photo::new);
    }

    public Optional<Boolean> usePrimaryPhoto() {
        return flag("use_primary_photo");
    }
}
