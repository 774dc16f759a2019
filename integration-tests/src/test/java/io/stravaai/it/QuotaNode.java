package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.InMemoryStores;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One of the processes that use up a quota together: what runs in a {@link ChildProcess}. For each line that it is told, all
 * its threads call Strava until each is refused for want of quota; then it says {@code refused} and until when.
 */
final class QuotaNode {

    private QuotaNode() {}

    static ChildProcess start(
            String ledger, FakeStravaServer server, FakeStrava strava, FakeAthlete athlete, Path clock, int threads) {
        List<String> options = new ArrayList<>(Databases.optionsOfChildren());
        options.add("-Dlogback.configurationFile=logback-node.xml");
        return ChildProcess.start(
                QuotaNode.class,
                options,
                ledger,
                server.apiUrl().toString(),
                server.oauthUrl().toString(),
                strava.credentials().clientId(),
                strava.credentials().clientSecret(),
                athlete.id().toString(),
                athlete.refreshToken(),
                clock.toString(),
                Integer.toString(threads));
    }

    /** The arguments are those of {@link #start}. */
    public static void main(String[] args) {
        try {
            SharedClock clock = SharedClock.open(Path.of(args[7]));
            AthleteId athlete = AthleteId.of(Long.parseLong(args[5]));
            TokenStore tokens = InMemoryStores.tokens();
            tokens.put(athlete, TokenGrant.ofRefreshToken(args[6]));
            StravaClient client = StravaClient.builder()
                    .credentials(ClientCredentials.of(args[3], args[4]))
                    .tokenStore(tokens)
                    .quotaLedger(QuotaLedgers.open(args[0]))
                    .apiUrl(URI.create(args[1]))
                    .oauthUrl(URI.create(args[2]))
                    .clock(clock)
                    .sleeper(clock)
                    .build();
            int threads = Integer.parseInt(args[8]);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            System.out.println("ready");
            Scanner commands = new Scanner(System.in);
            while (commands.hasNextLine()) {
                commands.nextLine();
                List<Future<Instant>> refusals = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    refusals.add(pool.submit(() -> callUntilRefused(client, athlete)));
                }
                Instant latest = Instant.MIN;
                for (Future<Instant> refusal : refusals) {
                    latest = refusal.get().isAfter(latest) ? refusal.get() : latest;
                }
                System.out.println("refused " + latest);
            }
            System.exit(0);
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static Instant callUntilRefused(StravaClient client, AthleteId athlete) {
        while (true) {
            try {
                client.athletes().get(athlete);
            } catch (QuotaExceededException e) {
                return e.resetsAt();
            }
        }
    }
}
