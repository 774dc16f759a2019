package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

    /** All members that an element can have, in their order. */
    static final List<String> MEMBERS = List.of(("""
            resource_state athlete name distance moving_time elapsed_time total_elevation_gain type sport_type
            workout_type id start_date start_date_local timezone utc_offset location_city location_state
            location_country achievement_count kudos_count comment_count athlete_count photo_count map trainer commute
            manual private visibility flagged gear_id start_latlng end_latlng average_speed max_speed average_cadence
            average_temp average_watts max_watts weighted_average_watts device_watts kilojoules has_heartrate
            average_heartrate max_heartrate heartrate_opt_out display_hide_heartrate_option elev_high elev_low upload_id
            upload_id_str external_id from_accepted_tag pr_count total_photo_count has_kudoed suffer_score device_name""").split("\\s+"));

    private static final Set<String> OPTIONAL = Set.of(
            "workout_type",
            "average_cadence",
            "average_temp",
            "average_watts",
            "max_watts",
            "weighted_average_watts",
            "device_watts",
            "kilojoules",
            "average_heartrate",
            "max_heartrate",
            "elev_high",
            "elev_low",
            "upload_id_str",
            "suffer_score",
            "device_name");

    private static final Instant FROM = Instant.parse("2019-05-04T03:02:01.5Z");
    private static final Instant TO = Instant.parse("2026-03-01T00:00:00Z");

    private final long seed = System.nanoTime();

    private FakeAthlete athlete(long seed) {
        FakeAthlete athlete =
                FakeStrava.builder().clock(TestClock.at(TO)).seed(seed).build().addAthlete();
        athlete.generateHistory(FROM, TO, 1500);
        return athlete;
    }

    @Test
    void generateHistory_ofOneSeed_isAlwaysTheSame() {
        List<String> first = athlete(seed).rawActivities();

        assertThat(athlete(seed).rawActivities()).as("seed %d", seed).isEqualTo(first);
        assertThat(athlete(seed + 1).rawActivities()).as("seed %d", seed).isNotEqualTo(first);
    }

    @Test
    void generateHistory_ofAnyNumber_liesBetweenTheBounds() {
        FakeAthlete athlete = athlete(seed);

        assertThat(athlete.activityCount()).isEqualTo(1500);
        for (String row : athlete.rawActivities()) {
            assertThat(Instant.parse(JsonValues.string(row, "start_date")))
                    .as("seed %d", seed)
                    .isBetween(FROM, TO)
                    .isBefore(TO);
        }
    }

    @Test
    void generateHistory_withoutTime_isRefused() {
        FakeAthlete athlete = FakeStrava.builder().build().addAthlete();

        assertThatIllegalArgumentException().isThrownBy(() -> athlete.generateHistory(TO, TO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> athlete.generateHistory(FROM, TO, -1));
        athlete.generateHistory(FROM, TO, 0);
        assertThat(athlete.activityCount()).isZero();
    }

    @Test
    void generateHistory_twice_addsToWhatIsThere() {
        FakeAthlete athlete = athlete(seed);

        athlete.generateHistory(FROM, TO, 1500);

        assertThat(athlete.activityCount()).isEqualTo(3000);
        assertThat(athlete.rawActivities()).as("seed %d", seed).doesNotHaveDuplicates();
    }

    @Test
    void generatedRows_haveStravasMembersInStravasOrder() {
        for (String row : athlete(seed).rawActivities()) {
            Map<String, Object> members = JsonValues.object(row);
            List<String> expected = MEMBERS.stream()
                    .filter(name -> members.containsKey(name) || !OPTIONAL.contains(name))
                    .toList();
            assertThat(members.keySet()).as("seed %d", seed).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void generatedRows_haveAllTheKindsThatStravaHas() {
        List<Map<String, Object>> rows =
                athlete(seed).rawActivities().stream().map(JsonValues::object).toList();
        Set<Object> sports = new HashSet<>();
        int manual = 0;
        int hiddenStart = 0;
        int withoutTrack = 0;
        int withoutGear = 0;
        int idsOutOfOrder = 0;
        double last = Double.MAX_VALUE;
        for (Map<String, Object> row : rows) {
            sports.add(row.get("sport_type"));
            withoutGear += row.get("gear_id") == null ? 1 : 0;
            hiddenStart += row.get("start_date").toString().endsWith("T00:00:01Z") ? 1 : 0;
            idsOutOfOrder += (double) row.get("id") > last ? 1 : 0;
            last = (double) row.get("id");
            String polyline = (String) ((Map<?, ?>) row.get("map")).get("summary_polyline");
            if (polyline.isEmpty()) {
                withoutTrack++;
                assertThat((List<?>) row.get("start_latlng")).isEmpty();
            } else {
                assertTrack(polyline, row);
            }
            if ((boolean) row.get("manual")) {
                manual++;
                assertThat(row).containsEntry("upload_id", null).containsEntry("external_id", null);
                assertThat(row).doesNotContainKey("upload_id_str");
                assertThat(polyline).isEmpty();
            }
            assertThat(row.containsKey("average_heartrate")).isEqualTo(row.get("has_heartrate"));
        }

        assertThat(sports).as("seed %d", seed).hasSizeGreaterThan(6);
        assertThat(List.of(manual, hiddenStart, withoutTrack, withoutGear, idsOutOfOrder))
                .as("seed %d", seed)
                .allMatch(count -> count > 0 && count < 750);
    }

    @Test
    void generatedRows_haveAboutTheSizeOfRealOnes() {
        double average = athlete(seed).rawActivities().stream()
                .mapToInt(row -> row.getBytes(StandardCharsets.UTF_8).length)
                .average()
                .orElseThrow();

        assertThat(average).as("seed %d", seed).isBetween(1_600.0, 2_400.0);
    }

    private static void assertTrack(String polyline, Map<String, Object> row) {
        List<double[]> points = decode(polyline);
        List<?> start = (List<?>) row.get("start_latlng");
        double length = 0;
        for (int i = 1; i < points.size(); i++) {
            double[] a = points.get(i - 1);
            double[] b = points.get(i);
            length += Math.hypot(b[0] - a[0], (b[1] - a[1]) * Math.cos(Math.toRadians(a[0]))) * 111_320;
        }
        double distance = (double) row.get("distance");

        assertThat(points.get(0)[0]).isCloseTo((double) start.get(0), within(2e-5));
        assertThat(points.get(0)[1]).isCloseTo((double) start.get(1), within(2e-5));
        assertThat(length).isBetween(distance * 0.8, distance * 1.6);
    }

    private static List<double[]> decode(String polyline) {
        List<double[]> points = new ArrayList<>();
        long[] position = new long[2];
        int at = 0;
        while (at < polyline.length()) {
            for (int axis = 0; axis < 2; axis++) {
                long value = 0;
                int shift = 0;
                int bits;
                do {
                    bits = polyline.charAt(at++) - 63;
                    value |= (long) (bits & 0x1f) << shift;
                    shift += 5;
                } while (bits >= 0x20);
                position[axis] += (value & 1) == 0 ? value >> 1 : ~(value >> 1);
            }
            points.add(new double[] {position[0] / 1e5, position[1] / 1e5});
        }
        return points;
    }

    @Test
    void toJson_ofAnActivity_saysWhatWasBuilt() {
        String json = FakeActivity.builder()
                .sportType(SportType.TRAIL_RUN)
                .name("Up & down")
                .startDate(Instant.parse("2025-07-01T22:30:00.9Z"))
                .zone(ZoneId.of("America/New_York"))
                .distance(12_345.67)
                .movingTime(Duration.ofSeconds(4000))
                .elapsedTime(Duration.ofSeconds(4100))
                .elevationGain(321)
                .gearId("g1")
                .heartRate(150, 175)
                .build()
                .toJson(ActivityId.of(20_000_000_000L), AthleteId.of(9));

        assertThat(json)
                .startsWith(
                        "{\"resource_state\":2,\"athlete\":{\"id\":9,\"resource_state\":1},\"name\":\"Up \\u0026 down\","
                                + "\"distance\":12345.7,\"moving_time\":4000,\"elapsed_time\":4100,\"total_elevation_gain\":321.0,"
                                + "\"type\":\"Run\",\"sport_type\":\"TrailRun\",\"workout_type\":null,\"id\":20000000000,"
                                + "\"start_date\":\"2025-07-01T22:30:00Z\",\"start_date_local\":\"2025-07-01T18:30:00Z\","
                                + "\"timezone\":\"(GMT-05:00) America/New_York\",\"utc_offset\":-14400.0,")
                .contains("\"gear_id\":\"g1\",\"start_latlng\":[],\"end_latlng\":[],\"average_speed\":3.086,")
                .contains("\"average_heartrate\":150.0,\"max_heartrate\":175.0");
    }

    @Test
    void toJson_ofAHiddenStart_isTheFirstSecondOfTheLocalDay() {
        FakeActivity activity = FakeActivity.builder()
                .startDate(Instant.parse("2025-07-02T01:30:00Z"))
                .zone(ZoneId.of("America/New_York"))
                .build();

        assertThat(activity.toBuilder().hiddenStart(true).build().toJson(ActivityId.of(1), AthleteId.of(9)))
                .contains("\"start_date\":\"2025-07-01T00:00:01Z\",\"start_date_local\":\"2025-07-01T00:00:01Z\"");
        assertThat(activity.toJson(ActivityId.of(1), AthleteId.of(9)))
                .contains("\"start_date\":\"2025-07-02T01:30:00Z\"");
    }

    @Test
    void build_withoutAStart_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FakeActivity.builder().build());
    }
}
