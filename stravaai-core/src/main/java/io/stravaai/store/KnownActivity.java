package io.stravaai.store;

import io.stravaai.model.ActivityId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a sync has to know of a stored activity, without its JSON. Immutable. */
public final class KnownActivity {

    private final ActivityId id;
    private final ContentHash contentHash;
    private final @Nullable Instant startDate;
    private final Instant observedAt;
    private final boolean deleted;

    private KnownActivity(
            ActivityId id, ContentHash contentHash, @Nullable Instant startDate, Instant observedAt, boolean deleted) {
        this.id = Objects.requireNonNull(id, "id");
        this.contentHash = Objects.requireNonNull(contentHash, "contentHash");
        this.startDate = startDate;
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.deleted = deleted;
    }

    /**
     * The columns of a row.
     *
     * @param startDate null if it has none
     */
    public static KnownActivity of(
            ActivityId id, ContentHash contentHash, @Nullable Instant startDate, Instant observedAt, boolean deleted) {
        return new KnownActivity(id, contentHash, startDate, observedAt, deleted);
    }

    /** What is known of this row. */
    public static KnownActivity of(StoredActivity row) {
        return of(
                row.id(),
                row.contentHash(),
                row.startDate().orElse(null),
                row.observedAt(),
                row.deletedAt().isPresent());
    }

    public ActivityId id() {
        return id;
    }

    public ContentHash contentHash() {
        return contentHash;
    }

    public Optional<Instant> startDate() {
        return Optional.ofNullable(startDate);
    }

    /** When Strava sent the JSON that is stored. */
    public Instant observedAt() {
        return observedAt;
    }

    /** Whether it is marked deleted. */
    public boolean isDeleted() {
        return deleted;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownActivity that
                && id.equals(that.id)
                && contentHash.equals(that.contentHash)
                && Objects.equals(startDate, that.startDate)
                && observedAt.equals(that.observedAt)
                && deleted == that.deleted;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, contentHash, startDate, observedAt, deleted);
    }

    @Override
    public String toString() {
        return "KnownActivity[" + id + (deleted ? ", deleted" : "") + "]";
    }
}
