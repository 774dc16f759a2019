package io.stravaai.spring.boot;

import io.stravaai.auth.EncryptedTokenStore.ClearText;
import io.stravaai.auth.Scope;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityResource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;

/**
 * The properties below {@code stravaai}. No text of them holds a secret.
 *
 * @param enabled Whether StravaAI is configured at all. Without credentials it is not, either.
 * @param clientId Client id of the application, from https://www.strava.com/settings/api.
 * @param clientSecret Client secret of the application, from https://www.strava.com/settings/api.
 * @param apiUrl Base of Strava's API.
 * @param oauthUrl Base of Strava's OAuth endpoints.
 * @param callTimeout How long one request may take in all.
 * @param cacheMaxAge How long gear, segments and zones are cached; zero for no cache, at most seven days.
 * @param store Where activities and tokens are kept.
 * @param tokens How tokens are encrypted in the database.
 * @param quota How Strava's quota is shared.
 * @param sync Sync in the background.
 * @param oauth Endpoints that connect athletes.
 */
@ConfigurationProperties("stravaai")
public record StravaAiProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @DefaultValue("https://www.strava.com/api/v3") URI apiUrl,
        @DefaultValue("https://www.strava.com/oauth") URI oauthUrl,
        @DefaultValue("30s") Duration callTimeout,
        @DefaultValue("0s") Duration cacheMaxAge,
        @DefaultValue Store store,
        @DefaultValue Tokens tokens,
        @DefaultValue Quota quota,
        @DefaultValue Sync sync,
        @DefaultValue OAuth oauth) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "StravaAiProperties[enabled=" + enabled + ", clientId=" + clientId + ", clientSecret="
                + (clientSecret == null ? "null" : "****") + ", apiUrl=" + apiUrl + ", oauthUrl=" + oauthUrl + ", "
                + store
                + ", " + tokens + ", " + quota + ", " + sync + ", " + oauth + "]";
    }

    /** An empty value is how one file takes back what another has set. */
    private static @Nullable String given(@Nullable String value) {
        return StringUtils.hasText(value) ? value : null;
    }

    /**
     * Where activities and tokens are kept.
     *
     * @param type Which database it is. Needed where the application has a DataSource and a MongoClient.
     * @param schema What happens to tables, collections and indexes when the application starts.
     * @param dataSource Name of the DataSource bean, where there are several and the primary one is not meant.
     * @param mongoDatabase Name of the database in MongoDB; the one that Spring Boot is configured with by default.
     * @param queryableJson Whether MongoDB keeps the JSON also as documents that can be queried.
     */
    public record Store(
            @Nullable Type type,
            @DefaultValue("verify") Schema schema,
            @Nullable String dataSource,
            @Nullable String mongoDatabase,
            @DefaultValue("false") boolean queryableJson) {

        /** Takes an empty name for none. */
        public Store {
            dataSource = given(dataSource);
            mongoDatabase = given(mongoDatabase);
        }

        /** Kinds of databases. */
        public enum Type {
            /** The application's DataSource. */
            JDBC,
            /** The application's MongoClient. */
            MONGO
        }

        /** What is done at the start. */
        public enum Schema {
            /** What is missing ends the start. For production, with a migration tool that runs the scripts. */
            VERIFY,
            /** What is missing is created. For development. */
            CREATE
        }
    }

    /**
     * How tokens are encrypted in the database.
     *
     * @param currentKey Id of the key that encrypts, of those in stravaai.tokens.keys. Without it tokens are clear text.
     * @param keys Keys of AES-256 by their ids: 32 random bytes in Base64 each, as openssl rand -base64 32 prints them.
     * @param clearText What becomes of tokens that were stored in clear text.
     */
    public record Tokens(
            @Nullable String currentKey,
            @DefaultValue Map<String, String> keys,
            @DefaultValue("refused") ClearText clearText) {

        /** Copies the keys. */
        public Tokens {
            keys = Map.copyOf(keys);
        }

        /** With the ids of the keys only. */
        @Override
        public String toString() {
            return "Tokens[currentKey=" + currentKey + ", keys=" + keys.keySet() + ", clearText=" + clearText + "]";
        }
    }

    /**
     * How Strava's quota is shared.
     *
     * @param ledger Where all nodes of the application keep count.
     * @param laneCeilings How much of each window a lane may use, above 0 and at most 1, such as backfill=0.5.
     */
    public record Quota(
            @DefaultValue("store") Ledger ledger,
            @DefaultValue Map<Lane, Double> laneCeilings) {

        /** Copies the map. */
        public Quota {
            laneCeilings = Map.copyOf(laneCeilings);
        }

        /** Places for the count. */
        public enum Ledger {
            /** Beside the activities. */
            STORE,
            /** The application's Redis. */
            REDIS,
            /** Memory, which is right for a single node. */
            MEMORY
        }
    }

    /**
     * Sync in the background.
     *
     * @param enabled Whether athletes who are due are synced.
     * @param interval How long after a sync the next one of the athlete is due.
     * @param longestInterval Athletes who have been idle are synced less often, down to this interval. The same as
     *     stravaai.sync.interval by default.
     * @param cron When rounds begin, in UTC, such as 0 0 3 * * *: whoever is due by then is synced. Without it
     *     athletes are synced as soon as they are due.
     * @param relistPeriod Within what time all of an athlete's history is listed again.
     * @param resources What is fetched of each activity beside the list; nothing by default.
     * @param pollInterval How often is looked for athletes who are due.
     * @param concurrency How many athletes are synced at once.
     * @param maxAthletesPerRun How many athletes are synced before it is looked again who is due.
     * @param takeover How long an athlete, and the lock, stay with a node that gives no sign of life. At least 30 seconds.
     * @param lock Which lock lets one node at a time sync in the background.
     * @param shutdownTimeout How long the end of the application waits for syncs to store their page.
     * @param historyRetention How long is kept what each sync did.
     */
    public record Sync(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("6h") Duration interval,
            @Nullable Duration longestInterval,
            @Nullable String cron,
            @DefaultValue("30d") Duration relistPeriod,
            @DefaultValue Set<ActivityResource> resources,
            @DefaultValue("15s") Duration pollInterval,
            @DefaultValue("4") int concurrency,
            @DefaultValue("500") int maxAthletesPerRun,
            @DefaultValue("90s") Duration takeover,
            @DefaultValue("auto") Lock lock,
            @DefaultValue("20s") Duration shutdownTimeout,
            @DefaultValue("30d") Duration historyRetention) {

        private static final Duration SHORTEST_TAKEOVER = Duration.ofSeconds(30);

        /** Checks the values, and takes an empty cron for none. */
        public Sync {
            resources = Set.copyOf(resources);
            cron = given(cron);
            positive("interval", interval);
            positive("relist-period", relistPeriod);
            positive("poll-interval", pollInterval);
            positive("history-retention", historyRetention);
            if (longestInterval != null && longestInterval.compareTo(interval) < 0) {
                throw new IllegalArgumentException(
                        "stravaai.sync.longest-interval=" + longestInterval + " is shorter than stravaai.sync.interval="
                                + interval + ". Set it to at least that, or leave it out");
            }
            if (cron != null && !CronExpression.isValidExpression(cron)) {
                throw new IllegalArgumentException(
                        "stravaai.sync.cron=" + cron + " is no cron expression. Write six fields:"
                                + " second, minute, hour, day of month, month, day of week; 0 0 3 * * * is 03:00 UTC each day");
            }
            if (concurrency < 1 || maxAthletesPerRun < 1) {
                throw new IllegalArgumentException("stravaai.sync."
                        + (concurrency < 1 ? "concurrency=" + concurrency : "max-athletes-per-run=" + maxAthletesPerRun)
                        + " must be positive. To sync nobody, set stravaai.sync.enabled=false");
            }
            if (takeover.compareTo(SHORTEST_TAKEOVER) < 0) {
                throw new IllegalArgumentException("stravaai.sync.takeover=" + takeover
                        + " is too short: a node that is merely slow would count as dead. Set it to 30s or more");
            }
            if (shutdownTimeout.isNegative()) {
                throw new IllegalArgumentException(
                        "stravaai.sync.shutdown-timeout=" + shutdownTimeout + " must not be negative");
            }
        }

        private static void positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(
                        "stravaai.sync." + name + "=" + value + " must be positive, such as 6h");
            }
        }

        /** Locks of ShedLock. */
        public enum Lock {
            /** The application's LockProvider; if it has none, one in the database of the activities. */
            AUTO,
            /** One in the database of the activities. */
            STORE,
            /** One in the application's Redis. */
            REDIS,
            /** None: each node syncs, and each athlete is claimed by one of them. */
            NONE
        }
    }

    /**
     * Endpoints that connect athletes.
     *
     * @param enabled Whether the endpoints are registered.
     * @param path Where they are: the athlete is sent to {path}/connect, and Strava sends the athlete back to
     *     {path}/callback.
     * @param redirectUri Address of the callback as a browser sees it, where the application cannot tell from the request.
     * @param scopes What the athlete is asked for.
     * @param successUrl Where the browser is sent when an athlete has connected; a path is one of the application.
     * @param failureUrl Where the browser is sent otherwise; a path is one of the application.
     */
    public record OAuth(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("/strava") String path,
            @Nullable URI redirectUri,

            @DefaultValue({"read", "activity:read", "activity:read_all"})
            List<String> scopes,

            @DefaultValue("/") URI successUrl,
            @DefaultValue("/") URI failureUrl) {

        /** Checks the values. */
        public OAuth {
            scopes = List.copyOf(scopes);
            if (!path.startsWith("/") || path.endsWith("/")) {
                throw new IllegalArgumentException("stravaai.oauth.path=" + path
                        + " must begin with a slash and not end with one, such as /strava");
            }
            scopes.forEach(Scope::of);
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException(
                        "stravaai.oauth.scopes is empty. A sync needs activity:read at least; leave it out for the default");
            }
        }
    }
}
