package io.stravaai.it;

import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Commits that each write the same rows of an athlete again, with another stamp: 1, 2, 3 and so on. The state's version is
 * the stamp, and the only entry in quarantine has it too, so half of a commit is seen by two stamps, whichever half it is.
 * Every second commit brings one row more, which stays as it is: stores may write what is new in another way.
 */
final class StampedPage {

    static final int ROWS = 40;

    private static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00Z");

    private StampedPage() {}

    /** What moves the athlete from the stamp before to this one. */
    static SyncCommit commit(AthleteId athlete, long stamp) {
        List<StoredActivity> rows = new ArrayList<>();
        if (bringsNewRow(stamp)) {
            rows.add(newRow(athlete, stamp));
        }
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(athlete, i, stamp));
        }
        SyncState next = SyncState.builder(athlete, stamp)
                .newestListedAt(BEGINNING.plusSeconds(stamp))
                .build();
        List<QuarantinedActivity> quarantined = List.of(unread(athlete, stamp));
        return stamp == 1
                ? SyncCommit.first(next, rows, quarantined, List.of())
                : SyncCommit.of(
                        next,
                        rows,
                        quarantined,
                        List.of(unread(athlete, stamp - 1).contentHash()));
    }

    private static StoredActivity row(AthleteId athlete, int place, long stamp) {
        return StoredActivity.builder(
                        athlete, ActivityId.of(athlete.value() * 1000 + place), raw(athlete, place, stamp), BEGINNING)
                .name(Long.toString(stamp))
                .startDate(BEGINNING.minusSeconds(place))
                .build();
    }

    static boolean bringsNewRow(long stamp) {
        return stamp % 2 == 0;
    }

    /** Older than the rows that are written again, and newer than those that came before it. */
    private static StoredActivity newRow(AthleteId athlete, long stamp) {
        return StoredActivity.builder(
                        athlete,
                        ActivityId.of(athlete.value() * 1_000_000_000 + stamp),
                        raw(athlete, ROWS, stamp),
                        BEGINNING)
                .name(Long.toString(stamp))
                .startDate(BEGINNING.minus(Duration.ofDays(3650)).plusSeconds(stamp))
                .build();
    }

    /** Some 2 kB that nobody can compress away. */
    private static String raw(AthleteId athlete, int place, long stamp) {
        byte[] noise = new byte[1000];
        new Random(stamp * ROWS + place).nextBytes(noise);
        return "{\"athlete\":" + athlete + ",\"place\":" + place + ",\"stamp\":" + stamp + ",\"noise\":\""
                + HexFormat.of().formatHex(noise) + "\"}";
    }

    private static QuarantinedActivity unread(AthleteId athlete, long stamp) {
        return QuarantinedActivity.of(
                athlete,
                ("unread " + stamp).getBytes(StandardCharsets.UTF_8),
                Long.toString(stamp),
                BEGINNING.plusSeconds(stamp),
                null);
    }

    /** The athlete's stamp; 0 if nothing is stored. */
    static long version(ActivityStore store, AthleteId athlete) {
        return store.syncState(athlete).map(SyncState::version).orElse(0L);
    }

    /**
     * The stamp that one look at the rows shows; 0 if there are none.
     *
     * @throws AssertionError if half of a commit is seen
     */
    static long stampOfRows(ActivityStore store, AthleteId athlete) {
        List<StoredActivity> rows =
                store.list(ActivityQuery.of(athlete).includeDeleted().limit(2 * ROWS));
        if (rows.isEmpty()) {
            return 0;
        }
        List<String> stamps = rows.stream()
                .limit(ROWS)
                .map(row -> row.name().orElse("none"))
                .distinct()
                .toList();
        check(stamps.size() == 1 && rows.size() >= ROWS, rows.size() + " rows have the stamps " + stamps);
        long stamp = Long.parseLong(stamps.get(0));
        for (int i = 0; i < ROWS; i++) {
            StoredActivity row = rows.get(i);
            check(
                    row.rawJson().equals(raw(athlete, i, stamp))
                            && row.contentHash().equals(ContentHash.of(row.rawJson())),
                    "row " + i + " of stamp " + stamp + " is not as it was written");
        }
        checkNewRows(athlete, stamp, rows.subList(ROWS, rows.size()));
        return stamp;
    }

    /** The last ones that came up to this stamp, the newest first. */
    private static void checkNewRows(AthleteId athlete, long stamp, List<StoredActivity> found) {
        List<String> came = LongStream.iterate(stamp - stamp % 2, number -> number > 0, number -> number - 2)
                .limit(ROWS)
                .mapToObj(Long::toString)
                .toList();
        List<String> names =
                found.stream().map(row -> row.name().orElse("none")).toList();
        check(names.equals(came), "the new rows beside those of stamp " + stamp + " are " + names);
        check(
                found.isEmpty() || found.get(0).rawJson().equals(raw(athlete, ROWS, Long.parseLong(names.get(0)))),
                "the new row beside those of stamp " + stamp + " is not as it was written");
    }

    /**
     * The stamp of all that is stored of the athlete.
     *
     * @throws AssertionError if rows, quarantine and state are not of one commit
     */
    static long stamp(ActivityStore store, AthleteId athlete) {
        while (true) {
            long before = version(store, athlete);
            long rows = stampOfRows(store, athlete);
            List<String> quarantine = store.quarantined(athlete).stream()
                    .map(QuarantinedActivity::reason)
                    .toList();
            // Three looks may see three commits; with the same state before and after they saw one.
            if (version(store, athlete) == before) {
                check(rows == before, "the rows have the stamp " + rows + ", the state has " + before);
                check(
                        quarantine.equals(before == 0 ? List.of() : List.of(Long.toString(before))),
                        "the quarantine holds " + quarantine + ", the state has " + before);
                return before;
            }
        }
    }

    static TokenGrant grant(long stamp) {
        return TokenGrant.of("access-" + stamp, "refresh-" + stamp, BEGINNING.plusSeconds(stamp), Set.of(Scope.READ));
    }

    /**
     * The stamp of the athlete's grant; 0 if there is none.
     *
     * @throws AssertionError if it is not whole
     */
    static long stampOfGrant(TokenStore tokens, AthleteId athlete) {
        TokenGrant grant = tokens.find(athlete).map(StoredGrant::grant).orElse(null);
        if (grant == null) {
            return 0;
        }
        long stamp = grant.expiresAt().getEpochSecond() - BEGINNING.getEpochSecond();
        check(grant.equals(grant(stamp)), "the grant is not as it was written");
        return stamp;
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
