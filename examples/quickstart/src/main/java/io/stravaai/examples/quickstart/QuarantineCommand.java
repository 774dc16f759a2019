package io.stravaai.examples.quickstart;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.QuarantinedActivity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Shows what Strava sent and could not be read. Asks only the database that STRAVAAI_STORE names.")
final class QuarantineCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(
            names = "--athlete",
            paramLabel = "ID",
            converter = Converters.Athlete.class,
            description = "The athlete, if the database holds several.")
    private @Nullable AthleteId athlete;

    @Option(names = "--json", description = "Print one JSON object a line, with what Strava sent as 'rawBase64'.")
    private boolean asJson;

    QuarantineCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Database database = Database.openExisting(shell)) {
            AthleteId of = athlete == null ? Athletes.only(database.tokens()) : athlete;
            List<QuarantinedActivity> elements = database.activities().quarantined(of);
            elements.forEach(asJson ? this::printJson : this::print);
            if (elements.isEmpty() && !asJson) {
                shell.out().println("Nothing is in quarantine.");
            }
            return Main.DONE;
        }
    }

    private void printJson(QuarantinedActivity element) {
        byte[] bytes = element.bytes();
        Json.line(shell.out(), json -> {
            json.name("id").value(element.id().map(ActivityId::value).orElse(null));
            json.name("reason").value(element.reason());
            json.name("observedAt").value(element.observedAt().toString());
            json.name("raw").value(text(bytes));
            json.name("rawBase64").value(Base64.getEncoder().encodeToString(bytes));
        });
    }

    private void print(QuarantinedActivity element) {
        shell.out()
                .println(Text.minute(element.observedAt()) + "  "
                        + element.id().map(id -> "activity " + id).orElse("unknown activity") + "  "
                        + Text.oneLine(element.reason()));
    }

    /** The bytes as text; null if they are not UTF-8. */
    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
