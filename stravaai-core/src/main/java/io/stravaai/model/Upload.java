package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An uploaded file and what has become of it. */
public final class Upload extends StravaObject {

    /** What has become of an upload. */
    public enum State {
        /** Strava has not finished with it. */
        PROCESSING,
        /** It has become an activity. */
        READY,
        /** The athlete has the activity already, see {@link Upload#duplicateOf()}. */
        DUPLICATE,
        /** Strava could not make an activity of it, see {@link Upload#error()}. */
        FAILED,
        /** The activity it became was deleted. */
        DELETED
    }

    /** {@code X.tcx duplicate of activity 99}, or the same with a link {@code <a href='/activities/99'}. */
    private static final Pattern DUPLICATE = Pattern.compile(
            "duplicate of\\s+(?:activity\\s+|<a[^>]*/activities/)([0-9]{1,18})", Pattern.CASE_INSENSITIVE);

    private final UploadId id;

    Upload(JsonObject json) {
        super(json);
        this.id = UploadId.of(json.requiredId("id"));
    }

    public UploadId id() {
        return id;
    }

    /** The id given with the upload, to which Strava appends the extension of the file; empty at first. */
    public Optional<String> externalId() {
        return text("external_id");
    }

    /** Strava's sentence on the state. */
    public Optional<String> status() {
        return text("status");
    }

    /** Strava's sentence on what went wrong. May hold HTML, the name of the file and the name of an activity. */
    public Optional<String> error() {
        return text("error");
    }

    /** The activity it has become. */
    public Optional<ActivityId> activityId() {
        return id("activity_id", ActivityId::of);
    }

    /** The activity that the athlete has already and that this would repeat. */
    public Optional<ActivityId> duplicateOf() {
        Matcher matcher = DUPLICATE.matcher(error().orElse(""));
        long id = 0;
        // The last, for the name of the file stands before it.
        while (matcher.find()) {
            id = Long.parseLong(matcher.group(1));
        }
        return id > 0 ? Optional.of(ActivityId.of(id)) : Optional.empty();
    }

    /** What has become of it, by the fields that Strava documents as the test of success. */
    public State state() {
        if (!error().orElse("").isBlank()) {
            return duplicateOf().isPresent() ? State.DUPLICATE : State.FAILED;
        }
        if (activityId().isPresent()) {
            return State.READY;
        }
        return status().orElse("").contains("deleted") ? State.DELETED : State.PROCESSING;
    }

    @Override
    public String toString() {
        return "Upload[" + id + "]";
    }
}
