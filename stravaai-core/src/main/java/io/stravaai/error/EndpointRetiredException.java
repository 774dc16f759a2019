package io.stravaai.error;

import java.util.List;

/** The path does not exist, or exists no more. */
public final class EndpointRetiredException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public EndpointRetiredException(int status, List<Fault> faults) {
        super("Strava does not offer this endpoint (HTTP " + status + "); check the API URL", status, faults);
    }
}
