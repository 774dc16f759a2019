package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.NewActivity;
import io.stravaai.client.Page;
import io.stravaai.client.SegmentEffortListRequest;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.client.UploadRequest;
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
import io.stravaai.model.StravaObject;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Upload;
import io.stravaai.model.UploadId;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Every operation of the client that answers with JSON: its request, how to call it, and what its answer is made of. */
enum Operation {
    LIST_ACTIVITIES(
            "GET /athlete/activities",
            SummaryActivity.class,
            (client, athlete) -> client.activities()
                    .list(athlete, ActivityListRequest.latest())
                    .first()),
    GET_ACTIVITY(
            "GET /activities/N",
            DetailedActivity.class,
            (client, athlete) -> one(client.activities().get(athlete, ActivityId.of(1)))),
    CREATE_ACTIVITY(
            "POST /activities",
            DetailedActivity.class,
            (client, athlete) -> one(client.activities()
                    .create(
                            athlete,
                            NewActivity.of(
                                    "Drift",
                                    SportType.SWIM,
                                    LocalDateTime.parse("2026-02-01T08:00:00"),
                                    Duration.ofHours(1))))),
    UPDATE_ACTIVITY(
            "PUT /activities/N",
            DetailedActivity.class,
            (client, athlete) -> one(client.activities()
                    .update(athlete, ActivityId.of(1), ActivityUpdate.of().commute(true)))),
    LAPS(
            "GET /activities/N/laps",
            Lap.class,
            (client, athlete) -> all(client.activities().laps(athlete, ActivityId.of(1)))),
    ACTIVITY_ZONES(
            "GET /activities/N/zones",
            ActivityZone.class,
            (client, athlete) -> all(client.activities().zones(athlete, ActivityId.of(1)))),
    COMMENTS(
            "GET /activities/N/comments",
            Comment.class,
            (client, athlete) ->
                    client.activities().comments(athlete, ActivityId.of(1)).first()),
    KUDOS(
            "GET /activities/N/kudos",
            Athlete.class,
            (client, athlete) ->
                    client.activities().kudos(athlete, ActivityId.of(1)).first()),
    PHOTOS(
            "GET /activities/N/photos",
            Photo.class,
            (client, athlete) -> all(client.activities().photos(athlete, ActivityId.of(1), 600))),
    ACTIVITY_STREAMS(
            "GET /activities/N/streams",
            StreamSet.class,
            (client, athlete) -> one(client.streams().ofActivity(athlete, ActivityId.of(1), Set.of(StreamType.TIME)))),
    EFFORT_STREAMS(
            "GET /segment_efforts/N/streams",
            StreamSet.class,
            (client, athlete) ->
                    one(client.streams().ofSegmentEffort(athlete, SegmentEffortId.of(1), Set.of(StreamType.TIME)))),
    SEGMENT_STREAMS(
            "GET /segments/N/streams",
            StreamSet.class,
            (client, athlete) -> one(client.streams().ofSegment(athlete, SegmentId.of(1), Set.of(StreamType.TIME)))),
    ROUTE_STREAMS(
            "GET /routes/N/streams",
            StreamSet.class,
            (client, athlete) -> one(client.streams().ofRoute(athlete, RouteId.of(1)))),
    ATHLETE(
            "GET /athlete",
            Athlete.class,
            (client, athlete) -> one(client.athletes().get(athlete))),
    UPDATE_ATHLETE(
            "PUT /athlete",
            Athlete.class,
            (client, athlete) -> one(client.athletes().updateWeight(athlete, 61.5))),
    ATHLETE_ZONES(
            "GET /athlete/zones",
            AthleteZones.class,
            (client, athlete) -> one(client.athletes().zones(athlete))),
    STATS(
            "GET /athletes/N/stats",
            ActivityStats.class,
            (client, athlete) -> one(client.athletes().stats(athlete))),
    SEGMENT(
            "GET /segments/N",
            Segment.class,
            (client, athlete) -> one(client.segments().get(athlete, SegmentId.of(1)))),
    STAR_SEGMENT(
            "PUT /segments/N/starred",
            Segment.class,
            (client, athlete) -> one(client.segments().star(athlete, SegmentId.of(1), true))),
    STARRED_SEGMENTS(
            "GET /segments/starred",
            Segment.class,
            (client, athlete) -> client.segments().starred(athlete).first()),
    EXPLORE_SEGMENTS(
            "GET /segments/explore",
            ExplorerSegment.class,
            (client, athlete) -> all(client.segments()
                    .explore(athlete, SegmentExploreRequest.within(new LatLng(-49, -124), new LatLng(-48, -123))))),
    EFFORT(
            "GET /segment_efforts/N",
            SegmentEffort.class,
            (client, athlete) -> one(client.segmentEfforts().get(athlete, SegmentEffortId.of(1)))),
    EFFORTS(
            "GET /segment_efforts",
            SegmentEffort.class,
            (client, athlete) ->
                    all(client.segmentEfforts().list(athlete, SegmentEffortListRequest.on(SegmentId.of(1))))),
    ROUTE("GET /routes/N", Route.class, (client, athlete) -> one(client.routes().get(athlete, RouteId.of(1)))),
    ROUTES(
            "GET /athletes/N/routes",
            Route.class,
            (client, athlete) -> client.routes().list(athlete).first()),
    CLUB("GET /clubs/N", Club.class, (client, athlete) -> one(client.clubs().get(athlete, ClubId.of(1)))),
    CLUBS(
            "GET /athlete/clubs",
            Club.class,
            (client, athlete) -> client.clubs().list(athlete).first()),
    CLUB_EVENTS(
            "GET /clubs/N/group_events",
            ClubEvent.class,
            (client, athlete) -> all(client.clubs().events(athlete, ClubId.of(1)))),
    GEAR("GET /gear/N", Gear.class, (client, athlete) -> one(client.gear().get(athlete, GearId.of("b1")))),
    CREATE_UPLOAD(
            "POST /uploads",
            Upload.class,
            (client, athlete) -> one(client.uploads().create(athlete, UploadRequest.of(new byte[] {1}, "fit")))),
    UPLOAD(
            "GET /uploads/N",
            Upload.class,
            (client, athlete) -> one(client.uploads().get(athlete, UploadId.of(1)))),
    SUBSCRIBE(
            "POST /push_subscriptions",
            PushSubscription.class,
            (client, athlete) -> one(client.subscriptions().create(URI.create("https://example.org/hook"), "v"))),
    SUBSCRIPTIONS(
            "GET /push_subscriptions",
            PushSubscription.class,
            (client, athlete) -> all(client.subscriptions().list()));

    private final String request;
    private final Class<? extends StravaObject> type;
    private final BiFunction<StravaClient, AthleteId, Page<? extends StravaObject>> call;

    Operation(
            String request,
            Class<? extends StravaObject> type,
            BiFunction<StravaClient, AthleteId, Page<? extends StravaObject>> call) {
        this.request = request;
        this.type = type;
        this.call = call;
    }

    /** The method and the path, with N for each id. */
    String request() {
        return request;
    }

    Class<? extends StravaObject> type() {
        return type;
    }

    Page<? extends StravaObject> call(StravaClient client, AthleteId athlete) {
        return call.apply(client, athlete);
    }

    /** What each object of the answer is made of, in its order. */
    List<JsonTree> sources(JsonTree body) {
        if (this == EXPLORE_SEGMENTS) {
            return body.members().get("segments").items();
        }
        if (!body.isArray()) {
            return List.of(body);
        }
        return type == StreamSet.class ? List.of(body.keyedBy("type")) : body.items();
    }

    private static <T extends StravaObject> Page<T> one(T object) {
        return all(List.of(object));
    }

    private static <T extends StravaObject> Page<T> all(List<T> objects) {
        return new Page<>(objects, List.of());
    }
}
