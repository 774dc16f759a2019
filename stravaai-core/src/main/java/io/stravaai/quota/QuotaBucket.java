package io.stravaai.quota;

/** The two budgets that Strava counts for an application. */
public enum QuotaBucket {
    /** Every request; headers {@code X-RateLimit-*}. */
    OVERALL,
    /** Every request but uploads and the creation of activities; headers {@code X-ReadRateLimit-*}. */
    READ
}
