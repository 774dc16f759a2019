package io.stravaai.quota;

/** Which budgets a request is charged to. */
public enum RequestKind {
    /** All but uploads: also updates, whatever the bucket's name says. */
    READ,
    /** Uploads and the creation of activities. */
    UPLOAD;

    /** Whether one such request is charged to this budget. */
    public boolean charges(QuotaBucket bucket) {
        return bucket == QuotaBucket.OVERALL || this == READ;
    }
}
