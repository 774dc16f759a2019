package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.auth.Authorization;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.AuthorizationDeniedException;
import io.stravaai.error.StravaAiException;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.util.UriComponentsBuilder;

/** The way of a browser to Strava and back. */
class OAuthEndpointsTest {

    private final FakeStrava strava = FakeStrava.builder().build();
    private final FakeAthlete athlete = strava.addAthlete();
    private final TokenStore tokens = InMemoryStores.tokens();
    private final ActivityStore activities = InMemoryStores.activities();
    private final StravaClient client = StravaClient.builder()
            .credentials(strava.credentials())
            .tokenStore(tokens)
            .okHttp(strava.inProcess())
            .build();
    private final BackgroundSync background = BackgroundSync.builder()
            .engine(io.stravaai.SyncEngine.builder()
                    .client(client)
                    .store(activities)
                    .build())
            .store(activities)
            .executor(Runnable::run)
            .build();
    private final List<Authorization> connected = new ArrayList<>();
    private final List<StravaAiException> refused = new ArrayList<>();
    private final MockHttpSession session = new MockHttpSession();

    @Test
    void an_athlete_is_sent_to_strava_with_the_state_of_the_session_and_comes_back_connected() throws Exception {
        MockMvc browser = browser(Map.of());

        URI consent = redirect(browser, "/strava/connect");
        Map<String, String> asked = query(consent);
        assertThat(asked)
                .containsEntry("client_id", strava.credentials().clientId())
                .containsEntry("redirect_uri", "http://localhost/strava/callback")
                .containsEntry("scope", "read,activity:read,activity:read_all")
                .containsKey("state");

        String code = athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));
        URI home = redirect(
                browser,
                "/strava/callback?state=" + asked.get("state") + "&code=" + code + "&scope=read,activity:read");

        assertThat(home).hasToString("/");
        assertThat(connected).containsExactly(new Authorization(athlete.id(), Set.of(Scope.READ, Scope.ACTIVITY_READ)));
        assertThat(tokens.find(athlete.id())).isPresent();
        assertThat(activities.due(Instant.now(), 10)).containsExactly(athlete.id());
    }

    @Test
    void who_does_not_let_activities_be_read_is_connected_and_not_enrolled() throws Exception {
        MockMvc browser = browser(Map.of());
        String state = query(redirect(browser, "/strava/connect")).get("state");

        String code = athlete.consent(Set.of(Scope.READ));
        redirect(browser, "/strava/callback?state=" + state + "&code=" + code + "&scope=read");

        assertThat(connected).containsExactly(new Authorization(athlete.id(), Set.of(Scope.READ)));
        assertThat(activities.due(Instant.now(), 10)).isEmpty();
    }

    @Test
    void a_state_of_somebody_elses_connects_nobody() throws Exception {
        MockMvc browser = browser(Map.of("failure-url", "/sorry"));
        String state = query(redirect(browser, "/strava/connect")).get("state");

        String code = athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));
        URI sorry = redirect(browser, "/strava/callback?state=forged&code=" + code + "&scope=read,activity:read");

        assertThat(sorry).hasToString("/sorry");
        assertThat(refused).singleElement().isInstanceOf(AuthorizationDeniedException.class);
        assertThat(connected).isEmpty();
        assertThat(strava.tokenRequests()).isZero();
        // And spoils nothing for the athlete who is still on the way.
        redirect(browser, "/strava/callback?state=" + state + "&code=" + code + "&scope=read,activity:read");
        assertThat(connected).hasSize(1);
    }

    @Test
    void an_answer_is_taken_once() throws Exception {
        MockMvc browser = browser(Map.of());
        String state = query(redirect(browser, "/strava/connect")).get("state");
        String callback = "/strava/callback?state=" + state + "&code="
                + athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ)) + "&scope=read,activity:read";

        redirect(browser, callback);
        redirect(browser, callback);

        assertThat(connected).hasSize(1);
        assertThat(refused).singleElement().isInstanceOf(AuthorizationDeniedException.class);
    }

    @Test
    void who_declines_is_told_to_the_application() throws Exception {
        MockMvc browser = browser(Map.of());
        String state = query(redirect(browser, "/strava/connect")).get("state");

        redirect(browser, "/strava/callback?state=" + state + "&error=access_denied");

        assertThat(refused)
                .singleElement()
                .satisfies(reason -> assertThat(reason).hasMessageContaining("did not consent"));
    }

    @Test
    void a_state_that_was_answered_with_a_refusal_is_good_for_nothing_more() throws Exception {
        MockMvc browser = browser(Map.of());
        String state = query(redirect(browser, "/strava/connect")).get("state");
        redirect(browser, "/strava/callback?state=" + state + "&error=access_denied");

        String code = athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));
        redirect(browser, "/strava/callback?state=" + state + "&code=" + code + "&scope=read,activity:read");

        assertThat(connected).isEmpty();
        assertThat(refused).hasSize(2);
        assertThat(query(redirect(browser, "/strava/connect")).get("state")).isNotEqualTo(state);
    }

    @Test
    void two_open_tabs_do_not_spoil_each_other() throws Exception {
        MockMvc browser = browser(Map.of());

        URI first = redirect(browser, "/strava/connect");
        URI second = redirect(browser, "/strava/connect");

        assertThat(query(second).get("state")).isEqualTo(query(first).get("state"));
    }

    @Test
    void path_addresses_and_scopes_are_the_applications_matter() throws Exception {
        MockMvc browser = browser(Map.of(
                "path", "/account/strava",
                "redirect-uri", "https://app.example/account/strava/callback",
                "scopes", "activity:read",
                "success-url", "/done"));

        Map<String, String> asked = query(redirect(browser, "/account/strava/connect"));
        String code = athlete.consent(Set.of(Scope.ACTIVITY_READ));
        URI done = redirect(
                browser,
                "/account/strava/callback?state=" + asked.get("state") + "&code=" + code + "&scope=activity:read");

        assertThat(asked)
                .containsEntry("redirect_uri", "https://app.example/account/strava/callback")
                .containsEntry("scope", "activity:read");
        assertThat(done).hasToString("/done");
    }

    @Test
    void paths_are_those_of_the_application_wherever_it_is_mounted() throws Exception {
        MockMvc browser = browser(Map.of("success-url", "/done?by=strava", "failure-url", "https://app.example/sorry"));

        assertThat(mounted(browser, "/app/strava/callback?error=access_denied"))
                .hasToString("https://app.example/sorry");
        URI consent = mounted(browser, "/app/strava/connect");
        assertThat(query(consent)).containsEntry("redirect_uri", "http://localhost/app/strava/callback");
        String code = athlete.consent(Set.of(Scope.ACTIVITY_READ));
        assertThat(mounted(
                        browser,
                        "/app/strava/callback?state=" + query(consent).get("state") + "&code=" + code
                                + "&scope=activity:read"))
                .hasToString("/app/done?by=strava");
    }

    @Test
    void a_session_in_the_address_is_not_part_of_the_callback() throws Exception {
        URI consent = redirect(browser(Map.of()), "/strava/connect;jsessionid=0123456789ABCDEF0123456789ABCDEF");

        assertThat(query(consent)).containsEntry("redirect_uri", "http://localhost/strava/callback");
    }

    private URI mounted(MockMvc browser, String path) throws Exception {
        return URI.create(browser.perform(MockMvcRequestBuilders.get(URI.create(path))
                        .contextPath("/app")
                        .session(session))
                .andReturn()
                .getResponse()
                .getHeader("Location"));
    }

    private MockMvc browser(Map<String, String> properties) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        properties.forEach((name, value) -> source.put("stravaai.oauth." + name, value));
        StravaAiProperties bound = new Binder(source).bindOrCreate("stravaai", StravaAiProperties.class);
        StravaConnectionListener listener = new StravaConnectionListener() {
            @Override
            public void connected(Authorization authorization) {
                connected.add(authorization);
            }

            @Override
            public void refused(StravaAiException reason) {
                refused.add(reason);
            }
        };
        return MockMvcBuilders.routerFunctions(
                        new OAuthEndpoints(bound.oauth(), client, background, List.of(listener)).routes())
                .build();
    }

    private URI redirect(MockMvc browser, String path) throws Exception {
        MockHttpServletResponse response = browser.perform(
                        MockMvcRequestBuilders.get(URI.create(path)).session(session))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).isEqualTo(307);
        return URI.create(response.getHeader("Location"));
    }

    private static Map<String, String> query(URI uri) {
        return UriComponentsBuilder.fromUri(
                        URI.create(java.net.URLDecoder.decode(uri.toString(), java.nio.charset.StandardCharsets.UTF_8)))
                .build()
                .getQueryParams()
                .toSingleValueMap();
    }
}
