package io.stravaai.client;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An element of a list that could not be read, with all its bytes. Immutable. */
public final class UnreadableElement {

    private final byte[] bytes;
    private final String reason;
    private final @Nullable Long id;

    private UnreadableElement(byte[] bytes, String reason, @Nullable Long id) {
        this.bytes = bytes.clone();
        this.reason = Objects.requireNonNull(reason, "reason");
        this.id = id;
    }

    /**
     * An element that could not be read.
     *
     * @param reason where and why, without the data
     * @param id the element's id, if at least that could be read
     */
    public static UnreadableElement of(byte[] bytes, String reason, @Nullable Long id) {
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

    /** The element's id, if at least that could be read. */
    public OptionalLong id() {
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    @Override
    public String toString() {
        return "UnreadableElement[" + bytes.length + " bytes, " + reason + "]";
    }
}
