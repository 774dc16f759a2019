package io.stravaai.examples.quickstart;

import io.stravaai.model.AthleteId;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
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

        @Override
        public Duration convert(String text) {
            String upper = text.trim().toUpperCase(Locale.ROOT);
            try {
                Duration wait = Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
                if (!wait.isNegative()) {
                    return wait;
                }
            } catch (DateTimeException e) {
                // Told below.
            }
            throw new TypeConversionException("'" + text + "' is not a duration; write for instance 15m, 2h or PT15M");
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
            throw new TypeConversionException("'" + text + "' is not a positive number");
        }
    }
}
