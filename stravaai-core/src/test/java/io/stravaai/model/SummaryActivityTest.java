package io.stravaai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.ResponseFormatException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryActivityTest {

    @Test
    void an_activity_is_read_with_its_raw_text() {
        String json = "{\"resource_state\":2,\"athlete\":{\"id\":77,\"resource_state\":1},\"name\":\"Früh 🏃\","
                + "\"distance\":6764.8,\"moving_time\":2151,\"elapsed_time\":2178,\"total_elevation_gain\":34,"
                + "\"type\":\"Run\",\"sport_type\":\"TrailRun\",\"id\":9007199254740993,"
                + "\"start_date\":\"2025-10-19T20:00:00Z\",\"start_date_local\":\"2025-10-19T16:00:00Z\","
                + "\"timezone\":\"(GMT-05:00) America/New_York\",\"unheard_of\":{\"a\":[1,{}]}}";

        SummaryActivity activity = readOne(json);

        assertThat(activity.id()).isEqualTo(ActivityId.of(9007199254740993L));
        assertThat(activity.athlete()).contains(AthleteId.of(77));
        assertThat(activity.name()).contains("Früh 🏃");
        assertThat(activity.sportType()).contains(SportType.TRAIL_RUN);
        assertThat(activity.startDate()).contains(Instant.parse("2025-10-19T20:00:00Z"));
        assertThat(activity.startDateLocal()).contains(LocalDateTime.parse("2025-10-19T16:00:00"));
        assertThat(activity.distance()).hasValue(6764.8);
        assertThat(activity.movingTime()).contains(Duration.ofSeconds(2151));
        assertThat(activity.elapsedTime()).contains(Duration.ofSeconds(2178));
        assertThat(activity.totalElevationGain()).hasValue(34);
        assertThat(activity.rawJson()).isEqualTo(json);
    }

    @Test
    void what_is_null_or_absent_is_empty_and_not_zero() {
        for (String json : new String[] {
            "{\"id\":1}",
            "{\"id\":1,\"athlete\":null,\"name\":null,\"distance\":null,\"moving_time\":null,\"elapsed_time\":null,"
                    + "\"total_elevation_gain\":null,\"type\":null,\"sport_type\":null,\"start_date\":null,"
                    + "\"start_date_local\":null,\"timezone\":null}"
        }) {
            SummaryActivity activity = readOne(json);
            assertThat(activity.name()).isEmpty();
            assertThat(activity.sportType()).isEmpty();
            assertThat(activity.startDate()).isEmpty();
            assertThat(activity.distance()).isEmpty();
            assertThat(activity.movingTime()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"171,171000", "171.0,171000", "171.5,171500", "\"171\",171000", "0,0"})
    void a_number_is_read_in_each_way_strava_writes_it(String number, long millis) {
        assertThat(readOne("{\"id\":1,\"moving_time\":" + number + "}").movingTime())
                .contains(Duration.ofMillis(millis));
    }

    @Test
    void an_unknown_sport_keeps_its_name_and_the_old_type_stands_in_for_a_missing_one() {
        assertThat(readOne("{\"id\":1,\"sport_type\":\"Quidditch\"}").sportType())
                .contains(SportType.of("Quidditch"));
        assertThat(readOne("{\"id\":1,\"type\":\"Ride\"}").sportType()).contains(SportType.RIDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"start_date\":\"yesterday\"}",
                "{\"id\":1,\"start_date\":17}",
                "{\"id\":1,\"start_date\":{}}"
            })
    void a_field_of_an_unknown_shape_fails_alone_and_names_the_place(String json) {
        SummaryActivity activity = readOne(json);

        assertThatThrownBy(activity::startDate)
                .isInstanceOf(ResponseFormatException.class)
                .hasMessageStartingWith("$.start_date: expected a ");
        assertThat(activity.id()).isEqualTo(ActivityId.of(1));
        assertThat(activity.name()).isEmpty();
        assertThat(activity.rawJson()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"far\"", "[1]", "true", "1e999", "\"\"", "\"NaN\"", "\"Infinity\""})
    void what_is_no_number_is_not_taken_for_one(String distance) {
        SummaryActivity activity = readOne("{\"id\":1,\"distance\":" + distance + "}");

        assertThatThrownBy(activity::distance).isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void ids_and_counts_are_whole_numbers_in_their_range() {
        assertThat(readOne("{\"id\":7.0}").id()).isEqualTo(ActivityId.of(7));
        assertThatThrownBy(
                        () -> readOne("{\"id\":1,\"kudos_count\":4294967296}").kudosCount())
                .isInstanceOf(ResponseFormatException.class);
        assertThatThrownBy(() -> readOne("{\"id\":1,\"moving_time\":1e300}").movingTime())
                .isInstanceOf(ResponseFormatException.class);
        assertThatThrownBy(() -> readOne("{\"id\":1,\"upload_id\":-5}").uploadId())
                .isInstanceOf(ResponseFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "(GMT-05:00) America/New_York, -14400.0, America/New_York",
        "(GMT-05:00) EST, -18000, -18000",
        "(GMT+01:00) Etc/GMT-1, 3600, Etc/GMT-1",
        "(GMT+00:00) Mars/Olympus, 3600.0, +01:00",
        "nonsense, 99999999, ''"
    })
    void a_zone_is_found_where_there_is_one_and_never_fails(String timezone, String offset, String zone) {
        SummaryActivity activity =
                readOne("{\"id\":1,\"timezone\":\"" + timezone + "\",\"utc_offset\":" + offset + "}");

        if (zone.startsWith("-1")) {
            assertThat(activity.zone()
                            .orElseThrow()
                            .getRules()
                            .getOffset(Instant.EPOCH)
                            .getTotalSeconds())
                    .isEqualTo(-18000);
        } else {
            assertThat(activity.zone().map(ZoneId::getId).orElse("")).isEqualTo(zone);
        }
    }

    @Test
    void a_place_is_empty_without_gps() {
        assertThat(readOne("{\"id\":1,\"start_latlng\":[]}").startLatlng()).isEmpty();
        assertThat(readOne("{\"id\":1,\"start_latlng\":null}").startLatlng()).isEmpty();
        assertThat(readOne("{\"id\":1,\"start_latlng\":[52.5,-13]}").startLatlng())
                .contains(new LatLng(52.5, -13));
        assertThatThrownBy(() -> readOne("{\"id\":1,\"start_latlng\":[1]}").startLatlng())
                .isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void every_field_is_reached_byte_for_byte_and_null_is_told_from_absent() {
        SummaryActivity activity = readOne(
                "{ \"id\" : 1 , \"new\" : [ 1 , {\"a\" : \"\\u00fc\"} ] ,\"n\":-0.50E+1, \"s\":\"\\u00fc\\/\",\"t\":true,"
                        + "\"f\":false,\"z\":null,\"o\":{ },\"big\":123456789012345678901234567890}");

        assertThat(activity.fieldNames()).containsExactly("id", "new", "n", "s", "t", "f", "z", "o", "big");
        assertThat(activity.rawField("id")).contains("1");
        assertThat(activity.rawField("new")).contains("[ 1 , {\"a\" : \"\\u00fc\"} ]");
        assertThat(activity.rawField("n")).contains("-0.50E+1");
        assertThat(activity.rawField("s")).contains("\"\\u00fc\\/\"");
        assertThat(activity.rawField("t")).contains("true");
        assertThat(activity.rawField("f")).contains("false");
        assertThat(activity.rawField("z")).contains("null");
        assertThat(activity.rawField("o")).contains("{ }");
        assertThat(activity.rawField("big")).contains("123456789012345678901234567890");
        assertThat(activity.rawField("absent")).isEmpty();
        assertThat(activity.has("z")).isFalse();
        assertThat(activity.has("absent")).isFalse();
        assertThat(activity.has("f")).isTrue();
    }

    @Test
    void of_two_fields_of_one_name_the_last_counts() {
        SummaryActivity activity = readOne("{\"id\":1,\"name\":\"a\",\"id\":2,\"name\":null}");

        assertThat(activity.id()).isEqualTo(ActivityId.of(2));
        assertThat(activity.name()).isEmpty();
    }

    @Test
    void activities_are_equal_by_their_bytes_and_show_none_of_them() {
        SummaryActivity activity = readOne("{\"id\":1,\"name\":\"SECRET\"}");

        assertThat(activity).isEqualTo(readOne("{\"id\":1,\"name\":\"SECRET\"}"));
        assertThat(activity).isNotEqualTo(readOne("{\"id\":1, \"name\":\"SECRET\"}"));
        assertThat(activity).hasToString("SummaryActivity[1]");
    }

    private static SummaryActivity readOne(String json) {
        return StravaJson.read(json, SummaryActivity.class);
    }
}
