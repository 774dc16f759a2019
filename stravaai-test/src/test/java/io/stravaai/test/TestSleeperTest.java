package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestSleeperTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final TestClock clock = TestClock.at(START);
    private final TestSleeper sleeper = TestSleeper.on(clock);

    @Test
    void sleep_aDuration_movesTheClockAndIsNoted() throws InterruptedException {
        sleeper.sleep(Duration.ofSeconds(30));
        sleeper.sleep(Duration.ofMillis(5));

        assertThat(clock.instant()).isEqualTo(START.plusMillis(30_005));
        assertThat(sleeper.sleeps()).containsExactly(Duration.ofSeconds(30), Duration.ofMillis(5));
    }

    @Test
    void sleep_aDurationThatIsNotPositive_doesNothing() throws InterruptedException {
        sleeper.sleep(Duration.ZERO);
        sleeper.sleep(Duration.ofSeconds(-5));

        assertThat(clock.instant()).isEqualTo(START);
        assertThat(sleeper.sleeps()).isEmpty();
    }

    @Test
    void sleep_onAnInterruptedThread_throwsAndDoesNotMoveTheClock() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> sleeper.sleep(Duration.ofSeconds(30))).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(clock.instant()).isEqualTo(START);
    }
}
