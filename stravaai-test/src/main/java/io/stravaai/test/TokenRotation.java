package io.stravaai.test;

/** What a refresh does to the refresh token. */
public enum TokenRotation {
    /** The refresh token stays the same for ever. */
    SAME,
    /** Each refresh brings a new refresh token, and the old one is dead at once. */
    EVERY_REFRESH,
    /** As {@link #EVERY_REFRESH}; and whoever uses an old refresh token kills the new one and all access tokens. */
    EVERY_REFRESH_KILLING_ON_REUSE
}
