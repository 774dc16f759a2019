package io.stravaai;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.TokenStore;
import io.stravaai.internal.auth.DefaultStravaOAuth;
import io.stravaai.internal.auth.GrantManager;
import io.stravaai.internal.auth.TokenEndpoint;
import io.stravaai.internal.client.CallExecutor;
import io.stravaai.internal.client.DefaultStravaClient;
import io.stravaai.internal.client.SafeListener;
import io.stravaai.internal.client.StravaApis;
import io.stravaai.internal.http.ClassPathCheck;
import io.stravaai.internal.http.Transport;
import io.stravaai.internal.quota.LaneCeilings;
import io.stravaai.internal.quota.StravaRateLimiter;
import io.stravaai.internal.retry.HostBreaker;
import io.stravaai.internal.retry.Retries;
import io.stravaai.okhttp.OkHttpCustomizer;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.RateLimiter;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.store.InMemoryStores;
import io.stravaai.time.Sleeper;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link StravaClient}: {@code credentials} and {@code tokenStore} are required. Not thread-safe. */
public final class StravaClientBuilder {

    private static final Duration LONGEST_CACHE = Duration.ofDays(7);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private @Nullable ClientCredentials credentials;
    private @Nullable TokenStore tokenStore;
    private @Nullable QuotaLedger quotaLedger;
    private @Nullable RateLimiter rateLimiter;
    private final Map<Lane, Double> laneCeilings = new EnumMap<>(Lane.class);
    private RetryPolicy retryPolicy = RetryPolicy.defaults();
    private URI apiUrl = URI.create("https://www.strava.com/api/v3");
    private URI oauthUrl = URI.create("https://www.strava.com/oauth");
    private Duration callTimeout = Duration.ofSeconds(30);
    private Clock clock = Clock.systemUTC();
    private Sleeper sleeper = Sleeper.SYSTEM;
    private @Nullable RandomGenerator random;
    private final List<StravaListener> listeners = new ArrayList<>();
    private Executor refreshExecutor = refresh -> new Thread(refresh, "stravaai-refresh").start();
    /** Null for none: a lambda here would need OkHttp before anybody could say that it is missing. */
    private @Nullable OkHttpCustomizer okHttp;

    private Duration cacheMaxAge = Duration.ZERO;

    StravaClientBuilder() {}

    /** Who the application is. Required. */
    public StravaClientBuilder credentials(ClientCredentials credentials) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        return this;
    }

    /** Where grants are kept. Required; share one among all processes of an application. */
    public StravaClientBuilder tokenStore(TokenStore tokenStore) {
        this.tokenStore = Objects.requireNonNull(tokenStore, "tokenStore");
        return this;
    }

    /** Where the built-in rate limiter keeps the quota; in memory by default, which is right for one process. */
    public StravaClientBuilder quotaLedger(QuotaLedger quotaLedger) {
        this.quotaLedger = Objects.requireNonNull(quotaLedger, "quotaLedger");
        return this;
    }

    /** A rate limiter in place of the built-in one. */
    public StravaClientBuilder rateLimiter(RateLimiter rateLimiter) {
        this.rateLimiter = Objects.requireNonNull(rateLimiter, "rateLimiter");
        return this;
    }

    /**
     * How much of each limit may be used when a request of this lane has been sent, so that the rest is left to the lanes
     * before it; {@link Lane#ceiling()} by default. In the last two minutes of a window a lane may also use what those
     * before it are not expected to need any more. What {@link Lane#INTERACTIVE} leaves is never used.
     *
     * @param share above 0 and at most 1; no more than that of the lanes before it, or {@link #build} refuses
     * @throws IllegalArgumentException if the share is out of range
     */
    public StravaClientBuilder laneCeiling(Lane lane, double share) {
        LaneCeilings.requireShare(Objects.requireNonNull(lane, "lane"), share);
        laneCeilings.put(lane, share);
        return this;
    }

    /**
     * How often calls are repeated. Calls of {@code Lane.INTERACTIVE}, the default lane, are repeated at most once whatever
     * it says: a person waits.
     */
    public StravaClientBuilder retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
        return this;
    }

    /** The base of the API; {@code https://www.strava.com/api/v3} by default. */
    public StravaClientBuilder apiUrl(URI apiUrl) {
        this.apiUrl = Objects.requireNonNull(apiUrl, "apiUrl");
        return this;
    }

    /** The base of OAuth; {@code https://www.strava.com/oauth} by default. */
    public StravaClientBuilder oauthUrl(URI oauthUrl) {
        this.oauthUrl = Objects.requireNonNull(oauthUrl, "oauthUrl");
        return this;
    }

    /**
     * How long one request may take in all, its answer's body included; 30 seconds by default. An upload may take ten times
     * as long.
     */
    public StravaClientBuilder callTimeout(Duration callTimeout) {
        this.callTimeout = Objects.requireNonNull(callTimeout, "callTimeout");
        return this;
    }

    public StravaClientBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    public StravaClientBuilder sleeper(Sleeper sleeper) {
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        return this;
    }

    /** Where jitter comes from. Need not be secure; MUST be safe for many threads. */
    public StravaClientBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /** Is told, besides others, of requests, waits and refreshes; pages of a sync are told by the engine, to its own listeners. */
    public StravaClientBuilder listener(StravaListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Where tokens are refreshed, so that an interrupt of the caller cannot lose a token that Strava has just issued. By
     * default each refresh, about five a day for an athlete, has a thread of its own that ends with it. It must not be the
     * pool on which calls are made: when all its threads wait for refreshes, none of them has its turn.
     */
    public StravaClientBuilder refreshExecutor(Executor refreshExecutor) {
        this.refreshExecutor = Objects.requireNonNull(refreshExecutor, "refreshExecutor");
        return this;
    }

    /**
     * Caches what changes slowly for so long: gear, segments and an athlete's zones, at most 10,000 answers, each for the
     * athlete who asked. Off by default. Nothing else is ever cached. An athlete's answers are dropped when the athlete
     * disconnects, and a segment when it is starred.
     *
     * @param cacheMaxAge at most seven days, beyond which Strava's API policy forbids to cache; zero turns the cache off
     */
    public StravaClientBuilder cacheMaxAge(Duration cacheMaxAge) {
        this.cacheMaxAge = Objects.requireNonNull(cacheMaxAge, "cacheMaxAge");
        return this;
    }

    /** Has the last word on the HTTP client, when it is first needed. */
    public StravaClientBuilder okHttp(OkHttpCustomizer okHttp) {
        this.okHttp = Objects.requireNonNull(okHttp, "okHttp");
        return this;
    }

    /**
     * Builds the client. Sends nothing, and takes next to no time: the libraries below it are loaded when one of its APIs is first asked
     * for.
     *
     * @throws IllegalArgumentException if a value is missing or wrong; the message names it
     */
    public StravaClient build() {
        ClientCredentials credentials = required(this.credentials, "credentials");
        TokenStore tokenStore = required(this.tokenStore, "tokenStore");
        requireSecure(apiUrl, "apiUrl");
        requireSecure(oauthUrl, "oauthUrl");
        if (callTimeout.isNegative() || callTimeout.isZero() || callTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("callTimeout must be positive and at most a day: " + callTimeout);
        }
        if (cacheMaxAge.isNegative() || cacheMaxAge.compareTo(LONGEST_CACHE) > 0) {
            throw new IllegalArgumentException("cacheMaxAge must be from zero to seven days: " + cacheMaxAge);
        }
        if (rateLimiter != null && quotaLedger != null) {
            throw new IllegalArgumentException(
                    "Set rateLimiter or quotaLedger, not both: the ledger is the built-in limiter's");
        }
        if (rateLimiter != null && !laneCeilings.isEmpty()) {
            throw new IllegalArgumentException(
                    "Set rateLimiter or laneCeiling, not both: the ceilings are the built-in limiter's");
        }
        LaneCeilings ceilings = LaneCeilings.of(laneCeilings);
        RateLimiter limiter = rateLimiter != null
                ? rateLimiter
                : new StravaRateLimiter(
                        quotaLedger == null ? InMemoryStores.quotaLedger() : quotaLedger,
                        credentials.clientId(),
                        clock,
                        ceilings);
        var assembly = new Assembly(
                credentials,
                tokenStore,
                limiter,
                retryPolicy,
                apiUrl,
                oauthUrl,
                callTimeout,
                clock,
                sleeper,
                random,
                new SafeListener(listeners),
                refreshExecutor,
                okHttp,
                cacheMaxAge);
        return new DefaultStravaClient(() -> ClassPathCheck.guard(assembly), limiter, ceilings::share);
    }

    /** What was set, for later. */
    private record Assembly(
            ClientCredentials credentials,
            TokenStore tokenStore,
            RateLimiter limiter,
            RetryPolicy retryPolicy,
            URI apiUrl,
            URI oauthUrl,
            Duration callTimeout,
            Clock clock,
            Sleeper sleeper,
            @Nullable RandomGenerator givenRandom,
            SafeListener listener,
            Executor refreshExecutor,
            @Nullable OkHttpCustomizer okHttp,
            Duration cacheMaxAge)
            implements Supplier<StravaApis> {

        @Override
        public StravaApis get() {
            RandomGenerator random = givenRandom == null ? new SecureRandom() : givenRandom;
            Transport transport = new Transport(apiUrl, oauthUrl, callTimeout, okHttp == null ? builder -> {} : okHttp);
            TokenEndpoint endpoint =
                    new TokenEndpoint(transport, credentials, Retries.ofTokens(retryPolicy, sleeper, random), clock);
            GrantManager grants =
                    new GrantManager(tokenStore, endpoint, clock, sleeper, random, refreshExecutor, listener);
            CallExecutor calls = new CallExecutor(
                    transport,
                    grants,
                    limiter,
                    Retries.ofCalls(retryPolicy, sleeper, random),
                    new HostBreaker(clock),
                    clock,
                    sleeper,
                    listener);
            return new StravaApis(
                    transport,
                    calls,
                    credentials,
                    cacheMaxAge,
                    clock,
                    athlete -> tokenStore.find(athlete).isPresent(),
                    (athletes, activities, forget) -> new DefaultStravaOAuth(
                            oauthUrl, credentials, endpoint, grants, tokenStore, athletes, activities, forget));
        }
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("StravaClient.builder() needs " + name);
        }
        return value;
    }

    /** Tokens travel only over TLS; a server on this machine, as in tests, is spared that. */
    private static void requireSecure(URI url, String name) {
        boolean loopback = url.getHost() != null
                && Set.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
        boolean secure = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && loopback);
        if (!secure || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    name + " must be an https URL without query, such as https://www.strava.com/api/v3: " + url);
        }
    }
}
