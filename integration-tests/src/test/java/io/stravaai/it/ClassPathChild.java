package io.stravaai.it;

import com.sun.net.httpserver.HttpServer;
import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.AthleteApi;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.InMemoryStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** An application with nothing but the JDK and the libraries of its class path; it names no type of OkHttp. */
final class ClassPathChild {

    private ClassPathChild() {}

    /** Builds a client, reads an athlete, renames an activity, and says so. */
    public static void main(String[] args) throws Exception {
        AthleteId athlete = AthleteId.of(1001);
        TokenStore tokens = InMemoryStores.tokens();
        tokens.put(athlete, TokenGrant.of("access", "refresh", Instant.now().plusSeconds(20_000), Set.of()));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"id\":1001}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        StravaClientBuilder builder = StravaClient.builder()
                .credentials(ClientCredentials.of("1", "secret"))
                .tokenStore(tokens)
                .cacheMaxAge(Duration.ofHours(1))
                .apiUrl(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v3"));
        long start = System.nanoTime();
        try (StravaClient client = builder.build()) {
            long built = System.nanoTime();
            System.out.println("built in us " + (built - start) / 1000);
            AthleteApi athletes = client.athletes();
            long together = System.nanoTime();
            System.out.println("put together in us " + (together - built) / 1000);
            athletes.get(athlete);
            client.activities()
                    .update(athlete, ActivityId.of(1), ActivityUpdate.of().name("Ride"));
            System.out.println("first two requests in us " + (System.nanoTime() - together) / 1000);
            System.out.println("works");
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
        } finally {
            server.stop(0);
        }
    }
}
