package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivityStats;
import io.stravaai.model.ActivityZone;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.AthleteZones;
import io.stravaai.model.Club;
import io.stravaai.model.ClubEvent;
import io.stravaai.model.ClubId;
import io.stravaai.model.Comment;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.ExplorerSegment;
import io.stravaai.model.Gear;
import io.stravaai.model.GearId;
import io.stravaai.model.Lap;
import io.stravaai.model.LatLng;
import io.stravaai.model.Photo;
import io.stravaai.model.PushSubscription;
import io.stravaai.model.Route;
import io.stravaai.model.RouteId;
import io.stravaai.model.Segment;
import io.stravaai.model.SegmentEffort;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StravaObject;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Upload;
import io.stravaai.model.UploadId;
import io.stravaai.model.Visibility;
import io.stravaai.model.ZoneType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers like the recorded ones, of every operation, are read without loss, and each accessor gives what it is named after. */
class TwinsTest {

    private static final long BEYOND_DOUBLES = 9007199254740995L;
    private static final LatLng NEMO = new LatLng(-48.8767, -123.3933);

    static List<RecordedAnswer> twins() {
        return Twins.all();
    }

    @ParameterizedTest
    @MethodSource("twins")
    void nothing_is_lost(RecordedAnswer twin) {
        Fidelity fidelity = new Fidelity();

        Replay.compare(twin, Replay.operation(twin).orElseThrow(), fidelity);

        assertThat(fidelity.differences()).isEmpty();
        assertThat(fidelity.refused()).isEmpty();
    }

    @Test
    void every_operation_has_an_answer_and_every_accessor_a_field_in_one() {
        Fidelity fidelity = new Fidelity();
        Set<String> missing =
                Stream.of(Operation.values()).map(Operation::request).collect(Collectors.toCollection(TreeSet::new));

        for (RecordedAnswer twin : twins()) {
            missing.remove(twin.request());
            Replay.compare(twin, Replay.operation(twin).orElseThrow(), fidelity);
        }

        assertThat(missing).isEmpty();
        assertThat(fidelity.unread()).isEmpty();
    }

    @Test
    void a_difference_between_an_object_and_its_source_is_found() {
        Lap lap = first("laps");
        JsonTree other = JsonTree.parse(lap.rawJson()
                .replace("\"average_cadence\":80", "\"average_cadence\":81")
                .replace("\"pace_zone\":2", "\"pace_zone\":null")
                .getBytes(StandardCharsets.UTF_8));
        Fidelity fidelity = new Fidelity();

        fidelity.compare("$", lap, other);

        assertThat(fidelity.differences())
                .containsExactlyInAnyOrder(
                        "$: rawJson",
                        "$.average_cadence: rawField",
                        "$.pace_zone: rawField",
                        "$.pace_zone: has",
                        "$.averageCadence: another value",
                        "$.paceZone: present without a field");
    }

    @Test
    void a_list_of_activities() {
        List<SummaryActivity> activities = read("list_activities");
        SummaryActivity activity = activities.get(0);

        assertThat(activity.id()).isEqualTo(ActivityId.of(BEYOND_DOUBLES));
        assertThat(activity.athlete()).contains(AthleteId.of(2147483651L));
        assertThat(activity.name()).contains("Point Nemo loop \u26f5 \\u00b7 <3");
        assertThat(activity.distance()).hasValue(10012);
        assertThat(activity.movingTime()).contains(Duration.ofHours(1));
        assertThat(activity.elapsedTime()).contains(Duration.ofSeconds(3725));
        assertThat(activity.totalElevationGain()).hasValue(0);
        assertThat(activity.sportType()).contains(SportType.GRAVEL_RIDE);
        assertThat(activity.type()).contains("Ride");
        assertThat(activity.startDate()).contains(Instant.parse("2026-02-03T14:05:06Z"));
        assertThat(activity.startDateLocal()).contains(LocalDateTime.parse("2026-02-03T09:05:06"));
        assertThat(activity.zone().orElseThrow().getRules().getOffset(Instant.parse("2026-07-01T00:00:00Z")))
                .isEqualTo(ZoneOffset.ofHours(-5));
        assertThat(activity.utcOffset()).contains(ZoneOffset.ofHours(-5));
        assertThat(activity.startLatlng()).contains(NEMO);
        assertThat(activity.isPrivate()).contains(true);
        assertThat(activity.visibility()).contains(Visibility.ONLY_ME);
        assertThat(activity.gearId()).contains(GearId.of("b1234567"));
        assertThat(activity.averageSpeed()).hasValue(2.781);
        assertThat(activity.maxWatts()).hasValue(512);
        assertThat(activity.averageTemp()).hasValue(-2);
        assertThat(activity.elevLow()).hasValue(-3.4);
        assertThat(activity.hideFromHome()).contains(true);
        assertThat(activity.rawField("next_years_field"))
                .contains("{\n   \"a\": [\n    1,\n    {\n     \"b\": null\n    }\n   ]\n  }");

        assertThat(activities.get(1).name()).isEmpty();
        assertThat(activities.get(1).commute()).isEmpty();
        assertThat(activities.get(1).has("name")).isFalse();
        assertThat(activities.get(2).sportType()).contains(SportType.SWIM);
        assertThat(activities.get(2).zone()).contains(ZoneOffset.ofHours(14));
        assertThat(activities.get(2).startLatlng()).isEmpty();
        assertThat(activities.get(2).externalId()).contains("");
        assertThat(activities.get(2).rawField("name")).contains("null");
    }

    @Test
    void an_activity() {
        DetailedActivity activity = first("get_activity");

        assertThat(activity.description()).contains("A day\nat sea \"north\"");
        assertThat(activity.privateNote()).contains("calm");
        assertThat(activity.calories()).hasValue(512.5);
        assertThat(activity.laps())
                .extracting(lap -> lap.lapIndex().orElseThrow())
                .containsExactly(1, 2);
        assertThat(activity.splitsMetric().get(0).averageGradeAdjustedSpeed()).hasValue(3.3);
        assertThat(activity.splitsMetric().get(0).elevationDifference()).hasValue(-2);
        assertThat(activity.splitsStandard().get(0).averageGradeAdjustedSpeed()).isEmpty();
        assertThat(activity.segmentEfforts().get(0).prRank()).hasValue(1);
        assertThat(activity.bestEfforts().get(0).segment()).isEmpty();
        assertThat(activity.gear().orElseThrow().nickname()).contains("Kon");
        assertThat(activity.photos().orElseThrow().count()).hasValue(4);
        assertThat(activity.photos().orElseThrow().primary().orElseThrow().urls())
                .isEqualTo(Map.of("600", "https://example.org/600.jpg"));
        assertThat(activity.availableZones()).containsExactly("heartrate", "power");
        assertThat(activity.map().orElseThrow().polyline()).contains("~kigHvn}rV?_ibE");
    }

    @Test
    void a_lap() {
        Lap lap = first("laps");

        assertThat(lap.id()).hasValue(9007199254741002L);
        assertThat(lap.activity()).contains(ActivityId.of(BEYOND_DOUBLES));
        assertThat(lap.movingTime()).contains(Duration.ofMillis(590_500));
        assertThat(lap.endIndex()).hasValue(599);
        assertThat(lap.averageWatts()).hasValue(111.1);
        assertThat(lap.deviceWatts()).contains(false);
        assertThat(lap.paceZone()).hasValue(2);
    }

    @Test
    void zones_of_an_activity_and_of_an_athlete() {
        List<ActivityZone> zones = read("activity_zones");
        AthleteZones own = first("athlete_zones");

        assertThat(zones.get(0).type()).contains(ZoneType.HEARTRATE);
        assertThat(zones.get(0).distributionBuckets().get(0).time()).contains(Duration.ofMillis(12_500));
        assertThat(zones.get(0).distributionBuckets().get(0).max()).hasValue(120);
        assertThat(zones.get(0).distributionBuckets().get(1).max()).isEmpty();
        assertThat(zones.get(1).distributionBuckets().get(0).max()).hasValue(2.5599);
        assertThat(zones.get(1).distributionBuckets().get(1).max()).isEmpty();
        assertThat(zones.get(3).type()).contains(ZoneType.of("tomorrow"));
        assertThat(own.heartRate().orElseThrow().zones()).hasSize(3);
        assertThat(own.power().orElseThrow().customZones()).contains(true);
        assertThat(own.power().orElseThrow().zones().get(1).min()).hasValue(137.5);
        assertThat(own.power().orElseThrow().zones().get(1).max()).isEmpty();
    }

    @Test
    void comments_kudos_and_photos() {
        Comment comment = first("comments");
        Athlete giver = first("kudos");
        Photo photo = first("photos");

        assertThat(comment.text()).contains("Fair winds \ud83d\udc4d\ud83c\udffd");
        assertThat(comment.athlete().orElseThrow().firstname()).contains("Ana");
        assertThat(comment.cursor()).contains("bmVtbw==");
        assertThat(comment.reactionCount()).hasValue(2);
        assertThat(giver.id()).isEmpty();
        assertThat(giver.lastname()).contains("P.");
        assertThat(photo.uniqueId()).contains("0f-1e");
        assertThat(photo.urls())
                .containsEntry("100", "https://example.org/100.jpg")
                .hasSize(2);
        assertThat(photo.createdAtLocal()).contains(LocalDateTime.parse("2026-02-03T09:30:00"));
        assertThat(photo.location()).contains(new LatLng(-48.8, -123.4));
    }

    @Test
    void streams() {
        StreamSet streams = first("activity_streams");
        StreamSet listed = first("route_streams");

        assertThat(streams.time().orElseThrow().toArray(-1)).containsExactly(0, 1, 2, 5);
        assertThat(streams.distance().orElseThrow().isNull(2)).isTrue();
        assertThat(streams.latlng().orElseThrow().get(0)).isEqualTo(NEMO);
        assertThat(streams.latlng().orElseThrow().isNull(2)).isTrue();
        assertThat(streams.latlng().orElseThrow().longitude(3)).isEqualTo(-123);
        assertThat(streams.velocitySmooth().orElseThrow().toArray(-1)).containsExactly(0, 2.5, 1e-7, 1500);
        assertThat(streams.watts().orElseThrow().toArray(-1)).containsExactly(-1, -1, 300, 301);
        assertThat(streams.moving().orElseThrow().get(0)).isFalse();
        assertThat(streams.moving().orElseThrow().get(3)).isTrue();
        assertThat(streams.temp().orElseThrow().originalSize()).hasValue(4);
        assertThat(listed.latlng().orElseThrow().latitude(0)).isEqualTo(-48.5);
        assertThat(listed.altitude().orElseThrow().size()).isZero();
        assertThat(listed.heartrate()).isEmpty();
    }

    @Test
    void an_athlete_and_what_he_has_done() {
        Athlete athlete = first("athlete");
        ActivityStats stats = first("stats");

        assertThat(athlete.id()).contains(AthleteId.of(2147483651L));
        assertThat(athlete.weight()).hasValue(61.5);
        assertThat(athlete.ftp()).hasValue(250);
        assertThat(athlete.sex()).contains("F");
        assertThat(athlete.measurementPreference()).contains("meters");
        assertThat(athlete.clubs()).extracting(Club::id).containsExactly(ClubId.of(777001));
        assertThat(athlete.bikes()).extracting(Gear::id).containsExactly(GearId.of("b1234567"));
        assertThat(athlete.shoes()).extracting(Gear::id).containsExactly(GearId.of("g7654321"));
        assertThat(stats.biggestRideDistance()).hasValue(123456);
        assertThat(stats.recentRunTotals().orElseThrow().achievementCount()).hasValue(2);
        assertThat(stats.ytdSwimTotals().orElseThrow().count()).hasValue(6);
        assertThat(stats.allRideTotals().orElseThrow().distance()).hasValue(7003.5);
        assertThat(stats.allSwimTotals().orElseThrow().movingTime()).contains(Duration.ofMinutes(9));
    }

    @Test
    void segments_and_efforts() {
        Segment segment = first("segment");
        SegmentEffort effort = first("effort");
        ExplorerSegment found = first("explore_segments");

        assertThat(segment.id()).isEqualTo(SegmentId.of(4611686018427387905L));
        assertThat(segment.averageGrade()).hasValue(3);
        assertThat(segment.climbCategory()).hasValue(5);
        assertThat(segment.hazardous()).contains(true);
        assertThat(segment.prTime()).contains(Duration.ofSeconds(200));
        assertThat(segment.athleteSegmentStats().orElseThrow().prDate()).contains(LocalDate.of(2022, 5, 6));
        assertThat(segment.athletePrEffort().orElseThrow().activity()).contains(ActivityId.of(BEYOND_DOUBLES));
        assertThat(effort.id()).isEqualTo(SegmentEffortId.of(2987654321098765433L));
        assertThat(effort.movingTime()).contains(Duration.ofMillis(300_500));
        assertThat(effort.komRank()).isEmpty();
        assertThat(effort.prRank()).hasValue(1);
        assertThat(effort.achievements().get(0).type()).contains("pr");
        assertThat(effort.visibility()).contains(Visibility.FOLLOWERS_ONLY);
        assertThat(effort.segment()).contains(segment);
        assertThat(effort.athleteSegmentStats().orElseThrow().prDate()).contains(LocalDate.of(2022, 5, 6));
        assertThat(found.avgGrade()).hasValue(6);
        assertThat(found.climbCategoryDesc()).contains("4");
        assertThat(found.elevDifference()).hasValue(150.25);
    }

    @Test
    void routes_clubs_and_gear() {
        Route route = first("route");
        Club club = first("club");
        ClubEvent event = first("club_events");
        Gear gear = first("gear");

        assertThat(route.id()).isEqualTo(RouteId.of(3141592653589793238L));
        assertThat(route.estimatedMovingTime()).contains(Duration.ofHours(4));
        assertThat(route.waypoints().get(0).distanceIntoRoute()).hasValue(1500);
        assertThat(route.waypoints().get(0).categories()).containsExactly("water");
        assertThat(route.mapUrls()).containsEntry("light_url", "https://example.org/light.png");
        assertThat(club.activityTypes()).containsExactly("Rowing", "Canoeing");
        assertThat(club.memberCount()).hasValue(37);
        assertThat(club.admin()).contains(true);
        assertThat(club.owner()).contains(false);
        assertThat(event.upcomingOccurrences())
                .containsExactly(Instant.parse("2026-03-07T10:00:00Z"), Instant.parse("2026-03-14T10:00:00Z"));
        assertThat(event.routeId()).contains(route.id());
        assertThat(event.route().orElseThrow().name()).contains("Around the point");
        assertThat(event.club().orElseThrow().id()).isEqualTo(club.id());
        assertThat(event.organizingAthlete().orElseThrow().firstname()).contains("Ana");
        assertThat(gear.distance()).hasValue(9_876_543);
        assertThat(gear.frameType()).hasValue(3);
        assertThat(gear.weight()).hasValue(9.5);
    }

    @Test
    void uploads_and_subscriptions() {
        Upload ready = first("upload");
        Upload duplicate = first("upload.duplicate");
        PushSubscription subscription = first("subscriptions");

        assertThat(ready.id()).isEqualTo(UploadId.of(9007199254741015L));
        assertThat(ready.state()).isEqualTo(Upload.State.READY);
        assertThat(ready.activityId()).contains(ActivityId.of(9007199254741016L));
        assertThat(duplicate.state()).isEqualTo(Upload.State.DUPLICATE);
        assertThat(duplicate.duplicateOf()).contains(ActivityId.of(9007199254740996L));
        assertThat(subscription.applicationId()).hasValue(4294967297L);
        assertThat(subscription.updatedAt()).contains(Instant.parse("2026-01-01T22:00:00Z"));
    }

    @Test
    void a_stream_of_places_or_truth_values_is_never_one_of_numbers_whichever_is_asked_for_first() {
        StreamSet streams = first("activity_streams");

        assertThatThrownBy(() -> streams.numbers(StreamType.MOVING)).isInstanceOf(IllegalArgumentException.class);
        assertThat(streams.moving()).isPresent();
        assertThat(streams.latlng()).isPresent();
        assertThatThrownBy(() -> StravaJson.read("{}", StreamSet.class).numbers(StreamType.LATLNG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_gear_id_in_an_unknown_shape_fails_its_own_accessor_and_an_empty_one_is_none() {
        SummaryActivity strange =
                StravaJson.read("{\"id\":1,\"gear_id\":\"b 1\",\"name\":\"x\"}", SummaryActivity.class);
        SummaryActivity none = StravaJson.read("{\"id\":1,\"gear_id\":\"\"}", SummaryActivity.class);

        assertThatThrownBy(strange::gearId)
                .isInstanceOf(ResponseFormatException.class)
                .hasMessage("$.gear_id: expected an id of gear");
        assertThat(strange.name()).contains("x");
        assertThat(none.gearId()).isEmpty();
        assertThatThrownBy(() -> StravaJson.read("{\"id\":\" \"}", Gear.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    private static <T extends StravaObject> T first(String name) {
        return TwinsTest.<T>read(name).get(0);
    }

    /** The test says which type it is. */
    @SuppressWarnings("unchecked")
    private static <T extends StravaObject> List<T> read(String name) {
        List<T> objects = new ArrayList<>();
        RecordedAnswer twin = Twins.of(name);
        Replay.with(
                twin,
                (client, athlete) -> Replay.operation(twin)
                        .orElseThrow()
                        .call(client, athlete)
                        .elements()
                        .forEach(object -> objects.add((T) object)));
        return objects;
    }
}
