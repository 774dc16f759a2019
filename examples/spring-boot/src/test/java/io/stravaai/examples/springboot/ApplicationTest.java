package io.stravaai.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as its user runs it, without credentials. */
@Timeout(120)
class ApplicationTest {

    private final HttpClient browser = HttpClient.newHttpClient();

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
            HttpResponse<String> consent = browser.send(
                    HttpRequest.newBuilder(URI.create(base + "/strava/connect")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(consent.headers().firstValue("Location").orElseThrow()).contains("/authorize?");
        }
    }

    private String get(String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
