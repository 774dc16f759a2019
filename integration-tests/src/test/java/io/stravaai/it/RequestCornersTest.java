package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.NewActivity;
import io.stravaai.client.Page;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.LatLng;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.Upload;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** Lists, parameters and uploads as they seldom are. */
class RequestCornersTest {

    private final World world = new World();
    private final AthleteId athlete = world.athlete.id();

    @Test
    void a_server_that_does_not_count_pages_is_not_asked_for_ever() {
        for (int i = 0; i < 20; i++) {
            world.strava.answerNext(FakeAnswer.json(200, "[{\"id\":1}]"));
        }
        List<Page<Club>> pages = new ArrayList<>();
        catchThrowable(() -> world.client.clubs().list(athlete).pages().forEach(pages::add));

        assertThat(pages).hasSizeLessThan(5);
    }

    @Test
    void an_exploration_without_its_list_is_no_empty_list() {
        world.strava.answerNext(FakeAnswer.json(200, "{}"));
        assertThatThrownBy(() -> world.client
                        .segments()
                        .explore(athlete, SegmentExploreRequest.within(new LatLng(1, 1), new LatLng(2, 2))))
                .isInstanceOf(ResponseFormatException.class);
    }

    private List<String> sentBy(java.util.function.Consumer<StravaClient> call) {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    http.addInterceptor(chain -> {
                        Request request = chain.request();
                        Buffer body = new Buffer();
                        if (request.body() != null) {
                            request.body().writeTo(body);
                        }
                        sent.add(request.url().query() + " " + body.readUtf8());
                        return chain.proceed(request);
                    });
                    world.strava.inProcess().customize(http);
                })
                .build()) {
            catchThrowable(() -> call.accept(client));
        }
        assertThat(sent).isNotEmpty();
        return sent;
    }

    @Test
    void corners_beside_the_equator_are_written_without_exponent() {
        SegmentExploreRequest request =
                SegmentExploreRequest.within(new LatLng(-0.0004, 0.0002), new LatLng(0.00001, 0.01));
        assertThat(sentBy(client -> client.segments().explore(athlete, request)))
                .noneMatch(sent -> sent.contains("E-"));
    }

    @Test
    void long_distances_are_written_without_exponent() {
        NewActivity activity = NewActivity.of(
                        "round the world",
                        SportType.SAIL,
                        LocalDateTime.parse("2026-01-02T03:04:05"),
                        Duration.ofDays(90))
                .withDistance(40_075_000);
        assertThat(sentBy(client -> client.activities().create(athlete, activity)))
                .noneMatch(sent -> sent.contains("E7"));
    }

    @Test
    void an_update_to_null_is_refused_like_other_nulls() {
        assertThat(catchThrowable(() -> ActivityUpdate.of().name(null))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void an_empty_error_is_no_error() {
        Upload upload = StravaJson.read(
                "{\"id\":1,\"error\":\"\",\"status\":\"Your activity is still being processed.\"}", Upload.class);
        assertThat(upload.state()).isEqualTo(Upload.State.PROCESSING);
    }

    @Test
    void the_name_of_a_file_does_not_make_a_duplicate() {
        Upload upload = StravaJson.read(
                "{\"id\":1,\"error\":\"duplicate of activity 5.tcx duplicate of activity 99\"}", Upload.class);
        assertThat(upload.duplicateOf()).contains(ActivityId.of(99));
        Upload failed = StravaJson.read(
                "{\"id\":1,\"error\":\"duplicate of my ride.fit could not be processed\"}", Upload.class);
        assertThat(failed.state()).isEqualTo(Upload.State.FAILED);
    }
}
