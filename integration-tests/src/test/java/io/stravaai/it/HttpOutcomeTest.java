package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.CallOptions;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaApiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.it.Outcomes.Row;
import io.stravaai.it.Outcomes.Then;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeStravaServer;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of a real HTTP server leads to: the error, the requests it costs, and whether a token is refreshed. */
class HttpOutcomeTest {

    private final World world = new World();
    private FakeStravaServer server;
    private StravaClient client;

    @BeforeEach
    void start() {
        server = world.strava.startServer();
        client = builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** The list, and one call of each other method. */
    static Stream<Arguments> table() {
        return Stream.of(
                        "GET /athlete/activities",
                        "PUT /athlete",
                        "POST /activities",
                        "DELETE /push_subscriptions/{id}")
                .map(Endpoint::named)
                .flatMap(operation -> Outcomes.rows().stream()
                        .filter(row -> row.then() != Then.NOT_SENT)
                        .map(row -> Arguments.of(operation, row)));
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @MethodSource("table")
    void an_answer_leads_to(Endpoint operation, Row row) {
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(row.answer(operation));
        }
        int requests = switch (row.thenFor(operation)) {
            case REFRESHED -> operation.isOfAthlete() ? 2 : 1;
            case REPEATED -> operation.isIdempotent() ? 2 : 1;
            default -> 1;
        };

        Throwable error = catchThrowable(() -> operation.call(client, world.athlete.id(), CallOptions.defaults()));

        if (row.thenFor(operation) == Then.RESULT) {
            assertThat(error).isNull();
        } else {
            assertThat(error).isExactlyInstanceOf(row.error());
        }
        assertThat(apiRequests()).isEqualTo(requests);
        assertThat(world.strava.tokenRequests())
                .isEqualTo(row.then() == Then.REFRESHED && operation.isOfAthlete() ? 1 : 0);
        assertThat(String.valueOf(error))
                .doesNotContain(world.athlete.grant().accessToken())
                .doesNotContain(world.athlete.refreshToken());
    }

    @ParameterizedTest(name = "{0} gets {1}, then a valid answer")
    @MethodSource("table")
    void trouble_that_passes_is_not_seen_by_the_caller(Endpoint operation, Row row) {
        world.strava.answerNext(row.answer(operation));
        world.strava.answerNext(operation.valid());
        boolean ends = switch (row.thenFor(operation)) {
            case FINAL -> true;
            case REFRESHED, NEXT_WINDOW -> !operation.isOfAthlete();
            case REPEATED -> !operation.isIdempotent();
            default -> false;
        };

        Throwable error = catchThrowable(() -> operation.call(
                client, world.athlete.id(), CallOptions.defaults().withMaxQuotaWait(Duration.ofMinutes(20))));

        if (ends) {
            assertThat(error).isExactlyInstanceOf(row.error());
        } else {
            assertThat(error).isNull();
        }
    }

    @Test
    void an_inactive_application_stops_everything_and_is_asked_again_a_quarter_hour_later() {
        world.strava.setActive(false);

        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(AppInactiveException.class);
        assertThat(world.strava.exchanges()).hasSize(1);

        world.strava.setActive(true);
        world.clock.advance(Duration.ofMinutes(15));
        list();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 403, 404})
    void an_application_is_active_again_also_when_whoever_asks_is_told_something_else(int status) {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.strava.setActive(true);
        world.clock.advance(Duration.ofMinutes(15));
        world.strava.answerNext(FakeAnswer.json(status, "{\"message\":\"Something else\"}"));

        assertThatThrownBy(this::list)
                .isInstanceOf(StravaApiException.class)
                .isNotInstanceOf(AppInactiveException.class);
        list();
    }

    @Test
    void that_an_endpoint_is_gone_does_not_say_that_the_application_is_active() {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.clock.advance(Duration.ofMinutes(15));
        world.strava.answerNext(fault(404, "resource", "path", "invalid"));
        assertThatThrownBy(this::list).isInstanceOf(EndpointRetiredException.class);
        List<Throwable> meanwhile = new ArrayList<>();
        world.strava.onAnswer(exchange -> {
            if (meanwhile.isEmpty()) {
                meanwhile.add(new AssertionError("called in its turn"));
                meanwhile.set(0, catchThrowable(this::list));
            }
        });
        int sent = world.strava.exchanges().size();

        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);

        assertThat(meanwhile).hasOnlyElementsOfType(AppInactiveException.class);
        assertThat(world.strava.exchanges()).hasSize(sent + 1);
    }

    @Test
    void whoever_asks_and_gets_no_answer_leaves_the_question_to_the_next() {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.strava.setActive(true);
        world.clock.advance(Duration.ofMinutes(15));
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.connectionReset());
        }

        assertThatThrownBy(this::list).isInstanceOf(StravaIoException.class);
        list();
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_an_application_inactive() {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.strava.setActive(true);
        world.clock.set(world.clock.instant().minus(Duration.ofDays(2)));

        list();
    }

    @Test
    void an_application_that_is_still_inactive_is_asked_for_once_by_a_clock_that_is_set_back() {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.clock.set(world.clock.instant().minus(Duration.ofDays(2)));

        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        assertThat(world.listRequests()).isEqualTo(2);
    }

    @Test
    void whoever_asks_whether_the_application_is_active_again_may_refresh_the_token_on_the_way() {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.strava.setActive(true);
        world.clock.advance(Duration.ofMinutes(15));
        world.strava.answerNext(fault(401, "Athlete", "access_token", "invalid"));

        list();
    }

    static Stream<Arguments> refusals() {
        Duration quarter = Duration.ofMinutes(15);
        Duration day = Duration.ofDays(1);
        Instant nextQuarter = Instant.parse("2026-03-01T12:15:00Z");
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        return Stream.of(
                Arguments.of("no headers", "", "", "", "", quarter, nextQuarter),
                Arguments.of("quarter", "200,2000", "100,500", "100,1000", "100,500", quarter, nextQuarter),
                Arguments.of("overall quarter", "200,2000", "200,500", "100,1000", "3,500", quarter, nextQuarter),
                Arguments.of("day", "200,2000", "50,1100", "100,1000", "50,1000", day, midnight),
                Arguments.of("overall day", "200,2000", "50,2001", "100,1000", "50,999", day, midnight),
                Arguments.of("both", "200,2000", "200,2000", "100,1000", "100,1000", day, midnight),
                Arguments.of("no numbers", "x", ",", ",", ",", quarter, nextQuarter));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void a_429_says_which_window_is_used_up_and_when_it_ends(
            String name,
            String limit,
            String usage,
            String readLimit,
            String readUsage,
            Duration window,
            Instant resetsAt) {
        world.strava.answerNext(fault(429, "Application", "rate limit", "exceeded")
                .header("X-RateLimit-Limit", limit)
                .header("X-RateLimit-Usage", usage)
                .header("X-ReadRateLimit-Limit", readLimit)
                .header("X-ReadRateLimit-Usage", readUsage));

        assertThatThrownBy(this::list).isInstanceOfSatisfying(QuotaExceededException.class, e -> {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.window()).isEqualTo(window);
            assertThat(e.resetsAt()).isEqualTo(resetsAt);
        });
        // What is not sent at all says the same.
        assertThatThrownBy(this::list).isInstanceOfSatisfying(QuotaExceededException.class, e -> {
            assertThat(e.status()).isZero();
            assertThat(e.window()).isEqualTo(window);
            assertThat(e.resetsAt()).isEqualTo(resetsAt);
        });
        assertThat(world.listRequests()).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_cut_off_by_the_network_is_repeated() {
        world.athlete.generateHistory(World.START.minus(Duration.ofDays(20)), World.START, 7);
        world.strava.answerNext(FakeAnswer.real().truncated(100));

        assertThat(client.activities()
                        .list(world.athlete.id(), ActivityListRequest.latest())
                        .first()
                        .elements())
                .hasSize(7);
    }

    @Test
    void an_answer_that_takes_too_long_is_given_up() {
        try (StravaClient impatient =
                builder().callTimeout(Duration.ofMillis(300)).build()) {
            world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(2)));
            world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(2)));
            world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(2)));

            assertThatThrownBy(() -> impatient
                            .activities()
                            .list(world.athlete.id(), ActivityListRequest.latest())
                            .first())
                    .isInstanceOfSatisfying(
                            StravaIoException.class,
                            e -> assertThat(e.requestSent()).isTrue());
        }
    }

    @Test
    void a_server_that_is_not_there_is_said_so_and_costs_no_quota() throws Exception {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        try (StravaClient lost = builder()
                .apiUrl(URI.create("http://127.0.0.1:" + freePort + "/api/v3"))
                .build()) {
            assertThatThrownBy(() -> lost.activities()
                            .list(world.athlete.id(), ActivityListRequest.latest())
                            .first())
                    .isInstanceOfSatisfying(
                            StravaIoException.class,
                            e -> assertThat(e.requestSent()).isFalse())
                    .hasMessageContaining("Cannot connect");
            assertThat(lost.quota().toString()).contains("Count[used=0, limit=100]");
        }
    }

    @Test
    void a_connect_that_takes_too_long_costs_no_quota() {
        try (StravaClient lost = builder().okHttp(Outcomes.NO_CONNECTION).build()) {
            assertThatThrownBy(() -> lost.activities()
                            .list(world.athlete.id(), ActivityListRequest.latest())
                            .first())
                    .isInstanceOfSatisfying(
                            StravaIoException.class,
                            e -> assertThat(e.requestSent()).isFalse());
            assertThat(lost.quota()
                            .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                            .used())
                    .isZero();
        }
    }

    static Stream<StravaAiException> failures_of_a_ledger() {
        return Stream.of(
                new StoreException("The database is busy", true, null),
                new SchemaException("The table is one of a later version"),
                new CallInterruptedException("Waiting for the database was interrupted", new InterruptedException()));
    }

    @ParameterizedTest
    @MethodSource("failures_of_a_ledger")
    void a_ledger_that_fails_behind_an_answer_does_not_cost_the_answer(StravaAiException failure) {
        AtomicInteger finds = new AtomicInteger();
        QuotaLedger failing = new QuotaLedger() {
            @Override
            public Optional<Entry> find(String clientId) {
                if (finds.incrementAndGet() == 2) {
                    throw failure;
                }
                return world.ledger.find(clientId);
            }

            @Override
            public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                return world.ledger.replace(clientId, expectedVersion, next);
            }
        };
        try (StravaClient hiccup = builder().quotaLedger(failing).build()) {
            hiccup.activities()
                    .list(world.athlete.id(), ActivityListRequest.latest())
                    .first();
        }

        assertThat(finds.get()).isEqualTo(2);
        assertThat(world.listRequests()).isEqualTo(1);
    }

    @Test
    void of_many_callers_one_asks_whether_the_application_is_still_inactive() throws Exception {
        world.strava.setActive(false);
        assertThatThrownBy(this::list).isInstanceOf(AppInactiveException.class);
        world.clock.advance(Duration.ofMinutes(15));
        CyclicBarrier barrier = new CyclicBarrier(16);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Throwable>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(pool.submit(() -> {
                    barrier.await();
                    return catchThrowable(this::list);
                }));
            }
            for (Future<Throwable> call : calls) {
                assertThat(call.get()).isInstanceOf(AppInactiveException.class);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(world.listRequests()).isEqualTo(2);
    }

    @Test
    void a_permit_is_not_carried_into_another_window_by_a_long_wait_for_a_token() {
        world.clock.set(Instant.parse("2026-03-01T12:14:40Z"));
        StoredGrant stored = world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.tokens.claim(world.athlete.id(), stored.version(), new RefreshClaim("dead", world.clock.instant()));
        List<Integer> used = new ArrayList<>();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(World.LIST)) {
                used.add(client.quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .used());
            }
        });

        list();

        assertThat(world.clock.instant()).isAfter(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(used).containsExactly(1);
    }

    @Test
    void an_interrupt_ends_the_call_and_stays_set() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::list).isInstanceOf(CallInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(world.listRequests()).isZero();
    }

    @Test
    void the_token_travels_in_the_header_alone() {
        list();

        assertThat(world.strava.exchanges())
                .allSatisfy(exchange -> assertThat(exchange.query()).containsOnlyKeys("page", "per_page"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.strava.com/api/v3",
                "ftp://www.strava.com",
                "https://www.strava.com/api/v3?x=1",
                "/api/v3",
                "mailto:a@b.c"
            })
    void a_base_that_would_show_the_token_is_refused(String url) {
        assertThatThrownBy(() -> builder().apiUrl(URI.create(url)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apiUrl must be an https URL");
        assertThatThrownBy(() -> builder().oauthUrl(URI.create(url)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oauthUrl must be an https URL");
    }

    private long apiRequests() {
        return world.strava.exchanges().stream()
                .filter(exchange -> exchange.path().startsWith("/api/"))
                .count();
    }

    private void list() {
        client.activities()
                .list(world.athlete.id(), ActivityListRequest.latest())
                .first();
    }

    /** Over a socket, but with virtual time for waits and windows. */
    private StravaClientBuilder builder() {
        return world.clientBuilder().okHttp(http -> {}).apiUrl(server.apiUrl()).oauthUrl(server.oauthUrl());
    }

    private static FakeAnswer fault(int status, String resource, String field, String code) {
        return FakeAnswer.fault(status, "Error", resource, field, code);
    }
}
