package io.stravaai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An answer that was recorded from Strava, or that somebody has written down.
 *
 * @param name its file
 * @param request the method and the path, with N for each id; the name of a type if it is a part of an answer
 * @param body as the client would get it
 */
record RecordedAnswer(String name, String request, int status, byte[] body, Map<String, String> headers) {

    /** What is no answer of the API: descriptions of it, and what Strava sends to a subscriber. */
    static final String NO_ANSWER = "no answer";

    /** Written by the kit that recorded them, or about the connection between Strava and the recorder. */
    private static final List<String> OF_THE_CONNECTION =
            List.of("transfer-encoding", "connection", "content-length", "content-encoding", "content-type");

    /** What documentation and others call the operations. */
    private static final Map<String, String> BY_OPERATION_ID = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        BY_OPERATION_ID.put("createActivity", "POST /activities");
        BY_OPERATION_ID.put("createUpload", "POST /uploads");
        BY_OPERATION_ID.put("exploreSegments", "GET /segments/explore");
        BY_OPERATION_ID.put("getActivityById", "GET /activities/N");
        BY_OPERATION_ID.put("getActivityStreams", "GET /activities/N/streams");
        BY_OPERATION_ID.put("getClubActivitiesById", "GET /clubs/N/activities");
        BY_OPERATION_ID.put("getClubAdminsById", "GET /clubs/N/admins");
        BY_OPERATION_ID.put("getClubById", "GET /clubs/N");
        BY_OPERATION_ID.put("getClubMembersById", "GET /clubs/N/members");
        BY_OPERATION_ID.put("getCommentsByActivityId", "GET /activities/N/comments");
        BY_OPERATION_ID.put("getEffortsBySegmentId", "GET /segment_efforts");
        BY_OPERATION_ID.put("getGearById", "GET /gear/N");
        BY_OPERATION_ID.put("getKudoersByActivityId", "GET /activities/N/kudos");
        BY_OPERATION_ID.put("getLapsByActivityId", "GET /activities/N/laps");
        BY_OPERATION_ID.put("getLoggedInAthlete", "GET /athlete");
        BY_OPERATION_ID.put("getLoggedInAthleteActivities", "GET /athlete/activities");
        BY_OPERATION_ID.put("getLoggedInAthleteClubs", "GET /athlete/clubs");
        BY_OPERATION_ID.put("getLoggedInAthleteStarredSegments", "GET /segments/starred");
        BY_OPERATION_ID.put("getLoggedInAthleteZones", "GET /athlete/zones");
        BY_OPERATION_ID.put("getRouteById", "GET /routes/N");
        BY_OPERATION_ID.put("getRoutesByAthleteId", "GET /athletes/N/routes");
        BY_OPERATION_ID.put("getRouteStreams", "GET /routes/N/streams");
        BY_OPERATION_ID.put("getSegmentById", "GET /segments/N");
        BY_OPERATION_ID.put("getSegmentEffortById", "GET /segment_efforts/N");
        BY_OPERATION_ID.put("getSegmentEffortStreams", "GET /segment_efforts/N/streams");
        BY_OPERATION_ID.put("getSegmentStreams", "GET /segments/N/streams");
        BY_OPERATION_ID.put("getStats", "GET /athletes/N/stats");
        BY_OPERATION_ID.put("getUploadById", "GET /uploads/N");
        BY_OPERATION_ID.put("getZonesByActivityId", "GET /activities/N/zones");
        BY_OPERATION_ID.put("starSegment", "PUT /segments/N/starred");
        BY_OPERATION_ID.put("updateActivityById", "PUT /activities/N");
        BY_OPERATION_ID.put("updateLoggedInAthlete", "PUT /athlete");
    }

    /** Files whose names say nothing that a rule could use. */
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("models__activity_stats.json", "GET /athletes/N/stats"),
            Map.entry("models__activity_zone.json", "ActivityZone"),
            Map.entry("models__athlete_segment_stats.json", "AthleteSegmentStats"),
            Map.entry("models__club_event.json", "ClubEvent"),
            Map.entry("models__comment.json", "Comment"),
            Map.entry("models__detailed_activities__ride.json", "GET /activities/N"),
            Map.entry("models__detailed_activities__run.json", "GET /activities/N"),
            Map.entry("models__detailed_activities__swim.json", "GET /activities/N"),
            Map.entry("models__detailed_athlete.json", "GET /athlete"),
            Map.entry("models__detailed_club.json", "GET /clubs/N"),
            Map.entry("models__detailed_gear__bike.json", "GET /gear/N"),
            Map.entry("models__detailed_gear__shoe.json", "GET /gear/N"),
            Map.entry("models__detailed_photo.json", "Photo"),
            Map.entry("models__detailed_segment.json", "GET /segments/N"),
            Map.entry("models__detailed_segment_effort.json", "GET /segment_efforts/N"),
            Map.entry("models__explorer_segment.json", "ExplorerSegment"),
            Map.entry("models__lap.json", "Lap"),
            Map.entry("models__local_legend.json", "untyped"),
            Map.entry("models__photos_summary.json", "PhotosSummary"),
            Map.entry("models__route.json", "GET /routes/N"),
            Map.entry("models__similar_activities.json", "untyped"),
            Map.entry("models__split.json", "Split"),
            Map.entry("models__stats_visibility.json", "untyped"),
            Map.entry("models__summary_activity.json", "SummaryActivity"),
            Map.entry("models__summary_club.json", "Club"),
            Map.entry("models__summary_gear.json", "Gear"),
            Map.entry("models__summary_segment.json", "Segment"),
            Map.entry("models__xoms.json", "untyped"),
            Map.entry("activities.json", "GET /athlete/activities"),
            Map.entry("laps.json", "GET /activities/N/laps"),
            Map.entry("activity-manual.3.json", "GET /activities/N"),
            Map.entry("activity.3.json", "GET /activities/N"),
            Map.entry("athlete.2.json", "GET /athlete"),
            Map.entry("athlete.3.json", "GET /athlete"),
            Map.entry("example_route_response.json", "GET /routes/N"),
            Map.entry("example_zone_response.json", "GET /activities/N/zones"),
            Map.entry("upload-status-duplicate-html-error.json", "GET /uploads/N"),
            Map.entry("400-athlete-activities-after-in-future.json", "GET /athlete/activities"),
            Map.entry("400-push-subscription-already-exists.json", "POST /push_subscriptions"),
            Map.entry("400-push-subscription-not-verifiable.json", "POST /push_subscriptions"),
            Map.entry("400-refresh-token-invalid.json", "POST /oauth/token"),
            Map.entry("401-missing-scope-activity-read.errors-only.json", "GET /athlete/activities"),
            Map.entry("401-missing-scope-profile-read-all.errors-only.json", "GET /athlete/zones"),
            Map.entry("403-application-inactive.json", "GET /athlete"),
            Map.entry("404-activity-not-found.json", "GET /activities/N"),
            Map.entry("429-rate-limit-exceeded.json", "GET /athlete"),
            Map.entry("subscription-created.official-doc-2018.json", "POST /push_subscriptions"),
            Map.entry("activity-create.official-doc-troubleshooting.not-valid-json.txt", NO_ANSWER),
            Map.entry("activity-update-title.official-doc.json", NO_ANSWER),
            Map.entry("hub-challenge-request.official-doc.txt", NO_ANSWER),
            Map.entry("hub-challenge-response.official-doc.json", NO_ANSWER));

    /** All below a folder; those of which nothing is known have an empty request. */
    static List<RecordedAnswer> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".meta.json"))
                    .filter(file -> !file.getParent().equals(folder))
                    .sorted()
                    .map(RecordedAnswer::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedAnswer read(Path file) {
        String name = file.getFileName().toString();
        byte[] body = bytes(file);
        Path meta = file.resolveSibling(name.replaceFirst("\\.body\\.[a-z]+$", ".meta.json"));
        if (name.contains(".body.")) {
            return recorded(name, body, JsonTree.parse(bytes(meta)).members());
        }
        int status = name.matches("[1-5][0-9][0-9]-.*") ? Integer.parseInt(name.substring(0, 3)) : 200;
        String request = request(file.getParent().getFileName().toString(), name);
        return new RecordedAnswer(name, request, status, completed(name, body), Map.of());
    }

    private static String request(String folder, String name) {
        if (folder.equals("official-swagger-2018") && !name.startsWith("example-") || name.equals("swagger.json")) {
            return NO_ANSWER;
        }
        if (name.startsWith("example-")) {
            return BY_OPERATION_ID.getOrDefault(name.replaceFirst("^example-([A-Za-z]+)\\..*", "$1"), "");
        }
        if (name.startsWith("strava__")) {
            return BY_OPERATION_ID.getOrDefault(name.replaceFirst("^.*-([a-z]+)\\.json$", "$1"), "");
        }
        return BY_NAME.getOrDefault(name, "");
    }

    private static RecordedAnswer recorded(String name, byte[] body, Map<String, JsonTree> meta) {
        Map<String, JsonTree> request = meta.get("request").members();
        Map<String, JsonTree> response = meta.get("response").members();
        String path = request.get("uri")
                .text()
                .replaceFirst("\\?.*", "")
                .replaceFirst("^https://www\\.strava\\.com(/api/v3)?", "")
                .replaceAll("/[bg]?[0-9]+", "/N");
        Map<String, String> headers = new LinkedHashMap<>();
        response.get("headers").members().forEach((header, values) -> {
            if (!OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT))) {
                headers.put(header, values.items().get(0).text());
            }
        });
        int status =
                Integer.parseInt(response.get("status").members().get("code").text());
        return new RecordedAnswer(name, request.get("method").text() + " " + path, status, body, headers);
    }

    /** Undoes what those who wrote an answer down have done to it. */
    private static byte[] completed(String name, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (name.endsWith(".errors-only.json")) {
            return ("{\"message\":\"Authorization Error\",\"errors\":" + text + "}").getBytes(StandardCharsets.UTF_8);
        }
        if (name.startsWith("example-")) {
            JsonTree tree = JsonTree.parse(body);
            // The examples of 2018 stand in an object that is named after the operation.
            String operation = name.replaceFirst("^example-([A-Za-z]+)\\..*", "$1");
            if (tree.members().keySet().equals(Set.of(operation))) {
                return tree.members().get(operation).source().getBytes(StandardCharsets.UTF_8);
            }
        }
        return body;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
