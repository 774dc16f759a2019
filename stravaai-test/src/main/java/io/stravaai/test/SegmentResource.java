package io.stravaai.test;

import static io.stravaai.auth.Scope.PROFILE_WRITE;
import static io.stravaai.auth.Scope.READ;
import static io.stravaai.auth.Scope.READ_ALL;

import io.stravaai.model.SegmentId;
import io.stravaai.test.FakeRoutes.Access;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Segments, and the efforts on them. */
final class SegmentResource {

    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    /** A straight way to the north. */
    record Segment(SegmentId id, String name, double latitude, double longitude, double metres) {

        private static final double METRES_PER_DEGREE = 111_320;
        private static final int POINTS = 20;

        double[] point(int i) {
            return new double[] {latitude + metres / METRES_PER_DEGREE * i / (POINTS - 1), longitude};
        }

        Streams streams() {
            return Streams.ofTrack(
                    IntStream.range(0, POINTS).mapToObj(this::point).toList(), metres, 100, 150);
        }

        private static String pair(double[] point) {
            return "[" + JsonMembers.decimal(point[0], 6) + "," + JsonMembers.decimal(point[1], 6) + "]";
        }

        JsonMembers json(int resourceState, FakeAthlete athlete) {
            return new JsonMembers()
                    .raw("id", id)
                    .raw("resource_state", resourceState)
                    .text("name", name)
                    .text("activity_type", "Ride")
                    .raw("distance", JsonMembers.decimal(metres, 1))
                    .raw("average_grade", JsonMembers.decimal(5000 / metres, 1))
                    .raw("maximum_grade", JsonMembers.decimal(8000 / metres, 1))
                    .raw("elevation_high", "150.0")
                    .raw("elevation_low", "100.0")
                    .raw("start_latlng", pair(point(0)))
                    .raw("end_latlng", pair(point(POINTS - 1)))
                    .nothing("elevation_profile")
                    .raw("climb_category", 0)
                    .nothing("city")
                    .nothing("state")
                    .text("country", "")
                    .raw("private", false)
                    .raw("hazardous", false)
                    .raw("starred", athlete.starred().contains(id.value()));
        }
    }

    SegmentId add(long id, String name, double latitude, double longitude, double metres) {
        Segment segment = new Segment(SegmentId.of(id), name, latitude, longitude, metres);
        segments.put(id, segment);
        return segment.id();
    }

    Segment find(SegmentId id) {
        Segment segment = segments.get(id.value());
        if (segment == null) {
            throw new IllegalArgumentException("There is no segment " + id);
        }
        return segment;
    }

    void addTo(FakeRoutes routes) {
        Access read = Access.of(READ, READ_ALL);
        routes.add("GET", "/segments/explore", Access.ANY, call -> Faults.forbidden());
        routes.add("GET", "/segments/starred", read, this::starred);
        routes.add("GET", "/segments/{id}", read, call -> FakeResponse.json(200, detail(call)));
        routes.add("PUT", "/segments/{id}/starred", Access.of(PROFILE_WRITE), this::star);
        routes.add("GET", "/segments/{id}/streams", read, this::streams);
        routes.add("GET", "/segment_efforts", Access.ANY, this::efforts);
        routes.add("GET", "/segment_efforts/{id}", Access.ANY, this::effort);
        routes.add("GET", "/segment_efforts/{id}/streams", Access.of(READ_ALL), this::effortStreams);
    }

    private Segment segment(FakeCall call) {
        return Optional.ofNullable(segments.get(call.id()))
                .orElseThrow(() -> new FakeCall.Refusal(Faults.notFound("Segment")));
    }

    private String detail(FakeCall call) {
        return segment(call)
                .json(3, call.athlete())
                .raw("effort_count", call.athlete().efforts().on(call.id()).size())
                .raw("athlete_count", 1)
                .raw("star_count", call.athlete().starred().contains(call.id()) ? 1 : 0)
                .raw("total_elevation_gain", "50.0")
                .toString();
    }

    private FakeResponse star(FakeCall call) {
        segment(call);
        if (ActivityResource.yes(call.request().form().get("starred"))) {
            call.athlete().starred().add(call.id());
        } else {
            call.athlete().starred().remove(call.id());
        }
        return FakeResponse.json(200, detail(call));
    }

    private FakeResponse starred(FakeCall call) {
        return call.page(segments.values().stream()
                .filter(segment ->
                        call.athlete().starred().contains(segment.id().value()))
                .map(segment -> segment.json(2, call.athlete()).toString())
                .toList());
    }

    private FakeResponse streams(FakeCall call) {
        return FakeResponse.json(200, segment(call).streams().json(call.query().getOrDefault("keys", "")));
    }

    private FakeResponse efforts(FakeCall call) {
        long segment = call.number("segment_id", 0);
        int perPage = call.perPage();
        if (!call.athlete().subscribes()) {
            return Faults.noSubscriber();
        }
        String from = call.query().getOrDefault("start_date_local", "");
        String to = call.query().getOrDefault("end_date_local", "");
        List<String> efforts = call.athlete().efforts().on(segment).stream()
                .filter(effort -> from.isEmpty() || !effort.startLocal().isBefore(instant(from)))
                .filter(effort -> to.isEmpty() || !effort.startLocal().isAfter(instant(to)))
                .limit(perPage)
                .map(effort -> effort.json(2, call.athlete()))
                .toList();
        return FakeResponse.json(200, Json.array(efforts));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.endsWith("Z") ? text : text + "Z");
        } catch (DateTimeException e) {
            throw new FakeCall.Refusal(Faults.badRequest("SegmentEffort", "date", "invalid"));
        }
    }

    private static Efforts.Effort find(FakeCall call) {
        if (!call.athlete().subscribes()) {
            throw new FakeCall.Refusal(Faults.noSubscriber());
        }
        return call.athlete()
                .efforts()
                .find(call.id())
                .orElseThrow(() -> new FakeCall.Refusal(Faults.notFound("SegmentEffort")));
    }

    private FakeResponse effort(FakeCall call) {
        return FakeResponse.json(200, find(call).json(3, call.athlete()));
    }

    private FakeResponse effortStreams(FakeCall call) {
        return FakeResponse.json(
                200, find(call).segment().streams().json(call.query().getOrDefault("keys", "")));
    }
}
