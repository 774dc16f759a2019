package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.model.AthleteId;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TokenRotation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshes that fail, at Strava, on the way or at the store. */
class RefreshFailureTest {

    private static final UnaryOperator<FakeStrava.Builder> ROTATING = server ->
            server.tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE).readLimits(1000, 10_000);

    @Test
    void while_the_old_token_lives_a_failed_refresh_does_not_stop_calls() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.grant());
        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofMinutes(20)));
        failToken(world, 2);

        world.client.athletes().get(world.athlete.id());
        world.client.athletes().get(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(2);
        assertThat(world.tokens
                        .find(world.athlete.id())
                        .orElseThrow()
                        .claim()
                        .orElseThrow()
                        .inDoubt())
                .as("a server in trouble may have rotated")
                .isTrue();

        world.clock.advance(Duration.ofMinutes(2));
        world.client.athletes().get(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void while_the_old_token_lives_no_failure_stops_calls_or_is_asked_for_at_each(FakeAnswer refusal) {
        World world = new World();
        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofMinutes(20)));
        world.strava.answerNextToken(refusal);
        world.strava.answerNextToken(refusal);

        world.client.athletes().get(world.athlete.id());
        int asked = world.strava.tokenRequests();
        world.client.athletes().get(world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(asked).isPositive();
    }

    static Stream<FakeAnswer> refusals() {
        return Stream.of(
                FakeAnswer.fault(400, "Bad Request", "Application", "client_id", "invalid"),
                FakeAnswer.fault(400, "Bad Request", "Something", "new", "invalid"),
                FakeAnswer.json(403, "{\"message\":\"Forbidden\"}"),
                FakeAnswer.html(404, "<html></html>"),
                FakeAnswer.html(302, "<html></html>"));
    }

    @Test
    void after_a_failure_the_next_refresh_comes_before_the_old_token_ends() {
        World world = new World();
        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofSeconds(50)));
        failToken(world, 2);
        world.client.athletes().get(world.athlete.id());

        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofSeconds(20)));
        world.client.athletes().get(world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(3);
    }

    @Test
    void a_caller_whose_token_was_refused_is_not_served_by_a_refresh_that_brought_the_same() throws Exception {
        World world = new World();
        Instant expiresAt = world.clock.instant().plus(Duration.ofMinutes(20));
        world.tokens.put(
                world.athlete.id(),
                TokenGrant.of("no token any more", world.athlete.refreshToken(), expiresAt, Set.of()));
        failToken(world, 2);
        CompletableFuture<AthleteId> refused = new CompletableFuture<>();
        AtomicBoolean first = new AtomicBoolean(true);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token") && first.compareAndSet(true, false)) {
                Thread caller = new Thread(() -> {
                    try {
                        refused.complete(world.client
                                .athletes()
                                .get(world.athlete.id())
                                .id()
                                .orElseThrow());
                    } catch (RuntimeException | Error e) {
                        refused.completeExceptionally(e);
                    }
                });
                caller.start();
                while (caller.getState() != Thread.State.TIMED_WAITING && !refused.isDone()) {
                    Thread.onSpinWait();
                }
            }
        });

        world.client.athletes().get(world.athlete.id());

        assertThat(refused.get(60, TimeUnit.SECONDS)).isEqualTo(world.athlete.id());
    }

    @Test
    void with_the_old_token_expired_a_failed_refresh_is_the_callers_problem_and_no_ones_end() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        failToken(world, 2);

        assertThatThrownBy(() -> world.client.athletes().get(world.athlete.id()))
                .isInstanceOf(ServerErrorException.class);
        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[]",
                "{\"access_token\":\"\"}",
                "{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
                "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_at\":\"soon\"}",
                "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_at\":9000000000000000000}"
            })
    void an_answer_that_is_no_token_changes_nothing(String body) {
        World world = new World();
        TokenGrant expired = world.athlete.expiredGrant();
        world.tokens.put(world.athlete.id(), expired);
        world.strava.answerNextToken(FakeAnswer.json(200, body));
        world.strava.answerNextToken(FakeAnswer.json(200, body));

        assertThatThrownBy(() -> world.client.athletes().get(world.athlete.id()))
                .isInstanceOfSatisfying(
                        StravaAiException.class, e -> assertThat(e.retryable()).isTrue());
        StoredGrant stored = world.tokens.find(world.athlete.id()).orElseThrow();
        assertThat(stored.grant()).isEqualTo(expired);
        assertThat(stored.claim().orElseThrow().inDoubt()).isTrue();
    }

    @Test
    void a_lost_rotation_is_told_as_such_by_other_processes_and_ever_after() {
        World world = new World(ROTATING);
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.strava.answerNextToken(FakeAnswer.real().lost());

        assertRotationLost(world.client, world.athlete);
        assertRotationLost(world.node(), world.athlete);
        world.clock.advance(Duration.ofDays(30));
        assertRotationLost(world.node(), world.athlete);
    }

    @Test
    void a_rotation_whose_answer_a_gateway_lost_is_told_as_a_lost_rotation() {
        World world = new World(ROTATING);
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        AtomicBoolean lost = new AtomicBoolean();
        StravaClient client = world.clientBuilder()
                .okHttp(http -> {
                    http.addInterceptor(chain -> {
                        Response answer = chain.proceed(chain.request());
                        boolean token = chain.request().url().encodedPath().endsWith("/oauth/token");
                        return token && lost.compareAndSet(false, true)
                                ? answer.newBuilder().code(504).build()
                                : answer;
                    });
                    world.strava.inProcess().customize(http);
                })
                .build();

        assertRotationLost(client, world.athlete);
        assertRotationLost(world.node(), world.athlete);
    }

    @Test
    void an_answer_lost_on_its_way_without_rotation_costs_only_a_repetition() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.strava.answerNextToken(FakeAnswer.real().lost());

        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
    }

    @Test
    void wrong_credentials_of_the_application_end_no_athletes_grant() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient client = world.clientBuilder()
                .credentials(ClientCredentials.of(world.strava.credentials().clientId(), "wrong"))
                .build();

        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(InvalidClientException.class);
        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
    }

    @Test
    void a_store_that_fails_for_a_moment_after_a_rotation_costs_no_grant() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient client = world.clientBuilder()
                .tokenStore(world.tokensFailing("replace", 3))
                .build();

        assertThat(client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void a_store_that_fails_for_longer_after_a_rotation_takes_the_grant_at_the_next_call() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient client = world.clientBuilder()
                .tokenStore(world.tokensFailing("replace", 7))
                .build();

        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(StoreException.class);
        assertThat(client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void a_grant_that_the_store_takes_after_its_token_has_ended_is_refreshed_before_it_is_used() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient client = world.clientBuilder()
                .tokenStore(world.tokensFailing("replace", 5))
                .build();
        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(StoreException.class);
        world.clock.advance(Duration.ofHours(7));

        assertThat(client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(2);
        assertThat(world.strava.requests("/api/v3/athlete")).isEqualTo(1);
    }

    @Test
    void a_rotation_lost_before_an_attempt_that_said_nothing_is_told_as_lost_also_by_another_process() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.strava.answerNextToken(FakeAnswer.real().lost());
        world.strava.answerNextToken(FakeAnswer.json(500, "{}"));

        assertThatThrownBy(() -> world.client.athletes().get(world.athlete.id()))
                .isInstanceOf(ServerErrorException.class);
        assertThatThrownBy(() -> world.node().athletes().get(world.athlete.id()))
                .isInstanceOfSatisfying(
                        GrantRevokedException.class,
                        e -> assertThat(e.reason()).isEqualTo(GrantRevokedException.Reason.ROTATION_LOST));
    }

    @Test
    void a_connection_that_breaks_during_a_refresh_is_told_as_such() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.strava.answerNextToken(FakeAnswer.connectionReset());
        world.strava.answerNextToken(FakeAnswer.connectionReset());

        assertThatThrownBy(() -> world.client.athletes().get(world.athlete.id()))
                .isInstanceOf(StravaIoException.class);
    }

    private static void assertRotationLost(StravaClient client, FakeAthlete athlete) {
        assertThatThrownBy(() -> client.athletes().get(athlete.id()))
                .isInstanceOfSatisfying(
                        GrantRevokedException.class,
                        e -> assertThat(e.reason()).isEqualTo(GrantRevokedException.Reason.ROTATION_LOST));
    }

    private static void failToken(World world, int times) {
        for (int i = 0; i < times; i++) {
            world.strava.answerNextToken(FakeAnswer.json(500, "{\"message\":\"error\"}"));
        }
    }
}
