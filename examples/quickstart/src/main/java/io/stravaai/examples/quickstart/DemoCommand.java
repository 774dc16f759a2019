package io.stravaai.examples.quickstart;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Syncs a made-up athlete from a made-up Strava inside this program into a SQLite file.")
final class DemoCommand implements Callable<Integer> {

    private static final long SEED = 2026;
    private static final int ACTIVITIES = 1_200;
    private static final Duration HISTORY = Duration.ofDays(8 * 365);
    private static final int SPORTS_SHOWN = 6;
    private static final String OPTION = "--db";

    private final Shell shell;

    @Option(
            names = OPTION,
            paramLabel = "FILE",
            description = "The SQLite file to create; one in a new temporary folder by default.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Serve the recorded list pages in this folder in place of a made-up history.")
    private @Nullable Path recordedPages;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        FakeStrava strava = FakeStrava.builder().clock(shell.clock()).seed(SEED).build();
        FakeAthlete athlete = athlete(strava);
        if (file != null) {
            if (Files.exists(file)) {
                throw new QuickstartException("The file " + file + " exists; the demo fills a new one");
            }
            run(strava, athlete, file.toAbsolutePath());
            return Main.DONE;
        }
        Path folder = temporaryFolder();
        boolean done = false;
        try {
            run(strava, athlete, folder.resolve("stravaai.db"));
            done = true;
        } finally {
            if (!done) {
                delete(folder);
            }
        }
        return Main.DONE;
    }

    private void run(FakeStrava strava, FakeAthlete athlete, Path databaseFile) {
        try (FakeStravaServer server = strava.startServer();
                Database database = Database.create(databaseFile, OPTION);
                Progress progress = new Progress(shell, true);
                StravaClient client = StravaClient.builder()
                        .credentials(strava.credentials())
                        .tokenStore(database.tokens())
                        .quotaLedger(database.quotaLedger())
                        .apiUrl(server.apiUrl())
                        .oauthUrl(server.oauthUrl())
                        .clock(shell.clock())
                        .build()) {
            Pages pages = new Pages(progress);
            SyncEngine engine = SyncEngine.builder()
                    .client(client)
                    .store(database.activities())
                    .clock(shell.clock())
                    .listener(pages)
                    .build();
            AthleteId id = client.oauth().adopt(athlete.refreshToken()).athlete();
            introduce();
            progress.begin("   Syncing", athlete.activityCount());
            SyncReport report = sync(engine, id);
            progress.end();
            tellFirst(report, pages, database.activities());
            if (recordedPages == null) {
                change(athlete, database.activities());
            }
            secondSync(engine, database.activities(), id);
            whereToLook(databaseFile);
        } catch (StoreException e) {
            throw new QuickstartException(StoreErrors.describe(e, Database.url(databaseFile), OPTION), e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("stravaai-demo");
        } catch (IOException e) {
            throw new QuickstartException("No temporary folder could be made; name a file with " + OPTION, e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left : files.toList()) {
                Files.delete(left);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // The failure that led here is told; this one would only hide it.
        }
    }

    private FakeAthlete athlete(FakeStrava strava) {
        if (recordedPages != null) {
            if (!Files.isDirectory(recordedPages)) {
                throw new QuickstartException(
                        "There is no folder " + recordedPages + "; --data names one with list pages");
            }
            try {
                return strava.addAthleteFromPages(recordedPages);
            } catch (UncheckedIOException e) {
                throw new QuickstartException(
                        "The pages in " + recordedPages + " cannot be read: " + e.getMessage(), e);
            }
        }
        FakeAthlete athlete = strava.addAthlete();
        Instant now = shell.clock().instant();
        athlete.generateHistory(now.minus(HISTORY), now, ACTIVITIES);
        return athlete;
    }

    private void introduce() {
        PrintStream out = shell.out();
        out.println("StravaAI keeps an athlete's Strava activities in your own database.");
        out.println("Here it does so with a made-up Strava inside this program; nothing leaves your machine.");
        out.println();
        out.println("1. The first sync fetches the whole history, newest first.");
        out.println();
        out.flush();
    }

    private void tellFirst(SyncReport report, Pages pages, ActivityStore store) {
        PrintStream out = shell.out();
        Map<String, Integer> bySport = new HashMap<>();
        Instant oldest = Instant.MAX;
        for (StoredActivity activity : new StoredActivities(store, report.athlete())) {
            bySport.merge(activity.sportType().map(SportType::name).orElse("unknown"), 1, Integer::sum);
            Instant start = activity.startDate().orElse(Instant.MAX);
            oldest = start.isBefore(oldest) ? start : oldest;
        }
        out.println("   " + Text.activities(report.inserted()) + " stored"
                + (oldest.equals(Instant.MAX)
                        ? ""
                        : ", back to " + Text.minute(oldest).substring(0, 10)) + ", in "
                + Text.seconds(Duration.between(report.startedAt(), report.finishedAt())) + ".");
        out.println("   " + Text.requests(report.requests()) + " to Strava" + pages.explain(report.requests()) + ".");
        out.println("   "
                + bySport.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(SPORTS_SHOWN)
                        .map(entry -> Text.oneLine(entry.getKey()) + " "
                                + String.format(Locale.ROOT, "%,d", entry.getValue()))
                        .collect(Collectors.joining(", "))
                + (bySport.size() > SPORTS_SHOWN ? ", ..." : ""));
        if (report.quarantined() > 0) {
            out.println("   " + Text.count(report.quarantined(), "element", "elements")
                    + " could not be read; kept as sent, see 'quickstart quarantine'.");
        }
        out.println();
    }

    /** A ride comes late, behind newer activities, and a stored run gets another name. */
    private void change(FakeAthlete athlete, ActivityStore store) {
        athlete.upload(FakeActivity.builder()
                .sportType(SportType.RIDE)
                .name("Long ride, uploaded late")
                .startDate(shell.clock().instant().minus(Duration.ofDays(12)))
                .distance(64_200)
                .movingTime(Duration.ofMinutes(151))
                .build());
        for (StoredActivity activity : new StoredActivities(store, athlete.id())) {
            if (activity.sportType().equals(Optional.of(SportType.RUN))) {
                athlete.rename(activity.id(), "My fastest run so far");
                break;
            }
        }
        shell.out().println("   Now a ride of twelve days ago is uploaded late, and a run gets a new name.");
        shell.out().println();
    }

    private void secondSync(SyncEngine engine, ActivityStore store, AthleteId athlete) {
        PrintStream out = shell.out();
        out.println("2. Every later sync asks for the newest 200 activities in one request.");
        out.println();
        Map<ActivityId, String> namesBefore = new HashMap<>();
        for (StoredActivity activity : new StoredActivities(store, athlete)) {
            namesBefore.put(activity.id(), activity.name().orElse(""));
        }
        SyncReport report = sync(engine, athlete);
        for (StoredActivity activity : new StoredActivities(store, athlete)) {
            String name = activity.name().orElse("");
            String before = namesBefore.get(activity.id());
            if (before == null) {
                out.println("   new      " + describe(activity) + "  \"" + Text.oneLine(name) + "\"");
            } else if (!before.equals(name)) {
                out.println("   renamed  " + describe(activity) + "  \"" + Text.oneLine(before) + "\" is now \""
                        + Text.oneLine(name) + "\"");
            }
        }
        out.println("   " + report.inserted() + " new, " + report.updated() + " changed, " + report.unchanged()
                + " unchanged of the newest " + (report.inserted() + report.updated() + report.unchanged()) + "; "
                + Text.requests(report.requests()) + " to Strava.");
        out.println();
    }

    private static String describe(StoredActivity activity) {
        return Text.start(activity) + "  "
                + activity.sportType().map(SportType::name).orElse("?") + "  " + Text.distance(activity.distance());
    }

    private static SyncReport sync(SyncEngine engine, AthleteId athlete) {
        return engine.sync(athlete, SyncOptions.defaults().withLane(Lane.INTERACTIVE));
    }

    private void whereToLook(Path databaseFile) {
        PrintStream out = shell.out();
        out.println("The database is a SQLite file: " + databaseFile);
        out.println("Look into it:");
        out.println(
                "  sqlite3 " + Text.shellWord(databaseFile.toString())
                        + " \"SELECT start_date_local, sport_type, name FROM stravaai_activity ORDER BY start_date DESC LIMIT 10\"");
        out.println("  " + Database.VARIABLE + "=" + Text.shellWord(Database.url(databaseFile)) + " java -jar " + jar()
                + " activities");
        out.println("With your own Strava account: java -jar " + jar() + " sync --help");
    }

    /** How this program was started, so that the lines above can be pasted. */
    private static String jar() {
        String jar = System.getProperty("java.class.path", "");
        return Text.shellWord(jar.endsWith(".jar") && !jar.contains(File.pathSeparator) ? jar : "quickstart.jar");
    }

    /** Counts the pages of the first sync by what they brought. */
    private static final class Pages implements StravaListener {

        private final Progress progress;
        private int stored;
        private int bringing;
        private int others;

        private Pages(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void pageStored(SyncProgress now) {
            int storedNow = now.inserted() + now.quarantined();
            if (storedNow > stored) {
                bringing++;
            } else {
                others++;
            }
            stored = storedNow;
            progress.pageStored(now);
        }

        /** What the requests were for; empty if some were for something else, such as a repetition. */
        private String explain(int requests) {
            if (bringing == 0 || bringing + others != requests) {
                return "";
            }
            return ": " + Text.count(bringing, "page", "pages") + " of up to 200"
                    + (others == 0
                            ? ""
                            : String.format(Locale.ROOT, ", and %,d to be sure that nothing is older", others));
        }
    }
}
