package io.stravaai.store.jdbc;

import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.List;
import java.util.Scanner;
import java.util.Set;

/** Counts up in a grant, and in an athlete's commits, each until it was first so many times. */
final class CountingWorker {

    static final AthleteId ATHLETE = AthleteId.of(134815);

    private CountingWorker() {}

    /** Arguments: the JDBC URL, and how many times to be first. */
    public static void main(String[] arguments) {
        JdbcStores stores = JdbcStores.open(TestDatabases.ofUrl(arguments[0]));
        int wanted = Integer.parseInt(arguments[1]);
        // The parent lets all processes go at once.
        System.out.println("ready");
        new Scanner(System.in).nextLine();
        for (int won = 0; won < wanted; won += countGrant(stores) ? 1 : 0) {}
        for (int won = 0; won < wanted; won += countCommit(stores) ? 1 : 0) {}
    }

    static TokenGrant grant(int count) {
        return TokenGrant.of("access", Integer.toString(count), Instant.EPOCH, Set.of());
    }

    private static boolean countGrant(JdbcStores stores) {
        StoredGrant found = stores.tokens().find(ATHLETE).orElseThrow();
        int count = Integer.parseInt(found.grant().refreshToken());
        return stores.tokens()
                .replace(ATHLETE, found.version(), grant(count + 1))
                .isPresent();
    }

    private static boolean countCommit(JdbcStores stores) {
        SyncState next = stores.activities()
                .syncState(ATHLETE)
                .orElse(SyncState.initial(ATHLETE))
                .next()
                .build();
        StoredActivity row = StoredActivity.builder(ATHLETE, ActivityId.of(next.version()), "{}", Instant.EPOCH)
                .build();
        return stores.activities().commit(SyncCommit.of(next, List.of(row), List.of(), List.of()))
                == CommitResult.COMMITTED;
    }
}
