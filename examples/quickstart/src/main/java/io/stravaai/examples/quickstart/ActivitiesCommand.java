package io.stravaai.examples.quickstart;

import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.StoredActivity;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "activities",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Shows stored activities, newest first. Asks only the database that STRAVAAI_STORE names.")
final class ActivitiesCommand implements Callable<Integer> {

    private static final int TABLE_LIMIT = 20;

    /** So many lines go out before a look whether anybody still reads them. */
    private static final int CHECKED = 200;

    private final Shell shell;

    @Option(
            names = "--athlete",
            paramLabel = "ID",
            converter = Converters.Athlete.class,
            description = "The athlete, if the database holds several.")
    private @Nullable AthleteId athlete;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "How many; 20 by default, with --json all.")
    private @Nullable Integer limit;

    @Option(names = "--json", description = "Print one JSON object a line, with Strava's text as 'raw'.")
    private boolean asJson;

    ActivitiesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Database database = Database.openExisting(shell)) {
            AthleteId of = athlete == null ? Athletes.only(database.tokens()) : athlete;
            StoredActivities activities = new StoredActivities(database.activities(), of);
            if (asJson) {
                printJson(activities);
            } else {
                printTable(activities);
            }
            return Main.DONE;
        }
    }

    private void printJson(StoredActivities activities) {
        int most = limit == null ? Integer.MAX_VALUE : limit;
        int printed = 0;
        for (StoredActivity activity : activities) {
            if (printed == most || (printed % CHECKED == 0 && shell.out().checkError())) {
                return;
            }
            printJson(activity);
            printed++;
        }
    }

    private void printJson(StoredActivity activity) {
        Json.line(shell.out(), json -> {
            json.name("id").value(activity.id().value());
            json.name("startDate")
                    .value(activity.startDate().map(Object::toString).orElse(null));
            json.name("name").value(activity.name().orElse(null));
            json.name("sportType")
                    .value(activity.sportType().map(SportType::name).orElse(null));
            Json.number(json.name("distance"), activity.distance());
            json.name("movingTime")
                    .value(activity.movingTime().map(Duration::toSeconds).orElse(null));
            json.name("deleted").value(activity.deletedAt().isPresent());
            json.name("raw").value(activity.rawJson());
        });
    }

    private void printTable(StoredActivities activities) {
        PrintStream out = shell.out();
        int most = limit == null ? TABLE_LIMIT : limit;
        int printed = 0;
        for (StoredActivity activity : activities) {
            if (printed == most) {
                out.println("There are more; --limit N shows them.");
                return;
            }
            if (printed == 0) {
                printRow("start", "sport", "distance", "moving", "id", "name");
            }
            printRow(
                    Text.start(activity),
                    activity.sportType().map(SportType::name).orElse("?"),
                    Text.distance(activity.distance()),
                    activity.movingTime().map(Text::clock).orElse(""),
                    activity.id().toString(),
                    activity.name().orElse("") + (activity.deletedAt().isPresent() ? " (deleted)" : ""));
            printed++;
        }
        if (printed == 0) {
            out.println("No activities are stored.");
        }
    }

    private void printRow(String start, String sport, String distance, String moving, String id, String name) {
        shell.out()
                .println(
                        Text.oneLine(name).isEmpty()
                                ? columns(start, sport, distance, moving, id)
                                : columns(start, sport, distance, moving, id) + "  " + Text.oneLine(name));
    }

    private static String columns(String start, String sport, String distance, String moving, String id) {
        return String.format(
                Locale.ROOT, "%-16s  %-16s %11s %9s  %12s", start, Text.oneLine(sport), distance, moving, id);
    }
}
