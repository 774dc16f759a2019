package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HttpFakeStravaTest extends FakeStravaBehaviour {

    @Override
    Wire connect(FakeStrava fake) {
        return Wire.http(fake);
    }

    @Test
    void server_hasTheUrlsThatAClientNeeds() {
        try (FakeStravaServer server = strava.startServer()) {
            assertThat(server.apiUrl()).isEqualTo(URI.create("http://127.0.0.1:" + server.port() + "/api/v3"));
            assertThat(server.oauthUrl()).isEqualTo(URI.create("http://127.0.0.1:" + server.port() + "/oauth"));
        }
    }

    @Test
    void close_twice_doesNothingMore() {
        FakeStravaServer server = strava.startServer();

        server.close();
        server.close();
    }

    @Test
    void startServer_atThePortOfAClosedOne_continues() throws Exception {
        int port;
        try (FakeStravaServer server = strava.startServer()) {
            port = server.port();
        }
        try (FakeStravaServer server = strava.startServer(port)) {
            assertThat(server.port()).isEqualTo(port);
        }
    }
}
