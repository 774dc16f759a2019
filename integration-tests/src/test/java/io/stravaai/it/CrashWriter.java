package io.stravaai.it;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Commits pages, a thread for each athlete, so many whenever it is told to go on: what runs in a {@link ChildProcess} and is
 * killed. It says what it is about to do, and what it did, in lines that end with a semicolon, because the last one may be
 * cut off.
 */
final class CrashWriter {

    private static final Instant CLAIMED = Instant.parse("2026-03-01T12:00:00Z");

    /**
     * Enough for it to be hit within one. Then it rests, as a sync does that waits for Strava: on MongoDB whoever reads has to
     * find a gap.
     */
    private static final int COMMITS = 20;

    private final OpenStores stores;
    private final AthleteId athlete;
    private final Semaphore permits = new Semaphore(0);

    private CrashWriter(OpenStores stores, AthleteId athlete) {
        this.stores = stores;
        this.athlete = athlete;
    }

    /** Starts one, which says {@code ready} and goes on whenever it is told {@code go}. */
    static ChildProcess start(String url, List<AthleteId> athletes) {
        return start(CrashWriter.class, url, athletes);
    }

    static ChildProcess start(Class<?> main, String url, List<AthleteId> athletes) {
        List<String> options = new ArrayList<>(Databases.optionsOfChildren());
        // A quarter of the time that a start takes goes into logging, and nobody reads it.
        options.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
        options.add("-Dslf4j.internal.verbosity=WARN");
        List<String> arguments = new ArrayList<>(List.of(url));
        athletes.forEach(athlete -> arguments.add(athlete.toString()));
        return ChildProcess.start(main, options, arguments.toArray(String[]::new));
    }

    /** The arguments are those of {@link #start}. */
    public static void main(String[] args) throws Exception {
        OpenStores stores = answered(() -> OpenStores.open(args[0]));
        List<CrashWriter> writers = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            CrashWriter writer = new CrashWriter(stores, AthleteId.of(Long.parseLong(args[i])));
            writers.add(writer);
            new Thread(() -> {
                        try {
                            writer.write();
                        } catch (RuntimeException | Error e) {
                            System.out.println("broken " + e);
                            e.printStackTrace();
                            System.exit(1);
                        }
                    })
                    .start();
        }
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            writers.forEach(CrashWriter::goOn);
        }
        System.exit(0);
    }

    private void goOn() {
        permits.drainPermits();
        permits.release(COMMITS);
    }

    private void write() {
        permits.acquireUninterruptibly();
        long stamp = answered(() -> StampedPage.version(stores.activities(), athlete));
        while (true) {
            long next = stamp + 1;
            say("try", next);
            if (!commit(stamp, next)) {
                continue;
            }
            say("done", next);
            stamp = next;
            grant(stamp);
            permits.acquireUninterruptibly();
        }
    }

    /** Whether the stamp is stored, now or since an attempt that seemed to fail. */
    private boolean commit(long stamp, long next) {
        try {
            CommitResult result = stores.activities().commit(StampedPage.commit(athlete, next));
            if (result == CommitResult.COMMITTED) {
                return true;
            }
        } catch (StoreException e) {
            trouble(e);
            long found = answered(() -> StampedPage.version(stores.activities(), athlete));
            say(found == stamp ? "undone" : "applied", next);
            check(found == stamp || found == next, found, next);
            return found == next;
        }
        // Only an attempt of ours that was under way may have been first.
        long found = answered(() -> StampedPage.version(stores.activities(), athlete));
        check(found == next, found, next);
        say("late", next);
        return true;
    }

    private static void check(boolean right, long found, long next) {
        if (!right) {
            throw new AssertionError("The stamp " + found + " is stored, and " + next + " was being committed");
        }
    }

    /** As a refresh does it. */
    private void grant(long stamp) {
        say("granting", stamp);
        while (true) {
            try {
                if (StampedPage.stampOfGrant(stores.tokens(), athlete) == stamp) {
                    break;
                }
                Optional<StoredGrant> held = stores.tokens().find(athlete);
                long version = held.map(StoredGrant::version).orElse(0L);
                if (held.isPresent()) {
                    Optional<StoredGrant> claimed =
                            stores.tokens().claim(athlete, version, new RefreshClaim("writer", CLAIMED));
                    if (claimed.isEmpty()) {
                        continue;
                    }
                    version = claimed.get().version();
                }
                if (stores.tokens()
                        .replace(athlete, version, StampedPage.grant(stamp))
                        .isPresent()) {
                    break;
                }
            } catch (StoreException e) {
                trouble(e);
            }
        }
        say("granted", stamp);
    }

    /** Asks until the database answers, which is how an outcome that is unknown is found out. */
    static <T> T answered(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (StoreException e) {
                trouble(e);
            }
        }
    }

    private static void trouble(StoreException e) {
        if (!e.retryable()) {
            throw e;
        }
        System.out.println("trouble " + e.getMessage());
    }

    private void say(String what, long stamp) {
        System.out.println(what + " " + athlete + " " + stamp + ";");
    }
}
