package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeStravaModelTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:05:00Z");
    private static final String LIST = "/api/v3/athlete/activities";

    private static FakeRequest list(String query, FakeAthlete athlete) {
        return FakeRequest.of(
                "GET", LIST + "?" + query, "Bearer " + athlete.grant().accessToken(), null, new byte[0]);
    }

    private static FakeStrava strava() {
        return FakeStrava.builder()
                .clock(TestClock.at(NOW))
                .readLimits(1_000_000, 1_000_000)
                .overallLimits(1_000_000, 1_000_000)
                .build();
    }

    @Test
    void handle_aPageOfTwentyThousand_takesWellUnderFiveMilliseconds() {
        FakeStrava strava = strava();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(Instant.parse("2010-01-01T00:00:00Z"), NOW, 20_000);
        long began = System.nanoTime();

        for (int page = 1; page <= 500; page++) {
            FakeResponse response = strava.handle(list("per_page=200&page=" + (page % 100 + 1), athlete));
            assertThat(response.body().length).isGreaterThan(200_000);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began).dividedBy(500)).isLessThan(Duration.ofMillis(5));
    }

    @Test
    void exchanges_ofManyRequests_areTheLastTenThousand() {
        FakeStrava strava = strava();
        FakeAthlete athlete = strava.addAthlete();

        for (int i = 0; i < 10_005; i++) {
            strava.handle(list("page=" + (i + 1), athlete));
        }

        List<FakeExchange> exchanges = strava.exchanges();
        assertThat(exchanges).hasSize(10_000);
        assertThat(exchanges.get(0).query()).containsEntry("page", "6");
        assertThat(strava.requests(LIST)).isEqualTo(10_005);
    }

    @Test
    void fakes_ofOneSeed_giveTheSameTokensAndIds() {
        FakeAthlete one = strava().addAthlete();
        FakeAthlete other = strava().addAthlete();

        assertThat(one.grant()).isEqualTo(other.grant());
        assertThat(one.refreshToken()).isEqualTo(other.refreshToken());
        assertThat(one.upload(FakeActivity.builder().startDate(NOW).build()))
                .isEqualTo(other.upload(FakeActivity.builder().startDate(NOW).build()));
    }

    @Test
    void expiredGrant_beforeAnyOther_isExpiredAndCanBeRefreshed() {
        FakeStrava strava = strava();
        FakeAthlete athlete = strava.addAthlete();

        assertThat(athlete.expiredGrant().expiresAt()).isEqualTo(NOW.minusSeconds(1));
        assertThat(athlete.expiredGrant().refreshToken()).isEqualTo(athlete.refreshToken());
        assertThat(athlete.grant().expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(6)));
    }

    @Test
    void limits_thatAreNotPositive_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeStrava.builder().readLimits(0, 5));
    }
}
