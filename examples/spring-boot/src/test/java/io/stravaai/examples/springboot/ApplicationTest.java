package io.stravaai.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.SyncEngine;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenStore;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

/** The application as its user runs it, without credentials and with some. */
@Timeout(120)
class ApplicationTest {

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Test
    void the_page_shows_the_latest_activities_when_the_first_sync_has_run() throws Exception {
        SpringApplication application = new SpringApplication(Application.class);
        Demo.prepare(application);
        try (ConfigurableApplicationContext context =
                application.run("--server.port=0", "--stravaai.sync.poll-interval=200ms")) {
            String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");

            String page = get(base + "/");
            while (!page.contains("<li>")) {
                page = get(base + "/");
            }

            assertThat(page.split("<li>")).hasSize(21);
            assertThat(get(base + "/actuator/stravaai")).contains("\"quota\"").contains("\"runsOfThisNode\"");
            assertThat(get(base + "/actuator/health")).contains("readsToday");
            assertThat(get(base + "/actuator/metrics/stravaai.requests")).contains("GET /athlete/activities");
            assertThat(redirect(base + "/strava/connect")).contains("/authorize?");
        }
    }

    @Test
    void a_visitor_sees_the_activities_of_the_athlete_who_consented_in_this_browser_and_of_nobody_else()
            throws Exception {
        FakeStrava strava = FakeStrava.builder().build();
        FakeAthlete other = strava.addAthlete();
        FakeAthlete visitor = strava.addAthlete();
        other.generateHistory(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"), 7);
        visitor.generateHistory(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"), 3);
        try (FakeStravaServer server = strava.startServer();
                ConfigurableApplicationContext context = new SpringApplication(Application.class)
                        .run(
                                "--server.port=0",
                                "--stravaai.sync.enabled=false",
                                "--stravaai.client-id=" + strava.credentials().clientId(),
                                "--stravaai.client-secret="
                                        + strava.credentials().clientSecret(),
                                "--stravaai.api-url=" + server.apiUrl(),
                                "--stravaai.oauth-url=" + server.oauthUrl())) {
            String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
            context.getBean(TokenStore.class).put(other.id(), other.grant());
            context.getBean(SyncEngine.class).sync(other.id());

            assertThat(get(base + "/")).doesNotContain("<li>");
            assertThat(get(base + "/actuator/stravaai")).contains("404");

            String consent = redirect(base + "/strava/connect");
            String state = UriComponentsBuilder.fromUriString(consent)
                    .build()
                    .getQueryParams()
                    .getFirst("state");
            String code = visitor.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));
            redirect(base + "/strava/callback?state=" + state + "&code=" + code + "&scope=read,activity:read");
            context.getBean(SyncEngine.class).sync(visitor.id());

            assertThat(get(base + "/").split("<li>")).hasSize(1 + 3);
            assertThat(get(HttpClient.newHttpClient(), base + "/")).doesNotContain("<li>");
        }
    }

    private String redirect(String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private String get(String url) throws Exception {
        return get(browser, url);
    }

    private static String get(HttpClient browser, String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
