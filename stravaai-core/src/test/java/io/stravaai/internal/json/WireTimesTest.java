package io.stravaai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WireTimesTest {

    @Test
    void times_are_read_as_by_the_jdk() {
        for (String text : new String[] {
            "2024-02-29T23:59:59Z",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T12:60:00Z",
            "2024-01-01T23:59:60Z",
            "0000-01-01T00:00:00Z",
            "2024-01-01t00:00:00z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00+",
            "2024-01-01T00:00Z",
            "2024-01-01T00:00+0100",
            "2024-01-01T00:00:00.5Z",
            "2024-01-01T00:00+01:00",
            "2024-01-01T00:00:00+01:00",
            "٢٠٢٤-٠١-٠١T٠٠:٠٠:٠٠Z",
            "a day in late summer"
        }) {
            assertReadAsByTheJdk(text);
        }
    }

    @Test
    void damaged_times_are_read_as_by_the_jdk() {
        // Seed 6.
        Random random = new Random(6);
        for (int draw = 0; draw < 50_000; draw++) {
            StringBuilder text = new StringBuilder("2024-02-28T19:38:47Z");
            for (int i = random.nextInt(4); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), "0123456789-:TZ+ .".charAt(random.nextInt(17)));
            }
            assertReadAsByTheJdk(text.toString());
        }
    }

    private static void assertReadAsByTheJdk(String text) {
        assertThat(read(text, WireTimes::instant))
                .as(text)
                .isEqualTo(read(text, same -> OffsetDateTime.parse(same).toInstant()));
        assertThat(read(text, WireTimes::localDateTime))
                .as(text)
                .isEqualTo(read(
                        text,
                        same -> LocalDateTime.parse(same.endsWith("Z") ? same.substring(0, same.length() - 1) : same)));
    }

    private static <T> Optional<T> read(String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
