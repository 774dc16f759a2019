package io.stravaai.test;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.Arrays;

/** Answers HTTP at 127.0.0.1 for a {@link FakeStrava}, until it is closed. Thread-safe. */
public final class FakeStravaServer implements AutoCloseable {

    /** Delayed answers hold a thread each. */
    private static final int THREADS = 128;

    private final WireMockServer wireMock;
    private final int port;

    private FakeStravaServer(WireMockServer wireMock) {
        this.wireMock = wireMock;
        this.port = wireMock.port();
    }

    static FakeStravaServer start(FakeStrava strava, int port) {
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .containerThreads(THREADS)
                .disableRequestJournal()
                .gzipDisabled(true)
                .notifier(new Silence())
                .extensions(new Model(strava));
        WireMockServer wireMock = new WireMockServer(configuration);
        wireMock.start();
        wireMock.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
        return new FakeStravaServer(wireMock);
    }

    /** The base of the API, for {@code StravaClientBuilder.apiUrl}. */
    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + port + "/api/v3");
    }

    /** The base of OAuth, for {@code StravaClientBuilder.oauthUrl}. */
    public URI oauthUrl() {
        return URI.create("http://127.0.0.1:" + port + "/oauth");
    }

    public int port() {
        return port;
    }

    /** Stops answering. The {@link FakeStrava} stays as it is. */
    @Override
    public void close() {
        wireMock.stop();
    }

    private static final class Model implements ResponseDefinitionTransformerV2 {

        private final FakeStrava strava;

        Model(FakeStrava strava) {
            this.strava = strava;
        }

        @Override
        public String getName() {
            return "fake-strava";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            Request request = event.getRequest();
            FakeResponse response = strava.handle(FakeRequest.of(
                    request.getMethod().getName(),
                    request.getUrl(),
                    request.getHeader("Authorization"),
                    request.getHeader("Content-Type"),
                    request.getBody()));
            ResponseDefinitionBuilder definition = new ResponseDefinitionBuilder();
            if (!response.delay().isZero()) {
                definition.withFixedDelay(Math.toIntExact(response.delay().toMillis()));
            }
            if (response.reset()) {
                return definition.withFault(Fault.CONNECTION_RESET_BY_PEER).build();
            }
            response.headers().forEach(definition::withHeader);
            if (response.truncated()) {
                definition.withHeader("Content-Length", String.valueOf(response.body().length));
            }
            return definition
                    .withStatus(response.status())
                    .withBody(Arrays.copyOf(response.body(), response.sentBytes()))
                    .build();
        }
    }

    private static final class Silence implements Notifier {

        @Override
        public void info(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Throwable t) {}
    }
}
