package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final MovableClock local = new MovableClock(NOON);
    private final ServerClock clock = new ServerClock(local);

    @Test
    void it_is_the_local_clock_before_any_answer() {
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void an_answer_that_is_long_on_its_way_does_not_put_it_back() {
        Instant sent = clock.instant();
        local.set(local.instant().plus(Duration.ofSeconds(19)));

        clock.learn(NOON, sent);

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(19));
    }

    @Test
    void a_local_clock_that_is_behind_is_put_forward_by_the_largest_lead_seen() {
        answer(Duration.ofSeconds(40), Duration.ofSeconds(3));
        answer(Duration.ofSeconds(40), Duration.ofMillis(100));
        answer(Duration.ofSeconds(40), Duration.ofSeconds(2));

        assertThat(Duration.between(local.instant(), clock.instant()))
                .isBetween(Duration.ofMillis(38_900), Duration.ofSeconds(40));
    }

    @Test
    void a_local_clock_that_is_ahead_is_put_back() {
        answer(Duration.ofSeconds(-3), Duration.ofMillis(200));

        assertThat(Duration.between(local.instant(), clock.instant()))
                .isBetween(Duration.ofMillis(-4_200), Duration.ofSeconds(-3));
    }

    @Test
    void a_local_clock_that_is_set_is_followed() {
        answer(Duration.ZERO, Duration.ofMillis(200));
        local.set(local.instant().plus(Duration.ofHours(1)));
        answer(Duration.ofHours(-1), Duration.ofMillis(200));
        assertThat(Duration.between(local.instant(), clock.instant()))
                .isBetween(Duration.ofSeconds(-3602), Duration.ofSeconds(-3600));

        local.set(local.instant().plus(Duration.ofHours(-1)));
        answer(Duration.ZERO, Duration.ofMillis(200));
        assertThat(Duration.between(local.instant(), clock.instant())).isBetween(Duration.ofSeconds(-2), Duration.ZERO);
    }

    @Test
    void a_server_that_is_days_off_does_not_mean_it_as_the_time() {
        clock.learn(NOON.plus(Duration.ofDays(2)), NOON);
        clock.learn(NOON.minus(Duration.ofDays(2)), NOON);

        assertThat(clock.instant()).isEqualTo(NOON);
    }

    /** An answer of a server that is so far ahead of the local clock; its way there and its way back take so long. */
    private void answer(Duration ahead, Duration way) {
        Instant sent = clock.instant();
        local.set(local.instant().plus(way));
        Instant date = Instant.ofEpochSecond(local.instant().plus(ahead).getEpochSecond());
        local.set(local.instant().plus(way));
        clock.learn(date, sent);
    }
}
