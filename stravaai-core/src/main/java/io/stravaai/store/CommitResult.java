package io.stravaai.store;

/** How a {@link SyncCommit} ended. */
public enum CommitResult {
    /** All of it is durable. */
    COMMITTED,
    /**
     * Nothing was changed: the stored version was not the expected one, so somebody else was first, or this very commit has
     * been applied before.
     */
    CONFLICT
}
