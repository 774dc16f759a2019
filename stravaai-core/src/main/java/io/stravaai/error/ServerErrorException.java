package io.stravaai.error;

import java.util.List;

/** Strava is in trouble: 5xx, or an HTML page of its edge. Worth trying again. */
public final class ServerErrorException extends StravaApiException {

    private static final long serialVersionUID = 1L;

    public ServerErrorException(int status, List<Fault> faults) {
        super("Strava has a problem (HTTP " + status + ")", status, faults);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
