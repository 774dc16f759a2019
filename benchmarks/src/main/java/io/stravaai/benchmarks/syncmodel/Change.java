package io.stravaai.benchmarks.syncmodel;

import java.time.Instant;

/**
 * What happens to an activity at Strava.
 *
 * @param version how often the activity has been edited, this time included
 */
record Change(Instant at, Kind kind, long id, Instant start, int version) {

    enum Kind {
        /** Uploaded within an hour after its end. */
        NEW,
        /** Uploaded later than that. */
        LATE,
        EDIT,
        DELETE
    }
}
