package io.stravaai.store;

/** What Strava has of an activity beside its row in the list. Each costs a request. */
public enum ActivityResource {
    /** {@code GET /activities/{id}}: description, laps, splits and efforts; a {@link io.stravaai.model.DetailedActivity}. */
    DETAIL,
    /** {@code GET /activities/{id}/streams} with all types; a {@link io.stravaai.model.StreamSet}. */
    STREAMS
}
