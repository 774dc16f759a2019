package io.stravaai.internal.auth;

import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.RevocationEndpoint;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.client.ActivityApi;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.AthleteApi;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.internal.wire.JsonReaders.TokenAnswer;
import io.stravaai.model.AthleteId;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consent, adoption and revocation. */
public final class DefaultStravaOAuth implements StravaOAuth {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultStravaOAuth.class);

    /** More than any refresh takes, with all its waits for other processes. */
    private static final Duration REFRESH_TAKES = Duration.ofHours(1);

    private final URI oauthUrl;
    private final ClientCredentials credentials;
    private final TokenEndpoint endpoint;
    private final GrantManager grants;
    private final TokenStore store;
    private final AthleteApi athletes;
    private final ActivityApi activities;
    private final Consumer<AthleteId> forget;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param forget drops what is cached of an athlete who was disconnected
     */
    public DefaultStravaOAuth(
            URI oauthUrl,
            ClientCredentials credentials,
            TokenEndpoint endpoint,
            GrantManager grants,
            TokenStore store,
            AthleteApi athletes,
            ActivityApi activities,
            Consumer<AthleteId> forget) {
        this.oauthUrl = oauthUrl;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.grants = grants;
        this.store = store;
        this.athletes = athletes;
        this.activities = activities;
        this.forget = forget;
    }

    @Override
    public String newState() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public URI authorizationUrl(AuthorizationRequest request) {
        return HttpUrl.get(oauthUrl.toString())
                .newBuilder()
                .addPathSegment("authorize")
                .addQueryParameter("client_id", credentials.clientId())
                .addQueryParameter("redirect_uri", request.redirectUri().toString())
                .addQueryParameter("response_type", "code")
                .addQueryParameter("approval_prompt", request.forceApproval() ? "force" : "auto")
                .addQueryParameter("scope", Scope.format(request.scopes()))
                .addQueryParameter("state", request.state())
                .build()
                .uri();
    }

    @Override
    public Authorization exchange(AuthorizationCallback callback) {
        TokenAnswer answer = endpoint.exchange(callback);
        if (answer.athlete() == null) {
            throw new ResponseFormatException("Expected a token, but the answer does not say whose it is", null);
        }
        TokenGrant grant = answer.grant();
        Set<Scope> scopes = grant.scopes().isEmpty() ? callback.scopes() : grant.scopes();
        grants.put(answer.athlete(), grant.withScopes(scopes));
        return new Authorization(answer.athlete(), scopes);
    }

    @Override
    public Authorization adopt(String refreshToken) {
        if (refreshToken == null || refreshToken.isBlank()) {
            throw new IllegalArgumentException(
                    "The refresh token is missing; set it, or connect the athlete with authorizationUrl and exchange");
        }
        TokenGrant offered = TokenGrant.ofRefreshToken(refreshToken.trim());
        AthleteId placeholder = Adoption.placeholder(offered);
        while (true) {
            Optional<StoredGrant> entry = store.find(placeholder);
            if (entry.isEmpty()) {
                store.replace(placeholder, 0, offered);
                continue;
            }
            Optional<AthleteId> adopted = Adoption.athlete(entry.get().grant(), offered);
            if (adopted.isEmpty()) {
                adopt(placeholder, offered);
                continue;
            }
            Optional<StoredGrant> stored = store.find(adopted.get());
            if (stored.isPresent()) {
                // Nobody lists placeholders: this is how a store that encrypts comes to use its present key.
                store.replace(placeholder, entry.get().version(), entry.get().grant());
                return new Authorization(adopted.get(), stored.get().grant().scopes());
            }
            // The athlete was disconnected since; whether the token still lives is for Strava to say.
            store.replace(placeholder, entry.get().version(), offered);
        }
    }

    /** Moves the grant under its athlete, and leaves behind whose it was. Whoever else does the same is no harm. */
    private void adopt(AthleteId placeholder, TokenGrant offered) {
        AthleteId athlete;
        try {
            athlete = athleteOf(placeholder);
        } catch (GrantRevokedException e) {
            store.delete(placeholder);
            throw e;
        } catch (NoGrantException e) {
            // Somebody else has adopted it meanwhile, or was refused.
            return;
        }
        Optional<StoredGrant> stored = store.find(athlete);
        Optional<StoredGrant> pending = store.find(placeholder);
        if (pending.isEmpty() || Adoption.is(pending.get().grant())) {
            return;
        }
        TokenGrant grant = pending.get().grant();
        // What came of the stored one is newer, even if its access token is still the same.
        boolean newer = stored.isEmpty()
                || stored.get().grant().refreshToken().equals(offered.refreshToken())
                || stored.get().grant().expiresAt().isBefore(grant.expiresAt());
        if (newer) {
            long version = stored.map(StoredGrant::version).orElse(0L);
            // The answer to a refresh names no scopes.
            Set<Scope> scopes = grant.scopes().isEmpty()
                    ? stored.map(known -> known.grant().scopes()).orElse(Set.of())
                    : grant.scopes();
            if (store.replace(athlete, version, grant.withScopes(scopes)).isEmpty()) {
                return;
            }
        }
        store.replace(placeholder, pending.get().version(), Adoption.of(athlete, offered));
    }

    /** A grant without the scope for the athlete itself still lists activities, which say whose they are. */
    private AthleteId athleteOf(AthleteId placeholder) {
        try {
            return athletes.get(placeholder).id().orElseThrow();
        } catch (ScopeMissingException | NotFoundException | EndpointRetiredException e) {
            Optional<AthleteId> athlete =
                    activities.list(placeholder, ActivityListRequest.latest().perPage(1)).first().elements().stream()
                            .flatMap(activity -> activity.athlete().stream())
                            .findFirst();
            return athlete.orElseThrow(() -> e);
        }
    }

    @Override
    public Set<Scope> scopes(AthleteId athlete) {
        return store.find(athlete)
                .map(stored -> stored.grant().scopes())
                .orElseThrow(() -> new NoGrantException(athlete.value()));
    }

    @Override
    public void revoke(AthleteId athlete, RevocationEndpoint revocation) {
        Objects.requireNonNull(revocation, "revocation");
        switch (revocation) {
            case REVOKE -> grants.revoke(athlete);
            case DEAUTHORIZE -> deauthorize(athlete);
        }
        forget.accept(athlete);
    }

    private void deauthorize(AthleteId athlete) {
        Optional<StoredGrant> stored = store.find(athlete);
        while (stored.isPresent()) {
            TokenGrant grant = stored.get().grant();
            Predicate<TokenGrant> revoked = after -> after.refreshToken().equals(grant.refreshToken());
            try {
                String token = deauthorizeWithUsableToken(athlete);
                revoked = after -> after.accessToken().equals(token);
            } catch (GrantRevokedException | NoGrantException e) {
                LOG.debug("The grant was revoked already");
            }
            stored = deleteIf(revoked, athlete);
        }
    }

    /** Answers what was stored meanwhile, a token that may live on; empty if nothing is stored any more. */
    private Optional<StoredGrant> deleteIf(Predicate<TokenGrant> revoked, AthleteId athlete) {
        Optional<StoredGrant> stored = store.find(athlete);
        while (stored.isPresent() && revoked.test(stored.get().grant())) {
            if (store.delete(athlete, stored.get().version())) {
                store.delete(Adoption.placeholder(stored.get().grant()));
                return Optional.empty();
            }
            stored = store.find(athlete);
        }
        return stored;
    }

    /** Answers the access token that was used. */
    private String deauthorizeWithUsableToken(AthleteId athlete) {
        String token = grants.accessToken(athlete, REFRESH_TAKES);
        try {
            endpoint.deauthorize(token);
            return token;
        } catch (UnauthorizedException e) {
            String another = grants.accessTokenInsteadOf(athlete, token, REFRESH_TAKES);
            endpoint.deauthorize(another);
            return another;
        }
    }
}
