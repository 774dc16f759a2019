package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.Scope;
import io.stravaai.test.FakeAthlete;
import java.io.IOException;
import java.io.StringReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

/** The application that the README shows, with the properties and the code that stand there. */
@Timeout(120)
class ReadmeTest {

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Test
    void the_readme_shows_the_code_that_is_run_here() throws IOException {
        List<String> source = Files.readAllLines(
                root().resolve("stravaai-spring-boot-starter/src/test/java/io/stravaai/spring/boot/Activities.java"));
        String code = String.join(
                "\n", source.subList(source.indexOf("// readme:begin") + 1, source.indexOf("// readme:end")));

        assertThat(readme()).contains(code);
    }

    @Test
    void an_athlete_connects_and_sees_the_latest_activities() throws Exception {
        try (Strava strava = new Strava()) {
            FakeAthlete athlete = strava.athlete(250);
            try (ConfigurableApplicationContext app = start(strava)) {
                String base = "http://localhost:" + app.getEnvironment().getProperty("local.server.port");
                URI consent = URI.create(get(base + "/strava/connect")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
                String state = UriComponentsBuilder.fromUri(consent)
                        .build()
                        .getQueryParams()
                        .getFirst("state");
                String code = athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ));

                get(base + "/strava/callback?state=" + state + "&code=" + code + "&scope=read,activity:read");
                String latest =
                        get(base + "/athletes/" + athlete.id() + "/activities").body();

                assertThat(JsonParserFactory.getJsonParser().parseList(latest)).hasSize(20);
            }
        }
    }

    /** With the README's properties, whose variables are Strava's credentials. */
    private static ConfigurableApplicationContext start(Strava strava) throws IOException {
        String readme = readme();
        int begin =
                readme.indexOf("```properties\n", readme.indexOf("## With Spring Boot")) + "```properties\n".length();
        Properties shown = new Properties();
        shown.load(new StringReader(readme.substring(begin, readme.indexOf("```", begin))));
        assertThat(shown).hasSize(4);
        List<String> arguments = new ArrayList<>();
        shown.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        // The database, Strava's place, and what the class path of these tests has besides.
        Map.of(
                        "STRAVA_CLIENT_ID", strava.fake.credentials().clientId(),
                        "STRAVA_CLIENT_SECRET", strava.fake.credentials().clientSecret(),
                        "spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID(),
                        "server.port", "0",
                        "spring.flyway.enabled", "false",
                        "spring.mongodb.uri", "mongodb://localhost:1",
                        "stravaai.store.type", "jdbc")
                .forEach((name, value) -> arguments.add("--" + name + "=" + value));
        strava.properties().stream()
                .filter(property -> property.contains("-url="))
                .forEach(property -> arguments.add("--" + property));
        return new SpringApplicationBuilder(FiveLines.class, Activities.class).run(arguments.toArray(String[]::new));
    }

    private HttpResponse<String> get(String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String readme() throws IOException {
        return String.join("\n", Files.readAllLines(root().resolve("README.md")));
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
