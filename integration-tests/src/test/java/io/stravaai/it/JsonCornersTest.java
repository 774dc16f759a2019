package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.PolylineMap;
import io.stravaai.model.Route;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as it seldom is, and what is made of it. */
class JsonCornersTest {

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "True", "FALSE", "NULL", "nULL"})
    void words_in_capitals_are_no_json(String word) {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":1,\"private\":" + word + "}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void a_whole_number_is_read_exactly_or_not_at_all() {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":9007199254740993.0}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p4", "16d", " 16 ", "\uff11\uff16f"})
    void a_quoted_number_is_a_number_of_json(String text) {
        SummaryActivity activity = StravaJson.read("{\"id\":1,\"distance\":\"" + text + "\"}", SummaryActivity.class);
        assertThatThrownBy(activity::distance).isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void digits_of_other_scripts_are_no_id() {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":\"\u0661\u0662\"}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void an_offset_that_is_none_is_empty() {
        SummaryActivity activity = StravaJson.read("{\"id\":1,\"utc_offset\":4294970896}", SummaryActivity.class);
        assertThat(activity.utcOffset()).isEmpty();
    }

    @Test
    void the_bytes_of_an_object_cannot_be_changed_from_outside() {
        byte[] json = "{\"id\":1,\"name\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        SummaryActivity activity = StravaJson.read(json, SummaryActivity.class);
        java.util.Arrays.fill(json, (byte) ' ');
        assertThat(activity.name()).contains("a");
    }

    @Test
    void many_names_in_a_map_of_texts_are_read_in_reasonable_time() {
        StringBuilder json = new StringBuilder("{\"id\":1,\"map_urls\":{");
        for (int i = 0; i < 200_000; i++) {
            json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":\"u\"");
        }
        Route route = StravaJson.read(json.append("}}").toString(), Route.class);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(route.mapUrls()).hasSize(200_000));
    }

    /** The generator knows the text of each field, so no second parser is needed. */
    @Test
    void each_field_is_its_slice_of_any_document() {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            List<String> values = new ArrayList<>();
            StringBuilder json = new StringBuilder(space(random)).append('{');
            int size = random.nextInt(12);
            for (int field = 0; field < size; field++) {
                String value = value(random, 0);
                values.add(value);
                json.append(field == 0 ? "" : ",")
                        .append(space(random))
                        .append("\"f\\u0030")
                        .append(field)
                        .append('"')
                        .append(space(random))
                        .append(':')
                        .append(space(random))
                        .append(value)
                        .append(space(random));
            }
            json.append(space(random)).append('}').append(space(random));
            PolylineMap object = StravaJson.read(json.toString(), PolylineMap.class);
            assertThat(object.rawJson()).isEqualTo(json.toString().strip());
            for (int field = 0; field < size; field++) {
                assertThat(object.rawField("f0" + field))
                        .as("seed %d, document %s", seed, json)
                        .contains(values.get(field));
            }
        }
    }

    private static String space(Random random) {
        StringBuilder space = new StringBuilder();
        while (random.nextInt(3) == 0) {
            space.append(" \n\r\t".charAt(random.nextInt(4)));
        }
        return space.toString();
    }

    private static String value(Random random, int depth) {
        switch (random.nextInt(depth < 4 ? 8 : 6)) {
            case 0:
                return List.of("true", "false", "null").get(random.nextInt(3));
            case 1:
                return List.of(
                                "0",
                                "-0",
                                "-0.0",
                                "1e5",
                                "1E+3",
                                "2.5e-7",
                                "9223372036854775807",
                                "9223372036854775808",
                                "-9223372036854775808",
                                "-9223372036854775809",
                                "123456789012345678901234567890",
                                "0.1",
                                "-1.0E-05")
                        .get(random.nextInt(13));
            case 2:
                return Long.toString(random.nextLong());
            case 3:
                return Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4:
                return List.of("\"\"", "\"u\"", "\"}{][,:\"", "\"\\\"\\\\\"", "\"\\u00e9\u00e9\ud83d\ude00\"", "\"-1\"")
                        .get(random.nextInt(6));
            case 5:
                return Integer.toString(random.nextInt(2000) - 1000);
            case 6: {
                StringBuilder array = new StringBuilder("[");
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.append(i == 0 ? "" : ",")
                            .append(space(random))
                            .append(value(random, depth + 1))
                            .append(space(random));
                }
                return array.append(space(random)).append(']').toString();
            }
            default: {
                StringBuilder object = new StringBuilder("{");
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    object.append(i == 0 ? "" : ",")
                            .append(space(random))
                            .append("\"k\"")
                            .append(space(random))
                            .append(':')
                            .append(space(random))
                            .append(value(random, depth + 1));
                }
                return object.append(space(random)).append('}').toString();
            }
        }
    }

    @Test
    void the_name_of_a_sport_can_be_read_by_reflection() throws Exception {
        assertThat(SportType.class.getMethod("name").invoke(SportType.RUN)).isEqualTo("Run");
    }
}
