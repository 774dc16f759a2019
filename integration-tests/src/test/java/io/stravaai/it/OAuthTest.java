package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.AuthorizationDeniedException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.InvalidAuthorizationCodeException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.model.AthleteId;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.TokenRotation;
import io.stravaai.time.Sleeper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthTest {

    private static final URI REDIRECT = URI.create("http://localhost:8080/callback?tenant=a b".replace(" ", "%20"));

    private final World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE));
    private final StravaOAuth oauth = world.client.oauth();

    @Test
    void the_authorize_url_holds_what_strava_asks_for_and_no_secret() {
        URI url = oauth.authorizationUrl(AuthorizationRequest.of(REDIRECT, "s1").withForcedApproval());

        assertThat(url.toString())
                .startsWith("https://www.strava.com/oauth/authorize?")
                .contains("client_id=" + world.strava.credentials().clientId())
                .contains("response_type=code")
                .contains("approval_prompt=force")
                .contains("state=s1")
                .doesNotContain(world.strava.credentials().clientSecret());
        assertThat(url.getQuery()).contains("scope=read,activity:read,activity:read_all");
    }

    @Test
    void states_are_long_and_never_the_same() {
        assertThat(oauth.newState()).hasSize(43).isNotEqualTo(oauth.newState());
    }

    @Test
    void a_code_is_exchanged_once_and_the_scopes_that_were_ticked_are_told() {
        Set<Scope> ticked = Set.of(Scope.READ, Scope.ACTIVITY_READ);
        AuthorizationCallback callback = World.callback(world.athlete.consent(ticked));

        Authorization authorization = oauth.exchange(callback);

        assertThat(authorization.athlete()).isEqualTo(world.athlete.id());
        assertThat(authorization.scopes()).isEqualTo(ticked);
        assertThat(world.client.athletes().get(world.athlete.id()).id()).contains(world.athlete.id());
        assertThatThrownBy(() -> oauth.exchange(callback)).isInstanceOf(InvalidAuthorizationCodeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/?code=c",
                "http://localhost/?code=c&state=",
                "http://localhost/?code=c&state=other",
                "http://localhost/?state=s1",
                "http://localhost/?state=s1&error=access_denied",
                "http://localhost/"
            })
    void a_redirect_that_is_not_the_awaited_consent_is_refused(String redirect) {
        assertThatThrownBy(() -> AuthorizationCallback.parse(URI.create(redirect), "s1"))
                .isInstanceOf(AuthorizationDeniedException.class);
    }

    @Test
    void an_adopted_refresh_token_is_stored_under_its_athlete() {
        world.tokens.delete(world.athlete.id());

        Authorization authorization = oauth.adopt(" " + world.athlete.refreshToken() + "\n");

        assertThat(authorization.athlete()).isEqualTo(world.athlete.id());
        assertThat(world.tokens.athletes(null, 10)).containsExactly(world.athlete.id());
        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void an_adoption_that_was_cut_short_after_the_rotation_is_continued() {
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(500, "{\"message\":\"error\"}"));
        }

        assertThatThrownBy(() -> oauth.adopt(refreshToken)).isInstanceOf(ServerErrorException.class);
        assertThat(world.tokens.athletes(null, 10)).isEmpty();
        assertThat(world.athlete.refreshToken()).isNotEqualTo(refreshToken);

        assertThat(world.node().oauth().adopt(refreshToken).athlete()).isEqualTo(world.athlete.id());
        assertThat(world.tokens.athletes(null, 10)).containsExactly(world.athlete.id());
    }

    @Test
    void a_token_that_was_adopted_and_rotated_since_is_adopted_again_without_asking_strava() {
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        oauth.adopt(refreshToken);
        int asked = world.strava.exchanges().size();

        assertThat(world.node().oauth().adopt(refreshToken).athlete()).isEqualTo(world.athlete.id());
        assertThat(world.strava.exchanges()).hasSize(asked);
    }

    @Test
    void an_adopted_token_of_an_athlete_who_was_disconnected_is_for_strava_to_judge() {
        String refreshToken = world.athlete.refreshToken();
        oauth.adopt(refreshToken);
        world.tokens.delete(world.athlete.id());

        assertThatThrownBy(() -> oauth.adopt(refreshToken)).isInstanceOf(GrantRevokedException.class);
    }

    @Test
    void the_token_of_an_athlete_who_is_connected_is_adopted_without_losing_what_strava_makes_of_it() {
        TokenGrant before = world.athlete.grant();
        world.tokens.put(world.athlete.id(), before);

        assertThat(oauth.adopt(before.refreshToken()).athlete()).isEqualTo(world.athlete.id());

        assertThat(world.athlete.refreshToken()).as("rotated").isNotEqualTo(before.refreshToken());
        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void two_processes_may_adopt_the_same_token_at_once() throws Exception {
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        CyclicBarrier barrier = new CyclicBarrier(8);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<AthleteId>> adopted = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                StravaOAuth node =
                        world.clientBuilder().sleeper(Sleeper.SYSTEM).build().oauth();
                adopted.add(pool.submit(() -> {
                    barrier.await();
                    return node.adopt(refreshToken).athlete();
                }));
            }
            for (Future<AthleteId> athlete : adopted) {
                assertThat(athlete.get()).isEqualTo(world.athlete.id());
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void an_adoption_that_another_process_took_over_and_failed_at_goes_on_with_what_it_has_got() {
        World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH));
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        StravaOAuth other = world.node().oauth();
        AtomicBoolean paused = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals("/oauth/token") && paused.compareAndSet(false, true)) {
                // Strava has answered us; before we read it, the other one takes our claim over and is refused.
                assertThatThrownBy(() -> other.adopt(refreshToken)).isInstanceOf(GrantRevokedException.class);
            }
        });

        assertThat(world.client.oauth().adopt(refreshToken).athlete()).isEqualTo(world.athlete.id());

        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant().refreshToken())
                .isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void a_grant_that_was_stored_meanwhile_is_not_replaced_by_an_older_adoption() {
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(500, "{}"));
        }
        assertThatThrownBy(() -> oauth.adopt(refreshToken)).isInstanceOf(ServerErrorException.class);
        TokenGrant newer = TokenGrant.of("newer", "newer", world.clock.instant().plus(Duration.ofDays(1)), Set.of());
        world.tokens.put(world.athlete.id(), newer);

        oauth.adopt(refreshToken);

        assertThat(world.tokens.find(world.athlete.id()).orElseThrow().grant()).isEqualTo(newer);
    }

    @Test
    void what_an_adoption_leaves_behind_names_no_athlete() {
        List<TokenGrant> stored = new ArrayList<>();
        TokenStore tokens = world.tokensWith((method, arguments) -> {
            if (method.equals("replace") && ((AthleteId) arguments[0]).value() < 0) {
                stored.add((TokenGrant) arguments[2]);
            }
        });
        StravaOAuth node = world.clientBuilder().tokenStore(tokens).build().oauth();
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();

        node.adopt(refreshToken);

        String left = stored.get(stored.size() - 1).refreshToken();
        assertThat(left)
                .doesNotContain(world.athlete.id().toString())
                .doesNotContain(Long.toHexString(world.athlete.id().value()))
                .doesNotContain(refreshToken);
    }

    @Test
    void a_blank_expected_state_is_refused() {
        assertThatThrownBy(() -> AuthorizationCallback.parse(URI.create("http://localhost/?code=c"), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_grant_without_the_scope_for_the_athlete_is_adopted_by_its_activities() {
        world.tokens.delete(world.athlete.id());
        world.withHistory(3);
        world.athlete.grantOnly(Set.of(Scope.ACTIVITY_READ));

        assertThat(oauth.adopt(world.athlete.refreshToken()).athlete()).isEqualTo(world.athlete.id());
    }

    @Test
    void a_dead_refresh_token_is_not_adopted_and_leaves_nothing() {
        world.tokens.delete(world.athlete.id());
        String refreshToken = world.athlete.refreshToken();
        world.athlete.revoke();

        assertThatThrownBy(() -> oauth.adopt(refreshToken)).isInstanceOf(GrantRevokedException.class);
        assertThat(world.tokens.athletes(null, 10)).isEmpty();
    }

    @Test
    void a_consent_outlives_a_store_that_fails_for_a_while() {
        StravaOAuth node = world.clientBuilder()
                .tokenStore(world.tokensFailing("put", 3))
                .build()
                .oauth();
        world.tokens.delete(world.athlete.id());

        node.exchange(World.callback(world.athlete.consent(Set.of(Scope.READ))));

        assertThat(world.tokens.find(world.athlete.id())).isPresent();
    }

    @Test
    void an_adoption_of_a_token_that_is_known_leaves_its_scopes() {
        Set<Scope> scopes = oauth.scopes(world.athlete.id());

        oauth.adopt(world.athlete.refreshToken());

        assertThat(oauth.scopes(world.athlete.id())).isEqualTo(scopes).isNotEmpty();
    }
}
