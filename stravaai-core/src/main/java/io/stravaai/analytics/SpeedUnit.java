package io.stravaai.analytics;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How speed is spoken of: as a pace, the time for a distance, or as a speed. New ones may be added.
 *
 * <p>A pace of somebody who stands, below 0.01 km/h, or of nobody, above 99 km/h, does not exist.
 */
public enum SpeedUnit {
    MINUTES_PER_KILOMETRE(1_000, true, "/km"),
    MINUTES_PER_MILE(1_609.344, true, "/mi"),
    MINUTES_PER_100_METRES(100, true, "/100m"),
    MINUTES_PER_100_YARDS(91.44, true, "/100yd"),
    KILOMETRES_PER_HOUR(1_000, false, "km/h"),
    MILES_PER_HOUR(1_609.344, false, "mph");

    private static final double SLOWEST_PACE = 0.01 / 3.6;
    private static final double FASTEST_PACE = 99 / 3.6;

    private final double metres;
    private final boolean pace;
    private final String symbol;

    SpeedUnit(double metres, boolean pace, String symbol) {
        this.metres = metres;
        this.pace = pace;
        this.symbol = symbol;
    }

    /** What is usual for a sport: pace for those on foot and in water, speed for all others. */
    public static SpeedUnit of(SportGroup sport, boolean metric) {
        return switch (sport) {
            case RUN, WALK -> metric ? MINUTES_PER_KILOMETRE : MINUTES_PER_MILE;
            case SWIM -> metric ? MINUTES_PER_100_METRES : MINUTES_PER_100_YARDS;
            case RIDE, OTHER -> metric ? KILOMETRES_PER_HOUR : MILES_PER_HOUR;
        };
    }

    /** Whether it is a pace, in seconds for a distance; else it is a speed. */
    public boolean isPace() {
        return pace;
    }

    /**
     * A speed in this unit: the seconds for the distance if it is a pace, else kilometres or miles an hour.
     *
     * @return empty for what is no speed, or, if this is a pace, has none
     */
    public OptionalDouble fromMetresPerSecond(double metresPerSecond) {
        if (pace) {
            return metresPerSecond >= SLOWEST_PACE && metresPerSecond <= FASTEST_PACE
                    ? OptionalDouble.of(metres / metresPerSecond)
                    : OptionalDouble.empty();
        }
        return metresPerSecond >= 0 && Double.isFinite(metresPerSecond)
                ? OptionalDouble.of(metresPerSecond * 3_600 / metres)
                : OptionalDouble.empty();
    }

    /**
     * A value of this unit in metres per second.
     *
     * @return empty for what is not a positive number, or zero if this is a speed
     */
    public OptionalDouble toMetresPerSecond(double value) {
        if (!Double.isFinite(value) || (pace ? value <= 0 : value < 0)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(pace ? metres / value : value * metres / 3_600);
    }

    /**
     * A speed as it is written: {@code 4:59/km}, {@code 1:35/100m}, {@code 31.4 km/h}. Paces are rounded half up to the second.
     *
     * @return empty where {@link #fromMetresPerSecond} is
     */
    public Optional<String> format(double metresPerSecond) {
        OptionalDouble value = fromMetresPerSecond(metresPerSecond);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!pace) {
            return Optional.of(String.format(Locale.ROOT, "%.1f %s", value.getAsDouble(), symbol));
        }
        long seconds = Math.round(value.getAsDouble());
        String minutes = seconds < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        return Optional.of(minutes + symbol);
    }
}
