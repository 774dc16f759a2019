package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.PowerCurve;
import io.stravaai.analytics.Samples;
import io.stravaai.analytics.SportGroup;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    private static final Units KM = new Units(DistanceUnit.KILOMETRE);
    private static final Units MILES = new Units(DistanceUnit.MILE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0         | 0.0 km       | 0.0 mi
            42195     | 42.2 km      | 26.2 mi
            99949     | 99.9 km      | 62.1 mi
            99950     | 100 km       | 62.1 mi
            10827000  | 10,827 km    | 6,728 mi
            """)
    void distances_haveAFractionWhileTheyAreShort(double metres, String km, String miles) {
        assertThat(KM.distance(metres)).isEqualTo(km);
        assertThat(MILES.distance(metres)).isEqualTo(miles);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 min", "3599, 1 h", "3540, 59 min", "4320, 1 h 12 min", "360000, 100 h", "4197600, '1,166 h'"})
    void times_areHoursAndMinutes(double seconds, String text) {
        assertThat(Units.time(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"59.6, 1:00", "1185, 19:45", "3599.6, 1:00:00", "10931, 3:02:11"})
    void clocks_areAsOnAScoreboard(double seconds, String text) {
        assertThat(Units.clock(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 s", "60, 1 min", "90, 1:30 min", "2700, 45 min", "3600, 1 h", "4500, 1 h 15 min", "36000, 10 h"})
    void durations_areExact(double seconds, String text) {
        assertThat(Units.duration(seconds)).isEqualTo(text);
    }

    @Test
    void durations_ofThePowerCurve_differInTheirNames() {
        double[] time = IntStream.rangeClosed(0, 36_000).asDoubleStream().toArray();
        PowerCurve curve = PowerCurve.of(Samples.builder(time)
                .channel(
                        Samples.Channel.POWER, Arrays.stream(time).map(t -> 200).toArray())
                .build());

        assertThat(curve.points())
                .hasSizeGreaterThan(30)
                .extracting(point -> Units.duration(Units.seconds(point.duration())))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2.5, 2.5", "0.5, 0.5", "0.25, 0.25", "-0.5, -0.5", "0, 0", "9.99, 10", "1200, '1,200'"})
    void trimmedNumbers_endWithNoZeroOfAFraction(double value, String text) {
        assertThat(Units.trimmed(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.124, +12 %", "-0.031, −3 %", "0.001, ±0 %", "12, '+1,200 %'"})
    void changes_haveASign(double share, String text) {
        assertThat(Units.change(share)).isEqualTo(text);
    }

    @Test
    void speeds_areInTheSportsHabit() {
        assertThat(KM.speed(SportGroup.RUN, 3.333)).isEqualTo("5:00/km");
        assertThat(KM.speed(SportGroup.SWIM, 1)).isEqualTo("1:40/100m");
        assertThat(KM.speed(SportGroup.RIDE, 10)).isEqualTo("36.0 km/h");
        assertThat(MILES.height(304.8)).isEqualTo("1,000 ft");
        assertThat(Units.decimal(-0.04, 1)).isEqualTo("0.0");
        assertThat(Units.percent(0.001)).isEqualTo("< 1 %");
    }
}
