package io.stravaai.internal.auth;

import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaApiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.internal.http.Answer;
import io.stravaai.internal.http.Errors;
import io.stravaai.internal.http.Transport;
import io.stravaai.internal.retry.Retries;
import io.stravaai.internal.wire.JsonReaders;
import io.stravaai.internal.wire.JsonReaders.TokenAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import okhttp3.Credentials;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Strava's OAuth endpoints. Strava does not count them towards the quota, deauthorization excepted. */
public final class TokenEndpoint {

    private static final byte[] REHEARSAL =
            "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_at\":0,\"expires_in\":0}"
                    .getBytes(StandardCharsets.UTF_8);

    private final Transport transport;
    private final ClientCredentials credentials;
    private final Retries retries;
    private final Clock clock;

    public TokenEndpoint(Transport transport, ClientCredentials credentials, Retries retries, Clock clock) {
        this.transport = transport;
        this.credentials = credentials;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * Gets a new grant for this one. Scopes that the answer does not name stay.
     *
     * @param inDoubt is set when an attempt may have used the refresh token up without its answer arriving
     * @throws GrantRevokedException if the refresh token is dead
     */
    TokenGrant refresh(TokenGrant grant, AtomicBoolean inDoubt) {
        Retries.Attempts attempts = retries.begin();
        // A process that dies between Strava's answer and the store loses the grant, so nothing is loaded there.
        JsonReaders.token(REHEARSAL, null, clock.instant());
        while (true) {
            try {
                TokenGrant fresh = token(
                                () -> transport
                                        .oauth()
                                        .refresh(
                                                credentials.clientId(),
                                                credentials.clientSecret(),
                                                grant.refreshToken(),
                                                "refresh_token"),
                                grant.refreshToken())
                        .grant();
                return fresh.scopes().isEmpty()
                        ? TokenGrant.of(fresh.accessToken(), fresh.refreshToken(), fresh.expiresAt(), grant.scopes())
                        : fresh;
            } catch (StravaAiException e) {
                if (mayHaveRotated(e)) {
                    inDoubt.set(true);
                }
                attempts.waitAfter(e);
            }
        }
    }

    /** Not after a refusal of Strava's. A server in trouble may have been in trouble after it had rotated. */
    private static boolean mayHaveRotated(StravaAiException e) {
        if (e instanceof StravaIoException io) {
            return io.requestSent();
        }
        return e instanceof ServerErrorException || !(e instanceof StravaApiException);
    }

    /** Exchanges the code of a consent. Not repeated: a code can be used once. */
    TokenAnswer exchange(AuthorizationCallback callback) {
        return token(
                () -> transport
                        .oauth()
                        .exchange(
                                credentials.clientId(),
                                credentials.clientSecret(),
                                callback.code(),
                                "authorization_code"),
                null);
    }

    private TokenAnswer token(Supplier<Call<ResponseBody>> call, @Nullable String refreshToken) {
        return JsonReaders.token(successful(call).body(), refreshToken, clock.instant());
    }

    /**
     * Revokes a grant by one of its tokens. Strava answers unknown tokens with success.
     *
     * @param type of the token, by RFC 7009: access_token or refresh_token
     */
    void revoke(String token, String type) {
        String basic = Credentials.basic(credentials.clientId(), credentials.clientSecret());
        repeated(() -> transport.oauth().revoke(basic, token, type));
    }

    void deauthorize(String accessToken) {
        repeated(() -> transport.oauth().deauthorize("Bearer " + accessToken));
    }

    private void repeated(Supplier<Call<ResponseBody>> call) {
        Retries.Attempts attempts = retries.begin();
        while (true) {
            try {
                successful(call);
                return;
            } catch (StravaAiException e) {
                attempts.waitAfter(e);
            }
        }
    }

    private Answer successful(Supplier<Call<ResponseBody>> call) {
        Answer answer = transport.execute(call.get());
        if (!answer.isSuccessful()) {
            throw Errors.of(answer, clock.instant());
        }
        return answer;
    }
}
