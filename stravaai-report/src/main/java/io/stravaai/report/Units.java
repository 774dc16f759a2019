package io.stravaai.report;

import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.MetricStatus;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.SpeedUnit;
import io.stravaai.analytics.SportGroup;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Numbers as they are written in sport. Immutable.
 *
 * @param unit of distances; with miles heights are in feet
 */
record Units(DistanceUnit unit) {

    /** What stands in place of a number that is not known. */
    static final String UNKNOWN = "–";

    private static final double FOOT = 0.3048;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_MONTH = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    boolean metric() {
        return unit == DistanceUnit.KILOMETRE;
    }

    String symbol() {
        return metric() ? "km" : "mi";
    }

    /** {@code 42.2 km}, {@code 1,204 km}. */
    String distance(double metres) {
        double value = metres / unit.metres();
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f %s" : "%,.0f %s", value, symbol());
    }

    /** {@code 812 m}, {@code 2,664 ft}. */
    String height(double metres) {
        return metric() ? decimal(metres, 0) + " m" : decimal(metres / FOOT, 0) + " ft";
    }

    /** {@code 4:59/km}, {@code 31.4 km/h}. */
    String speed(SportGroup sport, double metresPerSecond) {
        return SpeedUnit.of(sport, metric()).format(metresPerSecond).orElse(UNKNOWN);
    }

    /** {@code 5 h 12 min}, {@code 48 min}. */
    static String time(double seconds) {
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours >= 100 || minutes % 60 == 0
                ? String.format(Locale.ROOT, "%,d h", Math.round(minutes / 60.0))
                : hours + " h " + minutes % 60 + " min";
    }

    /** {@code 19:45}, {@code 3:02:11}. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }

    /** {@code 15 s}, {@code 1:30 min}, {@code 20 min}, {@code 1 h 15 min}. */
    static String duration(double seconds) {
        double whole = Math.rint(seconds);
        if (whole < 60) {
            return decimal(whole, 0) + " s";
        }
        if (whole >= 3_600) {
            return time(whole);
        }
        return (whole % 60 == 0 ? decimal(whole / 60, 0) : clock(whole)) + " min";
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    /** {@code 3 Nov 2026}. */
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** {@code 3 Nov}. */
    static String dayOfMonth(LocalDate day) {
        return DAY_OF_MONTH.format(day);
    }

    /** {@code Nov}. */
    static String month(LocalDate day) {
        return MONTH.format(day);
    }

    static String decimal(double value, int digits) {
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        // Rounding must not leave a minus at nothing.
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }

    /** Without a fraction if there is none: {@code 2}, {@code 2.5}, {@code 0.25}. */
    static String trimmed(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-9
                ? decimal(value, 0)
                : decimal(value, Math.abs(value) < 1 ? 2 : 1).replaceFirst("\\.?0+$", "");
    }

    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    /** A share from 0 to 1 as {@code 12 %}. */
    static String percent(double share) {
        return share > 0 && share < 0.005 ? "< 1 %" : decimal(100 * share, 0) + " %";
    }

    /** {@code +12 %}, {@code −3 %}. */
    static String change(double share) {
        long percent = Math.round(100 * share);
        return (percent > 0 ? "+" : percent < 0 ? "−" : "±") + String.format(Locale.ROOT, "%,d", Math.abs(percent))
                + " %";
    }

    /** The value, or {@link #UNKNOWN}. */
    static String or(MetricValue value, DoubleFunction<String> format) {
        return value.isPresent() ? format.apply(value.get()) : UNKNOWN;
    }

    /** Why a value is missing. */
    static String reason(MetricStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
