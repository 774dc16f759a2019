package io.stravaai.auth;

import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.GrantUnreadableException;
import io.stravaai.model.AthleteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token store that encrypts tokens before another store gets them. Thread-safe.
 *
 * <p>Each of the two tokens of a grant is bound to its athlete and to its kind, so one that is copied to another row, or to
 * the other column, does not open. An older text of the same row and column does: whoever can write to the database can
 * bring back what was there. Everything else is the other store's: versions, claims, which athletes there are. Give this
 * store, and never the other one, to the client and to whatever else reads or writes grants.
 *
 * <p>A grant that cannot be opened is thrown as {@link GrantUnreadableException} by {@link #find} and {@link #claim} and is
 * left as it is; {@link #put} and {@link #delete} need not open it. Other athletes' grants are not affected.
 */
public final class EncryptedTokenStore implements TokenStore {

    /** What becomes of tokens in clear text: for the way into encryption, and out of it. */
    public enum ClearText {
        /** They are refused: nobody who can write to the database can put a token there. */
        REFUSED,
        /** They are read, and encrypted with the next write of their grant. */
        READ,
        /** They are read and written; what is encrypted is opened. */
        WRITTEN
    }

    private static final String MARK = "encrypted:";

    /** As long as somebody else writes each time, it is not for us to insist. */
    private static final int ATTEMPTS = 5;

    private final TokenStore store;
    private final TokenCipher cipher;
    private final ClearText clearText;

    private EncryptedTokenStore(TokenStore store, TokenCipher cipher, ClearText clearText) {
        this.store = Objects.requireNonNull(store, "store");
        this.cipher = Objects.requireNonNull(cipher, "cipher");
        this.clearText = Objects.requireNonNull(clearText, "clearText");
    }

    /** A store that refuses clear text. */
    public static EncryptedTokenStore of(TokenStore store, TokenCipher cipher) {
        return of(store, cipher, ClearText.REFUSED);
    }

    /** A store over tokens some of which may be in clear text. */
    public static EncryptedTokenStore of(TokenStore store, TokenCipher cipher, ClearText clearText) {
        return new EncryptedTokenStore(store, cipher, clearText);
    }

    /**
     * Writes the grants of all athletes as this store writes them, under the cipher's current key, so that an older key is
     * not needed any more. Other processes may work meanwhile, may be killed, and may do the same. Call it when none of them
     * writes under the older key any more.
     *
     * <p>Grants that somebody is refreshing are left alone, since the refresh writes them. What {@link StravaOAuth#adopt}
     * keeps of a refresh token is written anew when the same token is adopted again, and not here.
     *
     * @return who was left out: being refreshed, so that the call has to be repeated after the athlete's next request, or
     *     not to be opened, as {@link #find} says
     * @throws CallInterruptedException if the thread is interrupted; repeat the call
     */
    public List<AthleteId> rewriteAll() {
        List<AthleteId> left = new ArrayList<>();
        AthleteId after = null;
        List<AthleteId> page = athletes(after, 100);
        while (!page.isEmpty()) {
            for (AthleteId athlete : page) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CallInterruptedException("Writing all grants anew was interrupted", null);
                }
                if (!rewrite(athlete)) {
                    left.add(athlete);
                }
                after = athlete;
            }
            page = athletes(after, 100);
        }
        return List.copyOf(left);
    }

    private boolean rewrite(AthleteId athlete) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<StoredGrant> found = find(athlete);
                if (found.isEmpty()) {
                    return true;
                }
                RefreshClaim claim = found.get().claim().orElse(null);
                if (claim != null && !claim.inDoubt()) {
                    return false;
                }
                // Without the doubt a refusal would look as if the athlete had withdrawn the grant.
                if (replace(athlete, found.get().version(), found.get().grant(), claim)
                        .isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (GrantUnreadableException e) {
            return false;
        }
    }

    @Override
    public Optional<StoredGrant> find(AthleteId athlete) {
        return store.find(athlete).map(this::opened);
    }

    @Override
    public StoredGrant put(AthleteId athlete, TokenGrant grant) {
        return withTokens(store.put(athlete, sealed(athlete, grant)), grant.accessToken(), grant.refreshToken());
    }

    @Override
    public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
        return store.claim(athlete, expectedVersion, claim).map(this::opened);
    }

    @Override
    public Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
        return store.replace(athlete, expectedVersion, sealed(athlete, grant), claim)
                .map(stored -> withTokens(stored, grant.accessToken(), grant.refreshToken()));
    }

    @Override
    public boolean delete(AthleteId athlete, long expectedVersion) {
        return store.delete(athlete, expectedVersion);
    }

    /** Works without the key that the grant was encrypted with. */
    @Override
    public boolean delete(AthleteId athlete) {
        return store.delete(athlete);
    }

    @Override
    public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
        return store.athletes(after, limit);
    }

    private TokenGrant sealed(AthleteId athlete, TokenGrant grant) {
        return TokenGrant.of(
                seal(grant.accessToken(), accessContext(athlete)),
                seal(grant.refreshToken(), refreshContext(athlete)),
                grant.expiresAt(),
                grant.scopes());
    }

    private StoredGrant opened(StoredGrant stored) {
        return withTokens(
                stored,
                open(stored.grant().accessToken(), accessContext(stored.athlete())),
                open(stored.grant().refreshToken(), refreshContext(stored.athlete())));
    }

    private static StoredGrant withTokens(StoredGrant stored, String accessToken, String refreshToken) {
        TokenGrant grant = stored.grant();
        return StoredGrant.of(
                stored.athlete(),
                stored.version(),
                TokenGrant.of(accessToken, refreshToken, grant.expiresAt(), grant.scopes()),
                stored.claim().orElse(null));
    }

    private static String accessContext(AthleteId athlete) {
        return "access token of athlete " + athlete;
    }

    private static String refreshContext(AthleteId athlete) {
        return "refresh token of athlete " + athlete;
    }

    private String seal(String token, String context) {
        boolean clear = clearText == ClearText.WRITTEN && canBeClear(token);
        return clear ? token : MARK + cipher.encrypt(token, context);
    }

    private String open(String text, String context) {
        if (text.startsWith(MARK)) {
            return cipher.decrypt(text.substring(MARK.length()), context);
        }
        if (!canBeClear(text)) {
            throw new GrantUnreadableException(
                    "The stored " + context + " is neither encrypted nor clear text: it was damaged. Delete the grant"
                            + " from the token store and ask the athlete for consent",
                    null);
        }
        if (clearText == ClearText.REFUSED) {
            throw new GrantUnreadableException(
                    "The stored " + context + " is clear text, which this store refuses. If it is from before tokens"
                            + " were encrypted, build the store with ClearText.READ and call rewriteAll(); if not, delete"
                            + " the grant from the token store and ask the athlete for consent",
                    null);
        }
        return text;
    }

    /** Strava's tokens are letters and digits. A damaged mark must not be sent to Strava, whose refusal looks like the end. */
    private static boolean canBeClear(String text) {
        return text.indexOf(':') < 0;
    }

    @Override
    public String toString() {
        return "EncryptedTokenStore[" + cipher + ", clear text " + clearText + "]";
    }
}
