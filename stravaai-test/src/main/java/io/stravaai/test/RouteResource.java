package io.stravaai.test;

import static io.stravaai.auth.Scope.READ;
import static io.stravaai.auth.Scope.READ_ALL;

import io.stravaai.model.RouteId;
import io.stravaai.test.FakeRoutes.Access;
import java.util.List;

/** Routes that an athlete has drawn. */
final class RouteResource {

    /** A way round a point. */
    record Route(RouteId id, String name, double latitude, double longitude, double metres) {

        private static final int POINTS = 50;

        RoundTrack track() {
            return RoundTrack.around(latitude, longitude, metres, POINTS, 0);
        }

        List<double[]> points() {
            return Streams.decode(track().polyline());
        }

        String json(FakeAthlete athlete) {
            String map = new JsonMembers()
                    .text("id", "r" + id)
                    .text("summary_polyline", track().polyline())
                    .raw("resource_state", 3)
                    .text("polyline", track().polyline())
                    .toString();
            return new JsonMembers()
                    .raw("athlete", athlete.summaryJson())
                    .text("description", "")
                    .raw("distance", JsonMembers.decimal(metres, 1))
                    .raw("elevation_gain", "0.0")
                    .raw("id", id)
                    .text("id_str", id.toString())
                    .raw("map", map)
                    .text("name", name)
                    .raw("private", false)
                    .raw("resource_state", 3)
                    .raw("starred", false)
                    .raw("sub_type", 1)
                    .text("created_at", "2025-05-04T03:02:01Z")
                    .text("updated_at", "2025-05-04T03:02:01Z")
                    .raw("timestamp", 1_746_327_721)
                    .raw("type", 1)
                    .raw("estimated_moving_time", Math.round(metres / 6))
                    .raw("waypoints", "[]")
                    .raw("segments", "[]")
                    .toString();
        }

        String gpx() {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<gpx creator=\"FakeStrava\" version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">"
                    + "<trk><trkseg>");
            for (double[] point : points()) {
                xml.append("<trkpt lat=\"")
                        .append(JsonMembers.decimal(point[0], 5))
                        .append("\" lon=\"")
                        .append(JsonMembers.decimal(point[1], 5))
                        .append("\"/>");
            }
            return xml.append("</trkseg></trk></gpx>\n").toString();
        }

        String tcx() {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<TrainingCenterDatabase><Courses><Course><Track>");
            for (double[] point : points()) {
                xml.append("<Trackpoint><Position><LatitudeDegrees>")
                        .append(JsonMembers.decimal(point[0], 5))
                        .append("</LatitudeDegrees><LongitudeDegrees>")
                        .append(JsonMembers.decimal(point[1], 5))
                        .append("</LongitudeDegrees></Position></Trackpoint>");
            }
            return xml.append("</Track></Course></Courses></TrainingCenterDatabase>\n")
                    .toString();
        }
    }

    void addTo(FakeRoutes routes) {
        Access read = Access.of(READ, READ_ALL);
        routes.add(
                "GET",
                "/routes/{id}",
                read,
                call -> FakeResponse.json(200, route(call).json(call.athlete())));
        routes.add("GET", "/athletes/{id}/routes", read, RouteResource::list);
        routes.add(
                "GET",
                "/routes/{id}/export_gpx",
                read,
                call -> file("application/gpx+xml", route(call).gpx()));
        routes.add(
                "GET",
                "/routes/{id}/export_tcx",
                read,
                call -> file("application/tcx+xml", route(call).tcx()));
        routes.add(
                "GET",
                "/routes/{id}/streams",
                read,
                call -> FakeResponse.json(200, streams(route(call)).jsonArray()));
    }

    private static Streams streams(Route route) {
        return Streams.ofTrack(route.points(), route.metres(), 100, 100);
    }

    private static Route route(FakeCall call) {
        return call.athlete().routes().stream()
                .filter(route -> route.id().value() == call.id())
                .findFirst()
                .orElseThrow(() -> new FakeCall.Refusal(Faults.notFound("Route")));
    }

    private static FakeResponse list(FakeCall call) {
        if (call.id() != call.athlete().id().value()) {
            return Faults.forbidden();
        }
        return call.page(call.athlete().routes().stream()
                .map(route -> route.json(call.athlete()))
                .toList());
    }

    private static FakeResponse file(String contentType, String xml) {
        return FakeResponse.of(200, contentType, xml);
    }
}
