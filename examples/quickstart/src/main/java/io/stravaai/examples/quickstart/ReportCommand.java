package io.stravaai.examples.quickstart;

import io.stravaai.Analytics;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.AthleteId;
import io.stravaai.report.HtmlReport;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = {
            "Writes an athlete's training as a page of HTML that stands alone.",
            "Asks only the database that STRAVAAI_STORE names. If none is named, and none was synced into before,"
                    + " the page shows a made-up athlete."
        })
final class ReportCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it; report.html by default.")
    private Path out = Path.of("report.html");

    @Option(
            names = "--athlete",
            paramLabel = "ID",
            converter = Converters.Athlete.class,
            description = "The athlete, if the database holds several.")
    private @Nullable AthleteId athlete;

    @Option(names = "--demo", description = "Show a made-up athlete, whatever databases there are.")
    private boolean demo;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Show the activities in these files: each a JSON array as Strava lists them, or one object a line.")
    private @Nullable List<Path> files;

    @Option(
            names = "--today",
            paramLabel = "DATE",
            converter = Converters.Day.class,
            description =
                    "The last day that counts, such as 2026-11-20; today by default, with --history the latest there.")
    private @Nullable LocalDate today;

    @Option(names = "--title", paramLabel = "TEXT", description = "The heading.")
    private @Nullable String title;

    @Option(names = "--miles", description = "Distances in miles, heights in feet.")
    private boolean miles;

    @Mixin
    private ThresholdOptions thresholds = new ThresholdOptions();

    ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (demo && files != null) {
            throw new QuickstartException("--demo and --history are two athletes; choose one");
        }
        LocalDate now = LocalDate.ofInstant(shell.clock().instant(), ZoneId.systemDefault());
        if (files != null) {
            MemoryHistory history = MemoryHistory.read(files, shell.clock().instant());
            write(history.activities(), history.resources(), history.athlete(), thresholds.known(), today, "Training");
        } else if (demo || Database.isUnset(shell)) {
            LocalDate last = today == null ? now : today;
            MemoryHistory history = MadeUpAthlete.history(last, shell.clock());
            write(
                    history.activities(),
                    history.resources(),
                    history.athlete(),
                    MadeUpAthlete.thresholds(last),
                    last,
                    "Training of a made-up athlete");
            if (!demo) {
                shell.out()
                        .println("It shows a made-up athlete; run 'sync' first for your own, or name a database in "
                                + Database.VARIABLE + ".");
            }
        } else {
            try (Database database = Database.openExisting(shell)) {
                AthleteId of = athlete == null ? Athletes.only(database.tokens()) : athlete;
                write(
                        database.activities(),
                        database.resources(),
                        of,
                        thresholds.known(),
                        today == null ? now : today,
                        "Training");
            }
        }
        return Main.DONE;
    }

    /**
     * Writes the page.
     *
     * @param lastDay null for that of the latest session
     */
    private void write(
            ActivityStore activities,
            ResourceStore resources,
            AthleteId of,
            ThresholdHistory known,
            @Nullable LocalDate lastDay,
            String usualTitle) {
        Analytics analytics = Analytics.builder()
                .store(activities)
                .resources(resources)
                .loadsFromStreams()
                .thresholds(anyone -> known)
                .clock(shell.clock())
                .build();
        TrainingHistory history = analytics.history(of);
        List<Session> sessions = history.sessions();
        if (sessions.isEmpty()) {
            throw new QuickstartException("There is no activity to report on; "
                    + (files == null
                            ? "run 'sync' first, or choose another --athlete"
                            : "name other files with --history"));
        }
        LocalDate last = lastDay == null ? sessions.get(sessions.size() - 1).day() : lastDay;
        HtmlReport report = HtmlReport.builder(analytics, of, last)
                .title(title == null ? usualTitle : title)
                .distanceUnit(miles ? DistanceUnit.MILE : DistanceUnit.KILOMETRE)
                .names(id -> activities.find(of, id).flatMap(StoredActivity::name))
                .build();
        String html = report.toHtml();
        try {
            Files.writeString(out, html, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new QuickstartException(
                    "The file " + out + " cannot be written: " + Database.reason(e) + "; name another one with --out",
                    e);
        }
        shell.out().println(Text.activities(sessions.size()) + " up to " + last + " are in " + out.toAbsolutePath());
        if (known.equals(ThresholdOptions.NOTHING)) {
            shell.out()
                    .println("For load and zones say what is known of the athlete, such as --ftp, --max-hr or"
                            + " --threshold-pace; see report --help.");
        }
    }
}
