package io.stravaai.client;

import io.stravaai.model.ActivityId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An element of a list that could not be read, with all its bytes. Immutable. */
public final class UnreadableElement {

    private final byte[] bytes;
    private final String reason;
    private final @Nullable ActivityId id;

    private UnreadableElement(byte[] bytes, String reason, @Nullable ActivityId id) {
        this.bytes = bytes.clone();
        this.reason = Objects.requireNonNull(reason, "reason");
        this.id = id;
    }

    /**
     * An element that could not be read.
     *
     * @param reason where and why, without the data
     * @param id the activity's id, if at least that could be read
     */
    public static UnreadableElement of(byte[] bytes, String reason, @Nullable ActivityId id) {
        return new UnreadableElement(bytes, reason, id);
    }

    /** The element exactly as Strava sent it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Where and why reading failed, without the data. */
    public String reason() {
        return reason;
    }

    /** The activity's id, if at least that could be read. */
    public Optional<ActivityId> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public String toString() {
        return "UnreadableElement[" + bytes.length + " bytes, " + reason + "]";
    }
}
