package io.stravaai.examples.quickstart;

import io.stravaai.model.AthleteId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Converters {

    private Converters() {}

    static final class Athlete implements ITypeConverter<AthleteId> {

        @Override
        public AthleteId convert(String text) {
            try {
                long id = Long.parseLong(text.trim());
                if (id > 0) {
                    return AthleteId.of(id);
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not an athlete's id, which is a positive number");
        }
    }

    static final class Wait implements ITypeConverter<Duration> {

        private static final Duration LONGEST = Duration.ofDays(365);

        @Override
        public Duration convert(String text) {
            try {
                Duration wait = Duration.parse(iso(text.trim().toUpperCase(Locale.ROOT)));
                if (!wait.isNegative() && wait.compareTo(LONGEST) <= 0) {
                    return wait;
                }
            } catch (DateTimeException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a duration from 0s to " + LONGEST.toDays()
                    + "d; write for instance 15m, 2h, 1d or PT15M");
        }

        /** {@code 1D12H} is {@code P1DT12H}. */
        private static String iso(String text) {
            if (text.startsWith("P")) {
                return text;
            }
            int days = text.indexOf('D') + 1;
            return "P" + text.substring(0, days) + (days == text.length() ? "" : "T" + text.substring(days));
        }
    }

    static final class Positive implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            try {
                int number = Integer.parseInt(text.trim());
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a number from 1 to " + Integer.MAX_VALUE);
        }
    }

    static final class Day implements ITypeConverter<LocalDate> {

        @Override
        public LocalDate convert(String text) {
            try {
                LocalDate day = LocalDate.parse(text.trim());
                if (day.getYear() >= 1970 && day.getYear() < 2200) {
                    return day;
                }
            } catch (DateTimeException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a day; write for instance 2026-11-20");
        }
    }

    /** A positive number with a unit that the option names. */
    static final class Measure implements ITypeConverter<Double> {

        private static final double MOST = 3_000;

        @Override
        public Double convert(String text) {
            try {
                double number = Double.parseDouble(text.trim());
                if (number > 0 && number <= MOST) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a number above 0 and up to 3000");
        }
    }

    static final class Pace implements ITypeConverter<Duration> {

        private static final Pattern PACE = Pattern.compile("([0-9]{1,2}):([0-5][0-9])");

        @Override
        public Duration convert(String text) {
            Matcher pace = PACE.matcher(text.trim());
            if (pace.matches()) {
                Duration duration =
                        Duration.ofMinutes(Long.parseLong(pace.group(1))).plusSeconds(Long.parseLong(pace.group(2)));
                if (!duration.isZero()) {
                    return duration;
                }
            }
            throw new TypeConversionException("'" + text + "' is not a pace; write minutes and seconds, such as 4:30");
        }
    }
}
