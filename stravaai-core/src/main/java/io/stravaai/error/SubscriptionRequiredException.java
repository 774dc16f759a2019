package io.stravaai.error;

import java.util.List;

/** 402: Strava offers this only to subscribers. */
public final class SubscriptionRequiredException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public SubscriptionRequiredException(int status, List<Fault> faults) {
        super("Strava offers this only to subscribers (HTTP " + status + ")", status, faults);
    }
}
