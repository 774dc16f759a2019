package io.stravaai.client;

import io.stravaai.model.SegmentId;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which efforts on a segment to ask for. Immutable. */
public final class SegmentEffortListRequest {

    private final SegmentId segment;
    private final @Nullable LocalDateTime startDateLocal;
    private final @Nullable LocalDateTime endDateLocal;

    private SegmentEffortListRequest(
            SegmentId segment, @Nullable LocalDateTime startDateLocal, @Nullable LocalDateTime endDateLocal) {
        this.segment = Objects.requireNonNull(segment, "segment");
        this.startDateLocal = startDateLocal;
        this.endDateLocal = endDateLocal;
    }

    /** All efforts on a segment, up to the 200 that Strava gives. */
    public static SegmentEffortListRequest on(SegmentId segment) {
        return new SegmentEffortListRequest(segment, null, null);
    }

    /** Only those that began in this time, by the wall clock there. */
    public SegmentEffortListRequest between(LocalDateTime startDateLocal, LocalDateTime endDateLocal) {
        if (startDateLocal.isAfter(endDateLocal)) {
            throw new IllegalArgumentException("The start is after the end: " + startDateLocal + ", " + endDateLocal);
        }
        return new SegmentEffortListRequest(segment, startDateLocal, endDateLocal);
    }

    public SegmentId segment() {
        return segment;
    }

    public Optional<LocalDateTime> startDateLocal() {
        return Optional.ofNullable(startDateLocal);
    }

    public Optional<LocalDateTime> endDateLocal() {
        return Optional.ofNullable(endDateLocal);
    }
}
