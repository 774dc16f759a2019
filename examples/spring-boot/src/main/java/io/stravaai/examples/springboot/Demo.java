package io.stravaai.examples.springboot;

import io.stravaai.BackgroundSync;
import io.stravaai.auth.TokenStore;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** A made-up Strava with one athlete, who is connected and whom everybody is, for those who have no credentials yet. */
final class Demo {

    private Demo() {}

    static void prepare(SpringApplication application) {
        FakeStrava strava = FakeStrava.builder().build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(Instant.now().minusSeconds(90_000_000), Instant.now(), 450);
        var server = strava.startServer();
        application.setDefaultProperties(Map.of(
                "STRAVA_CLIENT_ID", strava.credentials().clientId(),
                "STRAVA_CLIENT_SECRET", strava.credentials().clientSecret(),
                "stravaai.api-url", server.apiUrl(),
                "stravaai.oauth-url", server.oauthUrl()));
        application.setAdditionalProfiles("demo");
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("demoLogin", login(athlete)));
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) event -> {
            var context = event.getApplicationContext();
            context.getBean(TokenStore.class).put(athlete.id(), athlete.grant());
            context.getBean(BackgroundSync.class).enroll(athlete.id());
        });
    }

    /** Makes each visitor the made-up athlete. */
    private static Filter login(FakeAthlete athlete) {
        return (request, response, chain) -> {
            HttpSession session = ((HttpServletRequest) request).getSession();
            if (session.getAttribute(Application.ATHLETE) == null) {
                session.setAttribute(Application.ATHLETE, athlete.id().value());
            }
            chain.doFilter(request, response);
        };
    }
}
