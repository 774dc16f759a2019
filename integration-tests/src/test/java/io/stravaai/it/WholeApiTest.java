package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stravaai.StravaClient;
import io.stravaai.auth.Scope;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.CallOptions;
import io.stravaai.client.NewActivity;
import io.stravaai.client.SegmentEffortListRequest;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.model.Activity;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.ClubId;
import io.stravaai.model.Comment;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.GearId;
import io.stravaai.model.LatLng;
import io.stravaai.model.PushSubscription;
import io.stravaai.model.Route;
import io.stravaai.model.RouteId;
import io.stravaai.model.Segment;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import io.stravaai.model.Upload;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.test.FakeActivity;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The operations of the client as an application uses them, each against a Strava that keeps what it is told. */
class WholeApiTest {

    private static final String GPX = "<gpx><trk><trkseg>"
            + "<trkpt lat=\"10.00\" lon=\"20.0\"><time>2026-02-28T08:00:00Z</time></trkpt>"
            + "<trkpt lat=\"10.01\" lon=\"20.0\"><time>2026-02-28T08:10:00Z</time></trkpt></trkseg></trk></gpx>";

    private final World world = new World();
    private final StravaClient client = world.client;
    private final AthleteId athlete = world.athlete.id();

    private ActivityId run() {
        return world.athlete.upload(FakeActivity.builder()
                .startDate(World.START.minus(Duration.ofDays(1)))
                .roundTrack(10, 20)
                .elevation(100, 200)
                .heartRate(140, 170)
                .gearId("g77")
                .build());
    }

    @Test
    void activity_thatIsEntered_changedAndRead_staysTheSame() {
        NewActivity entry = NewActivity.of(
                        "Gym",
                        SportType.of("Parkour"),
                        LocalDateTime.parse("2026-02-27T07:30:00"),
                        Duration.ofMinutes(30))
                .withDescription("fine");

        DetailedActivity created = client.activities().create(athlete, entry);
        DetailedActivity changed = client.activities()
                .update(
                        athlete,
                        created.id(),
                        ActivityUpdate.of().name("Gym & sauna").commute(true).hideFromHome(true));

        assertThat(created.manual()).contains(true);
        assertThat(created.sportType()).contains(SportType.of("Parkour"));
        assertThat(created.startDateLocal()).contains(LocalDateTime.parse("2026-02-27T07:30:00"));
        assertThat(changed.description()).contains("fine");
        assertThat(changed.commute()).contains(true);
        assertThat(changed.hideFromHome()).contains(true);
        assertThat(client.activities().get(athlete, created.id())).isEqualTo(changed);
        assertThat(client.activities().list(athlete, ActivityListRequest.latest()))
                .extracting(Activity::name)
                .containsExactly(changed.name());
    }

    @Test
    void creation_costsNothingOfTheReadQuota() {
        client.activities()
                .create(
                        athlete,
                        NewActivity.of(
                                "Gym",
                                SportType.RUN,
                                LocalDateTime.parse("2026-02-27T07:30:00"),
                                Duration.ofMinutes(30)));
        client.athletes().get(athlete);

        assertThat(client.quota()
                        .count(QuotaBucket.OVERALL, QuotaWindow.QUARTER_HOUR)
                        .left())
                .isEqualTo(198);
        assertThat(client.quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .left())
                .isEqualTo(99);
    }

    @Test
    void update_withoutTheScope_isNotFound() {
        ActivityId id = run();
        world.athlete.grantOnly(Set.of(Scope.ACTIVITY_READ));

        assertThatThrownBy(() -> client.activities()
                        .update(athlete, id, ActivityUpdate.of().name("x")))
                .isInstanceOf(NotFoundException.class);
        assertThat(catchThrowableOfType(
                                ScopeMissingException.class,
                                () -> client.athletes().zones(athlete))
                        .scope())
                .isEqualTo("profile:read_all");
    }

    @Test
    void activity_withWhatHangsOnIt_isRead() {
        ActivityId id = run();
        for (int i = 1; i <= 205; i++) {
            world.athlete.comment(id, "Friend", "No. " + i);
        }

        DetailedActivity activity = client.activities().get(athlete, id);

        assertThat(activity.splitsMetric()).hasSize(10);
        assertThat(activity.laps()).isEqualTo(client.activities().laps(athlete, id));
        assertThat(activity.gear()).map(gear -> gear.id()).contains(GearId.of("g77"));
        assertThat(client.activities().comments(athlete, id).stream().map(Comment::text))
                .hasSize(205)
                .doesNotHaveDuplicates();
        assertThat(client.activities().kudos(athlete, id)).isEmpty();
        assertThat(client.activities().photos(athlete, id, 600)).isEmpty();
        assertThatThrownBy(() -> client.activities().zones(athlete, id))
                .isInstanceOf(SubscriptionRequiredException.class);
        world.athlete.subscriber(true);
        assertThat(client.activities().zones(athlete, id)).hasSize(1);
    }

    @Test
    void streams_areThoseAskedForAndAligned() {
        StreamSet streams = client.streams()
                .ofActivity(
                        athlete,
                        run(),
                        Set.of(StreamType.TIME, StreamType.LATLNG, StreamType.HEARTRATE, StreamType.WATTS));

        assertThat(streams.types()).containsExactlyInAnyOrder(StreamType.TIME, StreamType.LATLNG, StreamType.HEARTRATE);
        assertThat(streams.time().orElseThrow().size())
                .isEqualTo(streams.latlng().orElseThrow().size())
                .isEqualTo(streams.heartrate().orElseThrow().size());
    }

    @Test
    void upload_thatIsAwaited_becomesAnActivity_andADuplicateTheSecondTime() {
        UploadRequest file =
                UploadRequest.of(GPX.getBytes(StandardCharsets.UTF_8), "gpx").withName("Räd");

        Upload sent = client.uploads().create(athlete, file);
        Upload ready = client.uploads().await(athlete, sent.id());
        Upload again = client.uploads()
                .await(athlete, client.uploads().create(athlete, file).id());

        assertThat(sent.state()).isEqualTo(Upload.State.PROCESSING);
        assertThat(ready.state()).isEqualTo(Upload.State.READY);
        assertThat(ready.externalId()).contains(file.externalId() + ".gpx");
        assertThat(again.state()).isEqualTo(Upload.State.DUPLICATE);
        assertThat(again.duplicateOf()).isEqualTo(ready.activityId());
        DetailedActivity activity =
                client.activities().get(athlete, ready.activityId().orElseThrow());
        assertThat(activity.name()).contains("Räd");
        world.athlete.delete(activity.id());
        assertThat(client.uploads().get(athlete, sent.id()).state()).isEqualTo(Upload.State.DELETED);
    }

    @Test
    void upload_ofWhatIsNoTrack_fails_andADeadlineEndsTheWait() {
        UploadRequest file = UploadRequest.of("nonsense".getBytes(StandardCharsets.UTF_8), "fit");
        Upload sent = client.uploads().create(athlete, file);

        CallOptions soon =
                CallOptions.defaults().withDeadline(world.clock.instant().plusSeconds(2));
        assertThatThrownBy(() -> client.uploads().await(athlete, sent.id(), soon))
                .isInstanceOf(DeadlineExceededException.class);

        Upload failed = client.uploads().await(athlete, sent.id());
        assertThat(failed.state()).isEqualTo(Upload.State.FAILED);
        assertThat(failed.error()).isPresent();
    }

    @Test
    void athlete_withZonesTotalsAndGear_isRead() {
        run();

        assertThat(client.athletes().updateWeight(athlete, 66.5).weight()).hasValue(66.5);
        assertThat(client.athletes().get(athlete).weight()).hasValue(66.5);
        assertThat(client.athletes().zones(athlete).heartRate().orElseThrow().zones())
                .hasSize(5);
        assertThat(client.athletes().stats(athlete).allRunTotals().orElseThrow().count())
                .hasValue(1);
        assertThat(client.gear().get(athlete, GearId.of("g77")).distance()).hasValue(10_000);
        assertThatThrownBy(() -> client.gear().get(athlete, GearId.of("b1"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void segments_areStarredReadAndRidden() {
        SegmentId hill = world.strava.addSegment("Hill", 10, 20, 1500);
        SegmentEffortId effort = world.athlete.addEffort(run(), hill, Duration.ofMinutes(6));

        assertThat(client.segments().star(athlete, hill, true).starred()).contains(true);
        assertThat(client.segments().starred(athlete)).extracting(Segment::id).containsExactly(hill);
        assertThat(client.segments().get(athlete, hill).distance()).hasValue(1500);
        assertThat(client.streams()
                        .ofSegment(athlete, hill, Set.of(StreamType.ALTITUDE))
                        .altitude())
                .isPresent();
        SegmentEffortListRequest request = SegmentEffortListRequest.on(hill);
        assertThatThrownBy(() -> client.segmentEfforts().list(athlete, request))
                .isInstanceOf(SubscriptionRequiredException.class);
        world.athlete.subscriber(true);
        assertThat(client.segmentEfforts().list(athlete, request)).hasSize(1);
        assertThat(client.segmentEfforts()
                        .list(
                                athlete,
                                request.between(
                                        LocalDateTime.parse("2026-01-01T00:00:00"),
                                        LocalDateTime.parse("2026-01-02T00:00:00"))))
                .isEmpty();
        assertThat(client.segmentEfforts().get(athlete, effort).id()).isEqualTo(effort);
        assertThat(client.streams()
                        .ofSegmentEffort(athlete, effort, Set.of(StreamType.DISTANCE))
                        .distance())
                .isPresent();
    }

    @Test
    void explore_isForChosenApplications() {
        SegmentExploreRequest area = SegmentExploreRequest.within(new LatLng(1, 2), new LatLng(3, 4));

        assertThatThrownBy(() -> client.segments().explore(athlete, area)).isInstanceOf(ForbiddenException.class);
    }

    @Test
    void routes_areReadAndExported() {
        RouteId id = world.athlete.addRoute("Round", 10, 20, 12_000);
        ByteArrayOutputStream gpx = new ByteArrayOutputStream();
        ByteArrayOutputStream tcx = new ByteArrayOutputStream();

        client.routes().exportGpx(athlete, id, gpx);
        client.routes().exportTcx(athlete, id, tcx);

        assertThat(client.routes().list(athlete)).extracting(Route::id).containsExactly(id);
        assertThat(client.routes().get(athlete, id).distance()).hasValue(12_000);
        assertThat(gpx.toString(StandardCharsets.UTF_8)).contains("<trkpt");
        assertThat(tcx.toString(StandardCharsets.UTF_8)).contains("<Trackpoint>");
        assertThat(client.streams().ofRoute(athlete, id).types())
                .containsExactlyInAnyOrder(StreamType.LATLNG, StreamType.DISTANCE, StreamType.ALTITUDE);
    }

    @Test
    void clubs_areRead() {
        ClubId id = world.athlete.joinClub("Fast");

        assertThat(client.clubs().list(athlete)).extracting(Club::id).containsExactly(id);
        assertThat(client.clubs().get(athlete, id).membership()).contains("member");
        assertThat(client.clubs().events(athlete, id)).isEmpty();
        assertThatThrownBy(() -> client.clubs().get(athlete, ClubId.of(1))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void subscription_isMadeOnceAndEnded() {
        URI callback = URI.create("https://example.com/hook");

        PushSubscription made = client.subscriptions().create(callback, "v");

        assertThat(client.subscriptions().list()).containsExactly(made);
        assertThatThrownBy(() -> client.subscriptions().create(callback, "v"))
                .isInstanceOf(InvalidRequestException.class);
        client.subscriptions().delete(made.id());
        assertThat(client.subscriptions().list()).isEmpty();
        assertThatThrownBy(() -> client.subscriptions().delete(made.id())).isInstanceOf(NotFoundException.class);
    }
}
