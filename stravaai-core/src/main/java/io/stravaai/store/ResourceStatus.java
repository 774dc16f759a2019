package io.stravaai.store;

/** How the fetching of a {@link StoredResource} stands. */
public enum ResourceStatus {
    /** To be fetched, for the first time or again because the activity has changed. */
    QUEUED(true),
    /** Strava did not have it when it was asked; it is asked again. */
    NOT_YET(true),
    /** Fetched. */
    DONE(false),
    /** There is none: the activity was entered by hand, or Strava did not have it for days. */
    NONE(false),
    /** The last answer was an error, or could not be read; it is asked again. */
    FAILED(true);

    private final boolean pending;

    ResourceStatus(boolean pending) {
        this.pending = pending;
    }

    /** Whether there is something left to do. */
    public boolean isPending() {
        return pending;
    }
}
