package io.stravaai.spring.boot;

import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A Strava on this machine, and the properties of an application that uses it. */
final class Strava implements AutoCloseable {

    final FakeStrava fake;
    private final FakeStravaServer server;

    Strava() {
        this(Clock.systemUTC());
    }

    Strava(Clock clock) {
        fake = FakeStrava.builder()
                .clock(clock)
                .seed(7)
                .readLimits(10_000, 100_000)
                .overallLimits(20_000, 200_000)
                .build();
        server = fake.startServer();
    }

    FakeAthlete athlete(int activities) {
        FakeAthlete athlete = fake.addAthlete();
        athlete.generateHistory(
                Instant.parse("2020-02-03T00:00:00Z"), Instant.now().minusSeconds(3600), activities);
        return athlete;
    }

    /** As {@code name=value}. */
    List<String> properties() {
        return List.of(
                "stravaai.client-id=" + fake.credentials().clientId(),
                "stravaai.client-secret=" + fake.credentials().clientSecret(),
                "stravaai.api-url=" + server.apiUrl(),
                "stravaai.oauth-url=" + server.oauthUrl());
    }

    String[] arguments(String... further) {
        List<String> arguments = new ArrayList<>();
        properties().forEach(property -> arguments.add("--" + property));
        for (String property : further) {
            arguments.add("--" + property);
        }
        return arguments.toArray(String[]::new);
    }

    @Override
    public void close() {
        server.close();
    }
}
