package io.stravaai.error;

import java.util.List;

/** The code of a consent was used before, has expired, or is not Strava's. The athlete has to consent again. */
public final class InvalidAuthorizationCodeException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public InvalidAuthorizationCodeException(int status, List<Fault> faults) {
        super(
                "Strava does not accept the authorization code (HTTP " + status
                        + "): it can be used once, within minutes",
                status,
                faults);
    }
}
