package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stravaai.auth.TokenGrant;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncState;
import org.jspecify.annotations.Nullable;

/** Compares what came back, values part by part, so that a failure names the part. The data is invented, so tokens are shown. */
final class Compared {

    private Compared() {}

    /** Whether a hook gave back what it was given, and so says that the other thing cannot be had. */
    @SuppressWarnings("ReferenceEquality") // which is the question
    static boolean isSame(Object given, Object back) {
        return given == back;
    }

    static void state(SyncState expected, @Nullable SyncState actual) {
        String of = " of the state of athlete " + expected.athlete();
        if (actual == null) {
            throw new AssertionError("There is none" + of);
        }
        assertEquals(expected.athlete(), actual.athlete(), "athlete" + of);
        assertEquals(expected.version(), actual.version(), "version" + of);
        assertEquals(expected.coverage(), actual.coverage(), "coverage" + of);
        assertEquals(expected.nextPage(), actual.nextPage(), "nextPage" + of);
        assertEquals(expected.nextPageBefore(), actual.nextPageBefore(), "nextPageBefore" + of);
        assertEquals(expected.newestListedAt(), actual.newestListedAt(), "newestListedAt" + of);
        assertEquals(expected.lastCompletedAt(), actual.lastCompletedAt(), "lastCompletedAt" + of);
        assertEquals(expected.scopes(), actual.scopes(), "scopes" + of);
        assertEquals(expected.expectedActivities(), actual.expectedActivities(), "expectedActivities" + of);
        assertEquals(expected.isBackfillPaused(), actual.isBackfillPaused(), "backfillPaused" + of);
        assertEquals(expected.nextDueAt(), actual.nextDueAt(), "nextDueAt" + of);
        assertEquals(expected.failures(), actual.failures(), "failures" + of);
        assertEquals(expected.lastFailure(), actual.lastFailure(), "lastFailure" + of);
        assertEquals(expected, actual, "the state" + of);
    }

    static void row(StoredActivity expected, StoredActivity actual) {
        String of = " of activity " + expected.id();
        assertEquals(expected.athlete(), actual.athlete(), "athlete" + of);
        assertEquals(expected.id(), actual.id(), "id" + of);
        assertEquals(expected.rawJson(), actual.rawJson(), "rawJson" + of);
        assertEquals(expected.contentHash(), actual.contentHash(), "contentHash" + of);
        assertEquals(expected.observedAt(), actual.observedAt(), "observedAt" + of);
        assertEquals(expected.name(), actual.name(), "name" + of);
        assertEquals(expected.sportType(), actual.sportType(), "sportType" + of);
        assertEquals(expected.startDate(), actual.startDate(), "startDate" + of);
        assertEquals(expected.startDateLocal(), actual.startDateLocal(), "startDateLocal" + of);
        assertEquals(expected.distance(), actual.distance(), "distance" + of);
        assertEquals(expected.movingTime(), actual.movingTime(), "movingTime" + of);
        assertEquals(expected.deletedAt(), actual.deletedAt(), "deletedAt" + of);
        assertEquals(expected.deletionReason(), actual.deletionReason(), "deletionReason" + of);
    }

    static void known(KnownActivity expected, KnownActivity actual) {
        String of = " of what is known of activity " + expected.id();
        assertEquals(expected.id(), actual.id(), "id" + of);
        assertEquals(expected.contentHash(), actual.contentHash(), "contentHash" + of);
        assertEquals(expected.startDate(), actual.startDate(), "startDate" + of);
        assertEquals(expected.observedAt(), actual.observedAt(), "observedAt" + of);
        assertEquals(expected.isDeleted(), actual.isDeleted(), "deleted" + of);
    }

    static void entry(QuarantinedActivity expected, QuarantinedActivity actual) {
        String of = " of the element in quarantine with the reason '" + expected.reason() + "'";
        assertEquals(expected.athlete(), actual.athlete(), "athlete" + of);
        assertArrayEquals(expected.bytes(), actual.bytes(), "bytes" + of);
        assertEquals(expected.reason(), actual.reason(), "reason" + of);
        assertEquals(expected.observedAt(), actual.observedAt(), "observedAt" + of);
        assertEquals(expected.id(), actual.id(), "id" + of);
        assertEquals(expected.attempts(), actual.attempts(), "attempts" + of);
        assertEquals(expected.retryAt(), actual.retryAt(), "retryAt" + of);
        assertEquals(expected.triedBy(), actual.triedBy(), "triedBy" + of);
    }

    static void grant(TokenGrant expected, TokenGrant actual) {
        assertEquals(expected.accessToken(), actual.accessToken(), "accessToken of the grant");
        assertEquals(expected.refreshToken(), actual.refreshToken(), "refreshToken of the grant");
        assertEquals(expected.expiresAt(), actual.expiresAt(), "expiresAt of the grant");
        assertEquals(expected.scopes(), actual.scopes(), "scopes of the grant");
        assertEquals(expected, actual, "the grant");
    }

    /** But for the version. */
    static void resource(StoredResource expected, StoredResource actual) {
        String of = " of " + expected.resource() + " of activity " + expected.activity();
        assertEquals(expected.athlete(), actual.athlete(), "athlete" + of);
        assertEquals(expected.activity(), actual.activity(), "activity" + of);
        assertEquals(expected.resource(), actual.resource(), "resource" + of);
        assertEquals(expected.status(), actual.status(), "status" + of);
        assertEquals(expected.notBefore(), actual.notBefore(), "notBefore" + of);
        assertEquals(expected.attempts(), actual.attempts(), "attempts" + of);
        assertEquals(expected.queuedAt(), actual.queuedAt(), "queuedAt" + of);
        assertEquals(expected.startDate(), actual.startDate(), "startDate" + of);
        assertEquals(expected.rawJson(), actual.rawJson(), "rawJson" + of);
        assertEquals(expected.observedAt(), actual.observedAt(), "observedAt" + of);
        assertEquals(expected.triedBy(), actual.triedBy(), "triedBy" + of);
        assertEquals(expected.failure(), actual.failure(), "failure" + of);
    }
}
