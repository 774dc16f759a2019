package io.stravaai.error;

import java.util.List;

/** Strava rejects the request itself (400, 422 and other 4xx that have no type of their own). */
public final class InvalidRequestException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(int status, List<Fault> faults) {
        super("Strava rejected the request (HTTP " + status + ")", status, faults);
    }
}
