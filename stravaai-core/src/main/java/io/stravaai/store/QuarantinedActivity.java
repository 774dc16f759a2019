package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a list that could not be read, kept with its bytes. It leaves quarantine when a list shows the activity
 * in a form that can be read. Immutable.
 */
public final class QuarantinedActivity {

    private final AthleteId athlete;
    private final byte[] bytes;
    private final ContentHash contentHash;
    private final String reason;
    private final Instant observedAt;
    private final @Nullable ActivityId id;

    private QuarantinedActivity(
            AthleteId athlete, byte[] bytes, String reason, Instant observedAt, @Nullable ActivityId id) {
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.bytes = bytes.clone();
        this.contentHash = ContentHash.of(bytes);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.id = id;
    }

    /**
     * An element that could not be read.
     *
     * @param reason where and why, without the data
     * @param observedAt when Strava sent it
     * @param id the activity's id, if at least that could be read
     */
    public static QuarantinedActivity of(
            AthleteId athlete, byte[] bytes, String reason, Instant observedAt, @Nullable ActivityId id) {
        return new QuarantinedActivity(athlete, bytes, reason, observedAt, id);
    }

    public AthleteId athlete() {
        return athlete;
    }

    /** The element exactly as Strava sent it; it need not be text. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The hash of {@link #bytes()}: with the athlete, the key of the entry. */
    public ContentHash contentHash() {
        return contentHash;
    }

    /** Where and why reading failed, without the data. */
    public String reason() {
        return reason;
    }

    /** When Strava sent it first. */
    public Instant observedAt() {
        return observedAt;
    }

    /** The activity's id, if at least that could be read. */
    public Optional<ActivityId> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public String toString() {
        return "QuarantinedActivity[" + bytes.length + " bytes, " + reason + "]";
    }
}
