package io.stravaai.internal.client;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values of requests, as Strava wants them written. */
final class Parameters {

    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private Parameters() {}

    /** Without an exponent, which Java uses for small and large numbers. */
    static String decimal(double number) {
        return BigDecimal.valueOf(number).toPlainString();
    }

    /** A wall-clock time in the form of an instant. */
    static String wallClock(LocalDateTime time) {
        return WALL_CLOCK.format(time);
    }
}
