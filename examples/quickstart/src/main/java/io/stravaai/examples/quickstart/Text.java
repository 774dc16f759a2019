package io.stravaai.examples.quickstart;

import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values as people read them. */
final class Text {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final int MISSPELLED = 2;
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:=@%+,-]+");

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

    /** Empty if it is not known; a dash for sports without one. */
    static String distance(OptionalDouble metres) {
        if (metres.isEmpty()) {
            return "";
        }
        return metres.getAsDouble() == 0 ? "-" : String.format(Locale.ROOT, "%.2f km", metres.getAsDouble() / 1000);
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

    /** The text as one word of a POSIX shell's command line. */
    static String shellWord(String text) {
        return PLAIN_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The text without line breaks and other control characters, which a terminal would obey. */
    static String oneLine(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }

    /** The word that this one may be a misspelling of. */
    static Optional<String> nearest(String word, Collection<String> words) {
        return words.stream()
                .filter(known -> distance(word, known) <= MISSPELLED)
                .min(Comparator.comparingInt((String known) -> distance(word, known))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters must be changed, added or left out. */
    private static int distance(String from, String to) {
        int[] row = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
