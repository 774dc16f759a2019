package io.stravaai.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.client.ActivityPage;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivitySummary;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityReaderTest {

    @Test
    void an_activity_is_read_with_its_raw_text() {
        String json = "{\"resource_state\":2,\"athlete\":{\"id\":77,\"resource_state\":1},\"name\":\"Früh 🏃\","
                + "\"distance\":6764.8,\"moving_time\":2151,\"elapsed_time\":2178,\"total_elevation_gain\":34,"
                + "\"type\":\"Run\",\"sport_type\":\"TrailRun\",\"id\":9007199254740993,"
                + "\"start_date\":\"2025-10-19T20:00:00Z\",\"start_date_local\":\"2025-10-19T16:00:00Z\","
                + "\"timezone\":\"(GMT-05:00) America/New_York\",\"unheard_of\":{\"a\":[1,{}]}}";

        ActivitySummary activity = readOne(json);

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
            ActivitySummary activity = readOne(json);
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
                "{}",
                "null",
                "17",
                "\"text\"",
                "oops",
                "",
                "[1]",
                "{\"id\":null}",
                "{\"id\":\"x\"}",
                "{\"id\":0}",
                "{\"id\":-5}",
                "{\"id\":1.5}",
                "{\"id\":194641753419464175341946417534}",
                "{\"id\":1,\"start_date\":\"yesterday\"}",
                "{\"id\":1,\"start_date\":17}",
                "{\"id\":1,\"start_date_local\":\"2025-13-01T00:00:00Z\"}",
                "{\"id\":1,\"distance\":{}}",
                "{\"id\":1,\"distance\":\"far\"}",
                "{\"id\":1,\"moving_time\":1e300}",
                "{\"id\":1,\"name\":[]}",
                "{\"id\":1,\"athlete\":5}",
                "{\"id\":1}{\"id\":2}",
                "{\"id\":1} x",
                "{\"id\":1,\"name\"::}"
            })
    void an_element_that_cannot_be_read_is_kept_whole_and_its_neighbours_are_read(String broken) {
        ActivityPage page = ActivityReader.page(("[{\"id\":7}," + broken + ",{\"id\":8}]").getBytes(UTF_8));

        assertThat(page.activities())
                .extracting(ActivitySummary::id)
                .containsExactly(ActivityId.of(7), ActivityId.of(8));
        assertThat(page.unreadable()).hasSize(1);
        assertThat(page.unreadable().get(0).bytes()).isEqualTo(broken.getBytes(UTF_8));
    }

    @Test
    void the_id_of_an_unreadable_element_is_kept_where_it_can_be_read() {
        ActivityPage page = ActivityReader.page("[{\"name\":\"a\",\"id\":5,\"distance\":[]}]".getBytes(UTF_8));

        assertThat(page.unreadable().get(0).id()).contains(ActivityId.of(5));
    }

    @Test
    void the_reason_names_the_place_and_not_the_data() {
        ActivityPage page = ActivityReader.page("[{\"id\":5,\"distance\":\"SECRET\"}]".getBytes(UTF_8));

        assertThat(page.unreadable().get(0).reason()).contains("$.distance").doesNotContain("SECRET");
    }

    @Test
    void bytes_that_are_not_text_are_unreadable() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("[{\"id\":1,\"name\":\"".getBytes(UTF_8));
        json.write(0xC3);
        json.writeBytes("\"},{\"id\":2,\"name\":\"".getBytes(UTF_8));
        json.write(0);
        json.writeBytes("\"}]".getBytes(UTF_8));

        ActivityPage page = ActivityReader.page(json.toByteArray());

        assertThat(page.activities()).isEmpty();
        assertThat(page.unreadable())
                .extracting(element -> element.reason())
                .containsExactly("not UTF-8", "not JSON: holds a NUL");
    }

    @Test
    void nesting_without_end_is_unreadable() {
        String deep = "{\"id\":1,\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(ActivityReader.page(("[" + deep + "]").getBytes(UTF_8)).unreadable())
                .hasSize(1);
    }

    private static ActivitySummary readOne(String json) {
        ActivityPage page = ActivityReader.page(("[" + json + "]").getBytes(UTF_8));
        assertThat(page.unreadable()).isEmpty();
        return page.activities().get(0);
    }
}
