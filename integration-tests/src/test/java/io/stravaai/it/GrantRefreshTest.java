package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.client.CallOptions;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NoGrantException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import io.stravaai.test.TokenRotation;
import io.stravaai.time.Sleeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantRefreshTest {

    private static final UnaryOperator<FakeStrava.Builder> ROTATING = server ->
            server.tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE).readLimits(1000, 10_000);

    @ParameterizedTest
    @EnumSource(TokenRotation.class)
    void callers_at_an_expired_token_cause_one_refresh_and_all_succeed(TokenRotation rotation) throws Exception {
        World world = new World(server ->
                server.tokenRotation(rotation).readLimits(1000, 10_000).overallLimits(1000, 10_000));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());

        callTogether(List.of(world.client), 64, world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void callers_in_several_processes_cause_one_refresh_and_all_succeed() throws Exception {
        World world = new World(ROTATING.andThen(server -> server.overallLimits(1000, 10_000))::apply);
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        List<StravaClient> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(world.clientBuilder().sleeper(Sleeper.SYSTEM).build());
        }

        callTogether(processes, 64, world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void callers_whose_token_was_refused_cause_one_refresh_although_strava_insists_on_it() throws Exception {
        int callers = 8;
        World world = new World(server -> server.readLimits(1000, 10_000).overallLimits(1000, 10_000));
        world.tokens.put(world.athlete.id(), world.athlete.grant());
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CyclicBarrier all = new CyclicBarrier(callers);
        for (int i = 0; i < callers; i++) {
            world.strava.answerNext(FakeAnswer.fault(401, "Authorization Error", "Athlete", "access_token", "invalid"));
        }
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token")) {
                // All wait for this refresh: with a limit of time, as they do nowhere else here.
                while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
                    Thread.onSpinWait();
                }
            } else if (refused.getAndIncrement() < callers) {
                threads.add(Thread.currentThread());
                awaitUninterruptibly(all);
            }
        });

        callTogether(List.of(world.client), callers, world.athlete.id());

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void a_token_is_refreshed_early_in_its_last_hour_and_only_then() {
        World world = new World(ROTATING);
        Instant expiresAt = world.athlete.grant().expiresAt();
        world.tokens.put(world.athlete.id(), world.athlete.grant());

        world.clock.set(expiresAt.minus(Duration.ofMinutes(56)));
        world.client.athletes().get(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isZero();

        world.clock.set(expiresAt.minus(Duration.ofMinutes(34)));
        world.client.athletes().get(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void athletes_connected_together_are_not_refreshed_together() {
        World world = new World();
        Instant expiresAt = world.athlete.grant().expiresAt();
        List<AthleteId> athletes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            var athlete = world.strava.addAthlete();
            world.tokens.put(athlete.id(), athlete.grant());
            athletes.add(athlete.id());
        }
        world.clock.set(expiresAt.minus(Duration.ofMinutes(45)));

        athletes.forEach(world.client.athletes()::get);

        assertThat(world.strava.tokenRequests()).isBetween(5, 35);
    }

    @Test
    void a_new_refresh_token_is_stored_before_its_access_token_is_used() {
        World world = new World(ROTATING);
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        List<String> storedAtUse = new ArrayList<>();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/api/v3/athlete")) {
                storedAtUse.add(world.tokens
                        .find(world.athlete.id())
                        .orElseThrow()
                        .grant()
                        .refreshToken());
            }
        });

        world.client.athletes().get(world.athlete.id());

        assertThat(storedAtUse).containsExactly(world.athlete.refreshToken());
    }

    @Test
    void a_dead_refresh_token_is_terminal_until_a_new_consent() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.athlete.revoke();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> world.client.athletes().get(world.athlete.id()))
                    .isInstanceOfSatisfying(GrantRevokedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(GrantRevokedException.Reason.REVOKED);
                        assertThat(e.retryable()).isFalse();
                    });
        }
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
        assertThat(world.strava.requests("/api/v3/athlete")).isZero();

        Authorization again = world.client
                .oauth()
                .exchange(AuthorizationCallback.parse(
                        URI.create("http://localhost/?state=s&scope=read&code="
                                + world.athlete.consent(Set.of(Scope.READ))),
                        "s"));
        assertThat(again.athlete()).isEqualTo(world.athlete.id());
        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
    }

    @Test
    void a_refusal_while_another_process_stored_a_new_grant_adopts_that_grant() {
        World world = new World(ROTATING);
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        world.strava.answerNextToken(FakeAnswer.fault(400, "Bad Request", "RefreshToken", "refresh_token", "invalid"));
        boolean[] stored = {false};
        world.strava.onAnswer(exchange -> {
            if (exchange.status() == 400 && !stored[0]) {
                stored[0] = true;
                world.tokens.put(world.athlete.id(), world.athlete.grant());
            }
        });

        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void a_claim_of_a_dead_process_is_taken_over_after_it_was_watched_for_a_lease() {
        World world = new World();
        StoredGrant stored = world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        // Its clock is an hour ahead of ours.
        world.tokens.claim(
                world.athlete.id(),
                stored.version(),
                new RefreshClaim("dead", world.clock.instant().plus(Duration.ofHours(1))));
        Instant began = world.clock.instant();

        world.client.athletes().get(world.athlete.id());

        assertThat(Duration.between(began, world.clock.instant()))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void while_another_process_refreshes_the_old_token_is_used_as_long_as_it_lives() {
        World world = new World();
        StoredGrant stored = world.tokens.put(world.athlete.id(), world.athlete.grant());
        world.clock.set(stored.grant().expiresAt().minus(Duration.ofMinutes(20)));
        world.tokens.claim(world.athlete.id(), stored.version(), new RefreshClaim("other", world.clock.instant()));

        world.client.athletes().get(world.athlete.id());

        assertThat(world.strava.tokenRequests()).isZero();
        assertThat(world.sleeper.sleeps()).isEmpty();
    }

    @Test
    void a_process_that_was_paused_while_its_claim_was_taken_over_still_saves_the_only_valid_token() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient other = world.node();
        List<Throwable> otherSaw = new ArrayList<>();
        boolean[] paused = {false};
        world.strava.onAnswer(exchange -> {
            if (exchange.path().endsWith("/oauth/token") && !paused[0]) {
                paused[0] = true;
                // Strava has answered us; before we read it, another process takes the claim over and is refused.
                try {
                    other.athletes().get(world.athlete.id());
                } catch (GrantRevokedException e) {
                    otherSaw.add(e);
                }
            }
        });

        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThat(otherSaw).hasSize(1);
        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
        assertThat(other.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
    }

    @Test
    void a_clock_that_is_ahead_does_not_refresh_at_every_call() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.grant());
        var ahead = TestClock.at(world.clock.instant().plus(Duration.ofMinutes(330)));
        StravaClient client = world.clientBuilder().clock(ahead).build();

        for (int i = 0; i < 5; i++) {
            client.athletes().get(world.athlete.id());
        }

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void an_athlete_who_never_connected_is_said_so_without_a_request() {
        World world = new World();

        assertThatThrownBy(() -> world.client.athletes().get(AthleteId.of(424242)))
                .isInstanceOf(NoGrantException.class)
                .hasMessageContaining("424242");
        assertThat(world.strava.exchanges()).isEmpty();
        assertThat(world.client
                        .quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .used())
                .isZero();
    }

    @Test
    void a_refresh_leaves_the_scopes_of_a_consent_that_was_given_while_it_was_under_way() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        TokenGrant expired = world.athlete.expiredGrant();
        world.tokens.put(world.athlete.id(), expired);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token")) {
                world.tokens.put(world.athlete.id(), expired.withScopes(Set.of(Scope.READ)));
            }
        });

        world.client.athletes().get(world.athlete.id());

        TokenGrant stored = world.tokens.find(world.athlete.id()).orElseThrow().grant();
        assertThat(stored.scopes()).containsExactly(Scope.READ);
        assertThat(stored.refreshToken()).isNotEqualTo(expired.refreshToken());
    }

    @Test
    void a_deadline_that_passed_long_ago_is_told_as_such() {
        World world = new World();
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());

        assertThatThrownBy(() -> world.client
                        .athletes()
                        .get(world.athlete.id(), CallOptions.defaults().withDeadline(Instant.MIN)))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void an_interrupt_of_the_caller_does_not_end_the_refresh() throws Exception {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token")) {
                rotated.countDown();
                awaitUninterruptibly(interrupted);
            }
        });
        FutureTask<Throwable> call = new FutureTask<>(
                () -> catchThrowable(() -> world.client.athletes().get(world.athlete.id())));
        Thread caller = new Thread(call);
        caller.start();
        rotated.await();
        caller.interrupt();

        assertThat(call.get()).isInstanceOf(CallInterruptedException.class);
        interrupted.countDown();
        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void in_the_process_too_the_old_token_is_used_while_another_thread_refreshes() {
        World world = new World();
        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofMinutes(20)));
        List<AthleteId> meanwhile = new ArrayList<>();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token")) {
                meanwhile.add(
                        world.client.athletes().get(world.athlete.id()).id().orElseThrow());
            }
        });

        world.client.athletes().get(world.athlete.id());

        assertThat(meanwhile).containsExactly(world.athlete.id());
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void a_claim_of_a_dead_process_does_not_hold_the_refresh_back_until_the_token_has_ended() {
        World world = new World();
        StoredGrant stored = world.tokens.put(world.athlete.id(), world.athlete.grant());
        world.clock.set(stored.grant().expiresAt().minus(Duration.ofMinutes(34)));
        world.tokens.claim(world.athlete.id(), stored.version(), new RefreshClaim("dead", world.clock.instant()));

        for (int minute = 0; minute < 15; minute++) {
            world.clock.advance(Duration.ofMinutes(1));
            world.client.athletes().get(world.athlete.id());
        }

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void a_clock_two_hours_ahead_refreshes_at_most_six_times_a_day() {
        World world = new World();
        TestClock ahead = TestClock.at(world.clock.instant().plus(Duration.ofHours(2)));
        StravaClient client = world.clientBuilder().clock(ahead).build();

        for (int i = 0; i < 24 * 20; i++) {
            client.athletes().get(world.athlete.id());
            world.clock.advance(Duration.ofMinutes(3));
            ahead.advance(Duration.ofMinutes(3));
        }

        assertThat(world.strava.tokenRequests()).isLessThanOrEqualTo(6);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The refresh was interrupted", e);
        }
    }

    private static void awaitUninterruptibly(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("Not all have come", e);
        }
    }

    private static void callTogether(List<StravaClient> clients, int callers, AthleteId athlete) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(callers);
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<AthleteId>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                StravaClient client = clients.get(i % clients.size());
                results.add(pool.submit(() -> {
                    barrier.await(60, TimeUnit.SECONDS);
                    return client.athletes().get(athlete).id().orElseThrow();
                }));
            }
            for (Future<AthleteId> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(athlete);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
