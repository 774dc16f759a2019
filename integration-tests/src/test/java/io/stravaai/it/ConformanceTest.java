package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.InvalidAuthorizationCodeException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.model.Athlete;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffort;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StravaObject;
import io.stravaai.model.SubscriptionId;
import io.stravaai.test.FakeAnswer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every answer that was recorded from Strava is read, and nothing of it is lost. */
class ConformanceTest {

    /** What may come out as an error although Strava's status says success, and why. */
    private static final Map<String, String> MAY_FAIL = Map.of(
            "activity_with_fake_id.200.body.json", "an id beyond 64 bits, made by hand",
            "example-getLoggedInAthleteStarredSegments.GET.200.json", "documentation: an object in the place of a list",
            "example-getLoggedInAthleteZones.GET.200.json", "documentation: a list in the place of an object",
            "example-updateLoggedInAthlete.PUT.200.json", "documentation: an id beyond 64 bits",
            "strava__get-upload-getuploadbyid.json", "documentation: 0 in the place of an id",
            "strava__get-zones-getloggedinathletezones.json", "documentation: a list in the place of an object",
            "strava__list-starred-segments-getloggedinathletestarredsegments.json",
                    "documentation: an object in the place of a list",
            "strava__update-athlete-updateloggedinathlete.json", "documentation: an id beyond 64 bits",
            "strava__upload-activity-createupload.json", "documentation: 0 in the place of an id");

    /** Accessors that may refuse their field: all are of documentation that has an id beyond 64 bits, or a text for an object. */
    private static final Set<String> MAY_BE_REFUSED = documented(Map.of(
            "example-getLoggedInAthleteActivities.GET.200.json $", List.of("uploadId"),
            "activities.json $", List.of("uploadId"),
            "strava__list-athlete-activities-getloggedinathleteactivities.json $", List.of("uploadId"),
            "strava__get-activity-zones-getzonesbyactivityid.json $", List.of("distributionBuckets"),
            "strava__list-athlete-routes-getroutesbyathleteid.json $", List.of("athlete"),
            "strava__list-athlete-routes-getroutesbyathleteid.json $.segments[]",
                    List.of("athletePrEffort", "endLatlng", "startLatlng"),
            "strava__list-athlete-routes-getroutesbyathleteid.json $.waypoints[]", List.of("latlng", "targetLatlng"),
            "strava__get-route-getroutebyid.json $", List.of("athlete"),
            "strava__get-route-getroutebyid.json $.segments[]", List.of("athletePrEffort", "endLatlng", "startLatlng"),
            "strava__get-route-getroutebyid.json $.waypoints[]", List.of("latlng", "targetLatlng")));

    private static Set<String> documented(Map<String, List<String>> accessors) {
        Set<String> places = new TreeSet<>();
        accessors.forEach((place, names) -> names.forEach(name -> places.add(place + "." + name)));
        for (String period : List.of("all", "recent", "ytd")) {
            for (String sport : List.of("Ride", "Run", "Swim")) {
                if (!(period + sport).equals("recentRide")) {
                    places.add("strava__get-athlete-stats-getstats.json $." + period + sport + "Totals");
                }
            }
        }
        return places;
    }

    /** What error an answer is whose status says that it is one. */
    private static final Map<String, Class<? extends StravaAiException>> ERRORS = Map.ofEntries(
            Map.entry("activity_with_ratelimit_exceeded.429.body.json", QuotaExceededException.class),
            Map.entry("authorization_error.401.body.json", UnauthorizedException.class),
            Map.entry("not_found_error.404.body.json", NotFoundException.class),
            Map.entry("400-athlete-activities-after-in-future.json", InvalidRequestException.class),
            Map.entry("400-push-subscription-already-exists.json", InvalidRequestException.class),
            Map.entry("400-push-subscription-not-verifiable.json", InvalidRequestException.class),
            Map.entry("400-refresh-token-invalid.json", GrantRevokedException.class),
            Map.entry("401-missing-scope-activity-read.errors-only.json", ScopeMissingException.class),
            Map.entry("401-missing-scope-profile-read-all.errors-only.json", ScopeMissingException.class),
            Map.entry("403-application-inactive.json", AppInactiveException.class),
            Map.entry("404-activity-not-found.json", NotFoundException.class),
            Map.entry("429-rate-limit-exceeded.json", QuotaExceededException.class),
            Map.entry("oauth__token_invalid_client.400.body.json", InvalidClientException.class),
            Map.entry("oauth__token_invalid_code.400.body.json", InvalidAuthorizationCodeException.class));

    /** Strava has taken these away; their old answers are read as what a program may have kept of them. */
    private static final Map<String, Class<? extends StravaObject>> REMOVED = Map.of(
            "GET /clubs/N/members", Athlete.class,
            "GET /clubs/N/admins", Athlete.class,
            "GET /segments/N/all_efforts", SegmentEffort.class);

    /** Their elements have no id, so no type has their shape. */
    private static final String CLUB_ACTIVITIES = "GET /clubs/N/activities";

    private final Map<String, Integer> counted = new TreeMap<>();
    private final Map<String, Fidelity> read = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();

    @Test
    void every_recorded_answer_is_read_and_nothing_of_it_is_lost() {
        List<RecordedAnswer> answers = RecordedAnswer.below(Recorded.all());

        answers.forEach(this::check);

        Fidelity all = new Fidelity();
        read.values().forEach(all::add);
        print(answers.size(), all);
        wrong.addAll(all.differences());
        assertThat(wrong).isEmpty();
        assertThat(all.refused()).as("accessors that refused their field").isEqualTo(MAY_BE_REFUSED);
        assertThat(failed).as("answers that could not be read").isEqualTo(MAY_FAIL.keySet());
        assertThat(counted.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(answers.size());
    }

    private void check(RecordedAnswer answer) {
        if (answer.status() >= 400) {
            count(answer, "errors");
            checkError(answer);
        } else if (answer.request().equals(RecordedAnswer.NO_ANSWER)) {
            count(answer, "no answers: descriptions, webhooks");
        } else if (answer.request().equals("untyped")) {
            count(answer, "parts without a type of their own");
        } else if (answer.request().equals(CLUB_ACTIVITIES)) {
            count(answer, "removed, without a type: " + CLUB_ACTIVITIES);
        } else if (REMOVED.containsKey(answer.request())) {
            String row = "removed: " + answer.request();
            count(answer, row);
            List<? extends StravaObject> objects = StravaJson.readList(answer.body(), REMOVED.get(answer.request()));
            List<JsonTree> sources = JsonTree.parse(answer.body()).items();
            assertThat(objects).hasSameSizeAs(sources);
            for (int i = 0; i < sources.size(); i++) {
                fidelity(row).compare(answer.name(), objects.get(i), sources.get(i));
            }
        } else if (answer.request().startsWith("POST /oauth/")) {
            count(answer, answer.request());
            checkOAuth(answer);
        } else if (answer.request().contains("/export_")) {
            count(answer, answer.request());
            checkExport(answer);
        } else if (answer.request().equals("DELETE /push_subscriptions/N")) {
            count(answer, answer.request());
            Replay.with(answer, (client, athlete) -> client.subscriptions().delete(SubscriptionId.of(1)));
        } else if (answer.request().matches("[A-Z][A-Za-z]+")) {
            String row = "part: " + answer.request();
            count(answer, row);
            StravaObject part = StravaJson.read(answer.body(), type(answer.request()));
            fidelity(row).compare(answer.name(), part, JsonTree.parse(answer.body()));
        } else if (Replay.operation(answer).isPresent()) {
            count(answer, answer.request());
            try {
                Replay.compare(answer, Replay.operation(answer).orElseThrow(), fidelity(answer.request()));
            } catch (ResponseFormatException e) {
                failed.add(answer.name());
                if (!MAY_FAIL.containsKey(answer.name())) {
                    wrong.add(answer.name() + ": " + e.getMessage());
                }
            }
        } else {
            wrong.add(answer.name() + ": nobody knows what this answers");
        }
    }

    private void checkError(RecordedAnswer answer) {
        Class<? extends StravaAiException> expected = ERRORS.get(answer.name());
        Throwable error = catchThrowable(() -> {
            if (answer.request().equals("POST /oauth/token")) {
                checkToken(answer);
            } else {
                Replay.with(
                        answer,
                        (client, athlete) ->
                                Replay.operation(answer).orElseThrow().call(client, athlete));
            }
        });
        if (error == null || expected == null || !expected.equals(error.getClass())) {
            wrong.add(answer.name() + ": expected " + expected + ", but got "
                    + (error == null ? "nothing" : error.getClass()));
        }
    }

    private void checkOAuth(RecordedAnswer answer) {
        if (answer.request().equals("POST /oauth/token")) {
            checkToken(answer);
        } else {
            // Whoever disconnects reads nothing of the answer but its status.
            assertThat(JsonTree.parse(answer.body()).members()).containsOnlyKeys("access_token");
        }
    }

    private static void checkToken(RecordedAnswer answer) {
        World world = new World();
        world.strava.answerNextToken(Replay.answer(answer));
        if (answer.name().contains("refresh")) {
            world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
            world.strava.answerNext(FakeAnswer.json(200, "{\"id\":1}"));
            assertThat(world.client.athletes().get(world.athlete.id()).id()).isPresent();
            return;
        }
        Authorization authorization = world.client
                .oauth()
                .exchange(AuthorizationCallback.parse(
                        URI.create("http://localhost/?state=s1&scope=read,activity:read&code=c"), "s1"));
        JsonTree athlete =
                JsonTree.parse(answer.body()).members().get("athlete").members().get("id");
        assertThat(authorization.athlete()).hasToString(athlete.text());
    }

    private static void checkExport(RecordedAnswer answer) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Replay.with(answer, (client, athlete) -> {
            if (answer.request().endsWith("gpx")) {
                client.routes().exportGpx(athlete, RouteId.of(1), file);
            } else {
                client.routes().exportTcx(athlete, RouteId.of(1), file);
            }
        });
        assertThat(file.toByteArray()).isEqualTo(answer.body());
    }

    private static Class<? extends StravaObject> type(String name) {
        try {
            return Class.forName(StravaObject.class.getPackageName() + "." + name)
                    .asSubclass(StravaObject.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void count(RecordedAnswer answer, String row) {
        counted.merge(row, 1, Integer::sum);
    }

    private Fidelity fidelity(String row) {
        return read.computeIfAbsent(row, name -> new Fidelity());
    }

    private void print(int files, Fidelity all) {
        StringBuilder table = new StringBuilder("%n%d files%n".formatted(files));
        counted.forEach((row, count) -> {
            Fidelity fidelity = read.getOrDefault(row, new Fidelity());
            table.append("%-40s | %3d | %3d typed | %d raw only: %s%n"
                    .formatted(
                            row,
                            count,
                            fidelity.typed().size(),
                            fidelity.raw().size(),
                            String.join(", ", fidelity.raw())));
        });
        table.append("accessors whose field was never recorded with a value: ").append(String.join(", ", all.unread()));
        System.out.println(table);
    }
}
