package io.stravaai.examples.quickstart;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.SyncEngineBuilder;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityResource;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Brings an athlete's activities from Strava into the database.",
        footer = {
            "",
            "Environment:",
            "  STRAVA_CLIENT_ID      The application's id and secret,",
            "  STRAVA_CLIENT_SECRET  see https://www.strava.com/settings/api",
            "  STRAVA_REFRESH_TOKEN  The athlete's, used while the database holds no grant;",
            "                        without it the athlete consents in the browser.",
            "  STRAVAAI_STORE        The database: jdbc:sqlite:FILE or",
            "                        jdbc:postgresql://HOST/DB?user=USER&password=PASSWORD;",
            "                        " + Database.DEFAULT + " by default.",
            "  STRAVA_API_URL        In place of " + SyncCommand.API_URL + ".",
            "  STRAVA_OAUTH_URL      In place of " + SyncCommand.OAUTH_URL + ".",
            "",
            "Exit codes: 0 complete, 3 partial (run again later to go on), 1 error."
        })
final class SyncCommand implements Callable<Integer> {

    static final String API_URL = "https://www.strava.com/api/v3";
    static final String OAUTH_URL = "https://www.strava.com/oauth";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration CONSENT_TIMEOUT = Duration.ofMinutes(5);

    private final Shell shell;

    @Option(
            names = "--athlete",
            paramLabel = "ID",
            converter = Converters.Athlete.class,
            description = "The athlete, if the database holds several.")
    private @Nullable AthleteId athlete;

    @Option(
            names = "--connect",
            description =
                    "Connect an athlete even if the database holds a grant: another athlete, or one whose grant is"
                            + " dead or too narrow.")
    private boolean connect;

    @Option(
            names = "--max-wait",
            paramLabel = "DURATION",
            defaultValue = "0s",
            showDefaultValue = Help.Visibility.NEVER,
            converter = Converters.Wait.class,
            description = "How long to wait for quota, for instance 15m, 2h or 1d. Does not wait by default.")
    private Duration maxWait = Duration.ZERO;

    @Option(
            names = "--streams",
            description = "Also fetch what was recorded during each activity, newest first: a request for each.")
    private boolean streams;

    @Option(names = "--create-schema", description = "Create the tables. A new SQLite file gets them in any case.")
    private boolean createSchema;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean asJson;

    SyncCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ClientCredentials credentials = ClientCredentials.from(shell.variables());
        try (Database database = Database.open(shell, createSchema);
                Progress progress = new Progress(shell, !asJson);
                StravaClient client = client(credentials, database, progress)) {
            AthleteId connected = athlete(client.oauth(), database.tokens());
            SyncEngineBuilder engine = SyncEngine.builder()
                    .client(client)
                    .store(database.activities())
                    .clock(shell.clock())
                    .listener(progress);
            if (streams) {
                engine.resources(database.resources(), ActivityResource.STREAMS);
            }
            progress.begin("Syncing", -1);
            SyncReport report = engine.build()
                    .sync(
                            connected,
                            SyncOptions.defaults().withLane(Lane.INTERACTIVE).withMaxWait(maxWait));
            progress.end();
            if (asJson) {
                printJson(report);
            } else {
                print(report);
            }
            return report.status() == SyncReport.Status.COMPLETE ? Main.DONE : Main.PARTIAL;
        }
    }

    /** The athlete whose grant is stored; if there is none, or a new one is wanted, connects one. */
    private AthleteId athlete(StravaOAuth oauth, TokenStore tokens) {
        if (!connect && Athletes.anyConnected(tokens)) {
            return athlete == null ? Athletes.only(tokens) : Athletes.connected(tokens, athlete);
        }
        String refreshToken = shell.variable("STRAVA_REFRESH_TOKEN");
        AthleteId connected = (refreshToken.isEmpty()
                        ? new LoopbackConsent(oauth, shell.err(), CONSENT_TIMEOUT).ask()
                        : oauth.adopt(refreshToken))
                .athlete();
        if (athlete != null && !athlete.equals(connected)) {
            throw new QuickstartException("The grant is of athlete " + connected + ", not of " + athlete
                    + "; it is stored, and nothing was synced");
        }
        return connected;
    }

    private StravaClient client(ClientCredentials credentials, Database database, StravaListener listener) {
        return StravaClient.builder()
                .credentials(credentials)
                .tokenStore(database.tokens())
                .quotaLedger(database.quotaLedger())
                .apiUrl(url("STRAVA_API_URL", API_URL))
                .oauthUrl(url("STRAVA_OAUTH_URL", OAUTH_URL))
                .clock(shell.clock())
                .sleeper(shell.sleeper())
                .listener(listener)
                .build();
    }

    /** The value is not repeated in messages: it may hold a password. */
    private URI url(String variable, String usual) {
        String text = shell.variable(variable);
        URI url;
        try {
            url = new URI(text.isEmpty() ? usual : text);
        } catch (URISyntaxException e) {
            throw new QuickstartException(variable + " is not a URL; it looks like " + usual, e);
        }
        if (url.getRawUserInfo() != null) {
            throw new QuickstartException(variable + " must not hold a user or a password; it looks like " + usual);
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw new QuickstartException(variable + " is not a URL with a host; it looks like " + usual);
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new QuickstartException(variable + " must have neither '?' nor '#'; it looks like " + usual);
        }
        boolean here = LOOPBACK.contains(url.getHost());
        if (!url.getScheme().equals("https") && !(here && url.getScheme().equals("http"))) {
            throw new QuickstartException(variable + " must begin with https://, as " + usual
                    + " does; http:// is allowed only on this machine (localhost, 127.0.0.1)");
        }
        return url;
    }

    private void printJson(SyncReport report) {
        Json.line(shell.out(), json -> {
            json.name("athlete").value(report.athlete().value());
            json.name("status").value(report.status().name());
            json.name("inserted").value(report.inserted());
            json.name("updated").value(report.updated());
            json.name("unchanged").value(report.unchanged());
            json.name("deleted").value(report.deleted());
            json.name("restored").value(report.restored());
            json.name("quarantined").value(report.quarantined());
            json.name("requests").value(report.requests());
            json.name("resumeAt").value(report.resumeAt().map(Object::toString).orElse(null));
        });
    }

    private void print(SyncReport report) {
        PrintStream out = shell.out();
        out.println("Athlete " + report.athlete() + ": "
                + (report.status() == SyncReport.Status.COMPLETE ? "all activities are stored." : "not done yet."));
        row("new", report.inserted(), "");
        row("changed", report.updated(), "");
        row("unchanged", report.unchanged(), "");
        if (report.deleted() > 0) {
            row("deleted", report.deleted(), "at Strava; the rows stay, marked");
        }
        row("unreadable", report.quarantined(), report.quarantined() == 0 ? "" : "kept; see 'quickstart quarantine'");
        row(
                "requests",
                report.requests(),
                String.format(
                        Locale.ROOT,
                        "%,d left in this quarter hour, %,d today",
                        left(report, QuotaWindow.QUARTER_HOUR),
                        left(report, QuotaWindow.DAY)));
        report.resumeAt()
                .ifPresent(resumeAt -> out.println(
                        "Not all is there yet, mostly for want of quota. What came is stored; run this again after "
                                + Text.minute(resumeAt) + " to go on, or with --max-wait to wait for it."));
    }

    /** A read counts in every bucket, so the fullest one decides. */
    private static int left(SyncReport report, QuotaWindow window) {
        return Arrays.stream(QuotaBucket.values())
                .mapToInt(bucket -> report.quota().count(bucket, window).left())
                .min()
                .orElse(0);
    }

    private void row(String what, long number, String remark) {
        shell.out()
                .println(String.format(Locale.ROOT, "  %-11s %,8d  %s", what, number, remark)
                        .stripTrailing());
    }
}
