package io.stravaai.error;

import java.util.List;

/** 403 for a reason that has no type of its own. */
public final class ForbiddenException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public ForbiddenException(int status, List<Fault> faults) {
        super("Strava forbids this (HTTP " + status + ")", status, faults);
    }
}
