package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestEvent;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a {@link StravaListener} is told, when, and how little harm it can do. */
class ListenerTest {

    /** Where nobody waits a call is repeated twice. */
    private static final CallOptions PATIENT = CallOptions.defaults().withLane(Lane.POLL);

    private final World world = new World();
    private final AthleteId athlete = world.athlete.id();
    private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
    private final StravaClient client = client(recorder());

    private record Told(String method, List<Object> arguments) {

        <T> T argument(int index, Class<T> type) {
            return type.cast(arguments.get(index));
        }

        RequestEvent event() {
            return argument(0, RequestEvent.class);
        }
    }

    private StravaListener recorder() {
        return each(call -> told.add(call));
    }

    /** A listener all of whose methods do this. */
    private static StravaListener each(Action action) {
        return (StravaListener) Proxy.newProxyInstance(
                StravaListener.class.getClassLoader(),
                new Class<?>[] {StravaListener.class},
                (proxy, method, arguments) -> {
                    action.hear(new Told(method.getName(), Arrays.asList(arguments)));
                    return null;
                });
    }

    interface Action {
        void hear(Told call) throws Throwable;
    }

    private StravaClient client(StravaListener listener) {
        return world.clientBuilder().listener(listener).build();
    }

    private List<String> methods() {
        return told.stream().map(Told::method).toList();
    }

    private List<Told> told(String method) {
        return told.stream().filter(call -> call.method().equals(method)).toList();
    }

    private static FakeAnswer notFound() {
        return FakeAnswer.fault(404, "Record Not Found", "Athlete", "", "not found");
    }

    @AfterEach
    void leaveNoInterruptBehind() {
        Thread.interrupted();
    }

    @Test
    void an_answer_is_told_once_and_its_quota_before_it() {
        world.strava.answerNext(FakeAnswer.real().header("X-Request-Id", "r-1"));

        client.athletes().get(athlete);

        assertThat(methods()).containsExactly("quotaRead", "requestCompleted");
        QuotaReading reading = told.get(0).argument(0, QuotaReading.class);
        assertThat(reading.usage(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)).hasValue(1);
        assertThat(reading.usage(QuotaBucket.OVERALL, QuotaWindow.DAY)).hasValue(1);
        RequestEvent event = told.get(1).event();
        assertThat(event.operation()).isEqualTo("GET /athlete");
        assertThat(event.athlete()).contains(athlete);
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(event.status()).hasValue(200);
        assertThat(event.requestId()).contains("r-1");
        assertThat(event.failure()).isEmpty();
    }

    @Test
    void the_quota_is_settled_before_the_answer_is_told() {
        List<String> quotas = new ArrayList<>();
        StravaClient[] asked = new StravaClient[1];
        asked[0] = client(each(call -> quotas.add(asked[0].quota().toString())));
        world.strava.useQuota(40);

        asked[0].athletes().get(athlete);

        assertThat(quotas).hasSize(2).containsOnly(asked[0].quota().toString());
        assertThat(quotas.get(0)).contains("used=41");
    }

    @Test
    void the_time_a_request_took_is_told_by_the_clients_clock() {
        world.strava.onAnswer(exchange -> world.clock.advance(Duration.ofMillis(1250)));

        client.athletes().get(athlete);

        assertThat(told("requestCompleted").get(0).event().elapsed()).isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void an_error_is_told_once_with_what_it_means() {
        world.strava.answerNext(notFound());

        assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(NotFoundException.class);

        assertThat(methods()).containsExactly("quotaRead", "requestCompleted");
        RequestEvent event = told.get(1).event();
        assertThat(event.status()).hasValue(404);
        assertThat(event.failure()).get().isInstanceOf(NotFoundException.class);
    }

    @Test
    void an_answer_that_cannot_be_read_is_told_as_a_failure_of_status_200() {
        world.strava.answerNext(FakeAnswer.json(200, "[]"));

        assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(ResponseFormatException.class);

        assertThat(told("requestCompleted")).hasSize(1).allSatisfy(call -> {
            assertThat(call.event().status()).hasValue(200);
            assertThat(call.event().failure()).get().isInstanceOf(ResponseFormatException.class);
        });
    }

    @Test
    void each_repetition_is_told_with_its_cause_and_the_delay_that_is_kept() {
        world.strava.answerNext(FakeAnswer.html(503, "<html>"));
        world.strava.answerNext(FakeAnswer.connectionReset());

        client.athletes().get(athlete, PATIENT);

        assertThat(methods())
                .containsExactly(
                        "quotaRead",
                        "requestCompleted",
                        "retryScheduled",
                        "requestCompleted",
                        "retryScheduled",
                        "quotaRead",
                        "requestCompleted");
        assertThat(told("requestCompleted"))
                .extracting(call -> call.event().attempt())
                .containsExactly(1, 2, 3);
        List<Told> retries = told("retryScheduled");
        assertThat(retries.get(0).event()).isSameAs(told.get(1).event());
        assertThat(retries.get(0).event().failure()).get().isInstanceOf(ServerErrorException.class);
        assertThat(retries.get(1).event().failure()).get().isInstanceOf(StravaIoException.class);
        assertThat(retries.get(1).event().status()).isEmpty();
        assertThat(retries).extracting(call -> call.arguments().get(1)).isEqualTo(world.sleeper.sleeps());
    }

    @Test
    void the_last_failure_is_not_told_as_a_repetition() {
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.html(503, "<html>"));
        }

        assertThatThrownBy(() -> client.athletes().get(athlete, PATIENT)).isInstanceOf(ServerErrorException.class);

        assertThat(told("requestCompleted")).hasSize(3);
        assertThat(told("retryScheduled")).hasSize(2);
        assertThat(methods()).endsWith("quotaRead", "requestCompleted");
    }

    @Test
    void a_wait_for_quota_is_told_once_before_it_begins() {
        world.strava.useQuota(99);
        client.athletes().get(athlete);
        told.clear();

        client.athletes().get(athlete, CallOptions.defaults().withMaxQuotaWait(Duration.ofHours(1)));

        assertThat(methods()).containsExactly("waitingForQuota", "quotaRead", "requestCompleted");
        Instant until = told.get(0).argument(0, Instant.class);
        assertThat(until).isBetween(World.START, Instant.parse("2026-03-01T12:16:00Z"));
        assertThat(world.clock.instant()).isAfterOrEqualTo(until);
    }

    @Test
    void a_call_that_does_not_wait_for_quota_tells_no_wait() {
        world.strava.useQuota(99);
        client.athletes().get(athlete);
        told.clear();

        assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(QuotaExceededException.class);

        assertThat(told).isEmpty();
    }

    @Test
    void a_refresh_is_told_after_its_token_is_stored() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        List<Boolean> stored = new ArrayList<>();
        StravaClient own = client(each(call -> {
            told.add(call);
            if (call.method().equals("tokenRefreshed")) {
                stored.add(world.tokens
                        .find(athlete)
                        .orElseThrow()
                        .grant()
                        .expiresAt()
                        .isAfter(world.clock.instant()));
            }
        }));

        own.athletes().get(athlete);
        own.athletes().get(athlete);

        assertThat(methods())
                .containsExactly("tokenRefreshed", "quotaRead", "requestCompleted", "quotaRead", "requestCompleted");
        assertThat(told.get(0).arguments()).containsExactly(athlete);
        assertThat(stored).containsExactly(true);
    }

    @Test
    void a_refresh_that_strava_refuses_is_told_once_with_the_reason() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        world.athlete.revoke();

        assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(GrantRevokedException.class);

        assertThat(methods()).containsExactly("tokenRefreshFailed");
        assertThat(told.get(0).arguments().get(0)).isEqualTo(athlete);
        assertThat(told.get(0).arguments().get(1)).isInstanceOf(GrantRevokedException.class);
    }

    @Test
    void a_refresh_that_gets_no_answer_is_told_once_with_the_reason() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        for (int i = 0; i < 2; i++) {
            world.strava.answerNextToken(FakeAnswer.html(503, "<html>"));
        }

        assertThatThrownBy(() -> client.athletes().get(athlete)).isInstanceOf(StravaAiException.class);

        assertThat(methods()).containsExactly("tokenRefreshFailed");
        assertThat(told.get(0).arguments().get(1)).isInstanceOf(ServerErrorException.class);
    }

    @Test
    void the_engine_tells_each_page_once_and_only_to_its_own_listener() {
        world.withHistory(450);
        List<Told> told = new ArrayList<>();
        SyncEngine engine = SyncEngine.builder()
                .client(client)
                .store(world.store)
                .clock(world.clock)
                .listener(each(told::add))
                .build();

        SyncReport report = engine.sync(athlete, SyncOptions.defaults());

        assertThat(report.status()).isEqualTo(SyncReport.Status.COMPLETE);
        assertThat(told).extracting(Told::method).containsOnly("pageStored", "backfillProgressed");
        List<Told> pages =
                told.stream().filter(call -> call.method().equals("pageStored")).toList();
        assertThat(pages)
                .extracting(call -> call.argument(0, SyncProgress.class).athlete())
                .containsOnly(athlete);
        assertThat(pages)
                .as("an empty page is one as well")
                .extracting(call -> call.argument(0, SyncProgress.class).requests())
                .containsExactly(1, 2, 3, 4);
        assertThat(pages.get(3).argument(0, SyncProgress.class).inserted()).isEqualTo(450);
        assertThat(methods()).doesNotContain("pageStored");
        assertThat(told("requestCompleted"))
                .hasSize(4)
                .extracting(call -> call.event().operation())
                .containsOnly("GET /athlete/activities");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("RuntimeException", new IllegalStateException("listener")),
                Arguments.of("a checked exception", new Exception("listener")),
                Arguments.of("StackOverflowError", new StackOverflowError()),
                Arguments.of("NoClassDefFoundError", new NoClassDefFoundError("of/the/Listener")),
                Arguments.of("AssertionError", new AssertionError("listener")),
                Arguments.of("an error of ours", new NotFoundException(404, List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_listener_that_throws_costs_no_answer_no_permit_no_refresh_and_no_sync(String what, Throwable failure) {
        world.withHistory(450);
        world.tokens.put(athlete, world.athlete.expiredGrant());
        List<String> thrownIn = new ArrayList<>();
        StravaListener throwing = each(call -> {
            thrownIn.add(call.method());
            throw failure;
        });
        StravaClient own = client(throwing);

        assertThat(own.athletes().get(athlete).id()).contains(athlete);
        world.strava.answerNext(FakeAnswer.html(503, "<html>"));
        assertThat(own.athletes().get(athlete).id()).contains(athlete);
        world.strava.answerNext(notFound());
        assertThatThrownBy(() -> own.athletes().get(athlete))
                .isInstanceOf(NotFoundException.class)
                .isNotSameAs(failure);
        SyncReport report = SyncEngine.builder()
                .client(own)
                .store(world.store)
                .clock(world.clock)
                .listener(throwing)
                .listener(each(told::add))
                .build()
                .sync(athlete, SyncOptions.defaults());

        assertThat(report.status()).isEqualTo(SyncReport.Status.COMPLETE);
        assertThat(world.storedRaw()).hasSize(450);
        assertThat(told("pageStored")).as("told to the other listener").isNotEmpty();
        assertThat(own.quota())
                .as("permits are settled")
                .hasToString(world.node().quota().toString());
        int requests = world.strava.requests("/api/v3/athlete") + world.listRequests();
        assertThat(own.quota().toString()).contains("QUARTER_HOUR=Count[used=" + requests + ", limit=100]");
        world.strava.useQuota(99 - requests);
        own.athletes().get(athlete);
        own.athletes().get(athlete, CallOptions.defaults().withMaxQuotaWait(Duration.ofHours(1)));
        assertThat(Set.copyOf(thrownIn))
                .containsExactlyInAnyOrder(
                        "requestCompleted",
                        "quotaRead",
                        "retryScheduled",
                        "waitingForQuota",
                        "tokenRefreshed",
                        "pageStored",
                        "backfillProgressed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_listener_that_throws_at_a_failed_refresh_does_not_hide_the_failure(String what, Throwable failure) {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        world.athlete.revoke();
        StravaClient own = client(each(call -> {
            throw failure;
        }));

        assertThatThrownBy(() -> own.athletes().get(athlete)).isInstanceOf(GrantRevokedException.class);
    }

    @Test
    void a_listener_that_recurses_for_ever_costs_nothing() {
        StravaClient own = client(each(call -> recurse(1)));

        assertThat(own.athletes().get(athlete).id()).contains(athlete);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    static Stream<Arguments> interrupts() {
        return Stream.of(
                Arguments.of("clears the flag", action(call -> Thread.interrupted())),
                Arguments.of("clears the flag and throws", action(call -> {
                    Thread.interrupted();
                    throw new IllegalStateException("listener");
                })),
                Arguments.of("blocks and is interrupted", action(call -> {
                    throw new InterruptedException("listener");
                })));
    }

    private static Action action(Action action) {
        return action;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interrupts")
    void an_interrupt_outlives_a_listener_that(String what, Action listener) {
        world.strava.onAnswer(exchange -> Thread.currentThread().interrupt());
        StravaClient own = client(each(call -> {
            if (call.method().equals("requestCompleted")) {
                listener.hear(call);
            }
        }));

        assertThatCode(() -> own.athletes().get(athlete)).doesNotThrowAnyException();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_listener_may_call_the_client() {
        StravaClient[] own = new StravaClient[1];
        List<String> names = new ArrayList<>();
        own[0] = client(each(call -> {
            if (call.method().equals("requestCompleted") && names.size() < 2) {
                names.add(call.event().operation());
                own[0].athletes().get(athlete);
            }
        }));

        own[0].athletes().get(athlete);

        assertThat(names).containsExactly("GET /athlete", "GET /athlete");
        assertThat(world.strava.exchanges()).hasSize(3);
    }

    @Test
    void requests_for_tokens_are_not_told_as_requests() throws Exception {
        FakeAthlete other = world.strava.addAthlete();
        Callable<?> adopt = () -> client.oauth().adopt(other.refreshToken());

        adopt.call();

        assertThat(told("requestCompleted"))
                .extracting(call -> call.event().operation())
                .allMatch(operation -> !operation.contains("oauth"));
    }
}
