package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.CallOptions;
import io.stravaai.client.NewActivity;
import io.stravaai.client.Page;
import io.stravaai.client.RequestEvent;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.internal.http.ClassPathCheck;
import io.stravaai.internal.quota.StravaRateLimiter;
import io.stravaai.internal.retry.HostBreaker;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.GearId;
import io.stravaai.model.LatLng;
import io.stravaai.model.PolylineMap;
import io.stravaai.model.Route;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamType;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Upload;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.quota.RateLimiter;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeExchange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What seldom comes together, and must still go well. */
class RareCasesTest {

    private static final CallOptions PATIENT = CallOptions.defaults().withLane(Lane.POLL);
    private static final FakeAnswer TROUBLE = FakeAnswer.html(502, "<html>bad gateway</html>");
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Executor DAEMON = refresh -> {
        Thread thread = new Thread(refresh, "refresh");
        thread.setDaemon(true);
        thread.start();
    };

    private final World world = new World();
    private final AthleteId athlete = world.athlete.id();

    // Refreshes and listeners

    @Test
    void a_listener_that_is_told_of_a_dead_grant_can_call_the_client() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        world.athlete.revoke();
        AtomicReference<StravaClient> self = new AtomicReference<>();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        StravaListener listener = new StravaListener() {
            @Override
            public void tokenRefreshFailed(AthleteId whose, StravaAiException failure) {
                seen.set(catchThrowable(() -> self.get().athletes().get(whose)));
                told.countDown();
            }
        };
        self.set(
                world.clientBuilder().refreshExecutor(DAEMON).listener(listener).build());

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThatThrownBy(() -> self.get().athletes().get(athlete)).isInstanceOf(GrantRevokedException.class);
            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        });
        assertThat(seen.get()).isInstanceOf(GrantRevokedException.class);
    }

    @Test
    void a_repetition_is_announced_only_if_it_will_be_made() {
        List<Duration> announced = new CopyOnWriteArrayList<>();
        StravaListener listener = new StravaListener() {
            @Override
            public void retryScheduled(RequestEvent failed, Duration delay) {
                announced.add(delay);
            }
        };
        world.strava.answerNext(TROUBLE);
        try (StravaClient client = world.clientBuilder()
                .retryPolicy(RetryPolicy.defaults().withDelays(Duration.ofHours(1), Duration.ofHours(1)))
                .listener(listener)
                .build()) {
            Instant soon = world.clock.instant().plusSeconds(1);
            assertThatThrownBy(() -> client.athletes().get(athlete, PATIENT.withDeadline(soon)))
                    .isInstanceOf(ServerErrorException.class);
        }
        assertThat(world.strava.exchanges()).hasSize(1);
        assertThat(announced).isEmpty();
    }

    @Test
    void a_wait_for_quota_is_announced_only_if_it_begins() {
        List<Instant> announced = new CopyOnWriteArrayList<>();
        StravaListener listener = new StravaListener() {
            @Override
            public void waitingForQuota(Instant until) {
                announced.add(until);
            }
        };
        world.strava.useQuota(100);
        try (StravaClient client = world.clientBuilder().listener(listener).build()) {
            CallOptions options = PATIENT.withMaxQuotaWait(Duration.ofHours(1))
                    .withDeadline(world.clock.instant().plusSeconds(30));
            catchThrowable(() -> client.athletes().get(athlete, options));
            catchThrowable(() -> client.athletes().get(athlete, options));
        }
        assertThat(world.sleeper.sleeps()).isEmpty();
        assertThat(announced).isEmpty();
    }

    @Test
    void an_event_holds_nothing_of_the_athlete_but_the_id() {
        List<RequestEvent> events = new CopyOnWriteArrayList<>();
        StravaListener listener = new StravaListener() {
            @Override
            public void requestCompleted(RequestEvent event) {
                events.add(event);
            }
        };
        world.strava.answerNext(FakeAnswer.json(200, "{\"firstname\":\"Luna\"}"));
        try (StravaClient client = world.clientBuilder().listener(listener).build()) {
            assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(ResponseFormatException.class);
        }
        assertThat(((ResponseFormatException) events.get(0).failure().orElseThrow()).body())
                .isEmpty();
    }

    @Test
    void a_listener_that_is_told_of_a_good_probe_can_call_the_client() {
        AtomicReference<StravaClient> self = new AtomicReference<>();
        AtomicBoolean asks = new AtomicBoolean();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        StravaListener listener = new StravaListener() {
            @Override
            public void requestCompleted(RequestEvent event) {
                if (asks.compareAndSet(true, false)) {
                    seen.set(catchThrowable(() -> self.get().athletes().get(athlete)));
                }
            }
        };
        try (StravaClient client = world.clientBuilder()
                .retryPolicy(RetryPolicy.never())
                .listener(listener)
                .build()) {
            self.set(client);
            for (int i = 0; i < 5; i++) {
                world.strava.answerNext(TROUBLE);
                catchThrowable(() -> client.athletes().get(athlete));
            }
            world.clock.advance(PAUSE);
            asks.set(true);
            client.athletes().get(athlete);
        }
        assertThat(seen.get()).isNull();
    }

    // Deadlines, permits

    private TokenStore tokensThatTake(Duration time) {
        return (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("find")) {
                        world.clock.advance(time);
                    }
                    try {
                        return method.invoke(world.tokens, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_slow_store_of_tokens_does_not_keep_a_call_going_beyond_its_deadline() {
        try (StravaClient client = world.clientBuilder()
                .tokenStore(tokensThatTake(Duration.ofSeconds(6)))
                .build()) {
            Instant deadline = world.clock.instant().plusSeconds(60);
            client.athletes().get(athlete, PATIENT.withDeadline(deadline));

            assertThat(world.clock.instant()).isBefore(deadline);
        }
    }

    @Test
    void a_call_that_cannot_ask_does_not_put_off_the_question_whether_we_are_barred() {
        world.strava.setActive(false);
        catchThrowable(() -> world.client.athletes().get(athlete));
        world.strava.setActive(true);
        world.clock.advance(Duration.ofMinutes(15));

        assertThatThrownBy(() -> world.client.athletes().get(AthleteId.of(77))).isInstanceOf(NoGrantException.class);
        assertThatCode(() -> world.client.athletes().get(athlete)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "t\u00f6ken"})
    void a_token_that_is_no_header_takes_no_permit(String token) {
        world.tokens.put(
                athlete,
                TokenGrant.of(token, "refresh", world.clock.instant().plus(Duration.ofHours(6)), Set.of(Scope.READ)));

        catchThrowable(() -> world.client.athletes().get(athlete));

        assertThat(world.strava.exchanges()).isEmpty();
        assertThat(world.client
                        .quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .used())
                .isZero();
    }

    @Test
    void the_last_instant_is_a_deadline_like_any_other() {
        world.tokens.put(athlete, world.athlete.expiredGrant());

        assertThatCode(() -> world.client.athletes().get(athlete, PATIENT.withDeadline(Instant.MAX)))
                .doesNotThrowAnyException();
    }

    @Test
    void the_last_instant_is_a_deadline_also_without_a_timeout() {
        try (StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    world.strava.inProcess().customize(http);
                    http.callTimeout(Duration.ZERO);
                })
                .build()) {
            assertThatCode(() -> client.athletes().get(athlete, PATIENT.withDeadline(Instant.MAX)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_ledger_that_fails_does_not_hide_that_the_grant_is_dead() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        world.athlete.revoke();
        RateLimiter real =
                new StravaRateLimiter(world.ledger, world.strava.credentials().clientId(), world.clock);
        RateLimiter failing = (RateLimiter) Proxy.newProxyInstance(
                RateLimiter.class.getClassLoader(), new Class<?>[] {RateLimiter.class}, (proxy, method, args) -> {
                    if (method.getName().equals("release")) {
                        throw new StoreException("the ledger is away", true, null);
                    }
                    return method.invoke(real, args);
                });
        try (StravaClient client = StravaClient.builder()
                .credentials(world.strava.credentials())
                .tokenStore(world.tokens)
                .rateLimiter(failing)
                .clock(world.clock)
                .sleeper(world.sleeper)
                .okHttp(world.strava.inProcess())
                .build()) {
            assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(GrantRevokedException.class);
        }
    }

    @Test
    void an_upload_may_take_longer_than_a_look() {
        world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(35)));
        try (StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    http.readTimeout(Duration.ZERO);
                    world.strava.inProcess().customize(http);
                })
                .build()) {
            assertThatCode(() -> client.uploads()
                            .create(
                                    athlete,
                                    UploadRequest.of(new byte[25_000_000], "fit"),
                                    PATIENT.withDeadline(world.clock.instant().plusSeconds(300))))
                    .doesNotThrowAnyException();
        }
    }

    // The breaker

    private static void open(HostBreaker breaker) {
        for (int i = 0; i < 5; i++) {
            breaker.failed(breaker.acquire(), new ServerErrorException(502, List.of()));
        }
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void a_request_from_before_the_pause_does_not_spoil_the_probe() {
        HostBreaker breaker = new HostBreaker(world.clock);
        HostBreaker.Turn old = breaker.acquire();
        open(breaker);
        world.clock.advance(PAUSE);
        HostBreaker.Turn probe = breaker.acquire();

        breaker.failed(old, new ServerErrorException(502, List.of()));
        breaker.succeeded(probe);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void a_request_from_before_the_pause_does_not_let_a_second_probe_through() {
        HostBreaker breaker = new HostBreaker(world.clock);
        HostBreaker.Turn old = breaker.acquire();
        open(breaker);
        world.clock.advance(PAUSE);
        breaker.acquire();

        breaker.failed(old, new CallInterruptedException("Interrupted", new InterruptedException()));

        assertThatThrownBy(breaker::acquire).isInstanceOf(StravaUnavailableException.class);
    }

    @Test
    void answers_that_are_too_large_for_us_are_no_trouble_of_strava() {
        for (int i = 0; i < 2; i++) {
            world.strava.answerNext(FakeAnswer.json(200, "{\"time\":" + " ".repeat(17_000_000) + "1}"));
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> world.client
                            .streams()
                            .ofActivity(athlete, ActivityId.of(1), Set.of(StreamType.TIME), PATIENT))
                    .isInstanceOf(ResponseFormatException.class);
        }
        assertThatCode(() -> world.client.athletes().get(athlete)).doesNotThrowAnyException();
        // What is too large once is too large again.
        assertThat(world.strava.exchanges()).hasSize(3);
    }

    // The cache

    @Test
    void an_athlete_who_was_disconnected_elsewhere_is_not_answered_from_the_cache() {
        try (StravaClient client =
                world.clientBuilder().cacheMaxAge(Duration.ofDays(7)).build()) {
            world.strava.answerNext(FakeAnswer.json(200, "{\"id\":\"b1\",\"name\":\"bike\"}"));
            client.gear().get(athlete, GearId.of("b1"));
            world.tokens.delete(athlete);

            assertThatThrownBy(() -> client.gear().get(athlete, GearId.of("b1")))
                    .isInstanceOf(NoGrantException.class);
        }
    }

    @Test
    void a_star_whose_answer_is_lost_leaves_no_old_segment_in_the_cache() {
        SegmentId segment = world.strava.addSegment("hill", 1, 1, 1000);
        AtomicReference<StravaClient> self = new AtomicReference<>();
        try (StravaClient client = world.clientBuilder()
                .cacheMaxAge(Duration.ofDays(7))
                .retryPolicy(RetryPolicy.never())
                .okHttp(http -> {
                    http.addInterceptor(chain -> {
                        if (chain.request().method().equals("PUT")) {
                            // Another thread looks while the star is on its way.
                            self.get().segments().get(athlete, segment);
                            world.strava.answerNext(FakeAnswer.real().lost());
                        }
                        return chain.proceed(chain.request());
                    });
                    world.strava.inProcess().customize(http);
                })
                .build()) {
            self.set(client);
            assertThatThrownBy(() -> client.segments().star(athlete, segment, true))
                    .isInstanceOf(StravaAiException.class);

            assertThat(client.segments().get(athlete, segment).rawField("starred"))
                    .contains("true");
        }
    }

    // Lists

    @Test
    void a_server_that_does_not_count_pages_is_not_asked_for_ever() {
        for (int i = 0; i < 20; i++) {
            world.strava.answerNext(FakeAnswer.json(200, "[{\"id\":1}]"));
        }
        List<Page<Club>> pages = new ArrayList<>();
        catchThrowable(() -> world.client.clubs().list(athlete).pages().forEach(pages::add));

        assertThat(pages).hasSizeLessThan(5);
    }

    @Test
    void an_exploration_without_its_list_is_no_empty_list() {
        world.strava.answerNext(FakeAnswer.json(200, "{}"));
        assertThatThrownBy(() -> world.client
                        .segments()
                        .explore(athlete, SegmentExploreRequest.within(new LatLng(1, 1), new LatLng(2, 2))))
                .isInstanceOf(ResponseFormatException.class);
    }

    // Requests

    private List<String> sentBy(java.util.function.Consumer<StravaClient> call) {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    http.addInterceptor(chain -> {
                        Request request = chain.request();
                        Buffer body = new Buffer();
                        if (request.body() != null) {
                            request.body().writeTo(body);
                        }
                        sent.add(request.url().query() + " " + body.readUtf8());
                        return chain.proceed(request);
                    });
                    world.strava.inProcess().customize(http);
                })
                .build()) {
            catchThrowable(() -> call.accept(client));
        }
        assertThat(sent).isNotEmpty();
        return sent;
    }

    @Test
    void corners_beside_the_equator_are_written_without_exponent() {
        SegmentExploreRequest request =
                SegmentExploreRequest.within(new LatLng(-0.0004, 0.0002), new LatLng(0.00001, 0.01));
        assertThat(sentBy(client -> client.segments().explore(athlete, request)))
                .noneMatch(sent -> sent.contains("E-"));
    }

    @Test
    void long_distances_are_written_without_exponent() {
        NewActivity activity = NewActivity.of(
                        "round the world",
                        SportType.SAIL,
                        LocalDateTime.parse("2026-01-02T03:04:05"),
                        Duration.ofDays(90))
                .withDistance(40_075_000);
        assertThat(sentBy(client -> client.activities().create(athlete, activity)))
                .noneMatch(sent -> sent.contains("E7"));
    }

    @Test
    void an_update_to_null_is_refused_like_other_nulls() {
        assertThat(catchThrowable(() -> ActivityUpdate.of().name(null))).isInstanceOf(NullPointerException.class);
    }

    // The class path

    @Test
    void a_missing_circuit_breaker_is_explained() {
        assertThatThrownBy(() -> ClassPathCheck.guard(() -> {
                    throw new NoClassDefFoundError("io/github/resilience4j/circuitbreaker/CircuitBreaker");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resilience4j-circuitbreaker");
    }

    @Test
    void an_artifact_that_a_customizer_lacks_is_not_taken_for_an_old_okhttp() {
        Throwable thrown = catchThrowable(() -> world.clientBuilder()
                .okHttp(http -> {
                    throw new NoClassDefFoundError("okhttp3/logging/HttpLoggingInterceptor");
                })
                .build()
                .athletes());
        assertThat(String.valueOf(thrown.getMessage())).doesNotContain("too old");
    }

    @Test
    void a_customizer_is_called_once_and_again_only_if_it_failed() {
        AtomicInteger calls = new AtomicInteger();
        try (StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                })
                .build()) {
            assertThat(calls).hasValue(0);
            assertThatThrownBy(client::athletes).hasMessage("not yet");
            assertThat(client.athletes()).isSameAs(client.athletes());
            assertThat(client.oauth()).isNotNull();
            assertThat(calls).hasValue(2);
        }
    }

    // JSON

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "True", "FALSE", "NULL", "nULL"})
    void words_in_capitals_are_no_json(String word) {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":1,\"private\":" + word + "}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void a_whole_number_is_read_exactly_or_not_at_all() {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":9007199254740993.0}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p4", "16d", " 16 ", "\uff11\uff16f"})
    void a_quoted_number_is_a_number_of_json(String text) {
        SummaryActivity activity = StravaJson.read("{\"id\":1,\"distance\":\"" + text + "\"}", SummaryActivity.class);
        assertThatThrownBy(activity::distance).isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void digits_of_other_scripts_are_no_id() {
        assertThatThrownBy(() -> StravaJson.read("{\"id\":\"\u0661\u0662\"}", SummaryActivity.class))
                .isInstanceOf(ResponseFormatException.class);
    }

    @Test
    void an_offset_that_is_none_is_empty() {
        SummaryActivity activity = StravaJson.read("{\"id\":1,\"utc_offset\":4294970896}", SummaryActivity.class);
        assertThat(activity.utcOffset()).isEmpty();
    }

    @Test
    void the_bytes_of_an_object_cannot_be_changed_from_outside() {
        byte[] json = "{\"id\":1,\"name\":\"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        SummaryActivity activity = StravaJson.read(json, SummaryActivity.class);
        java.util.Arrays.fill(json, (byte) ' ');
        assertThat(activity.name()).contains("a");
    }

    @Test
    void many_names_in_a_map_of_texts_are_read_in_reasonable_time() {
        StringBuilder json = new StringBuilder("{\"id\":1,\"map_urls\":{");
        for (int i = 0; i < 200_000; i++) {
            json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":\"u\"");
        }
        Route route = StravaJson.read(json.append("}}").toString(), Route.class);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(route.mapUrls()).hasSize(200_000));
    }

    /** The generator knows the text of each field, so no second parser is needed. */
    @Test
    void each_field_is_its_slice_of_any_document() {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            List<String> values = new ArrayList<>();
            StringBuilder json = new StringBuilder(space(random)).append('{');
            int size = random.nextInt(12);
            for (int field = 0; field < size; field++) {
                String value = value(random, 0);
                values.add(value);
                json.append(field == 0 ? "" : ",")
                        .append(space(random))
                        .append("\"f\\u0030")
                        .append(field)
                        .append('"')
                        .append(space(random))
                        .append(':')
                        .append(space(random))
                        .append(value)
                        .append(space(random));
            }
            json.append(space(random)).append('}').append(space(random));
            PolylineMap object = StravaJson.read(json.toString(), PolylineMap.class);
            assertThat(object.rawJson()).isEqualTo(json.toString().strip());
            for (int field = 0; field < size; field++) {
                assertThat(object.rawField("f0" + field))
                        .as("seed %d, document %s", seed, json)
                        .contains(values.get(field));
            }
        }
    }

    private static String space(Random random) {
        StringBuilder space = new StringBuilder();
        while (random.nextInt(3) == 0) {
            space.append(" \n\r\t".charAt(random.nextInt(4)));
        }
        return space.toString();
    }

    private static String value(Random random, int depth) {
        switch (random.nextInt(depth < 4 ? 8 : 6)) {
            case 0:
                return List.of("true", "false", "null").get(random.nextInt(3));
            case 1:
                return List.of(
                                "0",
                                "-0",
                                "-0.0",
                                "1e5",
                                "1E+3",
                                "2.5e-7",
                                "9223372036854775807",
                                "9223372036854775808",
                                "-9223372036854775808",
                                "-9223372036854775809",
                                "123456789012345678901234567890",
                                "0.1",
                                "-1.0E-05")
                        .get(random.nextInt(13));
            case 2:
                return Long.toString(random.nextLong());
            case 3:
                return Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4:
                return List.of("\"\"", "\"u\"", "\"}{][,:\"", "\"\\\"\\\\\"", "\"\\u00e9\u00e9\ud83d\ude00\"", "\"-1\"")
                        .get(random.nextInt(6));
            case 5:
                return Integer.toString(random.nextInt(2000) - 1000);
            case 6: {
                StringBuilder array = new StringBuilder("[");
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.append(i == 0 ? "" : ",")
                            .append(space(random))
                            .append(value(random, depth + 1))
                            .append(space(random));
                }
                return array.append(space(random)).append(']').toString();
            }
            default: {
                StringBuilder object = new StringBuilder("{");
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    object.append(i == 0 ? "" : ",")
                            .append(space(random))
                            .append("\"k\"")
                            .append(space(random))
                            .append(':')
                            .append(space(random))
                            .append(value(random, depth + 1));
                }
                return object.append(space(random)).append('}').toString();
            }
        }
    }

    // Uploads

    @Test
    void an_empty_error_is_no_error() {
        Upload upload = StravaJson.read(
                "{\"id\":1,\"error\":\"\",\"status\":\"Your activity is still being processed.\"}", Upload.class);
        assertThat(upload.state()).isEqualTo(Upload.State.PROCESSING);
    }

    @Test
    void the_name_of_a_file_does_not_make_a_duplicate() {
        Upload upload = StravaJson.read(
                "{\"id\":1,\"error\":\"duplicate of activity 5.tcx duplicate of activity 99\"}", Upload.class);
        assertThat(upload.duplicateOf()).contains(ActivityId.of(99));
        Upload failed = StravaJson.read(
                "{\"id\":1,\"error\":\"duplicate of my ride.fit could not be processed\"}", Upload.class);
        assertThat(failed.state()).isEqualTo(Upload.State.FAILED);
    }

    // Public types

    @Test
    void the_name_of_a_sport_can_be_read_by_reflection() throws Exception {
        assertThat(SportType.class.getMethod("name").invoke(SportType.RUN)).isEqualTo("Run");
    }

    @Test
    void the_fake_shows_no_secret() {
        catchThrowable(() -> world.client.subscriptions().list());
        assertThat(world.strava.exchanges())
                .extracting(FakeExchange::toString)
                .noneMatch(text -> text.contains(world.strava.credentials().clientSecret()));
    }
}
