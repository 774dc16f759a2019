package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of an athlete's stored activities to list, newest first. Immutable.
 *
 * <p>The order is: start, newest first, activities without a start last; then id, greatest first. To read on, pass the
 * last activity of a list to {@link #after(StoredActivity)}.
 */
public final class ActivityQuery {

    private final AthleteId athlete;
    private final int limit;
    private final boolean includeDeleted;
    private final @Nullable Position position;
    private final @Nullable ActivityId only;

    private ActivityQuery(
            AthleteId athlete,
            int limit,
            boolean includeDeleted,
            @Nullable Position position,
            @Nullable ActivityId only) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.limit = limit;
        this.includeDeleted = includeDeleted;
        this.position = position;
        this.only = only;
    }

    /** The athlete's latest 100 activities that are not deleted. */
    public static ActivityQuery of(AthleteId athlete) {
        return new ActivityQuery(athlete, 100, false, null, null);
    }

    /** At most so many. */
    public ActivityQuery limit(int limit) {
        return new ActivityQuery(athlete, limit, includeDeleted, position, only);
    }

    /** Also those that were deleted at Strava. */
    public ActivityQuery includeDeleted() {
        return new ActivityQuery(athlete, limit, true, position, only);
    }

    /** Only what follows this activity in the order. */
    public ActivityQuery after(StoredActivity last) {
        return new ActivityQuery(
                athlete, limit, includeDeleted, new Position(last.startDate().orElse(null), last.id()), only);
    }

    /** Only this activity. */
    public ActivityQuery only(ActivityId activity) {
        return new ActivityQuery(
                athlete, limit, includeDeleted, position, Objects.requireNonNull(activity, "activity"));
    }

    public AthleteId athlete() {
        return athlete;
    }

    public int limit() {
        return limit;
    }

    public boolean includesDeleted() {
        return includeDeleted;
    }

    /** Where the list begins; empty for the newest activity. */
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    /** The only activity wanted; empty for all. */
    public Optional<ActivityId> only() {
        return Optional.ofNullable(only);
    }

    /**
     * A place in the order: only what stands behind it is listed.
     *
     * @param startDate null for an activity without a start
     * @param id the activity's id
     */
    public record Position(@Nullable Instant startDate, ActivityId id) {}
}
