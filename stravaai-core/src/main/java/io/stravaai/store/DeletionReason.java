package io.stravaai.store;

/** Why an activity counts as deleted. */
public enum DeletionReason {
    /** Strava does not know it any more, although the athlete lets the application read all activities. */
    DELETED,
    /** Strava does not show it any more: deleted, or made visible to the athlete only without a grant for that. */
    DELETED_OR_HIDDEN
}
