package io.stravaai.simulation;

import java.util.List;

/**
 * A fault put into the library, to see that the simulation finds it.
 *
 * @param file a source of the core module, below {@code io/stravaai}; empty if the fault is in the simulation's stores
 * @param find what stands there once
 * @param replacement what is to stand there
 * @param seed one that has found it, with which a build begins; 0 if it takes more seeds than a build has
 */
record Mutant(String name, String file, String find, String replacement, long seed) {

    /** Whether a build is to find it. */
    boolean isCommon() {
        return seed > 0;
    }

    private static final String SYNC = "internal/sync/";

    static final List<Mutant> ALL = List.of(
            // Stores
            new Mutant(
                    "commit without compare-and-set",
                    "store/InMemoryActivityStore.java",
                    "applied.set(version == commit.expectedVersion());",
                    "applied.set(true);",
                    10),
            new Mutant(
                    "tokens without compare-and-set",
                    "store/InMemoryTokenStore.java",
                    "if (current == null || current.version() != expectedVersion) {",
                    "if (current == null) {",
                    2),
            new Mutant(
                    "quota without compare-and-set",
                    "store/InMemoryQuotaLedger.java",
                    "applied.set((entry == null ? 0 : entry.version()) == expectedVersion);",
                    "applied.set(true);",
                    5),
            new Mutant("ledger of each node", "", "", "", 5),
            // Tokens
            new Mutant(
                    "new refresh token thrown away",
                    "internal/auth/TokenEndpoint.java",
                    "TokenGrant.of(fresh.accessToken(), fresh.refreshToken(), fresh.expiresAt(), grant.scopes())",
                    "TokenGrant.of(fresh.accessToken(), grant.refreshToken(), fresh.expiresAt(), grant.scopes())",
                    3),
            new Mutant(
                    "claims not respected",
                    "internal/auth/GrantClaims.java",
                    "return stored.claim().filter(claim -> !isAbandoned(claim)).isPresent();",
                    "return false;",
                    4),
            new Mutant(
                    "refused grant dead for ever",
                    "internal/auth/GrantManager.java",
                    "if (known != null && known.refreshToken().equals(stored.grant().refreshToken())) {",
                    "if (known != null) {",
                    3),
            new Mutant(
                    "refusal believed without another look",
                    "internal/auth/GrantManager.java",
                    "if (!claim.end()) {",
                    "if (!claim.end() && false) {",
                    7),
            new Mutant(
                    "grant in hand forgotten when the store fails",
                    "internal/auth/IssuedGrants.java",
                    "unsaved.put(used.athlete(), issued);",
                    "",
                    2),
            new Mutant(
                    "token used before it is stored",
                    "internal/auth/IssuedGrants.java",
                    "return save(used, issued);",
                    "return Optional.of(StoredGrant.of(used.athlete(), used.version(), fresh, null));",
                    3),
            // Quota
            new Mutant(
                    "no guard band",
                    "internal/quota/StravaRateLimiter.java",
                    "GUARD_BAND = Duration.ofSeconds(15)",
                    "GUARD_BAND = Duration.ZERO",
                    5),
            new Mutant(
                    "charge of the next window lost",
                    "internal/quota/StravaRateLimiter.java",
                    "follows ? state.usedNext(bucket, window) : 0",
                    "0",
                    5),
            new Mutant(
                    "usage of Strava not learned",
                    "internal/quota/StravaRateLimiter.java",
                    "if (usage.isPresent() && current) {",
                    "if (false) {",
                    10),
            new Mutant(
                    "requests not charged",
                    "internal/quota/StravaRateLimiter.java",
                    "next = next.withUsed(bucket, window, next.used(bucket, window) + 1);",
                    "",
                    5),
            new Mutant(
                    "repetitions outside the limiter",
                    "internal/client/CallExecutor.java",
                    "permit = quotaWait.acquire();\n                    Instant granted",
                    "permit = repetition.sent == 0 ? quotaWait.acquire() : new Permit.Granted(kind, clock.instant());"
                            + "\n                    Instant granted",
                    2),
            new Mutant(
                    "429 forgotten",
                    "internal/quota/StravaRateLimiter.java",
                    "if (reading.limitExceeded() && !isUsedUp) {",
                    "if (false) {",
                    10),
            // What is missing
            new Mutant(
                    "deleted because a list lacks it",
                    SYNC + "Absences.java",
                    "                ask(row);\n",
                    "                deleted.add(row.deleted(clock.instant(), reason(scopes.get())));\n",
                    3),
            new Mutant(
                    "server error counts as deleted",
                    SYNC + "Absences.java",
                    "            // Proves nothing;",
                    "            deleted.add(row.deleted(clock.instant(), reason(scopes.get())));\n            // Proves nothing;",
                    1),
            new Mutant(
                    "404 of a new activity believed",
                    SYNC + "Absences.java",
                    "SETTLES = Duration.ofMinutes(15)",
                    "SETTLES = Duration.ZERO",
                    1),
            new Mutant(
                    "out of sight is deleted",
                    SYNC + "Absences.java",
                    "return scopes.isEmpty() || scopes.contains(Scope.ACTIVITY_READ_ALL) || !isOnlyForAthlete(row);",
                    "return true;",
                    9),
            new Mutant(
                    "missing ones never asked for",
                    SYNC + "Absences.java",
                    "            ask(missing.subList(asked, next));\n",
                    "",
                    3),
            new Mutant(
                    "deleted for ever",
                    SYNC + "PageChanges.java",
                    "if (before != null && !before.isDeleted() && before.contentHash()",
                    "if (before != null && before.contentHash()",
                    1),
            new Mutant(
                    "edits not noticed",
                    SYNC + "PageChanges.java",
                    "!before.isDeleted() && before.contentHash().equals(row.contentHash())",
                    "!before.isDeleted()",
                    3),
            // The walk
            new Mutant(
                    "never listed again",
                    SYNC + "WindowPlan.java",
                    "return reached || (!listedAgain && isCrowded(deep, now)) ? stalest : null;",
                    "return null;",
                    1),
            new Mutant(
                    "listing again begins anew each time",
                    SYNC + "WindowPlan.java",
                    ".sorted(Comparator.comparing(Coverage.Interval::listedAt)\n"
                            + "                        .thenComparing(Coverage.Interval::to, Comparator.reverseOrder()))",
                    ".sorted(Comparator.comparing(Coverage.Interval::to).reversed())",
                    9),
            new Mutant(
                    "short page ends the walk",
                    SYNC + "Listing.java",
                    "        if (page.isEmpty()) {\n            return coverage.listed(notBelow, edge, askedAt);",
                    "        if (!page.isFull()) {\n            return coverage.listed(notBelow, edge, askedAt);",
                    9),
            new Mutant(
                    "no overlap of pages",
                    SYNC + "Window.java",
                    "request.before(before.plus(OVERLAP))",
                    "request.before(before)",
                    6),
            new Mutant(
                    "newest page only when stale",
                    SYNC + "WindowPlan.java",
                    "        if (!isNewestDone(state, now)) {\n            return Window.newest(1);\n        }\n        Coverage.Interval due",
                    "        Coverage.Interval due",
                    10),
            new Mutant(
                    "newest page listed once and for all",
                    SYNC + "WindowPlan.java",
                    ".map(age -> age.isNegative() || age.compareTo(maxAge) >= 0)",
                    ".map(age -> options.newestMaxAge().isEmpty() && age.compareTo(maxAge) >= 0)",
                    10),
            new Mutant(
                    "first page is the history",
                    SYNC + "WindowPlan.java",
                    "            if (edge != null) {\n                return Window.below",
                    "            if (false) {\n                return Window.below",
                    5),
            new Mutant(
                    "note before data",
                    SYNC + "SyncRun.java",
                    "        SyncCommit commit = parts.successor(state, next, changed, unreadable, released);\n"
                            + "        if (parts.store().commit(commit) == CommitResult.COMMITTED) {",
                    "        SyncCommit early = parts.successor(state, next);\n"
                            + "        SyncCommit commit = SyncCommit.of(early.next().next().build(), changed, unreadable, released);\n"
                            + "        if (parts.store().commit(early) == CommitResult.COMMITTED\n"
                            + "                && parts.store().commit(commit) == CommitResult.COMMITTED) {",
                    3),
            // What cannot be read
            new Mutant(
                    "an unreadable element ends the sync",
                    SYNC + "ListedPage.java",
                    "            } catch (ResponseFormatException e) {\n",
                    "            } catch (ResponseFormatException e) {\n                if (true) throw e;\n",
                    4),
            new Mutant(
                    "quarantine cuts bytes",
                    SYNC + "ListedPage.java",
                    "QuarantinedActivity.of(athlete, element.bytes(),",
                    "QuarantinedActivity.of(athlete, java.util.Arrays.copyOf(element.bytes(), 10),",
                    4),
            new Mutant(
                    "quarantine never left",
                    SYNC + "Quarantine.java",
                    "if (readable || replaced) {",
                    "if (false) {",
                    10));

    @Override
    public String toString() {
        return name;
    }
}
