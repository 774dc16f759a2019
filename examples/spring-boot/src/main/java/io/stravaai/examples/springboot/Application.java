package io.stravaai.examples.springboot;

import io.stravaai.model.AthleteId;
import io.stravaai.spring.boot.StravaConnectionListener;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.util.HtmlUtils;

/** Shows athletes who have connected their latest activities; the starter connects them and keeps the activities fresh. */
@SpringBootApplication
@RestController
public class Application {

    /** Whose session it is: nobody may see another athlete's activities. */
    static final String ATHLETE = "athlete";

    private final ActivityStore activities;

    Application(ActivityStore activities) {
        this.activities = activities;
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Application.class);
        if (System.getenv("STRAVA_CLIENT_ID") == null) {
            Demo.prepare(application);
        }
        application.run(args);
    }

    /** An application with a login of its own links the athlete to its user instead. */
    @Bean
    static StravaConnectionListener connections(HttpServletRequest request) {
        return authorization -> {
            // Whoever knew the session's id before must not see what is in it now.
            request.changeSessionId();
            request.getSession().setAttribute(ATHLETE, authorization.athlete().value());
        };
    }

    @GetMapping(path = "/", produces = "text/html;charset=UTF-8")
    String latest(@SessionAttribute(name = ATHLETE, required = false) Long athlete) {
        return "<h1>Latest activities</h1><p><a href='/strava/connect'>Connect with Strava</a></p><ul>"
                + (athlete == null ? "" : lines(AthleteId.of(athlete)))
                + "</ul>";
    }

    private String lines(AthleteId athlete) {
        return activities.list(ActivityQuery.of(athlete).limit(20)).stream()
                .map(Application::line)
                .collect(Collectors.joining());
    }

    private static String line(StoredActivity activity) {
        return "<li>"
                + HtmlUtils.htmlEscape(
                        activity.startDate().map(Object::toString).orElse("") + " "
                                + activity.name().orElse(""))
                + "</li>";
    }
}
