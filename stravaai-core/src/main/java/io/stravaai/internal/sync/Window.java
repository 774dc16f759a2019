package io.stravaai.internal.sync;

import io.stravaai.client.ActivityListRequest;
import io.stravaai.quota.Lane;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one request for a list asks for: a page that goes from an edge towards older activities.
 *
 * @param kind what it is for
 * @param edge what is covered above; null for the newest activities
 * @param before the start below which Strava is asked; null for the newest activities. Above the edge only where a further
 *     page of the same list is asked for
 * @param page the page's number
 */
record Window(Kind kind, @Nullable Instant edge, @Nullable Instant before, int page) {

    /** Two pages share a second: activities may, and whether Strava's {@code before} includes it is not known. */
    static final Duration OVERLAP = Duration.ofSeconds(1);

    enum Kind {
        NEWEST(Lane.POLL),
        /** Never listed before. */
        HISTORY(Lane.BACKFILL),
        /** Listed long ago. */
        AGAIN(Lane.BACKFILL);

        private final Lane lane;

        Kind(Lane lane) {
            this.lane = lane;
        }

        Lane lane() {
            return lane;
        }
    }

    static Window newest(int page) {
        return new Window(Kind.NEWEST, null, null, page);
    }

    static Window below(Kind kind, Instant edge, int page) {
        return new Window(kind, edge, edge, page);
    }

    /** The page behind this one, which has brought everything down to the edge; it should be empty. */
    Window behind(Instant reached) {
        return new Window(isNewest() ? Kind.HISTORY : kind, reached, before, page + 1);
    }

    /** Whether it is asked for only to see whether a list has ended. */
    boolean isConfirmation() {
        return edge != null && !edge.equals(before);
    }

    boolean isNewest() {
        return kind == Kind.NEWEST;
    }

    ActivityListRequest request() {
        ActivityListRequest request = ActivityListRequest.latest().page(page);
        return before == null ? request : request.before(before.plus(OVERLAP));
    }
}
