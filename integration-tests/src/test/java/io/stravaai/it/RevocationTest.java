package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.auth.RevocationEndpoint;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.TestClock;
import io.stravaai.test.TokenRotation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationTest {

    private final World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE));
    private final StravaOAuth oauth = world.client.oauth();

    @Test
    void deauthorizing_with_a_clock_that_is_behind_does_not_forget_a_grant_that_lives() {
        TestClock behind = TestClock.at(world.clock.instant());
        StravaOAuth late = world.clientBuilder().clock(behind).build().oauth();
        world.clock.advance(Duration.ofHours(7));
        behind.advance(Duration.ofHours(1));

        late.revoke(world.athlete.id(), RevocationEndpoint.DEAUTHORIZE);

        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(RevocationEndpoint.class)
    void a_revoked_grant_is_dead_at_strava_and_gone_here(RevocationEndpoint endpoint) {
        String refreshToken = world.athlete.refreshToken();

        oauth.revoke(world.athlete.id(), endpoint);
        oauth.revoke(world.athlete.id(), endpoint);

        assertThat(world.tokens.athletes(null, 10)).isEmpty();
        assertThat(world.strava.requests(
                        endpoint == RevocationEndpoint.REVOKE ? "/oauth/revoke" : "/oauth/deauthorize"))
                .isEqualTo(1);
        assertThatThrownBy(() -> oauth.adopt(refreshToken)).isInstanceOf(GrantRevokedException.class);
    }

    @ParameterizedTest
    @EnumSource(RevocationEndpoint.class)
    void a_consent_that_arrives_while_the_athlete_is_disconnected_does_not_live_on_at_strava(
            RevocationEndpoint endpoint) {
        StravaOAuth node =
                nodeOvertaken(world, "delete", () -> oauth.exchange(World.callback(world.athlete.consent(Set.of()))));

        node.revoke(world.athlete.id(), endpoint);

        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(RevocationEndpoint.class)
    void an_athlete_whom_two_processes_disconnect_at_once_is_disconnected_by_both(RevocationEndpoint endpoint) {
        for (String step : List.of("find", "delete")) {
            World world = new World();
            StravaOAuth node =
                    nodeOvertaken(world, step, () -> world.client.oauth().revoke(world.athlete.id(), endpoint));

            node.revoke(world.athlete.id(), endpoint);

            assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        }
    }

    @Test
    void deauthorizing_refreshes_a_token_that_has_expired() {
        world.clock.advance(Duration.ofHours(7));

        oauth.revoke(world.athlete.id(), RevocationEndpoint.DEAUTHORIZE);

        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
    }

    @Test
    void a_token_that_a_refresh_under_way_brings_is_revoked_too() throws Exception {
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        CompletableFuture<Void> watching = new CompletableFuture<>();
        CompletableFuture<Void> refreshed = new CompletableFuture<>();
        StravaOAuth other = world.clientBuilder()
                .sleeper(duration -> {
                    watching.complete(null);
                    refreshed.join();
                })
                .build()
                .oauth();
        CompletableFuture<Void> revoked = new CompletableFuture<>();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token")) {
                // Strava has rotated, and nobody has stored it yet.
                new Thread(() -> {
                            try {
                                other.revoke(world.athlete.id(), RevocationEndpoint.REVOKE);
                                revoked.complete(null);
                            } catch (RuntimeException | Error e) {
                                revoked.completeExceptionally(e);
                            }
                        })
                        .start();
                CompletableFuture.anyOf(watching, revoked).join();
            }
        });

        // The call itself may come before or after the revocation.
        catchThrowable(() -> world.client.athletes().get(world.athlete.id()));
        refreshed.complete(null);

        revoked.get(60, TimeUnit.SECONDS);
        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_token_that_the_store_has_not_taken_yet_is_revoked_too() {
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        StravaClient client = world.clientBuilder()
                .tokenStore(world.tokensFailing("replace", 7))
                .build();
        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(StoreException.class);

        client.oauth().revoke(world.athlete.id(), RevocationEndpoint.REVOKE);

        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_token_that_no_row_waits_for_any_more_is_revoked_by_whoever_holds_it() {
        for (boolean deletedEarlier : List.of(true, false)) {
            World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
            world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
            AtomicBoolean down = new AtomicBoolean(true);
            StravaClient client =
                    world.clientBuilder().tokenStore(losingTheRow(world, down)).build();
            assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(StoreException.class);
            down.set(false);
            if (deletedEarlier) {
                world.tokens.delete(world.athlete.id());
            }

            client.oauth().revoke(world.athlete.id(), RevocationEndpoint.REVOKE);

            assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_token_that_no_row_waits_for_any_more_is_revoked_later_if_strava_is_down() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.put(world.athlete.id(), world.athlete.expiredGrant());
        AtomicBoolean down = new AtomicBoolean(true);
        StravaClient client =
                world.clientBuilder().tokenStore(losingTheRow(world, down)).build();
        assertThatThrownBy(() -> client.athletes().get(world.athlete.id())).isInstanceOf(StoreException.class);
        down.set(false);
        world.strava.setMaintenance(true);
        assertThatThrownBy(() -> client.oauth().revoke(world.athlete.id(), RevocationEndpoint.REVOKE))
                .isInstanceOf(ServerErrorException.class);
        world.strava.setMaintenance(false);

        client.oauth().revoke(world.athlete.id(), RevocationEndpoint.REVOKE);

        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    /** Takes no new grant while it is down, and then loses the row to somebody else at the moment of the write. */
    private static TokenStore losingTheRow(World world, AtomicBoolean down) {
        return world.tokensWith((method, arguments) -> {
            if (method.equals("replace") && down.get()) {
                throw new StoreException("The database is busy", true, null);
            }
            if (method.equals("replace")) {
                world.tokens.delete(world.athlete.id());
            }
        });
    }

    @Test
    void where_the_refresh_token_may_have_been_used_up_the_access_token_is_revoked() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.clock.set(world.athlete.grant().expiresAt().minus(Duration.ofMinutes(20)));
        world.strava.answerNextToken(FakeAnswer.real().lost());
        world.strava.answerNextToken(FakeAnswer.json(500, "{}"));
        world.client.athletes().get(world.athlete.id());

        world.client.oauth().revoke(world.athlete.id(), RevocationEndpoint.REVOKE);

        assertThat(world.tokens.find(world.athlete.id())).isEmpty();
        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_revocation_that_fails_leaves_the_grant_to_be_revoked_again() {
        world.strava.setMaintenance(true);
        assertThatThrownBy(() -> oauth.revoke(world.athlete.id(), RevocationEndpoint.REVOKE))
                .isInstanceOf(ServerErrorException.class);
        world.strava.setMaintenance(false);

        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        oauth.revoke(world.athlete.id(), RevocationEndpoint.REVOKE);

        assertThatThrownBy(world.athlete::grant).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(RevocationEndpoint.class)
    void of_an_adopted_token_that_never_changed_nothing_is_left(RevocationEndpoint endpoint) {
        World world = new World();
        Set<AthleteId> rows = new HashSet<>();
        TokenStore tokens = world.tokensWith((method, arguments) -> {
            if (method.equals("replace")) {
                rows.add((AthleteId) arguments[0]);
            }
        });
        StravaOAuth node = world.clientBuilder().tokenStore(tokens).build().oauth();
        node.adopt(world.athlete.refreshToken());

        node.revoke(world.athlete.id(), endpoint);

        assertThat(rows)
                .hasSizeGreaterThan(1)
                .allSatisfy(row -> assertThat(world.tokens.find(row)).isEmpty());
    }

    /** A process that another one overtakes before its second look at the store, or before its first deletion. */
    private static StravaOAuth nodeOvertaken(World world, String step, Runnable other) {
        AtomicInteger left = new AtomicInteger(step.equals("find") ? 2 : 1);
        TokenStore tokens = world.tokensWith((method, arguments) -> {
            if (method.equals(step) && left.decrementAndGet() == 0) {
                other.run();
            }
        });
        return world.clientBuilder().tokenStore(tokens).build().oauth();
    }
}
