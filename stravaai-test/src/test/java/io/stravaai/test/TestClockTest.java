package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final TestClock clock = TestClock.at(START);

    @Test
    void instant_withoutAMove_staysTheSame() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void advance_byADuration_movesForward() {
        clock.advance(Duration.ofMinutes(15));

        assertThat(clock.instant()).isEqualTo("2026-03-01T10:15:00Z");
    }

    @Test
    void advance_backwards_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
    }

    @Test
    void set_backwards_isPossible() {
        clock.set(START.minusSeconds(7_200));

        assertThat(clock.instant()).isEqualTo("2026-03-01T08:00:00Z");
    }

    @Test
    void withZone_aView_movesWithTheClock() {
        Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofHours(1));

        assertThat(tokyo.instant()).isEqualTo(clock.instant());
        assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(tokyo.withZone(ZoneOffset.UTC)).isSameAs(clock);
    }

    @Test
    void advance_fromManyThreads_losesNothing() {
        IntStream.range(0, 10_000).parallel().forEach(i -> clock.advance(Duration.ofSeconds(1)));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10_000));
    }
}
