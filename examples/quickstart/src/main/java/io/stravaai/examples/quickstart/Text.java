package io.stravaai.examples.quickstart;

import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Values as people read them. */
final class Text {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private Text() {}

    /** {@code 1,204 activities}. */
    static String count(long number, String singular, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? singular : plural);
    }

    static String activities(long number) {
        return count(number, "activity", "activities");
    }

    static String requests(long number) {
        return count(number, "request", "requests");
    }

    static String minute(Instant instant) {
        return MINUTE.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    /** The athlete's own time where it is known. */
    static String start(StoredActivity activity) {
        return activity.startDateLocal()
                .or(() -> activity.startDate().map(instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC)))
                .map(MINUTE::format)
                .orElse("?");
    }

    static String distance(OptionalDouble metres) {
        return metres.isPresent() ? String.format(Locale.ROOT, "%.2f km", metres.getAsDouble() / 1000) : "";
    }

    /** {@code 1:02:03}. */
    static String clock(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    /** {@code 1.4 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** The text without line breaks and other control characters, which a terminal would obey. */
    static String oneLine(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }
}
