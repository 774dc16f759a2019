package io.stravaai.examples.springboot;

import io.stravaai.auth.TokenStore;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Shows each connected athlete's latest activities; the starter connects athletes and keeps the activities fresh. */
@SpringBootApplication
@RestController
public class Application {

    private final TokenStore tokens;
    private final ActivityStore activities;

    Application(TokenStore tokens, ActivityStore activities) {
        this.tokens = tokens;
        this.activities = activities;
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Application.class);
        if (System.getenv("STRAVA_CLIENT_ID") == null) {
            Demo.prepare(application);
        }
        application.run(args);
    }

    @GetMapping(path = "/", produces = "text/html;charset=UTF-8")
    String latest() {
        return "<h1>Latest activities</h1><p><a href='/strava/connect'>Connect with Strava</a></p><ul>"
                + tokens.athletes(null, 100).stream()
                        .flatMap(athlete ->
                                activities.list(ActivityQuery.of(athlete).limit(20)).stream())
                        .map(Application::line)
                        .collect(Collectors.joining())
                + "</ul>";
    }

    private static String line(StoredActivity activity) {
        return "<li>"
                + HtmlUtils.htmlEscape(
                        activity.startDate().map(Object::toString).orElse("") + " "
                                + activity.name().orElse(""))
                + "</li>";
    }
}
