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
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestEvent;
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
import io.stravaai.model.GearId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.StreamType;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    // Public types

    @Test
    void the_fake_shows_no_secret() {
        catchThrowable(() -> world.client.subscriptions().list());
        assertThat(world.strava.exchanges())
                .extracting(FakeExchange::toString)
                .noneMatch(text -> text.contains(world.strava.credentials().clientSecret()));
    }
}
