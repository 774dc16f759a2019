package io.stravaai.error;

import java.util.List;

/** 403: the application has as many athletes as Strava allows it. */
public final class AthleteLimitException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public AthleteLimitException(int status, List<Fault> faults) {
        super(
                "This application has reached the number of athletes that Strava allows it (HTTP " + status + ")",
                status,
                faults);
    }
}
