package io.stravaai.error;

import java.util.List;

/** The application's client id or secret is wrong. Affects every athlete. */
public final class InvalidClientException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public InvalidClientException(int status, List<Fault> faults) {
        super(
                "Strava does not accept the client id and secret of this application (HTTP " + status
                        + "); compare them with https://www.strava.com/settings/api",
                status,
                faults);
    }
}
