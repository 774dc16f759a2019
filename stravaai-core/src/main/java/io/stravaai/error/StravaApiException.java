package io.stravaai.error;

import java.util.ArrayList;
import java.util.List;

/** Strava answered, and the answer is an error. */
public abstract class StravaApiException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final ArrayList<Fault> faults;

    protected StravaApiException(String message, int status, List<Fault> faults) {
        super(faults.isEmpty() ? message : message + " " + faults, null);
        this.status = status;
        this.faults = new ArrayList<>(faults);
    }

    /** The HTTP status; 0 if no request was sent, because what an earlier answer said still holds. */
    public int status() {
        return status;
    }

    /** What Strava gave as reasons; may be empty. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
