package io.stravaai.test;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** OAuth: codes, grants and their tokens. Guarded by the lock of {@link FakeStrava}. */
final class FakeTokens {

    private static final Duration ACCESS_TOKEN_LIFE = Duration.ofHours(6);
    /** A refresh gives the same access token while it has more than this left. */
    private static final Duration SAME_TOKEN_BOUND = Duration.ofHours(1);

    private static final Duration CODE_LIFE = Duration.ofMinutes(10);

    private final ClientCredentials credentials;
    private final TokenRotation rotation;
    private final SplittableRandom random;
    private final Map<FakeAthlete, Grant> grants = new HashMap<>();
    /** Old refresh tokens included. */
    private final Map<String, Grant> byRefreshToken = new HashMap<>();
    /** In the order of their end. */
    private final Map<String, AccessToken> accessTokens = new LinkedHashMap<>();

    private final Map<String, Code> codes = new HashMap<>();

    FakeTokens(ClientCredentials credentials, TokenRotation rotation, long seed) {
        this.credentials = credentials;
        this.rotation = rotation;
        this.random = new SplittableRandom(seed);
    }

    private static final class Grant {

        private final FakeAthlete athlete;
        /** Null after a revocation. */
        private @Nullable String refreshToken;

        private @Nullable AccessToken latest;

        Grant(FakeAthlete athlete) {
            this.athlete = athlete;
        }
    }

    private record AccessToken(String value, Grant grant, Instant expiresAt) {}

    private record Code(FakeAthlete athlete, Set<Scope> scopes, Instant issuedAt) {}

    void connect(FakeAthlete athlete) {
        newRefreshToken(grants.computeIfAbsent(athlete, Grant::new));
    }

    /** The refresh token that is valid now. */
    Optional<String> refreshToken(FakeAthlete athlete) {
        return Optional.ofNullable(grant(athlete).refreshToken);
    }

    TokenGrant current(FakeAthlete athlete, Instant now) {
        Grant grant = grant(athlete);
        AccessToken token = grant.latest;
        if (token == null || !now.isBefore(token.expiresAt)) {
            token = newAccessToken(grant, now);
        }
        return TokenGrant.of(token.value, live(grant), token.expiresAt, athlete.scopes());
    }

    TokenGrant expired(FakeAthlete athlete, Instant now) {
        return TokenGrant.of(
                secret(),
                live(grant(athlete)),
                now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(1),
                athlete.scopes());
    }

    String code(FakeAthlete athlete, Set<Scope> scopes, Instant now) {
        String code = secret();
        codes.put(code, new Code(athlete, scopes, now));
        return code;
    }

    void revoke(FakeAthlete athlete) {
        kill(grant(athlete));
    }

    /** Whose access token this is, if it is valid. */
    Optional<FakeAthlete> authenticate(String accessToken, Instant now) {
        AccessToken token = accessTokens.get(accessToken);
        return token != null && now.isBefore(token.expiresAt) ? Optional.of(token.grant.athlete) : Optional.empty();
    }

    boolean knowsClient(@Nullable String clientId) {
        return credentials.clientId().equals(clientId);
    }

    /** Answers {@code POST /oauth/token}. */
    FakeResponse exchange(FakeRequest request, Instant now) {
        Map<String, String> form = request.form();
        if (!knowsClient(form.get("client_id")) || !credentials.clientSecret().equals(form.get("client_secret"))) {
            return Faults.badClient();
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> byCode(form.getOrDefault("code", ""), now);
            case "refresh_token" -> byRefreshToken(form.getOrDefault("refresh_token", ""), now);
            default -> Faults.badRequest("Application", "grant_type", "invalid");
        };
    }

    private FakeResponse byCode(String value, Instant now) {
        Code code = codes.remove(value);
        if (code == null) {
            return Faults.badRequest("RequestToken", "code", "invalid");
        }
        if (now.isAfter(code.issuedAt.plus(CODE_LIFE))) {
            return Faults.badRequest("AuthorizationCode", "", "expired");
        }
        code.athlete.setScopes(code.scopes);
        Grant grant = grant(code.athlete);
        if (grant.refreshToken == null) {
            newRefreshToken(grant);
        }
        AccessToken token = lastingToken(grant, now);
        return FakeResponse.json(
                200,
                "{\"token_type\":\"Bearer\"," + expiry(token, now) + ",\"refresh_token\":" + Json.text(live(grant))
                        + ",\"access_token\":" + Json.text(token.value) + ",\"scope\":"
                        + Json.text(Scope.format(code.scopes)) + ",\"athlete\":" + code.athlete.summaryJson() + "}");
    }

    private FakeResponse byRefreshToken(String value, Instant now) {
        Grant grant = byRefreshToken.get(value);
        if (grant == null || !value.equals(grant.refreshToken)) {
            if (grant != null && rotation == TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE) {
                kill(grant);
            }
            return Faults.badRequest("RefreshToken", "refresh_token", "invalid");
        }
        AccessToken token = lastingToken(grant, now);
        if (rotation != TokenRotation.SAME) {
            newRefreshToken(grant);
        }
        return FakeResponse.json(
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":" + Json.text(token.value) + "," + expiry(token, now)
                        + ",\"refresh_token\":" + Json.text(live(grant)) + "}");
    }

    /** Answers {@code POST /oauth/revoke}. */
    FakeResponse revoke(FakeRequest request) {
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((credentials.clientId() + ":" + credentials.clientSecret())
                                .getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(request.authorization())) {
            return Faults.badClient();
        }
        String token = request.form().getOrDefault("token", "");
        Grant grant = byRefreshToken.get(token);
        AccessToken accessToken = accessTokens.get(token);
        if (accessToken != null) {
            kill(accessToken.grant);
        } else if (grant != null && token.equals(grant.refreshToken)) {
            kill(grant);
        }
        return FakeResponse.json(200, "{}");
    }

    private static String expiry(AccessToken token, Instant now) {
        long left = token.expiresAt.getEpochSecond() - now.getEpochSecond();
        return "\"expires_at\":" + token.expiresAt.getEpochSecond() + ",\"expires_in\":" + left;
    }

    private Grant grant(FakeAthlete athlete) {
        Grant grant = grants.get(athlete);
        if (grant == null) {
            throw new IllegalArgumentException("Not an athlete of this fake: " + athlete.id());
        }
        return grant;
    }

    private static String live(Grant grant) {
        if (grant.refreshToken == null) {
            throw new IllegalStateException(
                    "Athlete " + grant.athlete.id() + " has revoked the application; exchange a code of consent()");
        }
        return grant.refreshToken;
    }

    private AccessToken lastingToken(Grant grant, Instant now) {
        AccessToken token = grant.latest;
        boolean lasts = token != null && now.plus(SAME_TOKEN_BOUND).isBefore(token.expiresAt);
        return token != null && lasts ? token : newAccessToken(grant, now);
    }

    private AccessToken newAccessToken(Grant grant, Instant now) {
        Instant expiresAt = now.truncatedTo(ChronoUnit.SECONDS).plus(ACCESS_TOKEN_LIFE);
        AccessToken token = new AccessToken(secret(), grant, expiresAt);
        Iterator<AccessToken> oldest = accessTokens.values().iterator();
        while (oldest.hasNext() && !now.isBefore(oldest.next().expiresAt)) {
            oldest.remove();
        }
        accessTokens.put(token.value, token);
        grant.latest = token;
        return token;
    }

    private void newRefreshToken(Grant grant) {
        String token = secret();
        grant.refreshToken = token;
        byRefreshToken.put(token, grant);
    }

    private void kill(Grant grant) {
        accessTokens.values().removeIf(token -> token.grant == grant);
        grant.latest = null;
        grant.refreshToken = null;
    }

    /** As long as Strava's, and with a beginning by which a test finds it where it must not be. */
    private String secret() {
        return String.format("5ec2e75ec2e7%016x%012x", random.nextLong(), random.nextLong() >>> 16);
    }
}
