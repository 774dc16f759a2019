package io.stravaai.error;

import java.util.List;

/** 403: Strava has switched the application off, for instance because its owner has no subscription. Affects every athlete; no call is sent for a while after it. */
public final class AppInactiveException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public AppInactiveException(int status, List<Fault> faults) {
        super(
                "Strava has set this application inactive (HTTP " + status
                        + "); its owner sees why at https://www.strava.com/settings/api",
                status,
                faults);
    }
}
