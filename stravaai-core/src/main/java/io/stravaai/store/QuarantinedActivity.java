package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a list that could not be read, kept with its bytes. It leaves quarantine when it can be read: because a
 * list shows the activity in another form, because Strava answers it by id, or because a newer version of the library
 * reads the bytes. Immutable.
 */
public final class QuarantinedActivity {

    private final AthleteId athlete;
    private final byte[] bytes;
    private final ContentHash contentHash;
    private final String reason;
    private final Instant observedAt;
    private final @Nullable ActivityId id;
    private final int attempts;
    private final @Nullable Instant retryAt;
    private final String triedBy;

    private QuarantinedActivity(
            AthleteId athlete,
            byte[] bytes,
            ContentHash contentHash,
            String reason,
            Instant observedAt,
            @Nullable ActivityId id,
            int attempts,
            @Nullable Instant retryAt,
            String triedBy) {
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.bytes = bytes;
        this.contentHash = contentHash;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.id = id;
        this.attempts = attempts;
        this.retryAt = retryAt;
        this.triedBy = Objects.requireNonNull(triedBy, "triedBy");
    }

    /**
     * An element that could not be read, and has not been tried again.
     *
     * @param reason where and why, without the data
     * @param observedAt when Strava sent it
     * @param id the activity's id, if at least that could be read
     */
    public static QuarantinedActivity of(
            AthleteId athlete, byte[] bytes, String reason, Instant observedAt, @Nullable ActivityId id) {
        return new QuarantinedActivity(
                athlete, bytes.clone(), ContentHash.of(bytes), reason, observedAt, id, 0, null, "");
    }

    /**
     * The same entry, with what is known of the attempts to read it again.
     *
     * @param attempts how often Strava was asked for it by id
     * @param retryAt when to ask next; null for never
     * @param triedBy the version of the library that could not read it; empty if unknown
     */
    public QuarantinedActivity tried(int attempts, @Nullable Instant retryAt, String triedBy) {
        return new QuarantinedActivity(athlete, bytes, contentHash, reason, observedAt, id, attempts, retryAt, triedBy);
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

    /** How often Strava was asked for it by id. */
    public int attempts() {
        return attempts;
    }

    /** When Strava is to be asked for it by id; empty for never. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /** The version of the library that last could not read it; empty text if unknown. */
    public String triedBy() {
        return triedBy;
    }

    @Override
    public String toString() {
        return "QuarantinedActivity[" + bytes.length + " bytes, " + reason + "]";
    }
}
