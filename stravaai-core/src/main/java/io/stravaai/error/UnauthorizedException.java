package io.stravaai.error;

import java.util.List;

/** 401: the access token was refused, and a refreshed one as well. Consent may have been withdrawn; it is not proof. */
public final class UnauthorizedException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public UnauthorizedException(int status, List<Fault> faults) {
        super("Strava refused the access token (HTTP " + status + ")", status, faults);
    }
}
