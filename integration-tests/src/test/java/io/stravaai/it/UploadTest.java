package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.client.CallOptions;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.NotFoundException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.model.Upload;
import io.stravaai.model.Upload.State;
import io.stravaai.model.UploadId;
import io.stravaai.test.FakeAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file is sent, and how its fate is found out. */
class UploadTest {

    private static final UploadId ID = UploadId.of(7);
    private static final byte[] CONTENT = {0x0e, 0x10, 0, (byte) 0xff, '\r', '\n', '-', '-'};
    private static final String PROCESSING = "Your activity is still being processed.";

    private final World world = new World();

    @Test
    void the_first_look_is_after_a_second_and_the_waits_double_up_to_half_a_minute() {
        for (int i = 0; i < 7; i++) {
            world.strava.answerNext(upload(PROCESSING, "null", "null"));
        }
        world.strava.answerNext(upload("Your activity is ready.", "null", "99"));

        Upload upload = await(CallOptions.defaults());

        assertThat(upload.state()).isEqualTo(State.READY);
        assertThat(upload.activityId()).contains(ActivityId.of(99));
        assertThat(world.sleeper.sleeps())
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    static Stream<Arguments> fates() {
        String failed = "There was an error processing your activity.";
        return Stream.of(
                Arguments.of(failed, "\"run.tcx duplicate of activity 4711\"", "null", State.DUPLICATE, 4711L),
                Arguments.of(
                        failed,
                        "\"run.fit duplicate of <a href='/activities/4711' target='_blank'>Lunch</a>\"",
                        "null",
                        State.DUPLICATE,
                        4711L),
                Arguments.of(failed, "\"The file is malformed.\"", "null", State.FAILED, 0L),
                Arguments.of(failed, "\"Time information is missing from file.\"", "null", State.FAILED, 0L),
                Arguments.of("The created activity has been deleted.", "null", "null", State.DELETED, 0L));
    }

    @ParameterizedTest(name = "{3}: {1}")
    @MethodSource("fates")
    void what_does_not_become_an_activity_is_a_result_too(
            String status, String error, String activity, State state, long duplicateOf) {
        world.strava.answerNext(upload(PROCESSING, "null", "null"));
        world.strava.answerNext(upload(status, error, activity));

        Upload upload = await(CallOptions.defaults());

        assertThat(upload.state()).isEqualTo(state);
        assertThat(upload.duplicateOf().map(ActivityId::value).orElse(0L)).isEqualTo(duplicateOf);
        assertThat(upload.activityId()).isEmpty();
        assertThat(uploadRequests()).isEqualTo(2);
    }

    @Test
    void after_five_minutes_it_is_given_up() {
        for (int i = 0; i < 100; i++) {
            world.strava.answerNext(upload(PROCESSING, "null", "null"));
        }

        assertThatThrownBy(() -> await(CallOptions.defaults()))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("upload 7");
        assertThat(Duration.between(World.START, world.clock.instant()))
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(uploadRequests()).isEqualTo(13);
    }

    @Test
    void a_deadline_ends_it_before_that_but_none_prolongs_it() {
        for (int i = 0; i < 100; i++) {
            world.strava.answerNext(upload(PROCESSING, "null", "null"));
        }

        assertThatThrownBy(() -> await(CallOptions.defaults().withDeadline(World.START.plusSeconds(10))))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(uploadRequests()).isEqualTo(3);
        assertThat(world.clock.instant()).isEqualTo(World.START.plusSeconds(7));

        assertThatThrownBy(() -> await(CallOptions.defaults().withDeadline(World.START.plusSeconds(36_000))))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(world.clock.instant()).isBefore(World.START.plusSeconds(308));
    }

    @Test
    void trouble_on_the_way_is_repeated_and_an_unknown_upload_is_not() {
        world.strava.answerNext(FakeAnswer.html(502, "<html>bad gateway</html>"));
        world.strava.answerNext(upload("Your activity is ready.", "null", "99"));
        assertThat(await(CallOptions.defaults()).state()).isEqualTo(State.READY);

        world.strava.answerNext(FakeAnswer.fault(404, "Resource Not Found", "Upload", "", "not found"));
        assertThatThrownBy(() -> await(CallOptions.defaults())).isInstanceOf(NotFoundException.class);
        assertThat(uploadRequests()).isEqualTo(3);
    }

    @Test
    void a_file_is_sent_with_its_type_its_external_id_and_nothing_else() {
        Sent sent = send(UploadRequest.of(CONTENT, "fit.gz"));

        String externalId = sent.text("external_id");
        assertThat(sent.parts).containsOnlyKeys("data_type", "external_id", "file");
        assertThat(sent.text("data_type")).isEqualTo("fit.gz");
        assertThat(externalId).matches("stravaai-[0-9a-f]{32}");
        assertThat(sent.content("file")).isEqualTo(CONTENT);
        assertThat(sent.parts.get("file"))
                .contains("filename=\"" + externalId + ".fit.gz\"")
                .contains("Content-Type: application/octet-stream");
        assertThat(sent.head).startsWith("POST /api/v3/uploads HTTP/1.1\r\n").contains("\r\nContent-Length: ");
    }

    @Test
    void all_that_is_said_of_a_file_is_sent_in_strava_s_words() {
        Sent sent = send(UploadRequest.of(CONTENT, "gpx")
                .withExternalId("ride-1")
                .withName("Rund um den See \u00e4\u2603")
                .withDescription("a\r\n--b\"c")
                .withSportType(SportType.GRAVEL_RIDE)
                .onTrainer()
                .asCommute());

        assertThat(sent.parts)
                .containsOnlyKeys(
                        "data_type", "external_id", "name", "description", "sport_type", "trainer", "commute", "file");
        assertThat(sent.text("external_id")).isEqualTo("ride-1");
        assertThat(sent.text("name")).isEqualTo("Rund um den See \u00e4\u2603");
        assertThat(sent.text("description")).isEqualTo("a\r\n--b\"c");
        assertThat(sent.text("sport_type")).isEqualTo("GravelRide");
        // Strava documents no truth values here: their absence is the false.
        assertThat(sent.text("trainer")).isEqualTo("1");
        assertThat(sent.text("commute")).isEqualTo("1");
        assertThat(sent.parts.get("file")).contains("filename=\"ride-1.gpx\"");
        assertThat(String.join("", sent.parts.values())).doesNotContain("true").doesNotContain("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\"; y=\"z", "a\r\nContent-Type: text/html\r\n\r\n", "../../etc/passwd"})
    void an_external_id_cannot_make_parts_or_headers(String externalId) {
        Sent sent = send(UploadRequest.of(CONTENT, "fit").withExternalId(externalId));

        assertThat(sent.parts).containsOnlyKeys("data_type", "external_id", "file");
        assertThat(sent.text("external_id")).isEqualTo(externalId);
        assertThat(sent.content("file")).isEqualTo(CONTENT);
    }

    @Test
    void the_same_content_has_the_same_external_id_wherever_it_comes_from(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("Morning.FIT"), CONTENT);
        String id = UploadRequest.of(CONTENT, "fit").externalId();

        assertThat(UploadRequest.of(file).externalId()).isEqualTo(id);
        assertThat(UploadRequest.of(CONTENT.clone(), "fit").withName("Other").externalId())
                .isEqualTo(id);
        byte[] other = CONTENT.clone();
        other[0]++;
        assertThat(UploadRequest.of(other, "fit").externalId()).isNotEqualTo(id);
    }

    private Upload await(CallOptions options) {
        return world.client.uploads().await(world.athlete.id(), ID, options);
    }

    private int uploadRequests() {
        return world.strava.requests("/api/v3/uploads/7");
    }

    private static FakeAnswer upload(String status, String error, String activity) {
        return FakeAnswer.json(
                200,
                "{\"id\":7,\"external_id\":null,\"error\":" + error + ",\"status\":\"" + status + "\",\"activity_id\":"
                        + activity + "}");
    }

    private Sent send(UploadRequest request) {
        try (RawServer server = new RawServer(
                        exchange -> exchange.send("HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\n{\"id\":7}"));
                StravaClient client = world.clientBuilder()
                        .okHttp(http -> {})
                        .apiUrl(server.apiUrl())
                        .build()) {
            assertThat(client.uploads().create(world.athlete.id(), request).id())
                    .isEqualTo(ID);
            List<String> requests = server.requests();
            assertThat(requests).hasSize(1);
            return new Sent(requests.get(0));
        }
    }

    /** A multipart request, a byte as a character. */
    private static final class Sent {

        private static final Pattern NAME = Pattern.compile("form-data; name=\"([^\"]*)\"");

        private final String head;
        private final Map<String, String> parts = new LinkedHashMap<>();

        Sent(String request) {
            int end = request.indexOf("\r\n\r\n");
            head = request.substring(0, end);
            Matcher boundary =
                    Pattern.compile("multipart/form-data; boundary=(\\S+)").matcher(head);
            assertThat(boundary.find()).isTrue();
            String[] split =
                    ("\r\n" + request.substring(end + 4)).split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
            assertThat(split[0]).isEmpty();
            assertThat(split[split.length - 1]).isEqualTo("--\r\n");
            Arrays.stream(split, 1, split.length - 1).forEach(part -> {
                Matcher name = NAME.matcher(part);
                assertThat(name.find()).isTrue();
                assertThat(parts.put(name.group(1), part)).isNull();
            });
        }

        byte[] content(String name) {
            String part = parts.get(name);
            return part.substring(part.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
        }

        String text(String name) {
            return new String(content(name), StandardCharsets.UTF_8);
        }
    }
}
