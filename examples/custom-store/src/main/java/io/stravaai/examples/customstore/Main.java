package io.stravaai.examples.customstore;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Syncs an athlete of a made-up Strava into files, closes them, opens them again, and syncs once more.
 *
 * <p>The one argument, which may be left out, is the folder to write to.
 */
public final class Main {

    private static final int ACTIVITIES = 650;

    private Main() {}

    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("stravaai-files");
        run(folder, Clock.systemUTC(), System.out);
    }

    static void run(Path folder, Clock clock, PrintStream out) {
        FakeStrava strava = FakeStrava.builder().clock(clock).seed(7).build();
        FakeAthlete athlete = strava.addAthlete();
        Instant now = clock.instant();
        athlete.generateHistory(now.minus(Duration.ofDays(3 * 365)), now.minus(Duration.ofHours(1)), ACTIVITIES);

        out.println("First sync, into " + folder.getFileName());
        syncOnce(strava, athlete.refreshToken(), folder, clock, out);
        out.println("Second sync, from the files of the first");
        syncOnce(strava, null, folder, clock, out);
    }

    /** As a program does that starts: opens the stores, works, and closes them. */
    private static void syncOnce(
            FakeStrava strava, @Nullable String refreshToken, Path folder, Clock clock, PrintStream out) {
        try (FileActivityStore activities = FileActivityStore.open(folder.resolve("activities"));
                FileTokenStore tokens = FileTokenStore.open(folder.resolve("tokens"));
                StravaClient client = StravaClient.builder()
                        .credentials(strava.credentials())
                        .tokenStore(tokens)
                        .clock(clock)
                        .okHttp(strava.inProcess())
                        .build()) {
            AthleteId athlete = refreshToken == null
                    ? tokens.athletes(null, 1).get(0)
                    : client.oauth().adopt(refreshToken).athlete();
            SyncEngine engine = SyncEngine.builder()
                    .client(client)
                    .store(activities)
                    .clock(clock)
                    .build();
            SyncReport report = engine.sync(athlete);
            out.println("  " + report.inserted() + " new, " + report.updated() + " changed, " + report.unchanged()
                    + " as they were, in " + report.requests() + " requests");
            int stored = activities
                    .list(ActivityQuery.of(athlete).limit(Integer.MAX_VALUE))
                    .size();
            out.println("  " + stored + " are stored; the latest:");
            activities
                    .list(ActivityQuery.of(athlete).limit(3))
                    .forEach(row -> out.println("    "
                            + row.startDateLocal().map(Object::toString).orElse("undated") + "  "
                            + row.name().orElse("")));
        }
    }
}
