package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How exactly a store keeps instants. */
final class FarTimes {

    /** Instants that every store keeps. */
    static final List<Instant> KEPT = List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("0001-01-01T00:00:00.000001Z"),
            Instant.parse("1582-10-10T12:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.EPOCH,
            Instant.parse("2026-11-20T10:00:00.123456Z"),
            Instant.parse("2038-01-19T03:14:08Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));

    /** Instants that a store may bring nearer. */
    static final List<Instant> BEYOND = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.parse("-000001-01-01T00:00:00Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.ofEpochSecond(253_402_300_800_000L));

    /** Finer than what every store keeps. */
    static final Instant FINE = Instant.parse("2026-11-20T10:00:00.123456789Z");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private FarTimes() {}

    /** What is finer than a microsecond may be cut off. */
    static void assertClose(Instant expected, Instant actual) {
        assertTrue(isClose(expected, actual), () -> expected + " came back as " + actual);
    }

    private static boolean isClose(Instant expected, Instant actual) {
        Duration cut = Duration.between(actual, expected);
        return !cut.isNegative() && cut.compareTo(Duration.ofNanos(1000)) < 0;
    }

    /** What is beyond the years 1 to 9999 may come back as their nearest end, or be cut off as any other. */
    static void assertSameOrNearestEnd(Instant expected, Instant actual) {
        boolean end = expected.isBefore(FIRST)
                ? actual.equals(FIRST)
                : !actual.isBefore(LAST) && actual.isBefore(LAST.plusSeconds(1));
        assertTrue(end || isClose(expected, actual), () -> expected + " came back as " + actual);
    }
}
