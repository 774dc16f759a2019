package io.stravaai.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** The measurements along a track, made up to fit what is known of it as a whole. Immutable. */
final class Streams {

    /** So many values where there is no track. */
    private static final int WITHOUT_TRACK = 100;

    private static final Set<String> TYPES = Set.of(
            "time",
            "distance",
            "latlng",
            "altitude",
            "velocity_smooth",
            "heartrate",
            "cadence",
            "watts",
            "temp",
            "moving",
            "grade_smooth");

    private static final double EARTH = 6_371_000;

    private final int size;
    private final Map<String, String> byType;

    private Streams(int size, Map<String, String> byType) {
        this.size = size;
        this.byType = byType;
    }

    /** Those of an element of the list of activities; none if it was entered by hand. */
    static Optional<Streams> ofActivity(byte[] activity) {
        if (Json.plain(activity, "manual").filter("true"::equals).isPresent()) {
            return Optional.empty();
        }
        List<double[]> points = Json.nested(activity, "map")
                .flatMap(map -> Json.string(map, "summary_polyline"))
                .map(Streams::decode)
                .orElse(List.of());
        int n = points.size() < 2 ? WITHOUT_TRACK : points.size();
        double seconds = Json.decimal(activity, "elapsed_time").orElse(0);
        double[] distances =
                distances(points, n, Json.decimal(activity, "distance").orElse(0));
        Map<String, String> byType = new LinkedHashMap<>();
        byType.put(
                "moving", values(n, i -> i > 0 ? 1 : 0, 0).replace("1", "true").replace("0", "false"));
        if (points.size() > 1) {
            byType.put("latlng", latlng(points));
        }
        byType.put("velocity_smooth", values(n, i -> speed(distances, seconds, i), 1));
        if (Json.member(activity, "elev_low").isPresent()) {
            double low = Json.decimal(activity, "elev_low").orElse(0);
            double high = Json.decimal(activity, "elev_high").orElse(low);
            IntToDoubleFunction altitude = i -> low + (high - low) * (1 - Math.cos(turn(i, n))) / 2;
            byType.put("altitude", values(n, altitude, 1));
            byType.put("grade_smooth", values(n, i -> grade(distances, altitude, i), 1));
        }
        Json.decimal(activity, "average_heartrate").ifPresent(average -> {
            double above = Json.decimal(activity, "max_heartrate").orElse(average) - average;
            byType.put("heartrate", values(n, i -> average + above * Math.sin(turn(i, n)), 0));
        });
        Json.decimal(activity, "average_cadence")
                .ifPresent(average -> byType.put("cadence", values(n, i -> average, 0)));
        Json.decimal(activity, "average_watts").ifPresent(average -> byType.put("watts", values(n, i -> average, 0)));
        Json.decimal(activity, "average_temp").ifPresent(average -> byType.put("temp", values(n, i -> average, 0)));
        byType.put("distance", values(n, i -> distances[i], 1));
        byType.put("time", values(n, i -> seconds * i / (n - 1), 0));
        return Optional.of(new Streams(n, byType));
    }

    /** Those of a segment or route. */
    static Streams ofTrack(List<double[]> points, double metres, double low, double high) {
        int n = points.size();
        double[] distances = distances(points, n, metres);
        Map<String, String> byType = new LinkedHashMap<>();
        byType.put("latlng", latlng(points));
        byType.put("distance", values(n, i -> distances[i], 1));
        byType.put("altitude", values(n, i -> low + (high - low) * i / (n - 1), 1));
        return new Streams(n, byType);
    }

    int size() {
        return size;
    }

    /** The values of one type, or nothing. */
    Optional<String> data(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /**
     * As Strava answers: an object by type. Of what is asked for, only what there is; {@code distance} alone if nothing
     * is asked for that Strava knows.
     *
     * @param keys separated by commas
     */
    String json(String keys) {
        Set<String> asked = new LinkedHashSet<>(List.of(keys.split(",")));
        asked.retainAll(TYPES);
        if (asked.isEmpty()) {
            asked.add("distance");
        }
        JsonMembers json = new JsonMembers();
        byType.keySet().stream().filter(asked::contains).forEach(type -> json.raw(type, stream(type)));
        return json.toString();
    }

    /** As Strava answers for a route: an array. */
    String jsonArray() {
        List<String> streams = new ArrayList<>();
        byType.forEach((type, data) -> streams.add(
                new JsonMembers().text("type", type).raw("data", data).toString()));
        return Json.array(streams);
    }

    private String stream(String type) {
        return new JsonMembers()
                .raw("data", byType.getOrDefault(type, "[]"))
                .text("series_type", "distance")
                .raw("original_size", size)
                .text("resolution", "high")
                .toString();
    }

    /** The points of an encoded polyline of precision 5, as latitude and longitude. */
    static List<double[]> decode(String polyline) {
        List<double[]> points = new ArrayList<>();
        long[] at = new long[2];
        int i = 0;
        while (i < polyline.length()) {
            for (int axis = 0; axis < 2; axis++) {
                long bits = 0;
                int shift = 0;
                int chunk = 0x20;
                while (chunk >= 0x20 && i < polyline.length()) {
                    chunk = polyline.charAt(i++) - 63;
                    bits |= (long) (chunk & 0x1f) << shift;
                    shift += 5;
                }
                at[axis] += (bits & 1) == 0 ? bits >> 1 : ~(bits >> 1);
            }
            points.add(new double[] {at[0] / 1e5, at[1] / 1e5});
        }
        return points;
    }

    /** Metres from one point to another. */
    static double distance(double[] from, double[] to) {
        double x = Math.toRadians(to[1] - from[1]) * Math.cos(Math.toRadians((from[0] + to[0]) / 2));
        return Math.hypot(x, Math.toRadians(to[0] - from[0])) * EARTH;
    }

    /** From the start to each point, stretched so that the last is at the end. */
    private static double[] distances(List<double[]> points, int n, double end) {
        double[] distances = new double[n];
        for (int i = 1; i < n; i++) {
            distances[i] = distances[i - 1] + (points.size() < 2 ? 1 : distance(points.get(i - 1), points.get(i)));
        }
        double stretch = distances[n - 1] == 0 ? 0 : end / distances[n - 1];
        for (int i = 0; i < n; i++) {
            distances[i] *= stretch;
        }
        return distances;
    }

    private static double speed(double[] distances, double seconds, int i) {
        return i == 0 || seconds == 0 ? 0 : (distances[i] - distances[i - 1]) * (distances.length - 1) / seconds;
    }

    private static double grade(double[] distances, IntToDoubleFunction altitude, int i) {
        double run = i == 0 ? 0 : distances[i] - distances[i - 1];
        return run == 0 ? 0 : 100 * (altitude.applyAsDouble(i) - altitude.applyAsDouble(i - 1)) / run;
    }

    private static double turn(int i, int n) {
        return 2 * Math.PI * i / (n - 1);
    }

    private static String latlng(List<double[]> points) {
        List<String> pairs = new ArrayList<>(points.size());
        for (double[] point : points) {
            pairs.add("[" + JsonMembers.decimal(point[0], 6) + "," + JsonMembers.decimal(point[1], 6) + "]");
        }
        return Json.array(pairs);
    }

    private static String values(int n, IntToDoubleFunction value, int digits) {
        List<String> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            double number = value.applyAsDouble(i);
            values.add(digits == 0 ? String.valueOf(Math.round(number)) : JsonMembers.decimal(number, digits));
        }
        return Json.array(values);
    }
}
