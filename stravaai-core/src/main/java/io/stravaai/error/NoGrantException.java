package io.stravaai.error;

/** The token store holds no grant of the athlete: never connected, or disconnected. */
public final class NoGrantException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    /**
     * @param athlete the athlete's id
     */
    public NoGrantException(long athlete) {
        super("No grant is stored for athlete " + athlete + "; connect the athlete through StravaOAuth first", null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
