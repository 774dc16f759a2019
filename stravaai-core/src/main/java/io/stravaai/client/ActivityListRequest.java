package io.stravaai.client;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of an athlete's activities to ask for. Immutable.
 *
 * <p>{@code before} and {@code after} compare the start of an activity, in whole seconds. Whether they include the
 * second itself is not documented; overlap by one.
 */
public final class ActivityListRequest {

    /** The most that Strava gives at once. */
    public static final int MAX_PER_PAGE = 200;

    private static final ActivityListRequest LATEST = new ActivityListRequest(null, null, 1, MAX_PER_PAGE);

    private final @Nullable Instant before;
    private final @Nullable Instant after;
    private final int page;
    private final int perPage;

    private ActivityListRequest(@Nullable Instant before, @Nullable Instant after, int page, int perPage) {
        if (page < 1) {
            throw new IllegalArgumentException("Pages are numbered from 1: " + page);
        }
        if (perPage < 1 || perPage > MAX_PER_PAGE) {
            throw new IllegalArgumentException("perPage must be 1 to " + MAX_PER_PAGE + ": " + perPage);
        }
        this.before = before;
        this.after = after;
        this.page = page;
        this.perPage = perPage;
    }

    /** The latest 200. */
    public static ActivityListRequest latest() {
        return LATEST;
    }

    /** Only activities that began before this. Fractions of a second are cut off. */
    public ActivityListRequest before(Instant before) {
        return new ActivityListRequest(Objects.requireNonNull(before, "before"), after, page, perPage);
    }

    /** Only activities that began after this. Fractions of a second are cut off. An instant in the future is an error. */
    public ActivityListRequest after(Instant after) {
        return new ActivityListRequest(before, Objects.requireNonNull(after, "after"), page, perPage);
    }

    /** Page n of the selection, from 1. Pages shift when an activity is added or removed between two calls. */
    public ActivityListRequest page(int page) {
        return new ActivityListRequest(before, after, page, perPage);
    }

    public ActivityListRequest perPage(int perPage) {
        return new ActivityListRequest(before, after, page, perPage);
    }

    public Optional<Instant> before() {
        return Optional.ofNullable(before);
    }

    public Optional<Instant> after() {
        return Optional.ofNullable(after);
    }

    public int page() {
        return page;
    }

    public int perPage() {
        return perPage;
    }
}
