package io.stravaai.error;

import java.util.List;

/** 404: the object does not exist, or the athlete cannot see it, or the grant lacks the scope to change it. */
public final class NotFoundException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(int status, List<Fault> faults) {
        super(
                "Strava does not know the object, or does not show it to this athlete, or the grant lacks the scope for it (HTTP "
                        + status + ")",
                status,
                faults);
    }
}
