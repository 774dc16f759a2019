package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.StravaListener;
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestCounter;
import io.stravaai.client.RequestEvent;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeStravaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When calls are repeated, and when the client stops trying. */
class RepetitionTest {

    private static final Endpoint LIST = Endpoint.named("GET /athlete/activities");
    private static final FakeAnswer TROUBLE = FakeAnswer.html(502, "<html>bad gateway</html>");
    private static final CallOptions PATIENT = CallOptions.defaults().withLane(Lane.POLL);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final World world =
            new World(strava -> strava.readLimits(1000, 10_000).overallLimits(2000, 20_000));
    private final StravaClient client =
            world.clientBuilder().retryPolicy(RetryPolicy.never()).build();

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /athlete", "PUT /athlete", "POST /activities", "DELETE /push_subscriptions/{id}"})
    void what_was_never_sent_is_sent_again_whatever_it_is(String name) throws IOException {
        Endpoint operation = Endpoint.named(name);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        AtomicReference<RawServer> server = new AtomicReference<>();
        try (StravaClient late = overSocket(port)
                .sleeper(duration -> server.compareAndSet(
                        null, new RawServer(port, exchange -> exchange.send("HTTP/1.1 200 OK\r\n\r\n{\"id\":1}"))))
                .build()) {
            operation.call(late, world.athlete.id(), CallOptions.defaults());

            assertThat(server.get().requests()).hasSize(1);
        } finally {
            server.get().close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /activities", "POST /uploads", "DELETE /push_subscriptions/{id}"})
    void what_may_have_been_done_is_not_done_again(String name) {
        try (RawServer server = new RawServer(exchange -> exchange.reset());
                StravaClient socket = overSocket(server.port()).build()) {
            assertThatThrownBy(() -> Endpoint.named(name).call(socket, world.athlete.id(), PATIENT))
                    .isInstanceOfSatisfying(
                            StravaIoException.class,
                            e -> assertThat(e.requestSent()).isTrue());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void repetitions_end_when_their_budget_is_spent_and_successes_earn_new_ones() {
        AtomicBoolean down = new AtomicBoolean(true);
        List<RequestEvent> events = new CopyOnWriteArrayList<>();
        try (FakeStravaServer server = world.strava.startServer();
                StravaClient calls = overSocket(server.port())
                        .okHttp(http -> http.connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                                .dns(host -> {
                                    if (down.get()) {
                                        throw new java.net.UnknownHostException(host);
                                    }
                                    return List.of(InetAddress.getLoopbackAddress());
                                }))
                        .apiUrl(URI.create("http://localhost:" + server.port() + "/api/v3"))
                        .listener(listener(events))
                        .build()) {
            List<Integer> attempts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                attempts.add(attempts(calls, events));
            }
            // A hundred, at five a repetition.
            assertThat(attempts).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1);

            down.set(false);
            for (int i = 0; i < 5; i++) {
                assertThat(attempts(calls, events)).isEqualTo(1);
            }
            down.set(true);
            assertThat(attempts(calls, events)).isEqualTo(2);
            assertThat(attempts(calls, events)).isEqualTo(1);
        }
    }

    @Test
    void a_repetition_that_helps_costs_nothing() {
        try (StravaClient calls = world.clientBuilder().build()) {
            for (int i = 0; i < 60; i++) {
                // Good answers between keep the breaker shut.
                list(calls);
                list(calls);
                world.strava.answerNext(TROUBLE);
                assertThat(list(calls)).isNull();
            }
        }
    }

    @Test
    void five_failures_in_a_row_stop_all_requests_for_half_a_minute() {
        try (StravaClient calls = world.clientBuilder().build()) {
            trouble(5);
            assertThat(list(calls)).isInstanceOf(ServerErrorException.class);
            // The fifth failure is thrown at once.
            assertThat(list(calls)).isInstanceOf(ServerErrorException.class);
            assertThat(world.listRequests()).isEqualTo(5);
            Instant opened = world.clock.instant();
            world.clock.advance(PAUSE.minusMillis(1));
            int used = calls.quota()
                    .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                    .used();

            assertThat(list(calls)).isInstanceOfSatisfying(StravaUnavailableException.class, e -> {
                assertThat(e.retryAt()).isEqualTo(opened.plus(PAUSE));
                assertThat(e.retryable()).isTrue();
            });
            assertThat(catchThrowable(
                            () -> Endpoint.named("GET /push_subscriptions").call(calls, world.athlete.id(), PATIENT)))
                    .isInstanceOf(StravaUnavailableException.class);
            assertThat(world.strava.exchanges()).hasSize(5);
            assertThat(calls.quota()
                            .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                            .used())
                    .isEqualTo(used);

            world.clock.advance(Duration.ofMillis(1));
            assertThat(list(calls)).isNull();
            assertThat(list(calls)).isNull();
        }
    }

    @Test
    void half_of_twenty_or_more_in_a_minute_stop_all_requests() {
        for (int i = 0; i < 10; i++) {
            assertThat(list(client)).isNull();
            trouble(1);
            assertThat(list(client)).isInstanceOf(ServerErrorException.class);
        }

        assertThat(list(client)).isInstanceOf(StravaUnavailableException.class);
        assertThat(world.listRequests()).isEqualTo(20);
    }

    @Test
    void failures_of_some_time_ago_do_not() {
        for (int i = 0; i < 30; i++) {
            assertThat(list(client)).isNull();
            trouble(1);
            assertThat(list(client)).isInstanceOf(ServerErrorException.class);
            world.clock.advance(Duration.ofMinutes(2));
        }
    }

    @Test
    void fewer_than_half_do_not() {
        for (int i = 0; i < 30; i++) {
            for (int good = 0; good < 2; good++) {
                assertThat(list(client)).isNull();
            }
            trouble(1);
            assertThat(list(client)).isInstanceOf(ServerErrorException.class);
        }
    }

    @Test
    void a_probe_that_fails_begins_another_pause() {
        open();
        world.clock.advance(PAUSE);
        trouble(1);

        assertThat(list(client)).isInstanceOf(ServerErrorException.class);
        assertThat(list(client))
                .isInstanceOfSatisfying(
                        StravaUnavailableException.class,
                        e -> assertThat(e.retryAt())
                                .isEqualTo(world.clock.instant().plus(PAUSE)));
        assertThat(world.listRequests()).isEqualTo(6);
    }

    @Test
    void a_probe_that_is_told_404_has_found_strava_well() {
        open();
        world.clock.advance(PAUSE);
        world.strava.answerNext(FakeAnswer.fault(404, "Resource Not Found", "Activity", "", "not found"));

        assertThat(list(client)).isInstanceOf(NotFoundException.class);
        trouble(4);
        for (int i = 0; i < 4; i++) {
            assertThat(list(client)).isInstanceOf(ServerErrorException.class);
        }
        assertThat(list(client)).isNull();
    }

    @Test
    void a_probe_that_is_interrupted_leaves_the_next_call_to_look() {
        open();
        world.clock.advance(PAUSE);
        AtomicBoolean interrupted = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (interrupted.compareAndSet(false, true)) {
                Thread.currentThread().interrupt();
            }
        });
        world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofMinutes(1)));
        try {
            assertThat(list(client)).isInstanceOf(CallInterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(list(client)).isNull();
    }

    @Test
    void one_call_looks_whether_the_trouble_is_over_and_the_others_do_not_wait_for_it() throws Exception {
        open();
        world.clock.advance(PAUSE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        world.strava.onAnswer(exchange -> {
            asked.countDown();
            try {
                assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> probe = thread.submit(() -> list(client));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            int used = client.quota()
                    .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                    .used();
            for (int i = 0; i < 10; i++) {
                assertThat(list(client))
                        .isInstanceOfSatisfying(
                                StravaUnavailableException.class,
                                e -> assertThat(e.retryAt()).isAfter(world.clock.instant()));
            }
            assertThat(client.quota()
                            .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                            .used())
                    .isEqualTo(used);
            answered.countDown();
            assertThat(probe.get()).isNull();
        } finally {
            answered.countDown();
            thread.shutdownNow();
        }
        assertThat(world.listRequests()).isEqualTo(6);
        assertThat(list(client)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 422})
    void errors_of_the_caller_stop_nothing(int status) {
        for (int i = 0; i < 30; i++) {
            world.strava.answerNext(FakeAnswer.json(status, "{\"message\":\"no\"}"));
            assertThat(catchThrowable(
                            () -> Endpoint.named("GET /push_subscriptions").call(client, world.athlete.id(), PATIENT)))
                    .isInstanceOf(StravaAiException.class)
                    .isNotInstanceOf(StravaUnavailableException.class);
        }
        assertThat(list(client)).isNull();
    }

    @Test
    void a_429_stops_nothing_but_what_needs_quota() {
        for (int i = 0; i < 6; i++) {
            world.strava.answerNext(FakeAnswer.html(429, "<html>slow down</html>"));
            list(client);
            world.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(world.listRequests()).isEqualTo(6);
        assertThat(list(client)).isNull();
    }

    @Test
    void a_network_that_is_down_stops_nothing() {
        List<RequestEvent> events = new CopyOnWriteArrayList<>();
        try (StravaClient lost = overSocket(1)
                .okHttp(Outcomes.NO_CONNECTION)
                .retryPolicy(RetryPolicy.never())
                .listener(listener(events))
                .build()) {
            for (int i = 0; i < 30; i++) {
                assertThat(list(lost)).isInstanceOf(StravaIoException.class);
            }
        }
        assertThat(events).hasSize(30);
    }

    @Test
    void deadlines_stop_nothing() {
        try (StravaClient calls = world.clientBuilder()
                .callTimeout(Duration.ofMinutes(1))
                .retryPolicy(RetryPolicy.never())
                .build()) {
            for (int i = 0; i < 6; i++) {
                world.strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(9)));
                assertThat(catchThrowable(() -> LIST.call(
                                calls,
                                world.athlete.id(),
                                CallOptions.defaults()
                                        .withDeadline(world.clock.instant().plusSeconds(5)))))
                        .isInstanceOf(StravaAiException.class);
            }
            assertThat(list(calls)).isNull();
        }
    }

    @Test
    void trouble_with_tokens_stops_nothing() {
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        for (int i = 0; i < 6; i++) {
            world.strava.answerNextToken(TROUBLE);
            assertThat(list(client)).isNotInstanceOf(StravaUnavailableException.class);
            world.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(list(client)).isNull();
    }

    @Test
    void a_clock_that_is_set_back_does_not_prolong_the_pause() {
        open();
        world.clock.set(world.clock.instant().minus(Duration.ofHours(1)));

        assertThat(list(client)).isNull();
    }

    @Test
    void a_sync_ends_with_the_refusal_and_goes_on_after_the_pause() {
        world.withHistory(300);
        trouble(9);
        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(ServerErrorException.class);
        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(ServerErrorException.class);
        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(StravaUnavailableException.class);
        assertThat(world.listRequests()).isEqualTo(5);

        world.clock.advance(PAUSE);
        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(ServerErrorException.class);
        for (int i = 0; i < 3; i++) {
            world.clock.advance(PAUSE);
            catchThrowable(() -> world.engine.sync(world.athlete.id()));
        }
        world.clock.advance(PAUSE);
        assertThat(world.engine.sync(world.athlete.id()).status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).hasSize(300);
    }

    private void open() {
        trouble(5);
        for (int i = 0; i < 5; i++) {
            assertThat(list(client)).isInstanceOf(ServerErrorException.class);
        }
    }

    private void trouble(int answers) {
        for (int i = 0; i < answers; i++) {
            world.strava.answerNext(TROUBLE);
        }
    }

    /** What the call throws; null if it ends well. */
    private Throwable list(StravaClient calls) {
        return catchThrowable(() -> LIST.call(calls, world.athlete.id(), PATIENT));
    }

    private int attempts(StravaClient calls, List<RequestEvent> events) {
        RequestCounter counter = new RequestCounter();
        events.clear();
        catchThrowable(() -> LIST.call(calls, world.athlete.id(), PATIENT.withCounter(counter)));
        assertThat(events).hasSize(counter.count());
        return events.size();
    }

    private StravaClientBuilder overSocket(int port) {
        return world.clientBuilder().okHttp(http -> {}).apiUrl(URI.create("http://127.0.0.1:" + port + "/api/v3"));
    }

    private static StravaListener listener(List<RequestEvent> events) {
        return new StravaListener() {
            @Override
            public void requestCompleted(RequestEvent event) {
                events.add(event);
            }
        };
    }
}
