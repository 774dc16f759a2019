package io.stravaai.test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What Strava tells of one activity beyond the element of the list. */
final class ActivityDetail {

    private static final double METRIC = 1000;
    private static final double MILE = 1609.344;

    private final FakeAthlete athlete;
    private final ActivityRow row;
    private final byte[] json;

    ActivityDetail(FakeAthlete athlete, ActivityRow row) {
        this.athlete = athlete;
        this.row = row;
        this.json = row.json();
    }

    /** The element with {@code resource_state} 3 and, of the members that only the detail has, those that it lacks. */
    byte[] json() {
        ActivityExtras extras = athlete.extras(row.id());
        byte[] third = Json.replace(json, "resource_state", "3");
        Optional<byte[]> map = Json.nested(json, "map");
        if (map.isPresent()) {
            String polyline = Json.string(map.get(), "summary_polyline").orElse("");
            third = Json.replace(
                    third,
                    "map",
                    new JsonMembers()
                            .text("id", "a" + row.id())
                            .text("polyline", polyline)
                            .raw("resource_state", 3)
                            .text("summary_polyline", polyline)
                            .toString());
        }
        JsonMembers more = JsonMembers.besides(third);
        more.raw("description", extras.description());
        more.raw("calories", JsonMembers.decimal(number("kilojoules", number("distance", 0) / 16), 1));
        more.nothing("perceived_exertion").nothing("prefer_perceived_exertion");
        more.raw("segment_efforts", Json.array(athlete.efforts().ofActivity(row.id(), athlete)));
        if (!manual()) {
            more.raw("splits_metric", splits(METRIC));
            more.raw("splits_standard", splits(MILE));
            more.raw("laps", laps());
        }
        more.raw("best_efforts", "[]");
        Json.string(json, "gear_id")
                .flatMap(gear -> Gears.summary(athlete, gear))
                .ifPresent(gear -> more.raw("gear", gear));
        more.raw("photos", "{\"primary\":null,\"count\":0}");
        more.raw("stats_visibility", "[]");
        more.raw("hide_from_home", extras.hiddenFromHome());
        more.text("embed_token", Long.toHexString(row.id() * 31));
        more.raw("available_zones", flag("has_heartrate") ? "[\"heartrate\"]" : "[]");
        if (more.isEmpty()) {
            return third;
        }
        int end = third.length - 1;
        while (third[end] != '}') {
            end--;
        }
        byte[] members = ("," + more.toString().substring(1)).getBytes(StandardCharsets.UTF_8);
        return Json.concat(Arrays.copyOf(third, end), members);
    }

    /** One lap, which is the whole activity; none if it was entered by hand. */
    String laps() {
        if (manual()) {
            return "[]";
        }
        JsonMembers lap = new JsonMembers();
        lap.raw("id", row.id() * 2 + 1);
        lap.raw("resource_state", 2);
        lap.text("name", "Lap 1");
        lap.raw(
                "activity",
                "{\"id\":" + row.id() + ",\"visibility\":"
                        + Json.text(Json.string(json, "visibility").orElse("everyone")) + ",\"resource_state\":1}");
        lap.raw("athlete", "{\"id\":" + athlete.id() + ",\"resource_state\":1}");
        lap.raw("elapsed_time", seconds("elapsed_time"));
        lap.raw("moving_time", seconds("moving_time"));
        lap.text("start_date", Instant.ofEpochSecond(row.start()).toString());
        lap.text("start_date_local", Json.string(json, "start_date_local").orElse(""));
        lap.raw("distance", JsonMembers.decimal(number("distance", 0), 1));
        lap.raw("average_speed", JsonMembers.decimal(number("average_speed", 0), 3));
        lap.raw("max_speed", JsonMembers.decimal(number("max_speed", 0), 3));
        lap.raw("lap_index", 1).raw("split", 1).raw("start_index", 0);
        lap.raw("end_index", Streams.ofActivity(json).map(Streams::size).orElse(1) - 1);
        lap.raw("total_elevation_gain", JsonMembers.decimal(number("total_elevation_gain", 0), 1));
        lap.raw("device_watts", flag("device_watts"));
        for (String name : List.of("average_cadence", "average_watts", "average_heartrate", "max_heartrate")) {
            Json.decimal(json, name).ifPresent(value -> lap.raw(name, JsonMembers.decimal(value, 1)));
        }
        return "[" + lap + "]";
    }

    /** How long the heart was in which zone. */
    String zones() {
        Optional<String> rates = Streams.ofActivity(json).flatMap(streams -> streams.data("heartrate"));
        if (rates.isEmpty()) {
            return "[]";
        }
        String[] values = rates.get().substring(1, rates.get().length() - 1).split(",");
        double each = number("moving_time", 0) / values.length;
        double[] times = new double[AthleteResource.HEART_ZONES.size()];
        for (String value : values) {
            times[AthleteResource.heartZone(Integer.parseInt(value))] += each;
        }
        List<String> buckets = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            int[] zone = AthleteResource.HEART_ZONES.get(i);
            buckets.add("{\"min\":" + zone[0] + ",\"max\":" + zone[1] + ",\"time\":" + JsonMembers.decimal(times[i], 1)
                    + "}");
        }
        JsonMembers zones = new JsonMembers();
        zones.raw("score", JsonMembers.decimal(number("suffer_score", 0), 1));
        zones.raw("distribution_buckets", Json.array(buckets));
        zones.text("type", "heartrate");
        zones.raw("resource_state", 3).raw("sensor_based", true);
        zones.raw("points", Math.round(number("suffer_score", 0))).raw("custom_zones", false);
        return "[" + zones + "]";
    }

    private String splits(double length) {
        double metres = number("distance", 0);
        double speed = metres / Math.max(1, number("moving_time", 0));
        List<String> splits = new ArrayList<>();
        for (int i = 0; i * length < metres; i++) {
            double distance = Math.min(length, metres - i * length);
            long time = Math.round(distance / speed);
            JsonMembers split = new JsonMembers();
            split.raw("distance", JsonMembers.decimal(distance, 1));
            split.raw("elapsed_time", time).raw("elevation_difference", "0.0").raw("moving_time", time);
            split.raw("split", i + 1).raw("average_speed", JsonMembers.decimal(speed, 2));
            split.nothing("average_grade_adjusted_speed").raw("pace_zone", 0);
            splits.add(split.toString());
        }
        return Json.array(splits);
    }

    private boolean manual() {
        return flag("manual");
    }

    private boolean flag(String name) {
        return Json.plain(json, name).filter("true"::equals).isPresent();
    }

    private long seconds(String name) {
        return Math.round(number(name, 0));
    }

    private double number(String name, double otherwise) {
        return Json.decimal(json, name).orElse(otherwise);
    }
}
