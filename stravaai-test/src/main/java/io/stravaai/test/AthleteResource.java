package io.stravaai.test;

import static io.stravaai.auth.Scope.PROFILE_READ_ALL;
import static io.stravaai.auth.Scope.PROFILE_WRITE;
import static io.stravaai.auth.Scope.READ;

import io.stravaai.test.FakeRoutes.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The athlete, and what is made of all activities: totals and gear. */
final class AthleteResource {

    /** The last one has no end. */
    static final List<int[]> HEART_ZONES = List.of(
            new int[] {0, 115}, new int[] {115, 152}, new int[] {152, 171}, new int[] {171, 190}, new int[] {190, -1});

    private static final Duration RECENT = Duration.ofDays(28);
    private static final Map<String, String> KINDS = Map.of("ride", "Ride", "run", "Run", "swim", "Swim");

    static int heartZone(int rate) {
        int zone = 0;
        while (zone < HEART_ZONES.size() - 1 && rate >= HEART_ZONES.get(zone)[1]) {
            zone++;
        }
        return zone;
    }

    void addTo(FakeRoutes routes) {
        routes.add("GET", "/athlete", Access.of(READ, PROFILE_READ_ALL), AthleteResource::athlete);
        routes.add("PUT", "/athlete", Access.of(PROFILE_WRITE), AthleteResource::update);
        routes.add("GET", "/athlete/zones", Access.of(PROFILE_READ_ALL), AthleteResource::zones);
        routes.add("GET", "/athletes/{id}/stats", Access.ANY, AthleteResource::stats);
        routes.add("GET", "/gear/{gear}", Access.ANY, AthleteResource::gear);
    }

    private static FakeResponse athlete(FakeCall call) {
        return FakeResponse.json(200, call.athlete().json());
    }

    private static FakeResponse update(FakeCall call) {
        String weight =
                call.request().form().getOrDefault("weight", call.query().getOrDefault("weight", ""));
        try {
            call.athlete().weigh(Double.parseDouble(weight));
        } catch (NumberFormatException e) {
            return Faults.badRequest("Athlete", "weight", "invalid");
        }
        return FakeResponse.json(200, call.athlete().detailJson());
    }

    private static FakeResponse zones(FakeCall call) {
        List<String> zones = new ArrayList<>();
        HEART_ZONES.forEach(zone -> zones.add("{\"min\":" + zone[0] + ",\"max\":" + zone[1] + "}"));
        return FakeResponse.json(200, "{\"heart_rate\":{\"custom_zones\":false,\"zones\":" + Json.array(zones) + "}}");
    }

    private static FakeResponse gear(FakeCall call) {
        return Gears.detail(call.athlete(), call.parts().get(0))
                .map(json -> FakeResponse.json(200, json))
                .orElseGet(() -> Faults.notFound("Gear"));
    }

    /** Over the activities that everyone may see. */
    private static FakeResponse stats(FakeCall call) {
        if (call.id() != call.athlete().id().value()) {
            return Faults.forbidden();
        }
        List<byte[]> activities = call.athlete().rows().newestFirst().stream()
                .filter(row -> !row.broken())
                .map(ActivityRow::json)
                .filter(json ->
                        "everyone".equals(Json.string(json, "visibility").orElse("everyone")))
                .toList();
        long recent = call.now().minus(RECENT).getEpochSecond();
        long year = call.now()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfYear(1)
                .atStartOfDay()
                .toEpochSecond(ZoneOffset.UTC);
        JsonMembers json = new JsonMembers();
        json.raw("biggest_ride_distance", JsonMembers.decimal(most(activities, "distance"), 1));
        json.raw("biggest_climb_elevation_gain", JsonMembers.decimal(most(activities, "total_elevation_gain"), 1));
        for (String kind : List.of("ride", "run", "swim")) {
            json.raw("recent_" + kind + "_totals", totals(activities, kind, start -> start >= recent, true));
            json.raw("all_" + kind + "_totals", totals(activities, kind, start -> true, false));
            json.raw("ytd_" + kind + "_totals", totals(activities, kind, start -> start >= year, false));
        }
        return FakeResponse.json(200, json.toString());
    }

    private static double most(List<byte[]> activities, String member) {
        return activities.stream()
                .filter(json -> is(json, "ride"))
                .mapToDouble(json -> number(json, member))
                .max()
                .orElse(0);
    }

    private static String totals(List<byte[]> activities, String kind, Predicate<Long> from, boolean achievements) {
        List<byte[]> counted = activities.stream()
                .filter(json -> is(json, kind) && from.test(start(json)))
                .toList();
        JsonMembers totals = new JsonMembers();
        totals.raw("count", counted.size());
        totals.raw("distance", JsonMembers.decimal(sum(counted, "distance"), 1));
        totals.raw("moving_time", Math.round(sum(counted, "moving_time")));
        totals.raw("elapsed_time", Math.round(sum(counted, "elapsed_time")));
        totals.raw("elevation_gain", JsonMembers.decimal(sum(counted, "total_elevation_gain"), 1));
        if (achievements) {
            totals.raw("achievement_count", Math.round(sum(counted, "achievement_count")));
        }
        return totals.toString();
    }

    private static boolean is(byte[] json, String kind) {
        return Json.string(json, "type").orElse("").equals(KINDS.get(kind));
    }

    private static long start(byte[] json) {
        return Instant.parse(Json.string(json, "start_date").orElseThrow()).getEpochSecond();
    }

    private static double sum(List<byte[]> activities, String member) {
        return activities.stream().mapToDouble(json -> number(json, member)).sum();
    }

    private static double number(byte[] json, String member) {
        return Json.decimal(json, member).orElse(0);
    }
}
