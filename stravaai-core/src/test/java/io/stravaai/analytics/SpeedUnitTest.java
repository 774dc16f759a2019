package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeedUnitTest {

    @ParameterizedTest
    @CsvSource({
        "MINUTES_PER_KILOMETRE, 4, 4:10/km",
        "MINUTES_PER_MILE, 4, 6:42/mi",
        "MINUTES_PER_100_METRES, 1, 1:40/100m",
        "MINUTES_PER_100_YARDS, 1, 1:31/100yd",
        "KILOMETRES_PER_HOUR, 10, 36.0 km/h",
        "MILES_PER_HOUR, 10, 22.4 mph",
        // 59.6 seconds are carried into the minute.
        "MINUTES_PER_KILOMETRE, 2.7785, 6:00/km",
        "MINUTES_PER_KILOMETRE, 0.25, 1:06:40/km"
    })
    void a_speed_is_written_in_the_habit_of_its_sport(SpeedUnit unit, double speed, String text) {
        assertThat(unit.format(speed)).contains(text);
    }

    @Test
    void who_stands_has_no_pace() {
        assertThat(SpeedUnit.MINUTES_PER_KILOMETRE.format(0)).isEmpty();
        assertThat(SpeedUnit.MINUTES_PER_KILOMETRE.format(28)).isEmpty();
        assertThat(SpeedUnit.MINUTES_PER_KILOMETRE.fromMetresPerSecond(Double.NaN))
                .isEmpty();
        assertThat(SpeedUnit.MINUTES_PER_KILOMETRE.toMetresPerSecond(0)).isEmpty();
        assertThat(SpeedUnit.KILOMETRES_PER_HOUR.format(0)).contains("0.0 km/h");
        assertThat(SpeedUnit.KILOMETRES_PER_HOUR.format(-1)).isEmpty();
    }

    @Test
    void each_sport_has_its_unit() {
        assertThat(SpeedUnit.of(SportGroup.RUN, true)).isEqualTo(SpeedUnit.MINUTES_PER_KILOMETRE);
        assertThat(SpeedUnit.of(SportGroup.WALK, false)).isEqualTo(SpeedUnit.MINUTES_PER_MILE);
        assertThat(SpeedUnit.of(SportGroup.SWIM, true)).isEqualTo(SpeedUnit.MINUTES_PER_100_METRES);
        assertThat(SpeedUnit.of(SportGroup.SWIM, false)).isEqualTo(SpeedUnit.MINUTES_PER_100_YARDS);
        assertThat(SpeedUnit.of(SportGroup.RIDE, true)).isEqualTo(SpeedUnit.KILOMETRES_PER_HOUR);
        assertThat(SpeedUnit.of(SportGroup.OTHER, false)).isEqualTo(SpeedUnit.MILES_PER_HOUR);
        assertThat(SpeedUnit.KILOMETRES_PER_HOUR.isPace()).isFalse();
    }
}
