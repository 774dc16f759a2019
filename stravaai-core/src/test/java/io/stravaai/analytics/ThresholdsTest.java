package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteZones;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);
    private static final String FULL = "{\"id\":1,\"sex\":\"F\",\"ftp\":250,\"weight\":61.5}";
    private static final String ZONES = "{\"heart_rate\":{\"custom_zones\":false,\"zones\":[{\"min\":0,\"max\":111},"
            + "{\"min\":111,\"max\":139},{\"min\":139,\"max\":152},{\"min\":152,\"max\":166},{\"min\":166,\"max\":-1}]},"
            + "\"power\":{\"zones\":[{\"min\":0,\"max\":138},{\"min\":138,\"max\":188},{\"min\":188,\"max\":-1}]}}";

    @Test
    void strava_tells_threshold_power_weight_sex_and_zones() {
        Thresholds strava = Thresholds.ofStrava(athlete(FULL), zones(ZONES));

        assertThat(strava.ftp()).hasValue(250);
        assertThat(strava.weight()).hasValue(61.5);
        assertThat(strava.sex()).contains(Sex.FEMALE);
        Zones rate = strava.heartRateZones(SportGroup.RUN).orElseThrow();
        assertThat(rate.name()).isEqualTo("strava");
        assertThat(rate.bounds()).containsExactly(111.0, 139.0, 152.0, 166.0);
        // Where zones overlap a bound belongs to the one above it, and the last has no end.
        assertThat(rate.zoneOf(110)).isEqualTo(1);
        assertThat(rate.zoneOf(111)).isEqualTo(2);
        assertThat(rate.zoneOf(230)).isEqualTo(5);
        assertThat(strava.powerZones().orElseThrow().bounds()).containsExactly(138.0, 188.0);
        assertThat(Thresholds.ofStrava(athlete(FULL)).heartRateZones(SportGroup.RUN))
                .isEmpty();
    }

    @Test
    void zones_that_the_athlete_has_set_are_taken_in_the_same_way() {
        Thresholds custom = Thresholds.ofStrava(
                athlete(FULL), zones(ZONES.replace("\"custom_zones\":false", "\"custom_zones\":true")));

        assertThat(custom).isEqualTo(Thresholds.ofStrava(athlete(FULL), zones(ZONES)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1}",
                "{\"id\":1,\"sex\":null,\"ftp\":null,\"weight\":null}",
                "{\"id\":1,\"sex\":\"\",\"ftp\":0,\"weight\":0.0}",
                "{\"id\":1,\"sex\":7,\"ftp\":\"much\",\"weight\":-61}"
            })
    void what_is_not_set_is_not_known(String json) {
        assertThat(Thresholds.ofStrava(athlete(json))).isEqualTo(Thresholds.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"heart_rate\":null,\"power\":null}",
                "{\"heart_rate\":{\"zones\":[]},\"power\":{\"zones\":[]}}",
                "{\"heart_rate\":{\"custom_zones\":true},\"power\":{}}",
                "{\"heart_rate\":{\"zones\":[{\"min\":0,\"max\":-1}]}}",
                "{\"heart_rate\":{\"zones\":[{\"min\":0,\"max\":0},{\"min\":0,\"max\":0},{\"min\":0,\"max\":-1}]}}",
                "{\"heart_rate\":{\"zones\":[{\"min\":0,\"max\":-1},{\"min\":120,\"max\":140},{\"min\":140,\"max\":-1}]}}",
                "{\"heart_rate\":{\"zones\":[{\"min\":0},{\"max\":140}]},\"power\":{\"zones\":\"seven\"}}",
                "{\"heart_rate\":7,\"power\":[{\"min\":0,\"max\":100}]}"
            })
    void zones_that_are_not_usable_follow_from_what_else_is_known(String json) {
        Thresholds strava = Thresholds.ofStrava(athlete(FULL), zones(json));

        assertThat(strava.heartRateZones(SportGroup.RUN)).isEmpty();
        assertThat(strava.powerZones()).contains(Zones.byFtp(250));
        assertThat(strava.toBuilder().maxHeartRate(190).build().heartRateZones(SportGroup.RUN))
                .contains(Zones.byMaxHeartRate(190));
    }

    @Test
    void what_strava_says_today_changes_no_earlier_day_and_takes_nothing_away() {
        ThresholdHistory history = ThresholdHistory.empty()
                .from(
                        DAY.minusYears(1),
                        Thresholds.builder().ftp(230).maxHeartRate(188).build())
                .from(DAY, Thresholds.ofStrava(athlete(FULL), zones(ZONES)));

        assertThat(history.on(DAY.minusDays(1)).ftp()).hasValue(230);
        assertThat(history.on(DAY.minusDays(1)).heartRateZones(SportGroup.RIDE)).contains(Zones.byMaxHeartRate(188));
        assertThat(history.on(DAY).ftp()).hasValue(250);
        assertThat(history.on(DAY).maxHeartRate()).hasValue(188);
        assertThat(history.on(DAY).heartRateZones(SportGroup.RIDE).orElseThrow().name())
                .isEqualTo("strava");
    }

    @Test
    void a_score_stands_on_stravas_threshold_of_its_day() {
        Session ride = Session.builder(ActivityId.of(1), DAY.atTime(8, 0), SportType.RIDE)
                .weightedPower(250)
                .movingTime(Duration.ofHours(1))
                .build();

        assertThat(ride.load(Thresholds.ofStrava(athlete(FULL))).get()).isEqualTo(100);
        assertThat(ride.load(Thresholds.ofStrava(athlete("{\"id\":1,\"ftp\":null}")))
                        .status())
                .isEqualTo(MetricStatus.MISSING_THRESHOLD);
    }

    private static Athlete athlete(String json) {
        return StravaJson.read(json, Athlete.class);
    }

    private static AthleteZones zones(String json) {
        return StravaJson.read(json, AthleteZones.class);
    }
}
