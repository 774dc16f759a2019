package io.stravaai.error;

import org.jspecify.annotations.Nullable;

/**
 * The athlete's grant is in the token store but cannot be decrypted: its key is missing or another one, or the text was
 * changed. The message names the key's id, and no token.
 *
 * <p>Nothing was changed, and calls work again once the cipher has the right key. A grant whose key is lost for good has to be
 * given up: delete it from the token store and ask for consent again, or let the athlete consent at once, which replaces it.
 * It cannot be revoked at Strava meanwhile; the athlete can do that there.
 */
public final class GrantUnreadableException extends StravaAiException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message names whose token it is, the key's id if it is known, and the way out
     */
    public GrantUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
