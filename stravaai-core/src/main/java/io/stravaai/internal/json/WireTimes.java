package io.stravaai.internal.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads times, fast in the form in which Strava writes all but a few: {@code 2024-05-06T07:08:09Z}. */
final class WireTimes {

    private static final String FORM = "0000-00-00T00:00:00Z";

    private WireTimes() {}

    /**
     * A time with an offset.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static Instant instant(String text) {
        LocalDateTime usual = usual(text);
        return usual == null ? OffsetDateTime.parse(text).toInstant() : usual.toInstant(ZoneOffset.UTC);
    }

    /**
     * A wall-clock time, with or without a {@code Z}.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static LocalDateTime localDateTime(String text) {
        LocalDateTime usual = usual(text);
        if (usual != null) {
            return usual;
        }
        return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }

    /** Null if the text has another form; whether there is such a day and time is checked in any case. */
    private static @Nullable LocalDateTime usual(String text) {
        if (text.length() != FORM.length()) {
            return null;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char expected = FORM.charAt(i);
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return null;
            }
        }
        return LocalDateTime.of(
                digits(text, 0) * 100 + digits(text, 2),
                digits(text, 5),
                digits(text, 8),
                digits(text, 11),
                digits(text, 14),
                digits(text, 17));
    }

    private static int digits(String text, int start) {
        return (text.charAt(start) - '0') * 10 + text.charAt(start + 1) - '0';
    }
}
