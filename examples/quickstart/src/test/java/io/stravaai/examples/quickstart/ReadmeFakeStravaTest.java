package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.store.InMemoryStores;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import io.stravaai.test.TestSleeper;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The test that the README shows. */
class ReadmeFakeStravaTest {

    // readme:begin
    @Test
    void sync_ofAHistory_storesAllOfIt() {
        var clock = TestClock.at(Instant.parse("2026-03-01T10:00:00Z"));
        var strava = FakeStrava.builder().clock(clock).build();
        var athlete = strava.addAthlete();
        athlete.generateHistory(Instant.parse("2024-01-01T00:00:00Z"), clock.instant(), 500);
        var tokens = InMemoryStores.tokens();
        tokens.put(athlete.id(), athlete.grant());
        var client = StravaClient.builder()
                .credentials(strava.credentials())
                .tokenStore(tokens)
                .clock(clock)
                .sleeper(TestSleeper.on(clock))
                .okHttp(strava.inProcess())
                .build();
        var engine = SyncEngine.builder()
                .client(client)
                .store(InMemoryStores.activities())
                .clock(clock)
                .build();

        assertThat(engine.sync(athlete.id()).inserted()).isEqualTo(500);

        athlete.upload(FakeActivity.builder().startDate(clock.instant()).build());
        clock.advance(Duration.ofHours(1));

        assertThat(engine.sync(athlete.id()).inserted()).isEqualTo(1);
    }
    // readme:end
}
