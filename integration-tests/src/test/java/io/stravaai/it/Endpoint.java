package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.CallOptions;
import io.stravaai.client.NewActivity;
import io.stravaai.client.SegmentEffortListRequest;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.client.UploadRequest;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.ClubId;
import io.stravaai.model.GearId;
import io.stravaai.model.LatLng;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.model.StreamType;
import io.stravaai.model.SubscriptionId;
import io.stravaai.model.UploadId;
import io.stravaai.test.FakeAnswer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A request that the client can make, how it is made, and the shortest answer that it can read. */
final class Endpoint {

    /** What a successful answer must be. */
    enum Body {
        OBJECT,
        ARRAY,
        /** An object or an array. */
        STREAMS,
        /** XML. */
        FILE,
        /** The status says all. */
        NONE
    }

    private interface AthleteCall {
        void make(StravaClient client, AthleteId athlete, CallOptions options);
    }

    private static final String OBJECT = "{\"id\":1}";
    private static final String ARRAY = "[{\"id\":1}]";
    private static final ActivityId ACTIVITY = ActivityId.of(1);
    private static final SegmentId SEGMENT = SegmentId.of(1);
    private static final SegmentEffortId EFFORT = SegmentEffortId.of(1);
    private static final RouteId ROUTE = RouteId.of(1);
    private static final Set<StreamType> TYPES = Set.of(StreamType.TIME);

    private final String name;
    private final Body body;
    private final String valid;
    private final boolean ofAthlete;
    private final AthleteCall call;

    private Endpoint(String name, Body body, String valid, boolean ofAthlete, AthleteCall call) {
        this.name = name;
        this.body = body;
        this.valid = valid;
        this.ofAthlete = ofAthlete;
        this.call = call;
    }

    /** Every request that the client can make to the API. */
    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        BiConsumer<String, AthleteCall> object =
                (name, call) -> all.add(new Endpoint(name, Body.OBJECT, OBJECT, true, call));
        BiConsumer<String, AthleteCall> array =
                (name, call) -> all.add(new Endpoint(name, Body.ARRAY, ARRAY, true, call));
        BiConsumer<String, AthleteCall> streams =
                (name, call) -> all.add(new Endpoint(name, Body.STREAMS, "{}", true, call));

        object.accept("GET /athlete", (c, a, o) -> c.athletes().get(a, o));
        object.accept("PUT /athlete", (c, a, o) -> c.athletes().updateWeight(a, 70, o));
        object.accept("GET /athlete/zones", (c, a, o) -> c.athletes().zones(a, o));
        object.accept("GET /athletes/{id}/stats", (c, a, o) -> c.athletes().stats(a, o));
        array.accept(
                "GET /athlete/activities",
                (c, a, o) ->
                        c.activities().list(a, ActivityListRequest.latest(), o).first());
        object.accept("GET /activities/{id}", (c, a, o) -> c.activities().get(a, ACTIVITY, false, o));
        object.accept("POST /activities", (c, a, o) -> c.activities().create(a, newActivity(), o));
        object.accept(
                "PUT /activities/{id}",
                (c, a, o) ->
                        c.activities().update(a, ACTIVITY, ActivityUpdate.of().name("Evening"), o));
        array.accept("GET /activities/{id}/laps", (c, a, o) -> c.activities().laps(a, ACTIVITY, o));
        array.accept("GET /activities/{id}/zones", (c, a, o) -> c.activities().zones(a, ACTIVITY, o));
        array.accept(
                "GET /activities/{id}/comments",
                (c, a, o) -> c.activities().comments(a, ACTIVITY, o).first());
        array.accept(
                "GET /activities/{id}/kudos",
                (c, a, o) -> c.activities().kudos(a, ACTIVITY, o).first());
        array.accept("GET /activities/{id}/photos", (c, a, o) -> c.activities().photos(a, ACTIVITY, 600, o));
        streams.accept("GET /activities/{id}/streams", (c, a, o) -> c.streams().ofActivity(a, ACTIVITY, TYPES, o));
        streams.accept(
                "GET /segment_efforts/{id}/streams", (c, a, o) -> c.streams().ofSegmentEffort(a, EFFORT, TYPES, o));
        streams.accept("GET /segments/{id}/streams", (c, a, o) -> c.streams().ofSegment(a, SEGMENT, TYPES, o));
        streams.accept("GET /routes/{id}/streams", (c, a, o) -> c.streams().ofRoute(a, ROUTE, o));
        object.accept("GET /segments/{id}", (c, a, o) -> c.segments().get(a, SEGMENT, o));
        all.add(new Endpoint(
                "GET /segments/explore",
                Body.OBJECT,
                "{\"segments\":[]}",
                true,
                (c, a, o) ->
                        c.segments().explore(a, SegmentExploreRequest.within(new LatLng(1, 1), new LatLng(2, 2)), o)));
        array.accept(
                "GET /segments/starred", (c, a, o) -> c.segments().starred(a, o).first());
        object.accept("PUT /segments/{id}/starred", (c, a, o) -> c.segments().star(a, SEGMENT, true, o));
        object.accept(
                "GET /segment_efforts/{id}", (c, a, o) -> c.segmentEfforts().get(a, EFFORT, o));
        array.accept(
                "GET /segment_efforts",
                (c, a, o) -> c.segmentEfforts().list(a, SegmentEffortListRequest.on(SEGMENT), o));
        object.accept("GET /routes/{id}", (c, a, o) -> c.routes().get(a, ROUTE, o));
        array.accept(
                "GET /athletes/{id}/routes", (c, a, o) -> c.routes().list(a, o).first());
        all.add(new Endpoint(
                "GET /routes/{id}/export_gpx",
                Body.FILE,
                "<gpx></gpx>",
                true,
                (c, a, o) -> c.routes().exportGpx(a, ROUTE, new ByteArrayOutputStream(), o)));
        all.add(new Endpoint(
                "GET /routes/{id}/export_tcx",
                Body.FILE,
                "<TrainingCenterDatabase></TrainingCenterDatabase>",
                true,
                (c, a, o) -> c.routes().exportTcx(a, ROUTE, new ByteArrayOutputStream(), o)));
        object.accept("GET /clubs/{id}", (c, a, o) -> c.clubs().get(a, ClubId.of(1), o));
        array.accept("GET /athlete/clubs", (c, a, o) -> c.clubs().list(a, o).first());
        array.accept("GET /clubs/{id}/group_events", (c, a, o) -> c.clubs().events(a, ClubId.of(1), o));
        all.add(new Endpoint(
                "GET /gear/{id}",
                Body.OBJECT,
                "{\"id\":\"b1\"}",
                true,
                (c, a, o) -> c.gear().get(a, GearId.of("b1"), o)));
        object.accept(
                "POST /uploads", (c, a, o) -> c.uploads().create(a, UploadRequest.of(new byte[] {1, 2, 3}, "fit"), o));
        object.accept("GET /uploads/{id}", (c, a, o) -> c.uploads().get(a, UploadId.of(1), o));
        all.add(new Endpoint(
                "POST /push_subscriptions",
                Body.OBJECT,
                OBJECT,
                false,
                (c, a, o) -> c.subscriptions().create(URI.create("https://example.org/strava"), "verify")));
        all.add(new Endpoint(
                "GET /push_subscriptions",
                Body.ARRAY,
                ARRAY,
                false,
                (c, a, o) -> c.subscriptions().list()));
        all.add(new Endpoint(
                "DELETE /push_subscriptions/{id}",
                Body.NONE,
                "{}",
                false,
                (c, a, o) -> c.subscriptions().delete(SubscriptionId.of(1))));
        return all;
    }

    private static NewActivity newActivity() {
        return NewActivity.of("Morning", SportType.RUN, LocalDateTime.of(2026, 3, 1, 8, 0), Duration.ofHours(1));
    }

    static Endpoint named(String name) {
        return all().stream()
                .filter(operation -> operation.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    void call(StravaClient client, AthleteId athlete, CallOptions options) {
        call.make(client, athlete, options);
    }

    /** Whether doing it twice has the effect of doing it once. */
    boolean isIdempotent() {
        return name.startsWith("GET ") || name.startsWith("PUT ");
    }

    /** Whether it is made in an athlete's name, with a token, quota and options. */
    boolean isOfAthlete() {
        return ofAthlete;
    }

    Body body() {
        return body;
    }

    FakeAnswer valid() {
        return FakeAnswer.json(200, valid);
    }

    @Override
    public String toString() {
        return name;
    }
}
