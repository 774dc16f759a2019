package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stravaai.auth.Scope;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ClubId;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.test.Wire.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operations on single objects, which both front ends must answer alike. */
abstract class FakeOperationsBehaviour {

    private static final String API = "/api/v3";
    private static final String LIST = API + "/athlete/activities";
    private static final Instant NOW = Instant.parse("2026-03-01T10:05:00Z");
    private static final String GPX = "<gpx><trk><trkseg>"
            + "<trkpt lat=\"10.00\" lon=\"20.0\"><time>2026-02-28T08:00:00Z</time></trkpt>"
            + "<trkpt lat=\"10.01\" lon=\"20.0\"><time>2026-02-28T08:10:00Z</time></trkpt></trkseg></trk></gpx>";

    private final TestClock clock = TestClock.at(NOW);
    private final FakeStrava strava = FakeStrava.builder().clock(clock).build();
    private final FakeAthlete athlete = strava.addAthlete();
    private final List<Wire> wires = new ArrayList<>();

    abstract Wire connect(FakeStrava fake);

    @AfterEach
    void disconnect() {
        wires.forEach(Wire::close);
    }

    private Wire wire() {
        Wire wire = connect(strava);
        wires.add(wire);
        return wire;
    }

    private String token() {
        return athlete.grant().accessToken();
    }

    private static FakeActivity.Builder run() {
        return FakeActivity.builder()
                .startDate(NOW.minus(Duration.ofDays(2)))
                .roundTrack(10, 20)
                .elevation(100, 200)
                .heartRate(140, 170)
                .gearId("g77");
    }

    private static String path(ActivityId id) {
        return API + "/activities/" + id;
    }

    private static void assertFault(Reply reply, int status, String resource, String field, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body())
                .endsWith("\"errors\":[{\"resource\":\"" + resource + "\",\"field\":\"" + field + "\",\"code\":\""
                        + code + "\"}]}");
    }

    @Test
    void activity_inDetail_hasWhatTheListLeavesOut() throws IOException {
        ActivityId id = athlete.upload(run().distance(2500).build());

        Map<String, Object> detail =
                JsonValues.object(wire().get(path(id), token()).body());

        assertThat(detail)
                .containsKeys("calories", "splits_metric", "splits_standard", "laps", "gear", "photos", "embed_token")
                .containsEntry("hide_from_home", false)
                .containsEntry("description", null);
        assertThat((List<?>) detail.get("splits_metric")).hasSize(3);
        assertThat(((Map<?, ?>) detail.get("map")).keySet())
                .hasToString("[id, polyline, resource_state, summary_polyline]");
        assertThat(((Map<?, ?>) detail.get("gear")).get("id")).isEqualTo("g77");
    }

    @Test
    void activity_enteredByHand_isCreatedAndListed() throws IOException {
        Wire wire = wire();

        Reply reply = wire.form(
                "POST",
                API + "/activities",
                token(),
                Map.of(
                        "name", "Gym & sauna",
                        "sport_type", "TrailRun",
                        "start_date_local", "2026-02-27T07:30:00Z",
                        "elapsed_time", "1800",
                        "distance", "5000.5",
                        "description", "fine",
                        "commute", "1"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(JsonValues.object(reply.body()))
                .containsEntry("name", "Gym & sauna")
                .containsEntry("type", "Run")
                .containsEntry("start_date_local", "2026-02-27T07:30:00Z")
                .containsEntry("elapsed_time", 1800.0)
                .containsEntry("distance", 5000.5)
                .containsEntry("description", "fine")
                .containsEntry("commute", true)
                .containsEntry("manual", true)
                .containsEntry("upload_id", null)
                .doesNotContainKeys("upload_id_str", "laps");
        assertThat(JsonValues.ids(wire.get(LIST, token()).body()))
                .containsExactly(JsonValues.number(reply.body(), "id"));
    }

    @Test
    void activity_enteredByHandWithoutWhatIsNeeded_is400() throws IOException {
        Wire wire = wire();
        Map<String, String> good = Map.of(
                "name", "A", "sport_type", "Run", "start_date_local", "2026-02-27T07:30:00Z", "elapsed_time", "60");

        for (String field : List.of("name", "start_date_local", "elapsed_time")) {
            Map<String, String> form = new HashMap<>(good);
            form.remove(field);
            assertFault(wire.form("POST", API + "/activities", token(), form), 400, "Activity", field, "missing");
            form.put(field, "");
            assertThat(wire.form("POST", API + "/activities", token(), form).status())
                    .isEqualTo(400);
        }
        assertThat(athlete.activityCount()).isZero();
    }

    @Test
    void creation_isChargedToTheOverallQuotaOnly() throws IOException {
        Wire wire = wire();
        Map<String, String> form = Map.of(
                "name", "A", "sport_type", "Run", "start_date_local", "2026-02-27T07:30:00Z", "elapsed_time", "60");

        Reply created = wire.form("POST", API + "/activities", token(), form);
        Reply uploaded = wire.upload(token(), "a.gpx", GPX, Map.of("data_type", "gpx"));
        Reply read = wire.get(LIST, token());

        assertThat(created.header("X-RateLimit-Usage")).isEqualTo("1,1");
        assertThat(created.header("X-ReadRateLimit-Usage")).isEqualTo(",");
        assertThat(uploaded.header("X-RateLimit-Usage")).isEqualTo("2,2");
        assertThat(read.header("X-RateLimit-Usage")).isEqualTo("3,3");
        assertThat(read.header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void creation_withAnAnswerOfTheTest_isChargedLikeAnyOther() throws IOException {
        Wire wire = wire();
        strava.answerNext(FakeAnswer.json(500, "{}"));

        Reply failed = wire.form("POST", API + "/activities", token(), Map.of());

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.header("X-RateLimit-Usage")).isEqualTo("1,1");
        assertThat(failed.header("X-ReadRateLimit-Usage")).isEqualTo(",");
        assertThat(wire.get(LIST, token()).header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void update_asJson_showsInTheDetailAndTheList() throws IOException {
        ActivityId id = athlete.upload(run().build());
        Wire wire = wire();

        Reply reply = wire.putJson(
                path(id),
                token(),
                "{\"name\":\"\\u00e9 \\\"new\\\"\",\"sport_type\":\"GravelRide\",\"commute\":true,\"trainer\":true,"
                        + "\"hide_from_home\":true,\"description\":\"a\\nb\",\"gear_id\":\"none\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(wire.get(path(id), token()).body()).isEqualTo(reply.body());
        assertThat(JsonValues.object(reply.body()))
                .containsEntry("name", "é \"new\"")
                .containsEntry("sport_type", "GravelRide")
                .containsEntry("type", "Ride")
                .containsEntry("commute", true)
                .containsEntry("trainer", true)
                .containsEntry("hide_from_home", true)
                .containsEntry("description", "a\nb")
                .containsEntry("gear_id", null)
                .doesNotContainKey("gear");
        assertThat(JsonValues.names(wire.get(LIST, token()).body())).containsExactly("é \"new\"");
        assertThat(reply.header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void update_underAReplicaLag_keepsWhatTheReplicaHasNotSeen() throws IOException {
        strava.setReplicaLag(Duration.ofMinutes(1));
        ActivityId renamed = athlete.upload(run().name("Before").build());
        ActivityId deleted = athlete.upload(run().name("Gone").build());
        clock.advance(Duration.ofMinutes(5));
        athlete.rename(renamed, "After");
        athlete.delete(deleted);
        Wire wire = wire();

        Reply updated = wire.putJson(path(renamed), token(), "{\"gear_id\":\"g78\"}");

        assertThat(updated.body()).contains("\"name\":\"After\"", "\"gear_id\":\"g78\"");
        assertThat(wire.putJson(path(deleted), token(), "{\"gear_id\":\"g78\"}").status())
                .isEqualTo(404);
        assertThat(athlete.rawActivities()).singleElement().asString().contains("\"name\":\"After\"");
        assertThat(wire.get(path(renamed), token()).body()).contains("\"name\":\"Before\"");
    }

    @Test
    void detail_ofAnElementWithMembersOfADetail_hasEachOnce() throws IOException {
        athlete.put("{\"id\":17,\"resource_state\":2,\"start_date\":\"2026-02-27T07:30:00Z\",\"calories\":321.5,"
                + "\"description\":\"mine\",\"laps\":[],\"embed_token\":\"abc\"}");
        Wire wire = wire();

        String detail = wire.get(API + "/activities/17", token()).body();

        assertThat(detail).contains("\"calories\":321.5", "\"laps\":[]", "\"embed_token\":\"abc\"", "\"photos\":");
        for (String name : List.of("calories", "description", "laps", "embed_token", "photos")) {
            assertThat(detail.split("\"" + name + "\":", -1)).as(name).hasSize(2);
        }
        assertThat(wire.putJson(API + "/activities/17", token(), "{\"description\":\"yours\"}")
                        .body())
                .contains("\"description\":\"yours\"")
                .doesNotContain("\"mine\"");
    }

    @Test
    void update_asAForm_ignoresTruthValues() throws IOException {
        ActivityId id = athlete.upload(run().build());

        Reply reply = wire().form("PUT", path(id), token(), Map.of("name", "New", "commute", "true"));

        assertThat(JsonValues.object(reply.body())).containsEntry("name", "New").containsEntry("commute", false);
    }

    @Test
    void update_withWhatIsNoObject_is400() throws IOException {
        ActivityId id = athlete.upload(run().build());
        Wire wire = wire();

        for (String body : List.of("", "[]", "{\"name\":\"New", "New")) {
            assertThat(wire.putJson(path(id), token(), body).status()).isEqualTo(400);
        }
    }

    @Test
    void update_withoutTheScope_is404AsIfThereWereNone() throws IOException {
        ActivityId id = athlete.upload(run().build());
        athlete.grantOnly(Set.of(Scope.READ, Scope.ACTIVITY_READ));

        Reply reply = wire().putJson(path(id), token(), "{\"name\":\"New\"}");

        assertFault(reply, 404, "Activity", "", "not found");
        assertThat(reply.header("X-RateLimit-Usage")).isEqualTo("1,1");
        assertThat(athlete.rawActivities().get(0)).doesNotContain("New");
    }

    @Test
    void onlyMe_withoutTheScope_isNotFoundByAnyOperation() throws IOException {
        ActivityId id = athlete.upload(run().visibility("only_me").build());
        athlete.grantOnly(Set.of(Scope.ACTIVITY_READ, Scope.ACTIVITY_WRITE));
        Wire wire = wire();

        for (String what : List.of("", "/laps", "/zones", "/comments", "/kudos", "/photos", "/streams")) {
            assertFault(wire.get(path(id) + what, token()), 404, "Activity", "", "not found");
        }
        assertFault(wire.putJson(path(id), token(), "{\"name\":\"x\"}"), 404, "Activity", "", "not found");
    }

    @Test
    void streams_ofATrack_areAlignedAndFitTheActivity() throws IOException {
        ActivityId id = athlete.upload(run().distance(10_000).build());

        Map<String, Object> streams = JsonValues.object(wire().get(
                        path(id) + "/streams?key_by_type=true&keys=time,latlng,distance,altitude,heartrate,watts,power",
                        token())
                .body());

        assertThat(streams.keySet()).containsExactlyInAnyOrder("time", "latlng", "distance", "altitude", "heartrate");
        List<Object> distance = data(streams, "distance");
        for (String type : streams.keySet()) {
            assertThat(data(streams, type)).as(type).hasSameSizeAs(distance);
        }
        assertThat(distance.get(distance.size() - 1)).isEqualTo(10_000.0);
        assertThat(data(streams, "time").get(distance.size() - 1)).isEqualTo(3600.0);
        assertThat(data(streams, "heartrate")).contains(140.0, 170.0);
        List<?> first = (List<?>) data(streams, "latlng").get(0);
        Map<String, Object> activity = JsonValues.object(athlete.rawActivities().get(0));
        List<?> start = (List<?>) activity.get("start_latlng");
        assertThat((double) first.get(0)).isCloseTo((double) start.get(0), within(1e-4));
        assertThat(((Map<?, ?>) streams.get("distance")).get("original_size")).isEqualTo((double) distance.size());
    }

    @SuppressWarnings("unchecked")
    private static List<Object> data(Map<String, Object> streams, String type) {
        return (List<Object>) ((Map<?, ?>) streams.get(type)).get("data");
    }

    @Test
    void streams_withoutKnownKeys_areTheDistanceAlone() throws IOException {
        ActivityId id = athlete.upload(run().build());
        Wire wire = wire();

        for (String query : List.of("?key_by_type=true", "?keys=power&key_by_type=true")) {
            String body = wire.get(path(id) + "/streams" + query, token()).body();
            assertThat(JsonValues.object(body)).containsOnlyKeys("distance");
        }
    }

    @Test
    void streams_ofAKnownTypeThatTheActivityLacks_areLeftOut() throws IOException {
        ActivityId id = athlete.upload(run().build());

        assertThat(wire().get(path(id) + "/streams?keys=watts&key_by_type=true", token())
                        .body())
                .isEqualTo("{}");
    }

    @Test
    void streams_ofAnActivityEnteredByHand_areNotFound() throws IOException {
        ActivityId id = athlete.upload(run().manual(true).build());

        assertFault(wire().get(path(id) + "/streams?keys=time", token()), 404, "Activity", "", "not found");
    }

    @Test
    void laps_areOneForATrackAndNoneForAnEntry() throws IOException {
        ActivityId track = athlete.upload(run().distance(5000).build());
        ActivityId entry = athlete.upload(run().manual(true).build());
        Wire wire = wire();

        List<Map<String, Object>> laps =
                JsonValues.array(wire.get(path(track) + "/laps", token()).body());

        assertThat(laps).hasSize(1);
        assertThat(laps.get(0)).containsEntry("distance", 5000.0).containsEntry("lap_index", 1.0);
        assertThat(wire.get(path(entry) + "/laps", token()).body()).isEqualTo("[]");
    }

    @Test
    void zones_ofAnActivity_areForSubscribersAndHoldAllTheTime() throws IOException {
        ActivityId id = athlete.upload(run().movingTime(Duration.ofMinutes(50)).build());
        Wire wire = wire();

        assertThat(wire.get(path(id) + "/zones", token()).status()).isEqualTo(402);
        athlete.subscriber(true);
        Map<String, Object> zones =
                JsonValues.array(wire.get(path(id) + "/zones", token()).body()).get(0);

        double seconds = ((List<?>) zones.get("distribution_buckets"))
                .stream()
                        .mapToDouble(bucket -> (double) ((Map<?, ?>) bucket).get("time"))
                        .sum();
        assertThat(seconds).isCloseTo(3000, within(1.0));
        assertThat(zones).containsEntry("type", "heartrate");
    }

    @Test
    void comments_byCursor_comeOldestFirstToTheEmptyPage() throws IOException {
        ActivityId id = athlete.upload(run().build());
        for (int i = 1; i <= 3; i++) {
            athlete.comment(id, "Friend", "No. " + i);
            clock.advance(Duration.ofMinutes(1));
        }
        Wire wire = wire();

        List<Object> texts = new ArrayList<>();
        String query = "?page_size=2";
        List<Map<String, Object>> page;
        do {
            page = JsonValues.array(
                    wire.get(path(id) + "/comments" + query, token()).body());
            page.forEach(comment -> texts.add(comment.get("text")));
            if (!page.isEmpty()) {
                String cursor = (String) page.get(page.size() - 1).get("cursor");
                assertThat(cursor).as("percent-encoded").endsWith("%3D%3D");
                query = "?page_size=2&after_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            }
        } while (!page.isEmpty());

        assertThat(texts).containsExactly("No. 1", "No. 2", "No. 3");
        String plain = wire.get(path(id) + "/comments", token()).body();
        assertThat(JsonValues.array(plain)).hasSize(3).allMatch(comment -> comment.get("cursor") == null);
        assertThat(JsonValues.number(athlete.rawActivities().get(0), "comment_count"))
                .isEqualTo(3);
    }

    @Test
    void kudos_areAsManyAsTheActivitySays() throws IOException {
        ActivityId id = athlete.upload(run().praise(0, 5).build());
        Wire wire = wire();

        assertThat(JsonValues.array(
                        wire.get(path(id) + "/kudos?per_page=3", token()).body()))
                .hasSize(3)
                .allSatisfy(person -> assertThat(person.keySet()).hasToString("[resource_state, firstname, lastname]"));
        assertThat(JsonValues.array(
                        wire.get(path(id) + "/kudos?per_page=3&page=2", token()).body()))
                .hasSize(2);
        assertThat(wire.get(path(id) + "/kudos?per_page=3&page=3", token()).body())
                .isEqualTo("[]");
    }

    @Test
    void upload_isProcessedForTwoSecondsAndThenListed() throws IOException {
        Wire wire = wire();

        Reply sent = wire.upload(
                token(),
                "x.gpx",
                GPX,
                Map.of("data_type", "gpx", "external_id", "my", "name", "Räd", "sport_type", "Ride", "commute", "1"));
        String upload = API + "/uploads/" + JsonValues.number(sent.body(), "id");

        assertThat(sent.status()).isEqualTo(201);
        assertThat(JsonValues.object(sent.body()))
                .containsEntry("external_id", null)
                .containsEntry("activity_id", null)
                .containsEntry("status", "Your activity is still being processed.");
        clock.advance(Duration.ofSeconds(1));
        assertThat(wire.get(upload, token()).body()).isEqualTo(sent.body());
        assertThat(wire.get(LIST, token()).body()).isEqualTo("[]");

        clock.advance(Duration.ofSeconds(1));
        Map<String, Object> ready = JsonValues.object(wire.get(upload, token()).body());
        assertThat(ready)
                .containsEntry("external_id", "my.gpx")
                .containsEntry("error", null)
                .containsEntry("status", "Your activity is ready.");
        Map<String, Object> listed =
                JsonValues.array(wire.get(LIST, token()).body()).get(0);
        assertThat(listed)
                .containsEntry("id", ready.get("activity_id"))
                .containsEntry("name", "Räd")
                .containsEntry("sport_type", "Ride")
                .containsEntry("commute", true)
                .containsEntry("start_date", "2026-02-28T08:00:00Z")
                .containsEntry("elapsed_time", 600.0)
                .containsEntry("distance", 1111.9);
    }

    private Map<String, Object> result(Wire wire, Reply sent) throws IOException {
        clock.advance(Duration.ofSeconds(5));
        return JsonValues.object(wire.get(API + "/uploads/" + JsonValues.number(sent.body(), "id"), token())
                .body());
    }

    @Test
    void upload_ofTheSameAgain_isADuplicate() throws IOException {
        Wire wire = wire();
        Map<String, Object> first = result(wire, wire.upload(token(), "x.gpx", GPX, Map.of("data_type", "gpx")));
        long activity = ((Number) first.get("activity_id")).longValue();

        Map<String, Object> sameContent = result(wire, wire.upload(token(), "y.gpx", GPX, Map.of("data_type", "gpx")));

        assertThat(sameContent)
                .containsEntry("error", "y.gpx duplicate of activity " + activity)
                .containsEntry("activity_id", null)
                .containsEntry("status", "There was an error processing your activity.");
        assertThat(athlete.activityCount()).isEqualTo(1);

        athlete.delete(ActivityId.of(activity));
        assertThat(result(wire, wire.upload(token(), "x.gpx", GPX, Map.of("data_type", "gpx"))))
                .containsEntry("error", null);
    }

    @Test
    void upload_ofAnotherFileWithTheSameExternalId_isAnotherActivity() throws IOException {
        Wire wire = wire();
        Map<String, String> fields = Map.of("data_type", "gpx", "external_id", "my");

        Map<String, Object> first = result(wire, wire.upload(token(), "x.gpx", GPX, fields));
        Map<String, Object> other = result(wire, wire.upload(token(), "x.gpx", GPX.replace("10.00", "10.02"), fields));

        assertThat(other).containsEntry("external_id", "my.gpx").containsEntry("error", null);
        assertThat(other.get("activity_id")).isNotEqualTo(first.get("activity_id"));
        assertThat(athlete.activityCount()).isEqualTo(2);
    }

    @Test
    void upload_thatNobodyAsksFor_isAnActivityTwoSecondsAfterItCame() throws IOException {
        strava.setReplicaLag(Duration.ofSeconds(10));
        Wire wire = wire();
        wire.upload(token(), "x.gpx", GPX, Map.of("data_type", "gpx"));

        clock.advance(Duration.ofSeconds(1));
        assertThat(athlete.activityCount()).isZero();
        clock.advance(Duration.ofSeconds(10));
        assertThat(athlete.activityCount()).isEqualTo(1);
        assertThat(athlete.rawActivities()).hasSize(1);
        assertThat(wire.get(LIST, token()).body()).isEqualTo("[]");
        clock.advance(Duration.ofSeconds(1));
        assertThat(wire.get(LIST, token()).body()).contains("\"upload_id\":");
    }

    @Test
    void upload_ofWhatIsNoSuchFile_failsInA200() throws IOException {
        Wire wire = wire();

        for (String type : List.of("gpx", "tcx", "fit", "gpx.gz")) {
            Map<String, Object> failed =
                    result(wire, wire.upload(token(), "x." + type, "nonsense " + type, Map.of("data_type", type)));
            assertThat(failed)
                    .containsEntry("error", "x." + type + " malformed data.")
                    .containsEntry("activity_id", null);
        }
        assertThat(wire.upload(token(), "x.doc", "nonsense", Map.of("data_type", "doc"))
                        .status())
                .isEqualTo(400);
        assertThat(wire.upload(token(), "x.gpx", "", Map.of("data_type", "gpx")).status())
                .isEqualTo(400);
    }

    @Test
    void upload_whoseActivityWasDeleted_saysSo() throws IOException {
        Wire wire = wire();
        Reply sent = wire.upload(token(), "x.gpx", GPX, Map.of("data_type", "gpx"));
        long activity = ((Number) result(wire, sent).get("activity_id")).longValue();

        athlete.delete(ActivityId.of(activity));

        assertThat(result(wire, sent))
                .containsEntry("status", "The created activity has been deleted.")
                .containsEntry("activity_id", null);
    }

    @Test
    void upload_ofSomebodyElse_isNotFound() throws IOException {
        Wire wire = wire();
        Reply sent = wire.upload(token(), "x.gpx", GPX, Map.of("data_type", "gpx"));

        String other = strava.addAthlete().grant().accessToken();

        assertThat(wire.get(API + "/uploads/" + JsonValues.number(sent.body(), "id"), other)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void weight_thatIsSet_isShown() throws IOException {
        Wire wire = wire();

        Reply put = wire.form("PUT", API + "/athlete", token(), Map.of("weight", "66.25"));

        assertThat(JsonValues.object(put.body())).containsEntry("weight", 66.25).containsEntry("resource_state", 3.0);
        assertThat(JsonValues.object(wire.get(API + "/athlete", token()).body()))
                .containsEntry("weight", 66.25);
        assertThat(wire.form("PUT", API + "/athlete", token(), Map.of("weight", "heavy"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void operations_withoutTheirScope_are401ThatNamesIt() throws IOException {
        ActivityId id = athlete.upload(run().build());
        athlete.grantOnly(Set.of());
        Wire wire = wire();

        Map<String, String> scopes = Map.of(
                path(id) + "/streams", "activity:read",
                API + "/athlete/zones", "profile:read_all",
                API + "/uploads/1", "activity:write",
                API + "/segments/starred", "read",
                API + "/segment_efforts/1/streams", "read_all");
        for (Map.Entry<String, String> each : scopes.entrySet()) {
            assertFault(
                    wire.get(each.getKey(), token()), 401, "AccessToken", each.getValue() + "_permission", "missing");
        }
        assertFault(
                wire.form("PUT", API + "/athlete", token(), Map.of("weight", "1")),
                401,
                "AccessToken",
                "profile:write_permission",
                "missing");
    }

    @Test
    void zones_ofTheAthlete_endWithAnOpenOne() throws IOException {
        String body = wire().get(API + "/athlete/zones", token()).body();

        assertThat(body)
                .startsWith("{\"heart_rate\":{\"custom_zones\":false,\"zones\":[{\"min\":0,")
                .endsWith("\"max\":-1}]}}");
    }

    @Test
    void stats_areTheSumsOfWhatEveryoneMaySee() throws IOException {
        FakeActivity.Builder ride =
                run().sportType(SportType.of("GravelRide")).distance(30_000).elevationGain(300);
        athlete.upload(ride.build());
        athlete.upload(ride.startDate(Instant.parse("2026-01-15T10:00:00Z")).build());
        athlete.upload(ride.startDate(Instant.parse("2024-01-15T10:00:00Z"))
                .distance(90_000)
                .build());
        athlete.upload(ride.visibility("followers_only").build());
        athlete.upload(run().sportType(SportType.RUN).build());
        Wire wire = wire();

        Map<String, Object> stats = JsonValues.object(
                wire.get(API + "/athletes/" + athlete.id() + "/stats", token()).body());

        assertThat(stats).containsEntry("biggest_ride_distance", 90_000.0);
        assertThat(total(stats, "recent_ride_totals")).isEqualTo("1.0 of 30000.0");
        assertThat(total(stats, "ytd_ride_totals")).isEqualTo("2.0 of 60000.0");
        assertThat(total(stats, "all_ride_totals")).isEqualTo("3.0 of 150000.0");
        assertThat(total(stats, "all_run_totals")).isEqualTo("1.0 of 10000.0");
        assertThat(total(stats, "all_swim_totals")).isEqualTo("0.0 of 0.0");
        assertThat(wire.get(API + "/athletes/999/stats", token()).status()).isEqualTo(403);
    }

    private static String total(Map<String, Object> stats, String name) {
        Map<?, ?> totals = (Map<?, ?>) stats.get(name);
        return totals.get("count") + " of " + totals.get("distance");
    }

    @Test
    void gear_ofTheActivities_isKnownWithItsDistance() throws IOException {
        athlete.upload(run().distance(4000).build());
        athlete.upload(run().distance(6000).build());
        Wire wire = wire();

        assertThat(JsonValues.object(wire.get(API + "/gear/g77", token()).body()))
                .containsEntry("distance", 10_000.0)
                .containsEntry("resource_state", 3.0);
        assertFault(wire.get(API + "/gear/b1", token()), 404, "Gear", "", "not found");
        assertThat((List<?>)
                        JsonValues.object(wire.get(API + "/athlete", token()).body())
                                .get("shoes"))
                .hasSize(1);
    }

    @Test
    void segments_canBeStarredAndListed() throws IOException {
        SegmentId hill = strava.addSegment("Hill", 10, 20, 1500);
        strava.addSegment("Flat", 10, 21, 3000);
        Wire wire = wire();
        String star = API + "/segments/" + hill + "/starred";

        assertThat(wire.get(API + "/segments/starred", token()).body()).isEqualTo("[]");
        Reply starred = wire.form("PUT", star, token(), Map.of("starred", "true"));
        assertThat(JsonValues.object(starred.body())).containsEntry("starred", true);
        assertThat(JsonValues.names(wire.get(API + "/segments/starred", token()).body()))
                .containsExactly("Hill");
        wire.form("PUT", star, token(), Map.of("starred", "false"));
        assertThat(wire.get(API + "/segments/starred", token()).body()).isEqualTo("[]");

        assertThat(JsonValues.object(
                        wire.get(API + "/segments/" + hill, token()).body()))
                .containsEntry("distance", 1500.0)
                .containsEntry("resource_state", 3.0);
        assertThat(JsonValues.object(wire.get(API + "/segments/" + hill + "/streams?keys=latlng,altitude", token())
                        .body()))
                .containsOnlyKeys("latlng", "altitude");
        assertFault(wire.get(API + "/segments/1", token()), 404, "Segment", "", "not found");
    }

    @Test
    void efforts_areForSubscribers() throws IOException {
        SegmentId hill = strava.addSegment("Hill", 10, 20, 1500);
        ActivityId activity = athlete.upload(run().build());
        SegmentEffortId effort = athlete.addEffort(activity, hill, Duration.ofMinutes(6));
        Wire wire = wire();
        String list = API + "/segment_efforts?segment_id=" + hill;

        assertThat(wire.get(list, token()).status()).isEqualTo(402);
        assertThat(wire.get(API + "/segment_efforts/" + effort, token()).status())
                .isEqualTo(402);
        athlete.subscriber(true);

        assertThat(wire.get(list, token()).body()).contains("\"id\":" + effort + ",");
        assertThat(wire.get(list + "&start_date_local=2026-02-28T00:00:00Z", token())
                        .body())
                .isEqualTo("[]");
        assertThat(wire.get(API + "/segment_efforts/" + effort, token()).body())
                .startsWith("{\"id\":" + effort + ",")
                .contains("\"elapsed_time\":360");
        assertThat(wire.get(API + "/segment_efforts/" + effort + "/streams?keys=distance", token())
                        .status())
                .isEqualTo(200);
        assertThat(wire.get(path(activity), token()).body()).contains("\"segment_efforts\":[{\"id\":" + effort + ",");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> athlete.addEffort(activity, SegmentId.of(1), Duration.ofMinutes(6)));
    }

    @Test
    void effort_hasTheStartOfItsActivity_alsoByTheWallClock() throws IOException {
        ActivityId activity = athlete.upload(run().build());
        athlete.showStart(activity, Instant.parse("2026-02-27T03:00:00Z"), ZoneId.of("America/New_York"));
        SegmentId hill = strava.addSegment("Hill", 10, 20, 1500);
        athlete.addEffort(activity, hill, Duration.ofMinutes(6));
        athlete.subscriber(true);
        Wire wire = wire();
        String list = API + "/segment_efforts?segment_id=" + hill;

        assertThat(wire.get(list, token()).body())
                .contains("\"start_date\":\"2026-02-27T03:00:00Z\"", "\"start_date_local\":\"2026-02-26T22:00:00Z\"");
        assertThat(wire.get(list + "&end_date_local=2026-02-26T22:00:00Z", token())
                        .body())
                .isNotEqualTo("[]");
        assertThat(wire.get(list + "&start_date_local=2026-02-26T22:00:01Z", token())
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void routes_areListedShownAndExported() throws IOException {
        RouteId route = athlete.addRoute("Round", 10, 20, 12_000);
        Wire wire = wire();

        assertThat(JsonValues.names(wire.get(API + "/athletes/" + athlete.id() + "/routes", token())
                        .body()))
                .containsExactly("Round");
        assertThat(wire.get(API + "/routes/" + route, token()).body()).contains("\"id_str\":\"" + route + "\"");
        assertThat(wire.get(API + "/routes/" + route + "/export_gpx", token()).body())
                .contains("<trkpt lat=");
        assertThat(wire.get(API + "/routes/" + route + "/export_tcx", token()).body())
                .contains("<Trackpoint>");
        List<Map<String, Object>> streams = JsonValues.array(
                wire.get(API + "/routes/" + route + "/streams", token()).body());
        assertThat(streams.stream().map(stream -> stream.get("type")))
                .containsExactlyInAnyOrder("latlng", "distance", "altitude");
        assertFault(wire.get(API + "/routes/9", token()), 404, "Route", "", "not found");
    }

    @Test
    void clubs_areListedWithoutTheirPeopleAndActivities() throws IOException {
        ClubId club = athlete.joinClub("Fast");
        Wire wire = wire();

        assertThat(JsonValues.names(wire.get(API + "/athlete/clubs", token()).body()))
                .containsExactly("Fast");
        assertThat(wire.get(API + "/athlete", token()).body())
                .contains("\"clubs\":[{\"id\":" + club + ",\"resource_state\":2,\"name\":\"Fast\"");
        assertThat(JsonValues.object(wire.get(API + "/clubs/" + club, token()).body()))
                .containsEntry("membership", "member");
        assertThat(wire.get(API + "/clubs/" + club + "/group_events", token()).body())
                .isEqualTo("[]");
        assertFault(wire.get(API + "/clubs/" + club + "/activities", token()), 404, "resource", "path", "invalid");
        for (String gone : List.of("/members", "/admins")) {
            assertFault(wire.get(API + "/clubs/" + club + gone, token()), 401, "Application", "internal", "invalid");
        }
        assertThat(wire.get(API + "/segments/explore?bounds=1,2,3,4", token()).status())
                .isEqualTo(403);
        assertThat(wire.get(API + "/segments/1/leaderboard", token()).status()).isEqualTo(404);
    }

    @Test
    void subscription_isOneForTheApplicationAndFree() throws IOException {
        Wire wire = wire();
        String path = API + "/push_subscriptions";
        String client = "?client_id=" + strava.credentials().clientId() + "&client_secret="
                + strava.credentials().clientSecret();
        Map<String, String> form = Map.of(
                "client_id",
                strava.credentials().clientId(),
                "client_secret",
                strava.credentials().clientSecret(),
                "callback_url",
                "https://example.com/hook",
                "verify_token",
                "v");

        assertThat(wire.getWithoutHeader(path + client).body()).isEqualTo("[]");
        Reply created = wire.form("POST", path, "", form);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.headers().names()).doesNotContain("X-RateLimit-Usage");
        assertThat(wire.getWithoutHeader(path + client).body()).isEqualTo("[" + created.body() + "]");
        assertFault(wire.form("POST", path, "", form), 400, "PushSubscription", "", "already exists");
        assertFault(wire.getWithoutHeader(path), 400, "Application", "client_id", "invalid");
        String one = path + "/" + JsonValues.number(created.body(), "id");
        Reply deleted = wire.delete(one + client);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(wire.delete(one + client).status()).isEqualTo(404);
        assertThat(wire.get(LIST, token()).header("X-RateLimit-Usage")).isEqualTo("1,1");
    }
}
