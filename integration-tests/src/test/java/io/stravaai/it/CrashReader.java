package io.stravaai.it;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.time.Sleeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads what {@link CrashWriter}s write, all the time, in a {@link ChildProcess} of its own. It must never see half of a
 * commit, nor one that is older than what it has seen.
 */
final class CrashReader {

    private static final Duration PAUSE = Duration.ofMillis(3);

    private CrashReader() {}

    /** Starts one, which says {@code ready}, and at the first line that it is told {@code saw} and how much. */
    static ChildProcess start(String url, List<AthleteId> athletes) {
        return CrashWriter.start(CrashReader.class, url, athletes);
    }

    /** The arguments are those of {@link #start}. */
    public static void main(String[] args) throws Exception {
        try {
            OpenStores stores = CrashWriter.answered(() -> OpenStores.open(args[0]));
            List<AthleteId> athletes = Stream.of(args)
                    .skip(1)
                    .map(id -> AthleteId.of(Long.parseLong(id)))
                    .toList();
            Map<AthleteId, Long> rows = new HashMap<>();
            Map<AthleteId, Long> grants = new HashMap<>();
            int reads = 0;
            int failed = 0;
            // InnoDB shows a commit a moment before it is durable; after a kill it may be gone, unacknowledged.
            boolean showsEarly = args[0].startsWith("jdbc:mysql:") || args[0].startsWith("jdbc:mariadb:");
            System.out.println("ready");
            while (System.in.available() == 0) {
                try {
                    if (showsEarly) {
                        rows.clear();
                        grants.clear();
                    }
                    for (AthleteId athlete : athletes) {
                        notOlder("rows", rows, athlete, StampedPage.stampOfRows(stores.activities(), athlete));
                        notOlder("grant", grants, athlete, StampedPage.stampOfGrant(stores.tokens(), athlete));
                        reads++;
                    }
                } catch (StoreException e) {
                    if (!e.retryable()) {
                        throw e;
                    }
                    failed++;
                }
                // Or it would keep the others from coming to work.
                Sleeper.SYSTEM.sleep(PAUSE);
            }
            System.out.println("saw " + reads + " pages, " + failed + " times in vain");
            System.exit(0);
        } catch (RuntimeException | Error e) {
            System.out.println("broken " + e);
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void notOlder(String what, Map<AthleteId, Long> seen, AthleteId athlete, long stamp) {
        Long before = seen.put(athlete, stamp);
        if (before != null && stamp < before) {
            throw new AssertionError("The " + what + " of stamp " + before + " were followed by those of " + stamp);
        }
    }
}
