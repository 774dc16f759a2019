package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.RevocationEndpoint;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.CallOptions;
import io.stravaai.client.NewActivity;
import io.stravaai.client.Page;
import io.stravaai.client.Paged;
import io.stravaai.client.SegmentEffortListRequest;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.StravaAiException;
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
import io.stravaai.store.ActivityQuery;
import io.stravaai.sync.SyncOptions;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.TokenRotation;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Secrets and an athlete's data, given to the library and sent by Strava in every place where they can stand, come out
 * where they were asked for and nowhere else: in no line of a log, no message of an exception, no {@code toString}, no
 * event and no name of a thread.
 */
class CanaryTest {

    private static final String SECRET = "canary-client-secret-4711";
    private static final String DATA = "Canary of Private Data";
    private static final String LATITUDE = "12.3456789";
    private static final String LONGITUDE = "98.7654321";
    private static final String ADDRESS = "canary@example.org";
    private static final String VERIFY = "canary-verify-token";
    private static final String STATE = "canary-state-0815";
    private static final List<String> CANARIES = List.of(
            SECRET,
            base64("12345:" + SECRET),
            DATA,
            DATA.replace(" ", "+"),
            DATA.replace(" ", "%20"),
            LATITUDE,
            LONGITUDE,
            ADDRESS,
            VERIFY,
            // FakeStrava's tokens and codes.
            "5ec2e75ec2e7");

    /** Fields of all resources, of all kinds, but for names of open sets: these may be shown. */
    private static final String[] FIELDS = {
        "name",
        "firstname",
        "lastname",
        "username",
        "email",
        "city",
        "state",
        "country",
        "profile",
        "sex",
        "bio",
        "weight",
        "ftp",
        "distance",
        "moving_time",
        "elapsed_time",
        "total_elevation_gain",
        "start_date",
        "start_date_local",
        "timezone",
        "utc_offset",
        "start_latlng",
        "end_latlng",
        "map",
        "laps",
        "splits_metric",
        "segment_efforts",
        "gear",
        "photos",
        "athlete",
        "clubs",
        "bikes",
        "shoes",
        "description",
        "private_note",
        "average_heartrate",
        "max_heartrate",
        "calories",
        "kudos_count",
        "trainer",
        "commute",
        "private",
        "gear_id",
        "device_name",
        "external_id",
        "upload_id",
        "workout_type",
        "segment",
        "activity",
        "heart_rate",
        "power",
        "recent_ride_totals",
        "all_ride_totals",
        "biggest_ride_distance",
        "time",
        "latlng",
        "altitude",
        "text",
        "created_at",
        "updated_at",
        "points",
        "average_grade",
        "climb_category",
        "bounds",
        "urls",
        "location",
        "unique_id",
        "callback_url",
        "application_id",
        "status",
        "error",
        "activity_id",
        "waypoints",
        "segments",
        "estimated_moving_time",
        "distribution_buckets",
        "zones",
        "score",
        "occurrences"
    };

    private final World world = new World(fake -> fake.credentials(ClientCredentials.of("12345", SECRET))
            .readLimits(100_000, 1_000_000)
            .overallLimits(100_000, 1_000_000)
            .tokenRotation(TokenRotation.EVERY_REFRESH));
    private final AthleteId athlete = world.athlete.id();
    private final Set<String> leaks = Collections.synchronizedSet(new TreeSet<>());
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Consumer<String> log = line -> read("log", line);
    private final StravaListener listener = (StravaListener) Proxy.newProxyInstance(
            StravaListener.class.getClassLoader(),
            new Class<?>[] {StravaListener.class},
            (proxy, method, arguments) -> {
                read("thread", Thread.currentThread().getName());
                Arrays.asList(arguments).forEach(this::inspect);
                return null;
            });
    private final StravaClient client = world.clientBuilder()
            .listener(listener)
            .cacheMaxAge(Duration.ofDays(1))
            .build();
    private final Map<Class<?>, Object> arguments = new LinkedHashMap<>();
    private int inspected;
    private int linesRead;
    private int failures;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void prepare() {
        LoggedSecrets.addReader(log);
        Stream.of(
                        athlete,
                        ActivityId.of(1),
                        SegmentId.of(1),
                        SegmentEffortId.of(1),
                        RouteId.of(1),
                        ClubId.of(1),
                        GearId.of("b1"),
                        UploadId.of(1),
                        SubscriptionId.of(1),
                        CallOptions.defaults().bypassingCache(),
                        ActivityListRequest.latest(),
                        SegmentEffortListRequest.on(SegmentId.of(1)),
                        SegmentExploreRequest.within(
                                new LatLng(Double.parseDouble(LATITUDE), 1),
                                new LatLng(13, Double.parseDouble(LONGITUDE))),
                        NewActivity.of(
                                        DATA,
                                        SportType.of("Ride"),
                                        LocalDateTime.MIN.withYear(2026),
                                        Duration.ofHours(1))
                                .withDescription(DATA),
                        ActivityUpdate.of().name(DATA).description(DATA),
                        UploadRequest.of(DATA.getBytes(StandardCharsets.UTF_8), "gpx")
                                .withName(DATA)
                                .withDescription(DATA)
                                .withExternalId(DATA.replace(' ', '+')))
                .forEach(argument -> arguments.put(argument.getClass(), argument));
        arguments.put(Set.class, Set.of(StreamType.of("latlng")));
        arguments.put(OutputStream.class, new ByteArrayOutputStream());
        arguments.put(URI.class, URI.create("https://example.org/hook"));
        arguments.put(String.class, VERIFY);
        arguments.put(int.class, 600);
        arguments.put(double.class, 70.5);
        arguments.put(boolean.class, true);
    }

    @AfterEach
    void endLogging() {
        LoggedSecrets.removeReader(log);
    }

    private void read(String where, String text) {
        linesRead += where.equals("log") ? 1 : 0;
        for (String canary : CANARIES) {
            if (text.contains(canary)) {
                leaks.add(where + " shows " + canary + ": " + text.substring(0, Math.min(300, text.length())));
            }
        }
    }

    /** Reads what an object says of itself, and of what it hands out. */
    private void inspect(Object object) {
        if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::inspect);
        } else if (object instanceof Paged<?> paged) {
            read("toString of a list", paged.toString());
            for (Page<?> page : paged.pages()) {
                inspect(page);
            }
        } else if (object instanceof Iterable<?> iterable) {
            iterable.forEach(this::inspect);
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(this::inspect);
        } else if (object instanceof Throwable throwable) {
            inspectThrowable(throwable);
        } else if (object != null && object.getClass().getName().startsWith("io.stravaai.") && seen.add(object)) {
            inspected++;
            read("toString of " + object.getClass().getSimpleName(), object.toString());
            if (!(object instanceof Enum)) {
                inspectAccessors(object);
            }
        }
    }

    private void inspectThrowable(Throwable throwable) {
        if (!(throwable instanceof StravaAiException) && !seen.contains(throwable)) {
            leaks.add("not typed: " + throwable);
        }
        String trace = Throwables.getStackTrace(throwable);
        read("exception " + throwable.getClass().getSimpleName(), throwable + " " + trace);
        if (seen.add(throwable) && throwable.getClass().getName().startsWith("io.stravaai.")) {
            failures++;
            inspectAccessors(throwable);
        }
    }

    private void inspectAccessors(Object object) {
        for (Method method : object.getClass().getMethods()) {
            boolean accessor = method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && Modifier.isPublic(method.getDeclaringClass().getModifiers())
                    && method.getDeclaringClass().getName().startsWith("io.stravaai.")
                    && method.getReturnType() != void.class
                    && method.getReturnType() != object.getClass();
            if (accessor) {
                try {
                    inspect(method.invoke(object));
                } catch (InvocationTargetException e) {
                    inspect(e.getCause());
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void attempt(Callable<?> call) {
        try {
            inspect(call.call());
        } catch (InvocationTargetException e) {
            inspect(e.getCause());
        } catch (Exception e) {
            inspect(e);
        }
    }

    /** All calls of all parts of the client; of several forms of one call the longest. */
    private List<Callable<?>> calls() {
        List<Callable<?>> calls = new ArrayList<>();
        Stream.of(StravaClient.class.getMethods())
                .filter(part -> part.getReturnType().getSimpleName().endsWith("Api"))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(part -> Stream.of(part.getReturnType().getMethods())
                        .filter(call -> Modifier.isAbstract(call.getModifiers()))
                        .sorted(Comparator.comparing(Method::getName))
                        .forEach(call -> calls.add(() -> call.invoke(
                                part.invoke(client),
                                Arrays.stream(call.getParameterTypes())
                                        .map(type -> Optional.ofNullable(arguments.get(type))
                                                .orElseThrow(() -> new AssertionError("No argument for " + call)))
                                        .toArray()))));
        return calls;
    }

    private static String objectOf(String value) {
        return Arrays.stream(FIELDS)
                .map(field -> "\"" + field + "\":" + value)
                .collect(Collectors.joining(",", "{\"id\":1001,", "}"));
    }

    /** Good answers, answers in unexpected shapes, and errors, all of them with canaries. */
    private static List<FakeAnswer> answers() {
        String text = "\"" + DATA + " " + ADDRESS + "\"";
        String place = "[" + LATITUDE + "," + LONGITUDE + "]";
        String nested = objectOf(text);
        // No name of gear either, which may be shown.
        String token = "\"Bearer 5ec2e75ec2e7" + "0".repeat(28) + "\"";
        List<String> values =
                List.of(text, place, nested, "[" + nested + "]", token, LATITUDE, "{" + text + ":1}", "-5", "1e400");
        List<FakeAnswer> answers = new ArrayList<>();
        for (String value : values) {
            String object = objectOf(value);
            answers.add(FakeAnswer.json(200, object));
            answers.add(FakeAnswer.json(200, "[" + object + "," + value + "," + text + "]"));
            answers.add(FakeAnswer.json(200, "{\"latlng\":{\"data\":[" + value + "]},\"segments\":[" + object + "]}"));
            answers.add(FakeAnswer.json(200, "[{\"type\":\"latlng\",\"data\":[" + value + "]}]"));
            answers.add(FakeAnswer.json(200, "{\"id\":" + value + "}"));
            answers.add(FakeAnswer.json(200, object.substring(0, object.length() / 2)));
            answers.add(FakeAnswer.json(200, "[" + object + "," + object.substring(0, object.length() - 7)));
        }
        answers.add(FakeAnswer.json(200, "{" + DATA + ":1}"));
        answers.add(FakeAnswer.json(200, "{\"id\":" + DATA + "}"));
        answers.add(FakeAnswer.json(200, "[{\"id\":1,\"name\":" + ADDRESS + "}]"));
        answers.add(FakeAnswer.html(200, "<html>" + DATA + "</html>"));
        answers.add(FakeAnswer.of(200, "<gpx>" + DATA + "</gpx><TrainingCenterDatabase></TrainingCenterDatabase>"));
        answers.add(FakeAnswer.json(200, nested).truncated(50));
        for (int status : new int[] {302, 400, 401, 402, 403, 404, 409, 413, 429, 500, 503}) {
            String message = "{\"message\":" + text + ",\"email\":" + text + ",\"errors\":[]}";
            answers.add(FakeAnswer.json(status, message));
            answers.add(FakeAnswer.html(status, "<html>" + DATA + ADDRESS + "</html>"));
            answers.add(
                    FakeAnswer.json(status, "{\"message\":" + text).header("Location", "https://x.test/?q=" + ADDRESS));
        }
        answers.add(FakeAnswer.fault(401, DATA, "AccessToken", "activity:read_permission", "missing"));
        answers.add(FakeAnswer.fault(403, DATA, "Application", "Status", "Inactive"));
        answers.add(FakeAnswer.fault(429, DATA, "Application", "rate limit", "exceeded"));
        answers.add(FakeAnswer.connectionReset());
        answers.add(FakeAnswer.real().delayed(Duration.ofHours(1)));
        return answers;
    }

    private void assertNoLeak() {
        assertThat(leaks).isEmpty();
        assertThat(linesRead).as("lines of the log").isPositive();
    }

    @Test
    void every_call_at_every_answer_keeps_them_to_itself() {
        arguments.values().forEach(this::inspect);
        List<Callable<?>> calls = calls();
        List<FakeAnswer> answers = answers();
        for (Callable<?> call : calls) {
            for (FakeAnswer answer : answers) {
                // As many as a call's attempts and the end of a list may take.
                for (int i = 0; i < 3; i++) {
                    world.strava.answerNext(answer);
                }
                world.strava.answerNext(FakeAnswer.json(200, "[]"));
                attempt(call);
                drainAnswers();
                world.clock.advance(Duration.ofMinutes(16));
            }
        }

        assertNoLeak();
        assertThat(calls).hasSizeGreaterThan(35);
        assertThat(inspected).as("objects").isGreaterThan(1000);
        assertThat(failures).as("exceptions").isGreaterThan(1000);
    }

    /** Uses up what a call left of its answers. */
    private void drainAnswers() {
        for (int i = 0; i < 5; i++) {
            world.clock.advance(Duration.ofMinutes(16));
            try {
                client.athletes().get(athlete);
            } catch (RuntimeException e) {
                inspect(e);
            }
        }
    }

    @Test
    void consent_refresh_and_revocation_keep_them_to_themselves() {
        inspect(world.strava.credentials());
        inspect(world.athlete.grant());
        List<FakeAnswer> answers = answers();
        answers.add(FakeAnswer.real());
        answers.add(FakeAnswer.real().lost());
        answers.add(
                FakeAnswer.json(200, "{\"access_token\":" + "\"" + DATA + "\",\"refresh_token\":[\"" + DATA + "\"]}"));
        for (FakeAnswer answer : answers) {
            attempt(() -> client.oauth()
                    .authorizationUrl(AuthorizationRequest.of(URI.create("https://example.org/back"), STATE)));
            String code = world.athlete.consent(Set.of(Scope.ACTIVITY_READ_ALL, Scope.READ));
            for (String state : List.of(STATE, "other-state")) {
                attempt(() -> AuthorizationCallback.parse(
                        URI.create("https://example.org/back?state=" + state + "&code=" + code + "&scope=read"),
                        STATE));
            }
            AuthorizationCallback callback = AuthorizationCallback.parse(
                    URI.create("https://example.org/back?state=" + STATE + "&code=" + code + "&scope=read"), STATE);
            inspect(callback);
            scripted(answer, () -> client.oauth().exchange(callback));
            scripted(answer, () -> client.oauth().adopt(world.athlete.refreshToken()));
            world.tokens.put(athlete, world.athlete.expiredGrant());
            scripted(answer, () -> client.athletes().get(athlete));
            world.tokens.find(athlete).ifPresent(this::inspect);
            scripted(answer, () -> {
                client.oauth().revoke(athlete, RevocationEndpoint.DEAUTHORIZE);
                return null;
            });
            scripted(answer, () -> {
                client.oauth().revoke(athlete);
                return null;
            });
            world.clock.advance(Duration.ofHours(1));
            connectAgain();
        }

        assertNoLeak();
        assertThat(failures).as("exceptions").isGreaterThan(100);
    }

    private void connectAgain() {
        while (world.tokens.find(athlete).isEmpty()) {
            String code = world.athlete.consent(Set.of(Scope.ACTIVITY_READ_ALL, Scope.READ));
            attempt(() -> client.oauth()
                    .exchange(AuthorizationCallback.parse(
                            URI.create("https://example.org/back?state=" + STATE + "&code=" + code + "&scope=read"),
                            STATE)));
        }
    }

    private void scripted(FakeAnswer answer, Callable<?> call) {
        world.strava.answerNextToken(answer);
        world.strava.answerNextToken(answer);
        attempt(call);
        world.clock.advance(Duration.ofMinutes(16));
    }

    @Test
    void a_sync_with_quarantine_a_failed_refresh_and_a_revocation_keep_them_to_themselves() {
        Instant start = World.START.minus(Duration.ofDays(30));
        world.athlete.upload(FakeActivity.builder().name(DATA).startDate(start).build());
        world.athlete.putBroken(
                "{\"id\":17,\"name\":\"" + DATA + "\",\"start_date\":\"" + DATA + "\"}", start.minusSeconds(30));
        world.athlete.put("{\"id\":18,\"name\":\"" + DATA + "\",\"distance\":\"" + DATA + "\",\"start_date\":\""
                + start.minusSeconds(60) + "\",\"start_latlng\":[" + LATITUDE + "," + LONGITUDE + "]}");
        world.athlete.putBroken("\"" + DATA + "\"", start.minusSeconds(90));
        SyncEngine engine = SyncEngine.builder()
                .client(client)
                .store(world.store)
                .clock(world.clock)
                .listener(listener)
                .build();

        attempt(() -> engine.sync(athlete, SyncOptions.defaults()));
        inspect(world.store.list(ActivityQuery.of(athlete)));
        for (FakeAnswer answer : answers()) {
            for (int i = 0; i < 3; i++) {
                world.strava.answerNext(answer);
            }
            attempt(() -> engine.sync(athlete, SyncOptions.defaults().withFullHistory()));
            world.clock.advance(Duration.ofMinutes(16));
        }
        inspect(world.store.list(ActivityQuery.of(athlete)));
        TokenGrant expired = world.athlete.expiredGrant();
        world.tokens.put(athlete, expired);
        world.athlete.revoke();
        attempt(() -> engine.sync(athlete, SyncOptions.defaults()));

        assertThat(world.storedRaw().toString()).contains(DATA);
        assertNoLeak();
    }
}
