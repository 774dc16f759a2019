package io.stravaai.model;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads what Strava says of time zones, without ever failing: zones come and go, on Strava's side and in Java. */
final class TimeZones {

    private TimeZones() {}

    static Optional<ZoneOffset> offset(double seconds) {
        try {
            return Optional.of(ZoneOffset.ofTotalSeconds(Math.toIntExact(Math.round(seconds))));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** {@code (GMT-05:00) America/New_York}. Names of three letters such as EST are known to Java only as short ids. */
    static Optional<ZoneId> zone(String timezone) {
        String name = timezone.substring(timezone.indexOf(')') + 1).trim();
        try {
            return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
